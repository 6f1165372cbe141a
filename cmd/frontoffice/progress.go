package main

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/term"
)

// progress rewrites one line on a terminal while something takes its time, and
// is silent anywhere else.
type progress struct {
	w     io.Writer
	what  string
	begun time.Time
	last  time.Time
}

// working shows, on a terminal, that something without a measure of its progress goes
// on and for how long; tell changes what it says, and done ends it.
func working(w io.Writer, what string, quiet bool) (tell func(string), done func()) {
	p := newProgress(w, what, quiet)
	if p.w == nil {
		return func(string) {}, func() {}
	}
	var now atomic.Value
	now.Store(what)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				p.done()
				return
			case p.last = <-tick.C:
				fmt.Fprintf(p.w, "\r\033[K%s, %s", now.Load(), time.Since(p.begun).Round(time.Second))
			}
		}
	}()
	return func(what string) { now.Store(what) }, func() {
		close(stop)
		<-stopped
	}
}

// searched tells how many days a search for agents has simulated.
func searched(tell func(string)) func(days int) {
	return func(days int) { tell(fmt.Sprintf("sizing by simulation, %s days so far", grouped(float64(days)))) }
}

// newProgress reports what on w, if w is a terminal and quiet is not set.
func newProgress(w io.Writer, what string, quiet bool) *progress {
	f, ok := w.(*os.File)
	if quiet || !ok || !term.IsTerminal(int(f.Fd())) {
		w = nil
	}
	return &progress{w: w, what: what, begun: time.Now()}
}

// report shows how much is done; the first third of a second stays silent.
func (p *progress) report(done, total int) { p.reportOf(done, total, "days") }

// reportOf is report of other things than days.
func (p *progress) reportOf(done, total int, things string) {
	now := time.Now()
	if p.w == nil || now.Sub(p.begun) < 300*time.Millisecond || (now.Sub(p.last) < 100*time.Millisecond && done < total) {
		return
	}
	p.last = now
	left := time.Duration(float64(now.Sub(p.begun)) * float64(total-done) / float64(max(done, 1)))
	fmt.Fprintf(p.w, "\r\033[K%s: %d%%, %d of %d %s, about %s left", p.what, 100*done/max(total, 1), done, total, things, left.Round(time.Second))
}

// done clears the line.
func (p *progress) done() {
	if p.w != nil && !p.last.IsZero() {
		fmt.Fprint(p.w, "\r\033[K")
	}
}
