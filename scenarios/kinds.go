package scenarios

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"frontoffice/sim"
)

// Kinds of channels.
const (
	Voice    = "voice"
	Chats    = "chat"
	Deferred = "deferred"
	Outbound = "outbound"
)

// maxWithin is the longest time of a service level while customers wait.
const maxWithin = 24 * time.Hour

// ofKind checks that a channel's fields are of its kind, and makes what only some kinds have.
func (r *resolver) ofKind(path string, c channel, ch *Channel) {
	if r.bad[path+".kind"] {
		return
	}
	for _, f := range fieldsOf(reflect.TypeFor[channel]()) {
		if at := path + "." + f.key; f.kinds != nil && !slices.Contains(f.kinds, ch.Kind) && r.given(at) {
			r.wrong(at, "%s belongs to channels of kind %s, and this one is %s: change its kind, or leave %[1]s out", f.key, orWords(f.kinds), r.kindWords(path, ch.Kind))
		}
	}
	ch.Order, ch.Resume, ch.Anything = string(c.Order), string(c.Resume), c.Beside == "anything"
	if ch.Resume == "" {
		if ch.Resume = "any-agent"; ch.Kind == Outbound {
			ch.Resume = "uninterrupted"
		}
	}
	if c.Attention != nil {
		ch.Attention = float64(*c.Attention)
	}
	r.chat(path, c, ch)
	r.deferred(path, c, ch)
	if c.Outbound != nil {
		ch.Outbound = r.outbound(path+".outbound", *c.Outbound)
		sum := 0.0
		for _, o := range c.Outcomes {
			sum += float64(o.Value.Share)
		}
		if sum > 1+1e-9 {
			r.wrong(path+".outcomes", "a call that goes out has one outcome or none, and the shares are %.6g%% together: at most 100%%", 100*sum)
		}
	} else if ch.Kind == Outbound && !r.given(path+".outbound") {
		r.wrong(path, "outbound is missing: which records are called, and how, for example outbound: {list: 2000, contact_rate: 30%%}")
	}
	if c.CallBack != nil {
		ch.CallBack = r.callBack(path+".call_back", *c.CallBack)
	}
	if c.Automation != nil {
		ch.Automation = r.automation(path+".automation", *c.Automation)
	}
	if w := ch.Target.Within; w > maxWithin && ch.Kind != Deferred {
		r.wrong(path+".target.service_level", "%s is longer than 24h: only deferred work may take so long", ShortDuration(w))
	}
}

func (r *resolver) kindWords(path, kind string) string {
	if r.given(path + ".kind") {
		return kind
	}
	return kind + " (no kind is given)"
}

// orWords joins words as people do: a, b or c.
func orWords(words []string) string {
	n := len(words)
	if n == 1 {
		return words[0]
	}
	return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
}

// delay makes a law of a mean or a law; the zero Law of nothing.
func (r *resolver) delay(at string, d *delay) Law {
	switch {
	case d == nil || !r.given(at) || r.bad[at]:
		return Law{}
	case d.law != nil:
		return r.law(at, lawIn(*d.law))
	}
	return Exponential(time.Duration(d.mean))
}

// chat makes what chats have.
func (r *resolver) chat(path string, c channel, ch *Channel) {
	if c.Concurrency != nil {
		ch.Concurrency = int(*c.Concurrency)
	}
	var ways []string
	for _, key := range []string{"agent_share", "pace", "turns"} {
		if r.given(path + "." + key) {
			ways = append(ways, key)
		}
	}
	if len(ways) > 1 {
		r.wrong(path+"."+ways[1], "%s are given: one of them says how chats in hand slow each other", strings.Join(ways, " and "))
	}
	if fit := ch.Slots(); fit < ch.Concurrency {
		r.s.Notes = append(r.s.Notes, fmt.Sprintf("%s: of %d chats of %.4g%% attention only %d fit into 100%%, and so many an agent has in hand at most; beside: anything lifts that", path, ch.Concurrency, 100*ch.Attention, fit))
	}
	if c.AgentShare != nil {
		ch.AgentShare = float64(*c.AgentShare)
	}
	for _, p := range c.Pace {
		ch.Pace = append(ch.Pace, float64(p))
	}
	if n := len(c.Pace); n > 0 && !r.anyBad(path+".pace") {
		if n != max(ch.Concurrency, 1) {
			r.wrong(path+".pace", "%s given: one is needed for each number of chats in hand, 1 to %d", plural(n, "value"), max(ch.Concurrency, 1))
		} else if ch.Pace[0] != 1 {
			r.wrong(path+".pace[0]", "the pace with one chat in hand is 1: it is what the others are measured against")
		}
		for i := 1; i < n; i++ {
			at, p := fmt.Sprintf("%s.pace[%d]", path, i), ch.Pace[i]
			switch {
			case p > float64(i+1):
				r.s.Notes = append(r.s.Notes, fmt.Sprintf("%s: a pace of %g with %d chats in hand makes each faster than alone; all of them at full speed are %[3]d", at, p, i+1))
			case p < ch.Pace[i-1]:
				r.s.Notes = append(r.s.Notes, fmt.Sprintf("%s: with %d chats in hand an agent gets less done, %g, than with %d, %g: such chats are better taken one after the other", at, i+1, p, i, ch.Pace[i-1]))
			}
		}
	}
	if t := c.Turns; t != nil {
		at := path + ".turns"
		ch.Turns = Turns{Agent: r.delay(at+".agent", &t.Agent), Customer: r.delay(at+".customer", &t.Customer), Number: float64(t.Number)}
		if r.given(path + ".handle_time") {
			r.wrong(path+".handle_time", "turns are given: they make the handle time")
		}
		if r.given(path + ".silent_leaving") {
			r.wrong(path+".silent_leaving", "customers leave silently from chats with a handle_time, not from turns: leave one of them out")
		}
		ch.HandleTime = r.turnsTime(ch.Turns)
	}
	if l := c.Leaving; l != nil {
		ch.Leaves = r.delay(path+".silent_leaving.after", &l.After)
		if l.TimeOut != nil {
			ch.TimeOut = time.Duration(*l.TimeOut)
		}
	}
}

