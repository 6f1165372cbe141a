package sim

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// Options says how a model is run; the zero value runs 100 replications on all cores.
type Options struct {
	Replications    int                   // at least 2; 0: 100. With Precision the first so many
	Precision       []Precision           // run on until all are reached
	MaxReplications int                   // with Precision; 0: 100,000
	Seed            uint64                // same seed, same answer, bit for bit, on any number of workers
	Workers         int                   // 0: one per core
	Confidence      float64               // of the intervals; 0: 0.95
	WaitsByInterval bool                  // count the waits of each interval too: takes up to 200 kB a channel and interval, for each worker
	DaysByInterval  bool                  // tell how the figures of each interval differ between days too: takes up to some 100 kB a channel or team and interval
	Progress        func(done, total int) // called in order, from one goroutine at a time; with Precision the total grows
}

// maxWorkers bounds the memory of a run: each worker simulates a day of its own.
const maxWorkers = 256

// Run simulates the model's day, as often as o says. The error is that of
// Validate, of options that cannot be used (a FieldError), or that of ctx, within
// milliseconds of its end. Memory does not depend on the number of replications.
func Run(ctx context.Context, m Model, o Options) (*Result, error) {
	run, o, err := newCrew(ctx, o, &m)
	if err != nil {
		return nil, err
	}
	defer run.end()
	s := newSummary(&m, o)
	return o.sequence(run, func(t []tally) { s.add(&t[0]) }, func() *Result {
		return s.whole(o, run.waits(0), run.ages(0))
	})
}

// crew is the workers of a run.
type crew struct {
	ctx     context.Context
	options Options
	end     func() bool
	stop    atomic.Bool
	days    [][]*day // per worker, of each model
}

// newCrew makes ready to run models side by side.
func newCrew(ctx context.Context, o Options, models ...*Model) (*crew, Options, error) {
	for _, m := range models {
		if err := m.Validate(); err != nil {
			return nil, o, fmt.Errorf("sim: %w", err)
		}
	}
	o, err := o.withDefaults(runtime.GOMAXPROCS(0))
	if err != nil {
		return nil, o, fmt.Errorf("sim: %w", err)
	}
	c := &crew{ctx: ctx, options: o}
	c.end = context.AfterFunc(ctx, func() { c.stop.Store(true) })
	if ctx.Err() != nil {
		c.stop.Store(true)
	}
	for range o.Workers {
		var days []*day
		for _, m := range models {
			d := newDay(m, &c.stop)
			if o.WaitsByInterval {
				d.countWaits(d.k)
			}
			days = append(days, d)
		}
		c.days = append(c.days, days)
	}
	return c, o, nil
}

// waits is the histograms of the waits of each channel of the i-th model.
func (c *crew) waits(i int) [][]Waits {
	d := c.days[0][i]
	waits := make([][]Waits, len(d.channels))
	for ch := range waits {
		waits[ch] = make([]Waits, d.each)
		for _, days := range c.days { // sums of whole numbers: the same in any order
			for k := range waits[ch] {
				from, w := &days[i].allWaits[ch*d.each+k], &waits[ch][k]
				w.Answered = w.Answered.Merge(newHistogram(from.answered))
				w.Abandoned = w.Abandoned.Merge(newHistogram(from.abandoned))
			}
		}
	}
	return waits
}

// ages is the histograms of the ages and of the times to resolution of each channel of the i-th model.
func (c *crew) ages(i int) []ageCounts {
	all := make([]ageCounts, len(c.days[0][i].ages))
	for ch := range all {
		for _, days := range c.days {
			from, to := &days[i].ages[ch], &all[ch]
			to.done, to.left, to.resolved = sumCounts(to.done, from.done), sumCounts(to.left, from.left), sumCounts(to.resolved, from.resolved)
		}
	}
	return all
}

// sumCounts adds y to x, which may be nil.
func sumCounts(x, y []uint64) []uint64 {
	if x == nil {
		return append(x, y...)
	}
	for i, n := range y {
		x[i] += n
	}
	return x
}

// play simulates the replications from one to before another; add takes them in their order.
func (c *crew) play(from, to int, add func([]tally)) error {
	merge := &merger{add: add, options: c.options, done: from, to: to, early: map[int][]tally{}}
	merge.room.L = &merge.mutex
	var next atomic.Int64
	next.Store(int64(from))
	var workers sync.WaitGroup
	for _, days := range c.days {
		workers.Go(func() { merge.work(days, &next) })
	}
	workers.Wait()
	if merge.done < to {
		return fmt.Errorf("sim: stopped after %d of %d replications: %w", merge.done, to, context.Cause(c.ctx))
	}
	return nil
}

// merger adds replications in their order, whoever simulated them.
type merger struct {
	mutex   sync.Mutex
	room    sync.Cond
	add     func([]tally)
	options Options
	to      int
	done    int             // replications merged
	early   map[int][]tally // simulated before their turn
	spare   [][]tally       // memory to be used again
	stopped bool            // a worker gave up its replication: no more will be merged
}

// work simulates replications until all have been taken.
func (m *merger) work(days []*day, next *atomic.Int64) {
	tallies := make([]tally, len(days))
	for {
		r := int(next.Add(1) - 1)
		if r >= m.to {
			return
		}
		finished := true
		for i, d := range days {
			finished = finished && d.run(m.options.Seed, uint64(r))
			tallies[i] = d.tally
		}
		if !m.hand(tallies, r, finished) {
			return
		}
		for i, d := range days {
			d.tally = tallies[i]
		}
	}
}

// hand takes replication r from a worker: it is merged when its turn has come, else kept,
// and the worker waits while many are; it goes on with the memory left in tallies. hand
// reports whether to go on.
func (m *merger) hand(tallies []tally, r int, finished bool) bool {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if !finished {
		m.stopped = true
		m.room.Broadcast()
	}
	for r != m.done && len(m.early) >= 2*m.options.Workers && !m.stopped {
		m.room.Wait() // the worker whose turn it is never waits here
	}
	if m.stopped {
		return false
	}
	if r != m.done {
		var kept []tally
		if n := len(m.spare); n > 0 {
			kept, m.spare = m.spare[n-1], m.spare[:n-1]
		} else {
			for _, t := range tallies {
				kept = append(kept, t.alike())
			}
		}
		for i := range tallies {
			kept[i], tallies[i] = tallies[i], kept[i]
		}
		m.early[r] = kept
		return true
	}
	m.merge(tallies)
	for t := m.early[m.done]; t != nil; t = m.early[m.done] {
		delete(m.early, m.done)
		m.merge(t)
		m.spare = append(m.spare, t)
	}
	m.room.Broadcast()
	return true
}

func (m *merger) merge(t []tally) {
	m.add(t)
	m.done++
	if m.options.Progress != nil {
		m.options.Progress(m.done, m.to)
	}
}
