// Command performance measures package sim and writes docs/performance.md with its picture:
//
//	go run ./sim/internal/performance -machine "2 cores of ..."
//
// Figures are the best of some runs in processor time, as others may use the machine; what two cores gain is by the clock on the wall.
package main

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"frontoffice/sim"
)

func main() {
	out := flag.String("out", "docs", "folder to write to")
	machine := flag.String("machine", fmt.Sprint(runtime.NumCPU(), " cores"), "what it runs on")
	quick := flag.Bool("quick", false, "a tenth of the work")
	flag.Parse()
	m := meter{clock: cpuTime, budget: 150 * time.Millisecond, best: 10}
	if *quick {
		m = meter{clock: cpuTime, budget: 20 * time.Millisecond, best: 2}
	}
	if err := write(*out, *machine, &m); err != nil {
		fmt.Fprintln(os.Stderr, "performance:", err)
		os.Exit(1)
	}
}

// meter measures runs.
type meter struct {
	clock  func() time.Duration
	budget time.Duration // of a measurement
	best   int           // of how many
}

// figure is a measurement.
type figure struct {
	perSecond float64       // contacts
	perDay    time.Duration // a replication
	contacts  float64       // of a day
}

// nanoseconds is the time of a contact.
func (f figure) nanoseconds() float64 { return 1e9 / f.perSecond }

// measure runs a model on some workers, so often as fits the budget.
func (m *meter) measure(model sim.Model, workers int) (figure, error) {
	n := 2
	best := figure{}
	for tries := 0; tries < m.best; {
		start := m.clock()
		r, err := sim.Run(context.Background(), model, sim.Options{Replications: n, Seed: 1, Workers: workers})
		if err != nil {
			return best, err
		}
		took := m.clock() - start
		if took < m.budget/4 {
			n *= 2
			continue
		}
		tries++
		contacts := 0.0
		for _, c := range r.Channels {
			contacts += c.Day.Offered.Mean
		}
		if f := (figure{contacts * float64(n) / took.Seconds(), took / time.Duration(n), contacts}); f.perSecond > best.perSecond {
			best = f
		}
	}
	return best, nil
}

func write(folder, machine string, m *meter) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# How fast the simulator is\n\n")
	fmt.Fprintf(&b, "Measured on %s,\n%s %s/%s; processor time, best of %d runs. Made by `go run ./sim/internal/performance`; ratios travel better than\nabsolute figures. ",
		machine, runtime.Version(), runtime.GOOS, runtime.GOARCH, m.best)
	b.WriteString("`go test ./sim -bench .` has the same workloads as benchmarks.\n\n")
	for _, part := range []func(*strings.Builder, *meter) error{workloads, cores, parts} {
		if err := part(&b, m); err != nil {
			return err
		}
	}
	curves, err := growth(&b, m)
	if err != nil {
		return err
	}
	if err := draw(filepath.Join(folder, "performance.png"), curves); err != nil {
		return err
	}
	study, err := os.ReadFile(filepath.Join("sim", "internal", "performance", "study.md"))
	if err != nil {
		return err
	}
	b.Write(study)
	return os.WriteFile(filepath.Join(folder, "performance.md"), []byte(b.String()), 0o644)
}

// workloads measures the days that speed is judged by, on one core.
func workloads(b *strings.Builder, m *meter) error {
	b.WriteString("## Workloads, one core\n\n| day | contacts | way | million contacts/s | ms a day |\n|---|---:|---|---:|---:|\n")
	for _, w := range []struct {
		name, way string
		model     sim.Model
	}{
		{"W1: one queue, 100 agents, 105 erlangs", "recursion", w1()},
		{"W2: 28 half-hours, lognormal handle times", "recursion", w2()},
		{"W2 with a second channel without contacts", "events", events(w2())},
		{"four channels, six teams, skills in order", "events", skilled()},
		{"the same, overflow to shared teams after 10 s, priorities", "general", overflowing()},
		{"the same, reserves, the longest wait first, redials too", "general", ruled()},
		{"W3: calls, three chats at a time, e-mail; redials, follow-ups, interruptions", "general", w3()},
		{"64 channels, 64 teams of four skills", "events", wide(64, 64)},
		{"the same, overflow after 10 s, the longest wait first", "general", helping(wide(64, 64))},
		{"64 channels, 64 teams that serve all of them, likewise", "general", helping(everybody(64))},
		{"1,000 agents, one half of the contacts interrupts the other", "general", interrupting(1000)},
		{"10,000 agents", "recursion", large()},
	} {
		f, err := m.measure(w.model, 1)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "| %s | %.0f | %s | %.1f | %.2f |\n", w.name, f.contacts, w.way, f.perSecond/1e6, f.perDay.Seconds()*1e3)
	}
	b.WriteString("\n")
	return nil
}

