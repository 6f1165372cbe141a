package main

import (
	"fmt"
	"slices"
	"strings"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
)

// shared is whether a team serves a channel that has no figures by formula.
func shared(d *staffing.Day, team int) bool {
	for _, ch := range d.Channels {
		if ch.Blended && slices.Contains(ch.Teams, team) {
			return true
		}
	}
	return false
}

// methodWords names what the requirement and the figures by formula come from.
func methodWords(d *staffing.Day, ch staffing.Channel) string {
	if ch.Blended {
		words := noFormulaWords(d.Scenario, ch)
		if d.Search.Found(ch.Name) {
			words = "Agents: by simulation (heuristic). " + words
		}
		return words
	}
	words := "Figures by formula: " + ch.Formula + modelWords(ch) + "."
	if ch.Intervals[0].Required != nil {
		words = fmt.Sprintf("Required agents: %s. ", ch.Method) + words
	}
	if d.Search.Found(ch.Name) {
		words = "Agents: by simulation (heuristic). " + words
	}
	if d.Scenario.Foremost(ch.Channel) {
		words += " It holds although the team serves others too, since its calls interrupt all their work."
	}
	if out, reserve := d.Scenario.Beside(ch.Channel); out != nil {
		words += fmt.Sprintf(" It is of calls beside work that never ends, here %s, taken up while more than %s idle.", out.Name, agentsAre(reserve))
	}
	switch {
	case ch.ExponentialWork():
	case ch.Formula == exactDay:
		words += nearestChain(ch.Channel)
	default:
		words += fmt.Sprintf(" It takes the %s as exponential, and each interval as a steady state.", workWords(ch.Channel))
	}
	return words
}

func agentsAre(n int) string {
	if n == 1 {
		return "one agent is"
	}
	return fmt.Sprintf("%d agents are", n)
}

// teamNames names who serves a channel.
func teamNames(d *staffing.Day, ch staffing.Channel) string {
	var names []string
	for _, t := range ch.Teams {
		names = append(names, d.Teams[t].Name)
	}
	return strings.Join(names, " ")
}

func teamsWords(d *staffing.Day, ch staffing.Channel) string {
	if len(ch.Teams) == 1 {
		return "team " + teamNames(d, ch)
	}
	return "teams " + strings.ReplaceAll(teamNames(d, ch), " ", ", ")
}

// workWords names the law of the time an agent is busy with a contact.
func workWords(c *scenarios.Channel) string {
	if c.WrapUp.Given() {
		return fmt.Sprintf("%s handle times with their %s wrap-up", c.HandleTime.Distribution, c.WrapUp.Distribution)
	}
	return c.HandleTime.Distribution + " handle times"
}

// modelWords names what of the scenario the formula takes in beyond its name.
func modelWords(ch staffing.Channel) string {
	var with []string
	if ch.Lines > 0 {
		with = append(with, count(ch.Lines, "line"))
	}
	if ch.Patience.Given() && ch.Patience.Distribution != "exponential" && ch.Method == staffing.ErlangA && ch.Lines == 0 {
		with = append(with, ch.Patience.Distribution+" patience (M/M/n+G)")
	}
	if ch.Balking > 0 && (ch.Formula == exactDay || ch.Method == staffing.ErlangA && ch.Lines == 0) {
		with = append(with, goal(ch.Balking)+" balking")
	}
	if with == nil {
		return ""
	}
	return " with " + strings.Join(with, " and ")
}

// leftOutWords says what the formula leaves out, in one sentence.
func leftOutWords(what []string) string {
	return "The formula leaves out " + strings.Join(what, "; ") + ": only the simulation has all of it."
}