// sideBySide notes where an agent may have a chat in hand beside another contact, which goes at full speed: then more than one
// person's work is done.
func (r *resolver) sideBySide() {
	for i := range r.s.Channels {
		chat := &r.s.Channels[i]
		if chat.Kind != Chats || len(r.s.Teams) == 0 {
			continue
		}
		var others []string
		most := 0
		for _, t := range r.s.TeamsOf(chat) {
			if t < 0 {
				continue
			}
			for j := range r.s.Channels {
				other := &r.s.Channels[j]
				if other.Kind == Chats || !slices.Contains(r.s.Teams[t].Skills, other.Name) || slices.Contains(others, other.Name) {
					continue
				}
				if n := besideOther(chat, other); n > 0 {
					others, most = append(others, other.Name), max(most, n)
				}
			}
		}
		if most == 0 {
			continue
		}
		work := ""
		if chat.AgentShare > 0 {
			n := float64(most)
			pace := sim.SharedPace(chat.AgentShare, most+1)
			work = fmt.Sprintf(": with %d of them up to %.0f%% of one person's work", most, 100*(1+chat.AgentShare*pace[most]*n/(n+1)))
		}
		r.s.Notes = append(r.s.Notes, fmt.Sprintf("channels.%s: an agent may have chats in hand beside a contact of %s, which goes at full speed, and works on both at once%s; beside: room and 100%% of attention keep them apart",
			chat.Name, orWords(others), work))
	}
}

// besideOther is how many chats an agent may have in hand beside a contact of another channel that is no chat.
func besideOther(chat, other *Channel) int {
	slots := chat.Slots()
	if chat.Anything || other.Anything {
		return slots
	}
	load := func(c *Channel) float64 {
		if c.Attention > 0 {
			return c.Attention
		}
		return 1 / float64(max(c.Concurrency, 1))
	}
	return min(slots, max(0, int((1-load(other))/load(chat)+1e-9)))
}

// turnsTime stands for the handle time of a chat of turns: its mean when the agent has no other.
func (r *resolver) turnsTime(t Turns) HandleTime {
	if !r.known() || !t.Agent.Given() || !t.Customer.Given() {
		return HandleTime{}
	}
	mean := time.Duration(t.Number*float64(t.Agent.Mean) + (t.Number-1)*float64(t.Customer.Mean))
	return HandleTime{Distribution: "exponential", CV: 1, Means: slices.Repeat([]time.Duration{mean}, r.day.Intervals())}
}

// deferred makes what work that waits has.
func (r *resolver) deferred(path string, c channel, ch *Channel) {
	if ch.Kind != Deferred {
		return
	}
	ch.Deadline = ch.Target.Within
	given := path + ".target.service_level"
	if c.Deadline != nil {
		promised := ch.Deadline
		ch.Deadline, given = time.Duration(*c.Deadline), path+".deadline"
		if promised > 0 && promised != ch.Deadline {
			r.wrong(given, "the deadline is %s, and the target promises work within %s: give the same, or leave the deadline out", ShortDuration(ch.Deadline), ShortDuration(promised))
		}
	}
	if ch.Deadline == 0 && !r.anyBad(path+".target") && !r.anyBad(path+".deadline") {
		r.wrong(path, "deferred work has a deadline: give target: {service_level: 90%% in 4h}, or deadline: 4h")
	}
	if r.given(path + ".target.definition") {
		r.wrong(path+".target.definition", "the service level of deferred work is the share finished by the deadline: it has no other definition")
	}
	ch.InOpenHours = c.DeadlineRuns == "open"
	for k, mean := range ch.HandleTime.Means {
		if ch.Deadline > 0 && mean > ch.Deadline {
			r.wrong(given, "%s is shorter than the mean handle time of %s from %s: an average piece of work would be late", ShortDuration(ch.Deadline), ShortDuration(mean), r.s.Clock(k))
			break
		}
	}
	for i, b := range c.Backlog {
		made := Backlog{int(b.Contacts), time.Duration(b.Youngest), time.Duration(b.Oldest)}
		if made.Oldest < made.Youngest {
			r.wrong(fmt.Sprintf("%s.backlog[%d].oldest", path, i), "the oldest is younger than the youngest, %s", ShortDuration(made.Youngest))
		}
		ch.Backlog = append(ch.Backlog, made)
	}
}

