package sim

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"sync/atomic"
)

// Outcome is what became of a contact.
type Outcome string

const (
	Answered     Outcome = "answered"
	Abandoned    Outcome = "abandoned"
	Blocked      Outcome = "blocked"   // met a busy signal
	StillWaiting Outcome = "waiting"   // when the simulation ended
	Contained    Outcome = "contained" // by automation in front: it never came to the queue
)

// Record is what happened to one contact, or to one attempt of a contact that redials.
// Times are in seconds, those of day from the opening; before it they are negative.
type Record struct {
	Channel       string
	Attempt       int // 1 for the first
	Arrived       float64
	Outcome       Outcome
	Wait          float64 // until first answered, or in all
	Left          float64 // when it was through, wrap-up included, or had left; the close for those still waiting
	Team          string  // of the agent who had it last; empty for none
	Agent         int     // of the team, from 0; -1 for none
	HandleTime    float64 // drawn, before any efficiency and without WrapUp
	WrapUp        float64
	Patience      float64 // +Inf: without end
	Interruptions int
	Case          int // a number that a contact shares with all that it leads to, and with its own attempts; from 1, by when the first came
	Step          int // contacts between it and the first of its case; 0 for the first
}

// Trace simulates one replication, the same as in Run with the seed, and hands each contact to
// record when it leaves. Those of a warm-up are among them; not so calls that go out and nobody answers, nor who is with automation when the
// day closes. Whom automation hands over arrived, as everywhere, when it did so.
func Trace(ctx context.Context, m Model, seed, replication uint64, record func(Record)) error {
	if err := m.Validate(); err != nil {
		return fmt.Errorf("sim: %w", err)
	}
	var stop atomic.Bool
	defer context.AfterFunc(ctx, func() { stop.Store(true) })()
	if ctx.Err() != nil {
		return fmt.Errorf("sim: %w", context.Cause(ctx))
	}
	d := newDayBy(&m, byFloor, &stop)
	shift := float64(d.warm) * m.Interval
	for c := range d.floor.queues {
		d.floor.queues[c].eager = true // so that records come in the order of leaving
	}
	d.floor.caseOf = []int32{}
	d.floor.record = func(id int32, outcome Outcome, now float64) {
		ct := &d.floor.calls[id]
		r := Record{
			Channel: m.Channels[ct.channel].Name, Attempt: int(ct.attempt), Arrived: ct.arrived - shift,
			Outcome: outcome, Left: now - shift, Agent: -1,
			HandleTime: ct.handle, WrapUp: ct.wrapUp, Patience: ct.patience, Interruptions: int(ct.breaks), Case: int(d.floor.caseOf[id]),
		}
		if d.floor.leads {
			r.Step = int(ct.steps)
		}
		switch outcome {
		case Contained:
			r.Interruptions = 0
			record(r)
			return
		case Answered:
			r.Wait = ct.answered - ct.arrived
		case Abandoned:
			r.Wait = ct.patience
			if ct.marks&notReached != 0 { // called back in vain
				r.Wait = ct.answered - ct.arrived
			}
		case StillWaiting:
			r.Wait = ct.waited
		}
		if ct.team >= 0 {
			r.Team, r.Agent = m.Teams[ct.team].Name, int(ct.handedTo)-d.floor.crews[ct.team].first
		}
		record(r)
	}
	if !d.run(seed, replication) {
		return fmt.Errorf("sim: trace stopped: %w", context.Cause(ctx))
	}
	return nil
}

// WriteTrace writes the Trace of a replication as JSON Lines: a record a line.
func WriteTrace(ctx context.Context, w io.Writer, m Model, seed, replication uint64) error {
	buffer := bufio.NewWriter(w)
	lines := json.NewEncoder(buffer)
	var failed error
	err := Trace(ctx, m, seed, replication, func(r Record) {
		if failed == nil {
			failed = lines.Encode(r)
		}
	})
	if failed != nil {
		failed = fmt.Errorf("sim: writing a trace: %w", failed)
	}
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	if err := buffer.Flush(); err != nil {
		return fmt.Errorf("sim: writing a trace: %w", err)
	}
	return nil
}

