package staffing

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"frontoffice/scenarios"
)

// pooled is the least agent intervals of the day with which the teams that serve any of some channels can keep their targets, whatever
// rule says who is answered next and by whom.
//
// Let N(t) be the contacts that would be in hand at t if each were answered when it comes, a Poisson variable, and n(t) the agents. Of
// these N(t) at most n(t) are in hand; each of the others waits, or has abandoned although it would still be talking. Over the
// day that is
//
//	∫ E(N(t) - n(t))⁺ dt  <=  Σ_c abandoned[c] (patience[c] + handle time[c])
//
// as all contacts of a channel with exponential patience wait together for the mean patience per contact abandoned, and one who abandoned
// would have talked for the mean handle time at most. Where handle times are exponential too, max(patience, handle time) stands in the place
// of the sum: with f the solution of Stein's equation of the Poisson law (Barbour 1988, "Stein's method and Poisson process
// convergence", J. Appl. Prob. 25A), whose differences by a contact of the channel lie between 0 and its mean handle time, the drift
// of f(N) is that of waiting contacts, who leave at the rate of patience and not of handling. The targets say how many may abandon. The
// left side is convex in n: agents are best put where they help the likeliest.
//
// It is 0 where a channel has what this does not cover: where an agent may have contacts of several of them side by side, n(t) agents have more
// than n(t) in hand, and a contact interrupted in its wrap-up waits and cannot abandon.
func (f *searcher) pooled(channels []int) float64 {
	s := f.s
	arriving := contacts(s, answered)
	load, allowed := make([]float64, s.Intervals()), 0.0
	for _, i := range channels {
		c := &s.Channels[i]
		share := 1 - answered(c)
		plain := c.Kind == scenarios.Voice && c.Patience.Given() && c.Patience.Distribution == "exponential" && c.Balking == 0 && c.Room == 0 &&
			c.Lines == 0 && !c.LedTo && c.Automation.Share == 0 && c.CallBack.Accept == 0 && c.Outbound == nil
		if !plain || share >= 1 || s.Lines > 0 || s.Simulation.WarmUp > 0 {
			return 0
		}
		fastest, exponential := 0.0, !c.WrapUp.Given() && (c.HandleTime.Distribution == "" || c.HandleTime.Distribution == "exponential")
		for _, t := range s.TeamsOf(c) {
			team := &s.Teams[t]
			if atOnce(s, t, channels) > 1 || (team.Preempt || team.HandBack) && c.WrapUp.Given() {
				return 0
			}
			fastest = max(fastest, pace(s, t, c))
			exponential = exponential && !team.OwnHandleTime(c.Name).Given() && team.Speed(c.Name) == 1
		}
		for k, w := range work(s, c, arriving[i]) {
			load[k] += w / fastest
			patience, handle := c.Patience.Mean.Seconds(), (c.HandleTime.Means[k]+c.WrapUp.Mean).Seconds()/fastest
			each := patience + handle
			if exponential {
				each = math.Max(patience, handle)
			}
			// Those who abandon and come again are contacts too, of whom the same share may abandon.
			allowed += arriving[i][k] * share / (1 - share*c.Redial.Share) * each
		}
	}
	length := s.Interval.Seconds()
	lack := 0.0 // ∫ E(N - n)⁺ without agents
	var helps []float64
	for _, m := range load {
		lack += m * length
		if m == 0 {
			continue
		}
		law := distuv.Poisson{Lambda: m}
		for n := 0; ; n++ {
			p := law.Survival(float64(n))
			if p < 1e-6 {
				break
			}
			helps = append(helps, p*length) // by the (n+1)-th agent
		}
	}
	slices.SortFunc(helps, func(a, b float64) int {
		if a > b {
			return -1
		}
		return 1
	})
	for i, h := range helps {
		if lack-h <= allowed {
			return float64(i) + max(0, lack-allowed)/h
		}
		lack -= h
	}
	return float64(len(helps))
}

// Of up to mostPooled channels all groups are looked at, of up to mostPairs each pair.
const (
	mostPooled = 6
	mostPairs  = 12
)

// groups are the groups of channels that pooled is to be asked of: all, if there are few, else each alone, the pairs, if these are not
// too many, and the whole.
func (f *searcher) groups() [][]int {
	var all [][]int
	var voice []int
	for _, i := range f.channels {
		if f.s.Channels[i].Kind == scenarios.Voice {
			voice = append(voice, i)
		}
	}
	if len(voice) > mostPooled {
		for j, i := range voice {
			all = append(all, []int{i})
			for _, other := range voice[j+1:] {
				if len(voice) <= mostPairs {
					all = append(all, []int{i, other})
				}
			}
		}
		return append(all, voice)
	}
	for set := 1; set < 1<<len(voice); set++ {
		var group []int
		for j, i := range voice {
			if set&(1<<j) != 0 {
				group = append(group, i)
			}
		}
		all = append(all, group)
	}
	return all
}
