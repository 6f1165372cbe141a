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
	Replications int                   // at least 2; 0: 100
	Seed         uint64                // same seed, same answer, bit for bit, on any number of workers
	Workers      int                   // 0: one per core
	Confidence   float64               // of the intervals; 0: 0.95
	Progress     func(done, total int) // called in order, from one goroutine at a time
}

// maxWorkers bounds the memory of a run: each worker simulates a day of its own.
const maxWorkers = 256

// Run simulates the model's day from empty, as often as o says. The error is that of
// Validate, of options that cannot be used (a FieldError), or that of ctx, within
// milliseconds of its end. Memory does not depend on the number of replications.
func Run(ctx context.Context, m Model, o Options) (*Result, error) {
	if err := m.Validate(); err != nil {
		return nil, fmt.Errorf("sim: %w", err)
	}
	o, err := o.withDefaults(runtime.GOMAXPROCS(0))
	if err != nil {
		return nil, fmt.Errorf("sim: %w", err)
	}
	var stop atomic.Bool
	defer context.AfterFunc(ctx, func() { stop.Store(true) })()
	if ctx.Err() != nil {
		stop.Store(true)
	}

	merge := &merger{summary: newSummary(&m), options: o, early: map[int]*tally{}}
	merge.room.L = &merge.mutex
	days := make([]*day, o.Workers)
	var next atomic.Int64
	var workers sync.WaitGroup
	for w := range days {
		days[w] = newDay(&m, &stop)
		workers.Go(func() { merge.work(days[w], &next) })
	}
	workers.Wait()
	if merge.done < o.Replications {
		return nil, fmt.Errorf("sim: stopped after %d of %d replications: %w", merge.done, o.Replications, context.Cause(ctx))
	}

	waits := make([]Waits, len(m.Channels))
	for c := range waits {
		for _, d := range days { // sums of whole numbers: the same in any order
			waits[c].Answered = waits[c].Answered.Merge(newHistogram(d.waits[c].answered))
			waits[c].Abandoned = waits[c].Abandoned.Merge(newHistogram(d.waits[c].abandoned))
		}
	}
	return merge.summary.result(o, waits), nil
}

// merger adds replications to the summary in their order, whoever simulated them.
type merger struct {
	mutex   sync.Mutex
	room    sync.Cond
	summary *summary
	options Options
	done    int            // replications merged
	early   map[int]*tally // simulated before their turn
	spare   []*tally       // memory to be used again
	stopped bool           // a worker gave up its replication: no more will be merged
}

// work simulates replications until all have been taken.
func (m *merger) work(d *day, next *atomic.Int64) {
	for {
		r := int(next.Add(1) - 1)
		if r >= m.options.Replications {
			return
		}
		finished := d.run(m.options.Seed, uint64(r))
		if !m.hand(d, r, finished) {
			return
		}
	}
}

// hand takes replication r from a worker: it is merged when its turn has come, else kept,
// and the worker waits while many are. It reports whether to go on.
func (m *merger) hand(d *day, r int, finished bool) bool {
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
		kept := &tally{}
		if n := len(m.spare); n > 0 {
			kept, m.spare = m.spare[n-1], m.spare[:n-1]
		} else {
			kept.cells = make([]cell, len(d.tally.cells))
			kept.clocks = make([]clock, len(d.tally.clocks))
		}
		*kept, d.tally = d.tally, *kept
		m.early[r] = kept
		return true
	}
	m.merge(&d.tally)
	for t := m.early[m.done]; t != nil; t = m.early[m.done] {
		delete(m.early, m.done)
		m.merge(t)
		m.spare = append(m.spare, t)
	}
	m.room.Broadcast()
	return true
}

func (m *merger) merge(t *tally) {
	m.summary.add(t)
	m.done++
	if m.options.Progress != nil {
		m.options.Progress(m.done, m.options.Replications)
	}
}