// cores measures a thousand days of W2 by the clock on the wall, on one core and on all: the best of some runs.
func cores(b *strings.Builder, m *meter) error {
	thousand := func(workers int) (time.Duration, error) {
		best := time.Duration(math.MaxInt64)
		for range m.best {
			start := time.Now()
			if _, err := sim.Run(context.Background(), w2(), sim.Options{Replications: 1000, Seed: 1, Workers: workers}); err != nil {
				return 0, err
			}
			best = min(best, time.Since(start))
		}
		return best, nil
	}
	one, err := thousand(1)
	if err != nil {
		return err
	}
	n := runtime.NumCPU()
	all, err := thousand(n)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "By the clock on the wall, 1,000 days of W2 take %.2f s on one core and %.2f s on %d (%.2f times as fast; other work on the machine shows here first).\n",
		one.Seconds(), all.Seconds(), n, one.Seconds()/all.Seconds())
	small, err := allocated(w2(), 1000, n)
	if err != nil {
		return err
	}
	big, err := allocated(large(), 2*n, n)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "They allocate %.1f MB in all, most of it once; days of 10,000 agents and a million contacts %.0f MB. Memory does not grow with the number of days.\n\n", small, big)
	return nil
}

// allocated is the megabytes that a run allocates, freed or not.
func allocated(m sim.Model, replications, workers int) (float64, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := sim.Run(context.Background(), m, sim.Options{Replications: replications, Seed: 1, Workers: workers})
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / 1e6, err
}

// parts shows where the time goes, by leaving things out.
func parts(b *strings.Builder, m *meter) error {
	b.WriteString("## Where the time goes\n\n| W1, but | ns a contact |\n|---|---:|\n")
	change := func(f func(m *sim.Model)) sim.Model {
		m := w1()
		f(&m)
		return m
	}
	deterministic := sim.Law{Kind: sim.Deterministic, Mean: 1}
	for _, w := range []struct {
		name  string
		model sim.Model
	}{
		{"as it is", w1()},
		{"handle times of one length: one random number less", change(func(m *sim.Model) { m.Channels[0].HandleTime[0] = deterministic })},
		{"handle times lognormal", change(func(m *sim.Model) { m.Channels[0].HandleTime[0] = sim.Law{Kind: sim.Lognormal, Mean: 1, CV: 1.2} })},
		{"94.5 erlangs without patience: nobody gives up", change(func(m *sim.Model) {
			m.Channels[0].Patience = sim.Law{}
			m.Channels[0].HandleTime[0].Mean = 0.9
		})},
		{"eight agents: three levels of the tree", change(func(m *sim.Model) {
			m.Teams[0].Agents = []int{8}
			m.Channels[0].HandleTime[0].Mean, m.Channels[0].Patience.Mean = 0.08, 0.16
		})},
		{"by events (a second channel without contacts)", events(w1())},
		{"by the general loop (an endless number of lines)", change(func(m *sim.Model) { m.Lines = 1 << 30 })},
	} {
		f, err := m.measure(w.model, 1)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "| %s | %.1f |\n", w.name, f.nanoseconds())
	}
	b.WriteString(`
A contact of the recursion needs three random numbers (about 10 ns in blocks), one walk from a leaf of the winner tree of agents to its
root, and the counting. The walk has no branch that depends on the data, and its levels are written out: as a loop it
took as long as all the rest, because its end was mispredicted. Events add the choice of what is next and the queue; the general loop adds a record and a
timer for each contact that waits.

`)
	return nil
}