// recordJSON is a Record as a line.
type recordJSON struct {
	Channel       string   `json:"channel"`
	Attempt       int      `json:"attempt"`
	Arrived       float64  `json:"arrived_s"`
	Outcome       Outcome  `json:"outcome"`
	Wait          float64  `json:"wait_s"`
	Left          float64  `json:"left_s"`
	Team          string   `json:"team,omitempty"`
	Agent         int      `json:"agent"`
	HandleTime    float64  `json:"handle_time_s"`
	WrapUp        float64  `json:"wrap_up_s"`
	Patience      *float64 `json:"patience_s"` // null: without end
	Interruptions int      `json:"interruptions,omitempty"`
	Case          int      `json:"case"`
	Step          int      `json:"step,omitempty"`
}

// MarshalJSON writes patience without end as null.
func (r Record) MarshalJSON() ([]byte, error) {
	j := recordJSON{r.Channel, r.Attempt, r.Arrived, r.Outcome, r.Wait, r.Left, r.Team, r.Agent, r.HandleTime, r.WrapUp, nil, r.Interruptions, r.Case, r.Step}
	if !math.IsInf(r.Patience, 1) {
		j.Patience = &r.Patience
	}
	return json.Marshal(j)
}

// UnmarshalJSON is the inverse of MarshalJSON.
func (r *Record) UnmarshalJSON(b []byte) error {
	var j recordJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*r = Record{j.Channel, j.Attempt, j.Arrived, j.Outcome, j.Wait, j.Left, j.Team, j.Agent, j.HandleTime, j.WrapUp, math.Inf(1), j.Interruptions, j.Case, j.Step}
	if j.Patience != nil {
		r.Patience = *j.Patience
	}
	return nil
}

// ReadTrace reads what WriteTrace wrote. The error says which record, counted from 1.
func ReadTrace(r io.Reader) ([]Record, error) {
	lines := json.NewDecoder(bufio.NewReader(r))
	var all []Record
	for {
		var x Record
		switch err := lines.Decode(&x); {
		case err == io.EOF:
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("sim: reading record %d of a trace: %w", len(all)+1, err)
		}
		all = append(all, x)
	}
}

// Replay is the model met by the very contacts of a trace, each with its own handle time, wrap-up and
// patience. Redials and follow-ups are among them, so that the model has none of its own, nor automation: whom it handed over
// comes when it did, and the contained, whom it served to the end, do not. Deferred work that was there at the opening is again,
// instead of the model's backlog; other contacts of a warm-up are left out, and so is the warm-up. Lists are called anew, as the
// agents can, and who accepts a call-back and picks up is drawn anew. The error is a record of a channel that the model does not have.
func (m Model) Replay(trace []Record) (Model, error) {
	index := map[string]int{}
	channels := slices.Clone(m.Channels)
	for c := range channels {
		ch := &channels[c]
		index[ch.Name] = c
		if ch.Outbound.List == 0 {
			ch.Contacts = []Contact{}
		}
		ch.Redial, ch.FollowUps, ch.Automation, ch.Deferred.Backlog = Redial{}, nil, Automation{}, nil
	}
	for i, r := range trace {
		c, ok := index[r.Channel]
		if !ok {
			return m, fmt.Errorf("sim: record %d of a trace: no channel %q in the model", i+1, r.Channel)
		}
		there := r.Arrived >= 0 || channels[c].Deferred.Deadline > 0 && r.Left >= 0
		if there && r.Outcome != Contained && channels[c].Outbound.List == 0 {
			channels[c].Contacts = append(channels[c].Contacts, Contact{r.Arrived, r.HandleTime, r.WrapUp, r.Patience})
		}
	}
	for c := range channels {
		slices.SortStableFunc(channels[c].Contacts, func(a, b Contact) int { return cmp.Compare(a.Arrived, b.Arrived) })
	}
	m.Channels, m.WarmUp = channels, 0
	return m, nil
}
