package scheduling

import (
	"fmt"
	"slices"
	"strings"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
)

// No more people than a team's max_agents are on duty at once. What is required is capped there, and people on duty are bounded;
// where that leaves targets out of reach, nothing more is asked for.

// mostWords names the limit on a pool's people on duty at once.
func (p *Pool) mostWords(s *scenarios.Scenario) string {
	var words []string
	for _, t := range p.Teams {
		words = append(words, fmt.Sprintf("teams.%s.max_agents %d", s.Teams[t].Name, s.Teams[t].MaxAgents))
	}
	return strings.Join(words, " and ")
}

// tellCaps notes where the targets require more than may be on duty.
func (b *builder) tellCaps() {
	for i := range b.pools {
		p := &b.pools[i]
		if p.most(b.s) == 0 {
			continue
		}
		n, most := 0, staffing.Shortage{}
		for _, s := range b.short {
			if !b.serves(p, s.Channel) {
				continue
			}
			if n++; s.Required > most.Required {
				most = s
			}
		}
		if n > 0 {
			b.notes = append(b.notes, fmt.Sprintf("%s: the targets require more in %d of %d intervals, up to %d agents at %s; they are covered as far as it allows", p.mostWords(b.s), n, b.s.Intervals(), most.Required, scenarios.Clock(most.Start)))
		}
	}
}

// unreachable says which target of the day no shifts within max_agents keep, for not even as many people on duty all day do;
// "" where there is none for sure.
func (b *builder) unreachable(r *Schedule) (string, error) {
	full := *r.Scenario
	full.Teams, full.Plan = slices.Clone(full.Teams), slices.Clone(full.Plan)
	var capped []*Pool
	for i := range b.pools {
		p := &b.pools[i]
		if !p.capped(b.s) {
			continue
		}
		capped = append(capped, p)
		for _, t := range p.Teams {
			full.Teams[t].Shifts = nil
			full.Plan[t] = make([]int, b.s.Intervals())
			for k := range full.Plan[t] {
				if b.s.OpenAt(k) {
					full.Plan[t][k] = full.Teams[t].MaxAgents
				}
			}
		}
	}
	if capped == nil {
		return "", nil
	}
	d, err := staffing.Evaluate(b.ctx, &full, full.Plan, b.o.Sizing.Method)
	if err != nil {
		return "", err
	}
	o, err := staffing.Simulate(b.ctx, d, b.o.Simulation)
	if err != nil {
		return "", err
	}
	for _, v := range o.Verdicts {
		if v.Met || !v.Certain {
			continue
		}
		for _, p := range capped {
			if b.serves(p, v.Channel) {
				return fmt.Sprintf("%s: not even with so many on duty all day would %s keep its %s, so no more was asked for", p.mostWords(b.s), v.Channel, strings.ReplaceAll(v.Target, "_", " ")), nil
			}
		}
	}
	return "", nil
}
