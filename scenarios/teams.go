package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// teams makes the teams and checks that each serves one channel, and each
// channel is served by one.
func (r *resolver) teams() {
	var channels []string
	for _, c := range r.file.Channels {
		channels = append(channels, c.Name)
	}
	servedBy := map[string]string{}
	for _, t := range r.file.Teams {
		path := "teams." + t.Name
		r.s.Teams = append(r.s.Teams, r.team(path, t.Name, t.Value))
		for i, skill := range t.Value.Skills {
			at := fmt.Sprintf("%s.skills[%d]", path, i)
			switch name := string(skill); {
			case r.bad[at]:
			case i > 0:
				r.wrong(at, "a second skill: blended teams are not supported yet, a team serves one channel")
			case !slices.Contains(channels, name):
				r.wrong(at, "there is no channel %s%s (channels: %s)", name, didYouMean(name, channels), strings.Join(channels, ", "))
			case servedBy[name] != "":
				r.wrong(at, "%s is served by the team %s already: more than one team per channel is not supported yet", name, servedBy[name])
			default:
				servedBy[name] = t.Name
			}
		}
	}
	// Without the teams' skills, who serves a channel cannot be told.
	if !r.given("teams") || r.anyBad("teams") {
		return
	}
	for _, name := range channels {
		if servedBy[name] == "" {
			r.wrong("channels."+name, "no team serves this channel: give a team skills: [%s]", name)
		}
	}
}

// anyBad reports a problem at or below a path.
func (r *resolver) anyBad(path string) bool {
	for bad := range r.bad {
		if bad == path || strings.HasPrefix(bad, path+".") {
			return true
		}
	}
	return false
}

func (r *resolver) team(path, name string, t team) Team {
	made := Team{Name: name, Planned: float64(t.Shrinkage.Planned), Unplanned: float64(t.Shrinkage.Unplanned), MinAgents: int(t.MinAgents),
		Efficiency: float64(t.Efficiency), Absence: float64(t.Absence), Adherence: float64(t.Adherence), HandBack: t.Leave == "hand-back"}
	for _, s := range t.Skills {
		made.Skills = append(made.Skills, string(s))
	}
	if !r.given(path + ".shrinkage") {
		r.s.Notes = append(r.s.Notes, fmt.Sprintf("%s: no shrinkage is given, so as many agents are scheduled as are required", path))
	}
	if t.ContractHours != nil {
		made.ContractHours = time.Duration(*t.ContractHours)
	}
	if t.MaxAgents != nil {
		made.MaxAgents = int(*t.MaxAgents)
		if made.MinAgents > made.MaxAgents {
			r.wrong(path+".min_agents", "at least %d agents are more than the at most %d of max_agents", made.MinAgents, made.MaxAgents)
		}
	}
	return made
}

// plan orders the file's plan as the teams are.
func (r *resolver) plan() {
	var names []string
	for _, t := range r.file.Teams {
		names = append(names, t.Name)
	}
	agents := map[string][]int{}
	stray := false
	for _, p := range r.file.Plan {
		path := "plan." + p.Name
		if !slices.Contains(names, p.Name) {
			r.report(r.keys[path], path, "", "there is no team %s%s (teams: %s)", p.Name, didYouMean(p.Name, names), strings.Join(names, ", "))
			stray = true // which was probably meant for the team that lacks agents
			continue
		}
		list := make([]int, len(p.Value))
		for i, n := range p.Value {
			list[i] = int(n)
		}
		if !r.bad[path] {
			r.counted(path, "number", len(list))
		}
		agents[p.Name] = list
	}
	most := 0
	for _, list := range agents {
		if len(list) > 0 {
			most += slices.Max(list)
		}
	}
	if most > MaxAgents && !r.anyBad("plan") {
		r.wrong("plan", "%d agents: at most %d, all teams together", most, MaxAgents)
	}
	for _, name := range names {
		if agents[name] == nil && !stray && !r.bad["plan"] {
			r.wrong("plan", "the plan has no agents for the team %s", name)
		}
		r.s.Plan = append(r.s.Plan, agents[name])
	}
}
