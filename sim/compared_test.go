package sim

import (
	"context"
	"errors"
	"reflect"
	"testing"
)

// TestCompared: several models together are what each is alone, and their differences those of pairs, bit for bit.
func TestCompared(t *testing.T) {
	a, b, c := skilledDay(), skilledDay(), skilledDay()
	b.Teams[0].Agents = append([]int(nil), b.Teams[0].Agents...)
	b.Teams[0].Agents[0]++
	c.Channels[0].HandleTime = []Law{{Kind: Exponential, Mean: 200}}
	o := Options{Replications: 12, Seed: 4}
	var first *Comparison
	for _, o.Workers = range []int{1, 3} {
		got, err := RunCompared(context.Background(), []Model{a, b, c}, o)
		if err != nil {
			t.Fatal(err)
		}
		if first != nil && !reflect.DeepEqual(got, first) {
			t.Error("other figures with more workers")
		}
		first = got
	}
	for i, m := range []Model{a, b, c} {
		if want := run(t, m, o); !reflect.DeepEqual(first.Results[i], want) {
			t.Errorf("model %d: other figures than alone", i)
		}
		if i == 0 {
			continue
		}
		p, err := RunPaired(context.Background(), a, m, o)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(first.Differences[i], p.Difference) {
			t.Errorf("model %d: another difference than of the pair", i)
		}
	}
	// A team more: its channels are compared all the same.
	more := skilledDay()
	more.Teams = append(more.Teams, Team{Name: "extra", Skills: []int{0}, Agents: more.Teams[0].Agents})
	got, err := RunCompared(context.Background(), []Model{a, more}, o)
	if err != nil {
		t.Fatal(err)
	}
	d := got.Differences[1]
	if want := run(t, more, o).Channels[0].Day.ASA.Mean - got.Results[0].Channels[0].Day.ASA.Mean; d.Teams != nil || d.Channels[0].Day.ASA.Mean != want || d.Channels[0].Day.ASA.HalfWidth <= 0 {
		t.Errorf("%+v", d.Channels[0].Day.ASA)
	}
	var field *FieldError
	if _, err := RunCompared(context.Background(), []Model{a, w2()}, o); !errors.As(err, &field) {
		t.Errorf("other channels: %v", err)
	}
	if _, err := RunCompared(context.Background(), nil, o); !errors.As(err, &field) {
		t.Errorf("no model: %v", err)
	}
}