func (r *resolver) outbound(at string, o outbound) *Calls {
	made := &Calls{
		List: int(o.List), RightParty: float64(o.RightParty), WrongParty: r.delay(at+".wrong_party", o.WrongParty), Ring: r.delay(at+".ring", o.Ring),
		Attempts: int(o.Attempts), Again: r.delay(at+".again", o.Again), Pacing: string(o.Pacing), Preview: r.delay(at+".preview", o.Preview),
	}
	if at := at + ".contact_rate"; r.given(at) && !r.anyBad(at) {
		for _, x := range r.byInterval(at, o.ContactRate) {
			made.ContactRate = append(made.ContactRate, float64(x))
		}
	}
	if o.Preview != nil && o.Pacing != "preview" {
		r.wrong(at+".preview", "a time with the record before dialling needs pacing: preview")
	}
	if o.AbandonCap != nil {
		made.AbandonCap = float64(*o.AbandonCap)
		if o.Pacing != "predictive" {
			r.wrong(at+".abandon_cap", "only pacing: predictive may reach somebody for whom no agent is free")
		}
	}
	if o.AbandonCap == nil && o.Pacing == "predictive" && !r.anyBad(at+".abandon_cap") {
		r.wrong(at, "abandon_cap is missing: predictive pacing calls ahead of agents as far as it lets it, for example abandon_cap: 3%%")
	}
	if o.Again != nil && o.Attempts == 1 {
		r.wrong(at+".again", "records are called once: give attempts: 3, or leave again out")
	}
	return made
}

// byInterval gives every interval its share, or one for all.
func (r *resolver) byInterval(path string, v sharesIn) []share {
	if !v.listed {
		return v.shares
	}
	var all []share
	for _, at := range r.list(path, "share", len(v.shares)) {
		if at < 0 {
			all = append(all, 0)
			continue
		}
		all = append(all, v.shares[at])
	}
	return all
}

func (r *resolver) callBack(at string, c callBack) CallBack {
	made := CallBack{Accept: float64(c.Accept), Fails: float64(c.Fails), Promise: r.delay(at+".promise", c.Promise)}
	if c.After != nil {
		made.After = time.Duration(*c.After)
	}
	if c.Expected != nil {
		if made.Expected = time.Duration(*c.Expected); c.After != nil {
			r.wrong(at+".expected_wait", "after_wait and expected_wait are given: one of them says when a call-back is offered")
		}
	}
	if c.Ring != nil {
		made.Ring = time.Duration(*c.Ring)
	}
	return made
}

func (r *resolver) automation(at string, a automation) Automation {
	made := Automation{Share: float64(a.Share), Contains: float64(a.Contains), Time: r.delay(at+".time", a.Time), HandleTime: float64(a.HandleTime)}
	if a.Cost != nil {
		made.Cost = money(*a.Cost)
	}
	if a.Queue != nil {
		made.Queue = int(*a.Queue)
	}
	if a.Busy != nil {
		made.Busy = float64(*a.Busy)
	}
	if (a.Queue == nil) != (a.Busy == nil) {
		r.wrong(at, "busy_queue and contains_busy belong together: from how many waiting on, and what share is then contained")
	}
	return made
}

// events are the words of follow_ups, in the order of sim.Event.
var events = []string{"answered", "abandoned", "blocked", "late", "contained", "failed"}

// ledTo is whether follow-ups lead to a channel.
func (r *resolver) ledTo(name string) bool {
	return slices.ContainsFunc(r.file.FollowUps, func(f followUp) bool { return string(f.To) == name })
}

