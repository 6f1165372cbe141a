package scenarios

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontoffice/scenarios/demand"

	"github.com/google/go-cmp/cmp"
)

// twoTeams is a scenario past midnight with two hours and two teams.
func twoTeams() *Scenario {
	return &Scenario{Open: 23 * time.Hour, Close: 25 * time.Hour, Interval: time.Hour, Teams: []Team{{Name: "a"}, {Name: "b"}}}
}

func oneTeam() *Scenario {
	return &Scenario{Open: 7 * time.Hour, Close: 8 * time.Hour, Interval: 30 * time.Minute, Teams: []Team{{Name: "a"}}}
}

func TestReadPlan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s    *Scenario
		text string
		want Plan
	}{
		{oneTeam(), "start,agents\n07:00,5\n07:30,6\n", Plan{{5, 6}}},
		{oneTeam(), "\ufeffload;agents;start\n1,5;5;7:30:00\n1,7;6;07:00\n", Plan{{6, 5}}},
		{oneTeam(), "start,team,agents\n07:00,a,0\n07:30,a,100000\n", Plan{{0, 100000}}},
		{twoTeams(), "team,start,agents\nb,00:00,4\nb,23:00,3\na,23:00,1\na,00:00,2\n", Plan{{1, 2}, {3, 4}}},
	} {
		got, err := ReadPlan(strings.NewReader(c.text), "plan.csv", c.s)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestReadPlanErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s          *Scenario
		text, want string
	}{
		{oneTeam(), "", "plan.csv: the file is empty"},
		{oneTeam(), "Start,agent\n", "plan.csv:1:1: there is no column start: did you mean Start? (columns there: Start, agent)\n" +
			"plan.csv:1:1: there is no column agents: did you mean agent? (columns there: Start, agent)"},
		{oneTeam(), "start,agents\n07:00,5\n", "plan.csv: the team a has no agents for 07:30"},
		{oneTeam(), "start,agents\n07:00,5\n07:30,6\n07:00,7\n", `plan.csv:4:1: "07:00" is there already for this team, on line 2`},
		{oneTeam(), "start,agents\n07:15,5\n06:00,5\n08:00,5\nnoon,5\n", `plan.csv:2:1: "07:15" is not the start of an interval: they are 30m from 07:00` + "\n" +
			`plan.csv:3:1: "06:00" is outside the hours 07:00-08:00` + "\n" + `plan.csv:4:1: "08:00" is outside the hours 07:00-08:00` + "\n" +
			`plan.csv:5:1: "noon" is not a time of day: write 09:00`},
		{oneTeam(), "start,agents\n07:00,-1\n07:30,1.5\n07:30,1000000\n07:30,\n", `plan.csv:2:7: "-1" is not a whole number of agents from 0 to 100000` + "\n" +
			`plan.csv:3:7: "1.5" is not a whole number of agents from 0 to 100000` + "\n" + `plan.csv:4:7: "1000000" is not a whole number of agents from 0 to 100000` + "\n" +
			`plan.csv:5:7: "" is not a whole number of agents from 0 to 100000`},
		{oneTeam(), "start,agents\n07:00,5,6\n07:30\n", "plan.csv:2:1: this row does not have the header's 2 columns (a comma in an unquoted number?)\n" +
			"plan.csv:3:1: this row does not have the header's 2 columns (a comma in an unquoted number?)"},
		{oneTeam(), "start,team,agents\n07:00,aa,5\n", `plan.csv:2:7: there is no team "aa": did you mean a? (teams: a)`},
		{twoTeams(), "start,agents\n", "plan.csv:1:1: there is no column team (columns there: start, agents)"},
		{twoTeams(), "start,team,agents\n23:00,a,1\n00:00,a,1\n23:00,b,1\n", "plan.csv: the team b has no agents for 00:00"},
		{oneTeam(), "start,agents\n" + strings.Repeat("x,5\n", 50), manyBadRows()},
	} {
		_, err := ReadPlan(strings.NewReader(c.text), "plan.csv", c.s)
		var list Errors
		if !errors.As(err, &list) {
			t.Errorf("%q: got %v, want Errors", c.text, err)
			continue
		}
		if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

// manyBadRows is what is told of a file with more bad rows than are told one by one.
func manyBadRows() string {
	var b strings.Builder
	for i := range demand.MaxErrors {
		fmt.Fprintf(&b, "plan.csv:%d:1: \"x\" is not a time of day: write 09:00\n", i+2)
	}
	fmt.Fprintf(&b, "plan.csv:%d:1: reading stopped after %d problems", demand.MaxErrors+1, demand.MaxErrors)
	return b.String()
}
