package scenarios

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"frontoffice/sim"
)

// MaxTrace is the largest trace that is replayed, in bytes: some two million contacts.
const MaxTrace = 1 << 29

// ReadReplay reads the contacts of a trace written as JSON Lines. The error says what is wrong with it.
func ReadReplay(f io.Reader) ([]sim.Record, error) {
	limited := &io.LimitedReader{R: f, N: MaxTrace + 1}
	records, err := sim.ReadTrace(limited)
	switch {
	case limited.N == 0:
		return nil, fmt.Errorf("is larger than %d MiB", MaxTrace>>20)
	case err != nil:
		return nil, fmt.Errorf("%s (want the JSON Lines that --trace FILE.jsonl writes)", strings.TrimPrefix(err.Error(), "sim: "))
	case len(records) == 0:
		return nil, errors.New("there are no contacts in it")
	}
	return records, nil
}

// replay reads the trace that the scenario names: contacts of its channels.
func (r *resolver) replay(path, name string) []sim.Record {
	if r.anyBad(path) {
		return nil
	}
	f := r.open(path, name)
	if f == nil {
		return nil
	}
	defer f.Close()
	records, err := ReadReplay(f)
	if err != nil {
		r.wrong(path, "%s: %v", name, err)
		return nil
	}
	var channels []string
	for _, c := range r.file.Channels {
		channels = append(channels, c.Name)
	}
	for i, record := range records {
		if !slices.Contains(channels, record.Channel) {
			r.wrong(path, "%s: record %d is of a channel %q that the scenario does not have%s (channels: %s)", name, i+1, record.Channel,
				didYouMean(record.Channel, channels), strings.Join(channels, ", "))
			return nil
		}
	}
	return records
}
