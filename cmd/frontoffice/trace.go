package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// trace is what --trace asks for: one replication, contact by contact, in a file.
type trace struct {
	path        string // "" for none
	replication uint64 // from 0
	overwrite   bool
}

func traceOf(ctx *cli.Context) (trace, error) {
	t := trace{path: ctx.String("trace"), overwrite: ctx.Bool("overwrite")}
	r := flagReader{ctx: ctx}
	if ctx.IsSet("trace-replication") {
		t.replication = uint64(r.whole("trace-replication", 1)) - 1
		if t.path == "" {
			r.wrong("--trace-replication needs --trace FILE")
		}
	}
	if ctx.IsSet("trace") {
		switch ext := strings.ToLower(filepath.Ext(t.path)); {
		case ext != ".csv" && ext != ".jsonl":
			r.wrong("--trace %s: want a name that ends in .csv, or in .jsonl for JSON Lines", t.path)
		case !t.overwrite && exists(t.path):
			r.wrong("%s exists: nothing was done (--overwrite replaces it)", t.path)
		}
	}
	return t, r.err
}

// write writes the trace of a day, and returns how many records it has.
func (t trace) write(ctx context.Context, d *staffing.Day, seed uint64) (records int, err error) {
	m, err := d.Model()
	if err != nil {
		return 0, err
	}
	var b bytes.Buffer
	if strings.EqualFold(filepath.Ext(t.path), ".jsonl") {
		err = sim.WriteTrace(ctx, &b, m, seed, t.replication)
		records = bytes.Count(b.Bytes(), []byte("\n"))
	} else {
		records, err = writeTraceCSV(ctx, &b, m, seed, t.replication)
	}
	if err != nil {
		return 0, err
	}
	return records, writeFile(t.path, b.Bytes(), t.overwrite)
}

// writeTraceCSV writes a row per attempt under the names that JSON Lines have. Patience
// without end is an empty cell.
func writeTraceCSV(ctx context.Context, b *bytes.Buffer, m sim.Model, seed, replication uint64) (records int, err error) {
	out := csv.NewWriter(b)
	row := []string{"channel", "attempt", "arrived_s", "outcome", "wait_s", "left_s", "team", "agent", "handle_time_s", "wrap_up_s", "patience_s", "interruptions", "case", "step"}
	if err := out.Write(row); err != nil {
		return 0, err
	}
	number := func(x float64) string {
		if math.IsInf(x, 1) {
			return ""
		}
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	err = sim.Trace(ctx, m, seed, replication, func(r sim.Record) {
		records++
		agent := ""
		if r.Agent >= 0 {
			agent = strconv.Itoa(r.Agent)
		}
		out.Write([]string{r.Channel, strconv.Itoa(r.Attempt), number(r.Arrived), string(r.Outcome), number(r.Wait), number(r.Left),
			r.Team, agent, number(r.HandleTime), number(r.WrapUp), number(r.Patience), strconv.Itoa(r.Interruptions), strconv.Itoa(r.Case), strconv.Itoa(r.Step)}) // its error is kept for out.Error
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return records, err
}

// readReplay reads the trace of --replay; nil where none is asked for.
func readReplay(ctx *cli.Context) ([]sim.Record, error) {
	path := ctx.String("replay")
	if !ctx.IsSet("replay") {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, usagef("--replay: %w", err)
	}
	defer f.Close()
	records, err := scenarios.ReadReplay(f)
	if err != nil {
		return nil, usagef("--replay %s: %w", path, err)
	}
	return records, nil
}

// traceWords says what was written where.
func traceWords(t trace, records int) string {
	return fmt.Sprintf("Trace: %s of replication %d in %s", count(records, "attempt"), t.replication+1, t.path)
}
