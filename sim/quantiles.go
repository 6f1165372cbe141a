package sim

// quantileShares are the shares of a day's contacts whose waits are told.
var quantileShares = [...]float64{0.5, 0.8, 0.9, 0.95, 0.99}

// numQuantiles is how many quantiles a channel's day has: of the answered, then of all.
const numQuantiles = 2 * len(quantileShares)

// Quantiles are waits, in seconds, that shares of a day's contacts stay below: means over days of
// the day's own quantiles, each within 1 %. A day without contacts has 0.
type Quantiles struct {
	P50 Estimate `json:"p50_s"`
	P80 Estimate `json:"p80_s"`
	P90 Estimate `json:"p90_s"`
	P95 Estimate `json:"p95_s"`
	P99 Estimate `json:"p99_s"`
}

// DayQuantiles is how they differ between days.
type DayQuantiles struct {
	P50 Histogram `json:"p50_s"`
	P80 Histogram `json:"p80_s"`
	P90 Histogram `json:"p90_s"`
	P95 Histogram `json:"p95_s"`
	P99 Histogram `json:"p99_s"`
}

func (q *Quantiles) of(i int) *Estimate {
	return [...]*Estimate{&q.P50, &q.P80, &q.P90, &q.P95, &q.P99}[i]
}

func (q *DayQuantiles) of(i int) *Histogram {
	return [...]*Histogram{&q.P50, &q.P80, &q.P90, &q.P95, &q.P99}[i]
}

func (q DayQuantiles) clone() (c DayQuantiles) {
	for i := range quantileShares {
		*c.of(i) = q.of(i).clone()
	}
	return c
}

// quantileReader reads the quantiles of counts per bin, bin after bin.
type quantileReader struct {
	count float64 // of all
	n     float64 // counted so far
	next  int     // quantile
	out   []float64
}

func (q *quantileReader) see(bin int, count uint64) {
	c := float64(count)
	for q.next < len(q.out) {
		need := quantileShares[q.next] * q.count
		if q.n+c < need {
			break
		}
		from, to := bounds(bin)
		q.out[q.next] = from + (to-from)*(need-q.n)/c
		q.next++
	}
	q.n += c
}

// gather adds the waits of the replication that has ended to those of all, and writes its quantiles.
func (d *day) gather() {
	for c := range d.channels {
		var answered, all, longest float64
		for k, cell := range d.tally.cells[c*d.k:][:d.k] {
			longest = max(longest, cell.longest)
			if k >= d.warm {
				answered += float64(cell.atOnce + cell.answered)
				all += float64(cell.atOnce + cell.answered + cell.abandoned)
			}
		}
		to := binOf(longest) + 1
		day := &d.waits[c*d.each]
		if d.each > 1 {
			day = &d.ofDay
			for i := range d.each {
				day.add(&d.waits[c*d.each+i], to)
				d.allWaits[c*d.each+i].take(&d.waits[c*d.each+i], to)
			}
		}
		quantiles := d.tally.quantiles[c*numQuantiles:][:numQuantiles]
		clear(quantiles)
		ofAnswered := quantileReader{count: answered, out: quantiles[:len(quantileShares)]}
		ofAll := quantileReader{count: all, out: quantiles[len(quantileShares):]}
		for i, a := range day.answered[:to] {
			b := day.abandoned[i]
			if a+b == 0 {
				continue
			}
			if a > 0 {
				ofAnswered.see(i, a)
			}
			ofAll.see(i, a+b)
		}
		if d.each > 1 {
			clear(day.answered[:to])
			clear(day.abandoned[:to])
		} else {
			d.allWaits[c].take(day, to)
		}
	}
}

// add adds the counts of o below a bin.
func (w *waitCounts) add(o *waitCounts, to int) {
	for i, n := range o.answered[:to] {
		w.answered[i] += n
	}
	for i, n := range o.abandoned[:to] {
		w.abandoned[i] += n
	}
}

// take takes them away from o.
func (w *waitCounts) take(o *waitCounts, to int) {
	w.add(o, to)
	clear(o.answered[:to])
	clear(o.abandoned[:to])
}
