package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// teams makes the teams and checks their skills and the channels' routes: each channel is served.
func (r *resolver) teams() {
	var channels []string
	for _, c := range r.file.Channels {
		channels = append(channels, c.Name)
	}
	servedBy := map[string][]string{}
	for _, t := range r.file.Teams {
		path := "teams." + t.Name
		r.s.Teams = append(r.s.Teams, r.team(path, t.Name, t.Value))
		for i, skill := range t.Value.Skills {
			at := fmt.Sprintf("%s.skills[%d]", path, i)
			switch name := string(skill); {
			case r.bad[at]:
			case !slices.Contains(channels, name):
				r.wrong(at, "there is no channel %s%s (channels: %s)", name, didYouMean(name, channels), strings.Join(channels, ", "))
			case slices.Contains(servedBy[name], t.Name):
				r.wrong(at, "%s is named twice", name)
			default:
				servedBy[name] = append(servedBy[name], t.Name)
			}
		}
	}
	// Without the teams' skills, who serves a channel cannot be told.
	if !r.given("teams") || r.anyBad("teams") {
		return
	}
	for i, name := range channels {
		if servedBy[name] == nil {
			r.wrong("channels."+name, "no team serves this channel: give a team skills: [%s]", name)
			continue
		}
		r.routes("channels."+name, r.file.Channels[i].Value.Routes, servedBy[name])
		if r.given("channels."+name+".target.occupancy") && len(servedBy[name]) > 1 {
			r.wrong("channels."+name+".target.occupancy", "occupancy is a team's, and several serve this channel: leave the target out")
		}
	}
	r.unrouted(servedBy)
}

// routes checks a channel's routes: teams with the skill, each once.
func (r *resolver) routes(path string, routes []route, able []string) {
	seen := map[text]bool{}
	for i, route := range routes {
		at := fmt.Sprintf("%s.routes[%d].team", path, i)
		switch name := string(route.Team); {
		case r.bad[at] || name == "":
		case !slices.Contains(able, name):
			r.wrong(at, "%s is not a team with this skill%s (teams with it: %s)", name, didYouMean(name, able), strings.Join(able, ", "))
		case seen[route.Team]:
			r.wrong(at, "%s is named twice", name)
		}
		seen[route.Team] = true
	}
}

// unrouted tells of a team's skill that no route of its channel leads to.
func (r *resolver) unrouted(servedBy map[string][]string) {
	for _, c := range r.file.Channels {
		for _, team := range servedBy[c.Name] {
			path := "channels." + c.Name + ".routes"
			if c.Value.Routes == nil || r.anyBad(path) || slices.ContainsFunc(c.Value.Routes, func(r route) bool { return string(r.Team) == team }) {
				continue
			}
			r.wrong(path, "the team %s has the skill, and no route leads to it: add {team: %[1]s}, or take the skill away", team)
		}
	}
}

// anyBad reports a problem at or below a path.
func (r *resolver) anyBad(path string) bool {
	for bad := range r.bad {
		if bad == path || strings.HasPrefix(bad, path+".") || strings.HasPrefix(bad, path+"[") {
			return true
		}
	}
	return false
}

func (r *resolver) team(path, name string, t team) Team {
	made := Team{Name: name, Planned: float64(t.Shrinkage.Planned), Unplanned: float64(t.Shrinkage.Unplanned), MinAgents: int(t.MinAgents),
		Efficiency: float64(t.Efficiency.all), Absence: float64(t.Absence), Adherence: float64(t.Adherence), HandBack: t.Leave == "hand-back", Take: string(t.Take), Preempt: t.Preempt == "yes"}
	for _, s := range t.Skills {
		made.Skills = append(made.Skills, string(s))
	}
	if made.Efficiency == 0 {
		made.Efficiency = 1
	}
	for _, e := range t.Efficiency.by {
		if i := r.skill(path+".efficiency."+e.Name, made.Skills, e.Name); i >= 0 {
			if made.Speeds == nil {
				made.Speeds = slices.Repeat([]float64{1}, len(made.Skills))
			}
			made.Speeds[i] = float64(e.Value)
		}
	}
	for _, h := range t.HandleTime {
		at := path + ".handle_time." + h.Name
		law := r.law(at, lawIn(h.Value))
		if i := r.skill(at, made.Skills, h.Name); i >= 0 && law.Given() {
			if made.HandleTime == nil {
				made.HandleTime = make([]Law, len(made.Skills))
			}
			made.HandleTime[i] = law
		}
	}
	if !r.given(path + ".shrinkage") {
		r.s.Notes = append(r.s.Notes, fmt.Sprintf("%s: no shrinkage is given, so as many agents are scheduled as are required", path))
	}
	r.works(path, &made, t)
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

// skill is which of a team's skills a name is, -1 for none.
func (r *resolver) skill(path string, skills []string, name string) int {
	i := slices.Index(skills, name)
	if i < 0 && len(skills) > 0 {
		r.wrong(path, "%s is not one of the team's skills%s (skills: %s)", name, didYouMean(name, skills), strings.Join(skills, ", "))
	}
	return i
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
			if of := r.list(path, "number", len(list)); of != nil {
				list = make([]int, len(of)) // outside the hours nobody is there
				for k, i := range of {
					if i >= 0 {
						list[k] = int(p.Value[i])
					}
				}
			}
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
	for i, name := range names {
		if r.s.Teams[i].Shifts != nil {
			if agents[name] != nil {
				r.wrong("plan."+name, "the team %s has shifts: give either these or a plan", name)
			} else if r.known() {
				agents[name] = r.s.Rostered(r.s.Teams[i])
			}
		}
		if agents[name] == nil && !stray && !r.bad["plan"] {
			r.wrong("plan", "the plan has no agents for the team %s", name)
		}
		r.s.Plan = append(r.s.Plan, agents[name])
	}
}