// followUps makes what contacts lead to, and checks that loops die out.
func (r *resolver) followUps() {
	var names []string
	for _, c := range r.file.Channels {
		names = append(names, c.Name)
	}
	for i, f := range r.file.FollowUps {
		at := fmt.Sprintf("follow_ups[%d]", i)
		made := FollowUp{From: slices.Index(names, string(f.From)), When: string(f.When), Share: float64(f.Share), To: slices.Index(names, string(f.To)), After: r.delay(at+".after", f.After)}
		for key, name := range map[string]text{"from": f.From, "to": f.To} {
			if at := at + "." + key; name != "" && !r.bad[at] && !slices.Contains(names, string(name)) {
				r.wrong(at, "there is no channel %s%s (channels: %s)", name, didYouMean(string(name), names), strings.Join(names, ", "))
			}
		}
		r.s.FollowUps = append(r.s.FollowUps, made)
		if made.From < 0 || made.From >= len(r.s.Channels) || r.bad[at+".when"] {
			continue
		}
		c, of := r.file.Channels[made.From].Value, &r.s.Channels[made.From]
		for _, need := range []struct {
			when  string
			there bool
			add   string
		}{
			{"abandoned", of.GivesUp() || of.Kind == Outbound || r.given("channels."+of.Name+".patience"), "nobody gives up there: add patience"},
			{"blocked", c.Lines != nil || c.Room != nil || r.file.Lines != nil, "nobody meets a busy signal there: add lines or room"},
			{"late", of.Kind == Deferred, "only work of kind deferred has a deadline"},
			{"contained", c.Automation != nil, "it has no automation"},
			{"failed", c.Outbound != nil || c.CallBack != nil, "no calls go out from it: it is of kind outbound or has call_back"},
		} {
			if made.When == need.when && !need.there {
				r.wrong(at+".when", "%s cannot happen to a contact of %s: %s", made.When, of.Name, need.add)
			}
		}
	}
	if len(r.s.FollowUps) == 0 || r.anyBad("follow_ups") {
		return
	}
	m := r.s.followUps()
	if c, nth := m.LoopAtOnce(); c >= 0 {
		for i, f := range r.s.FollowUps {
			if f.From != c {
				continue
			}
			if nth--; nth < 0 {
				r.wrong(fmt.Sprintf("follow_ups[%d]", i), "after is missing: who gives up, or meets a busy signal, would be back at once, again and again; for example after: 10m")
				break
			}
		}
		return
	}
	if gain := r.s.Gain(); gain > sim.MaxGain {
		r.wrong("follow_ups", "contacts lead to others without end: each brings %.3g more, most of all by the loop %s; a gain of at most %.3g dies out: make a share smaller", gain, r.s.loop(), sim.MaxGain)
	} else if worst := m.WorstGain(); worst > sim.MaxWorstGain {
		r.wrong("follow_ups", "where contacts give up, meet a busy signal or fail they lead to others without end, redials included: each brings %.3g more; up to 1 is possible: make a share smaller", worst)
	}
}

// Gain is how many contacts a contact leads to per turn of the scenario's loops, as sim has it; 0 where there are none.
func (s *Scenario) Gain() float64 {
	m := s.followUps()
	return m.Gain()
}

// followUps is a model with the scenario's follow-ups and redials, and nothing else.
func (s *Scenario) followUps() sim.Model {
	m := sim.Model{Channels: make([]sim.Channel, len(s.Channels))}
	for i := range s.Channels {
		m.Channels[i].Redial.Share = s.Channels[i].Redial.Share
	}
	for _, f := range s.FollowUps {
		of := &m.Channels[f.From]
		made := sim.FollowUp{When: sim.Event(slices.Index(events, f.When)), Share: f.Share, To: f.To}
		if f.After.Given() {
			made.After = sim.Law{Kind: sim.Deterministic, Mean: 1} // any
		}
		of.FollowUps = append(of.FollowUps, made)
	}
	return m
}

// loop names the shortest loop of the largest gain: "voice -> cases -> voice".
func (s *Scenario) loop() string {
	best, words := -1.0, ""
	for start := range s.Channels {
		// The shortest way back to the start, and of equals any.
		from := map[int]int{}
		gain := map[int]float64{start: 1}
		for queue := []int{start}; len(queue) > 0; queue = queue[1:] {
			for _, f := range s.FollowUps {
				if f.From != queue[0] || f.When == "abandoned" || f.When == "blocked" || f.When == "failed" {
					continue
				}
				if f.To == start {
					steps := []string{s.Channels[start].Name}
					for at := f.From; at != start; at = from[at] {
						steps = append(steps, s.Channels[at].Name)
					}
					steps = append(steps, s.Channels[start].Name)
					slices.Reverse(steps)
					if per := math.Pow(gain[f.From]*f.Share, 1/float64(len(steps)-1)); per > best {
						best, words = per, strings.Join(steps, " -> ")
					}
				} else if _, seen := gain[f.To]; !seen {
					gain[f.To], from[f.To] = gain[f.From]*f.Share, f.From
					queue = append(queue, f.To)
				}
			}
		}
	}
	return words
}
