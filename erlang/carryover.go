package erlang

import (
	"context"
	"math"
)

// CarryOverPeriod is one period of the backlog-carryover approximation. Rates are per second.
type CarryOverPeriod struct {
	Interval    int         `json:"interval"`
	Offered     float64     `json:"offered_rate"`  // arrivals and the backlog of the period before
	Backlog     float64     `json:"backlog_rate"`  // offered x B(n, offered load): goes to the next period
	Accepted    float64     `json:"accepted_rate"` // the rest: the rate put into the steady state
	Utilization float64     `json:"utilization"`   // accepted load / agents
	Performance Performance `json:"performance"`   // of the steady state with the accepted rate
}

// carryOver is one period with n agents.
func carryOver(q Queue, n, rate, backlog, within float64) (CarryOverPeriod, error) {
	p := CarryOverPeriod{Offered: rate + backlog}
	p.Backlog = p.Offered * B(n, p.Offered*q.HandleTime)
	p.Accepted = math.Max(0, p.Offered-p.Backlog)
	if n > 0 {
		p.Utilization = p.Accepted * q.HandleTime / n
	}
	q.Rate = p.Accepted
	var err error
	p.Performance, err = q.Evaluate(n, within)
	return p, err
}

// CarryOver runs the backlog-carryover approximation through the day: in each period, of the given
// length in seconds (0: a mean handle time; rounded to divide the interval), what a loss system would turn
// away is carried to the next period, and the rest is taken for the rate of a steady state
// (Stolletz 2008).
func (d Day) CarryOver(agents []int, within, period float64) ([]CarryOverPeriod, error) {
	if err := d.check(agents, within); err != nil {
		return nil, err
	}
	if len(d.Chat) > 1 || d.Balking > 0 {
		return nil, ErrNoSteadyState
	}
	q := Queue{HandleTime: d.mean(), Patience: d.Patience, Lines: d.Lines}
	parts := d.periods(period)
	var all []CarryOverPeriod
	backlog := 0.
	for i, n := range agents {
		for k := range parts {
			p, err := carryOver(q, float64(n), d.partRate(i, k, parts, len(agents)), backlog, within)
			if err != nil {
				return nil, &IntervalError{i, err}
			}
			p.Interval = i
			backlog = p.Backlog
			all = append(all, p)
		}
	}
	return all, nil
}

func (d *Day) periods(period float64) int {
	if !(period > 0) {
		period = d.mean()
	}
	return max(1, int(math.Round(d.Interval/period)))
}

// partRate is the average rate in part k of interval i.
func (d *Day) partRate(i, k, parts, intervals int) float64 {
	if d.Curve == nil {
		return d.Rates[i]
	}
	length := d.Interval / float64(parts)
	from := float64(i)*d.Interval + float64(k)*length
	return d.averageRate(from, from+length, intervals)
}

// staffCarryOver staffs each interval for the least agents with which its periods' figures,
// averaged by their arrivals, meet the targets, given the backlog it starts with.
func (d *Day) staffCarryOver(ctx context.Context, q Queue, intervals int, t Targets) ([]int, error) {
	parts := d.periods(0)
	agents := make([]int, intervals)
	backlog := 0.
	for i := range agents {
		if err := ctx.Err(); err != nil {
			return nil, context.Cause(ctx)
		}
		var left float64 // backlog after the interval with the agents last tried
		evaluate := func(n float64) (Performance, error) {
			var sum Performance
			b, weight := backlog, 0.
			for k := range parts {
				p, err := carryOver(q, n, d.partRate(i, k, parts, intervals), b, t.Within)
				if err != nil {
					return Performance{}, err
				}
				b = p.Backlog
				sum.addWeighted(p.Performance, p.Accepted)
				weight += p.Accepted
			}
			left = b
			switch {
			case weight == 0 && b > 0: // nobody is there: all goes to the next interval
				return Performance{}, ErrOverload
			case weight == 0:
				return q.idle(n, t.Within)
			}
			sum.scale(1 / weight)
			sum.Agents = n
			return sum, nil
		}
		r, err := required((d.partRate(i, 0, parts, intervals)+backlog)*q.HandleTime, t, evaluate)
		if err != nil {
			return nil, &IntervalError{i, err}
		}
		agents[i] = r.Agents
		if _, err := evaluate(float64(r.Agents)); err != nil {
			return nil, &IntervalError{i, err}
		}
		backlog = left
	}
	return agents, nil
}

// idle is the queue with nothing offered.
func (q Queue) idle(agents, within float64) (Performance, error) {
	q.Rate = 0
	return q.Evaluate(agents, within)
}

// addWeighted adds w times o.
func (p *Performance) addWeighted(o Performance, w float64) {
	p.Load += w * o.Load
	p.PWait += w * o.PWait
	p.Abandonment += w * o.Abandonment
	p.Blocking += w * o.Blocking
	p.MeanWait += w * o.MeanWait
	p.ASA += w * o.ASA
	p.MeanWaitAbandoned += w * o.MeanWaitAbandoned
	p.Occupancy += w * o.Occupancy
	p.MeanQueue += w * o.MeanQueue
	p.Within = o.Within
	p.ServiceLevel.Offered += w * o.ServiceLevel.Offered
	p.ServiceLevel.Answered += w * o.ServiceLevel.Answered
	p.ServiceLevel.ExcludingShort += w * o.ServiceLevel.ExcludingShort
	p.ServiceLevel.Waited += w * o.ServiceLevel.Waited
}

func (p *Performance) scale(by float64) {
	sum := *p
	*p = Performance{Within: sum.Within}
	within := sum.Within
	p.addWeighted(sum, by)
	p.Within = within
}
