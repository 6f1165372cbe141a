package scenarios

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the zones' rules, where the system has none

	"frontoffice/scenarios/demand"
)

// zoneNames are the names of the time zone database, a line each, to find what a misspelt one may mean.
//
//go:embed zones.txt
var zoneNames string

var zoneOffset = regexp.MustCompile(`^([+-])(\d{1,2}):?(\d{2})$`)

// zone reads a time zone; nil where none is given or it is wrong.
func (r *resolver) zone(path string, in *text) *time.Location {
	if in == nil || r.bad[path] {
		return nil
	}
	name := string(*in)
	if m := zoneOffset.FindStringSubmatch(name); m != nil {
		h, _ := strconv.Atoi(m[2])
		min, _ := strconv.Atoi(m[3])
		if h*60+min > 14*60 || min > 59 {
			r.wrong(path, "%s is not an offset from UTC: from -14:00 to +14:00", quote(name))
			return nil
		}
		seconds := (h*60 + min) * 60
		if m[1] == "-" {
			seconds = -seconds
		}
		return time.FixedZone(name, seconds)
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		r.wrong(path, "%s is not a time zone%s (a name such as Europe/London, or an offset from UTC such as +05:30)", quote(name), nearestZone(name))
		return nil
	}
	return zone
}

// ahead is how far the clock of a team's zone is ahead of the scenario's on its date.
func (r *resolver) ahead(path string, in *text, home *time.Location) time.Duration {
	if in == nil || r.bad[path] || r.bad["time_zone"] {
		return 0
	}
	site := r.zone(path, in)
	switch {
	case site == nil:
		return 0
	case home == nil:
		r.wrong(path, "a zone of the team needs a time_zone of the scenario to compare it with")
		return 0
	}
	noon := r.s.Date
	if noon.IsZero() {
		if !fixed(site) || !fixed(home) {
			r.wrong(path, "the difference of the zones depends on the date: give the scenario a date")
			return 0
		}
		noon = time.Unix(0, 0)
	}
	difference := func(at time.Time) time.Duration {
		_, there := at.In(site).Zone()
		_, here := at.In(home).Zone()
		return time.Duration(there-here) * time.Second
	}
	first, last := r.s.Date.Add(r.day.Open), r.s.Date.Add(r.day.Close)
	ahead := difference(noon.Add(12 * time.Hour))
	if !r.s.Date.IsZero() && r.known() && difference(first.Add(-offset(home, first))) != difference(last.Add(-offset(home, last))) {
		r.s.Notes = append(r.s.Notes, fmt.Sprintf("%s: clocks change within the hours, and the team's, %s ahead of the scenario's at noon of the first day, is taken so for all of them", path, ShortDuration(ahead)))
	}
	return ahead
}

// offset is by how much a zone is ahead of UTC when its clocks show a time.
func offset(zone *time.Location, clock time.Time) time.Duration {
	at := time.Date(clock.Year(), clock.Month(), clock.Day(), clock.Hour(), clock.Minute(), 0, 0, zone)
	_, seconds := at.Zone()
	return time.Duration(seconds) * time.Second
}

// clocksChange notes that the scenario's own clocks change within its hours: its days have 24 hours all the same.
func (r *resolver) clocksChange(home *time.Location) {
	if home == nil || r.s.Date.IsZero() || !r.known() {
		return
	}
	before, after := offset(home, r.s.Date.Add(r.day.Open)), offset(home, r.s.Date.Add(r.day.Close))
	if by := after - before; by != 0 {
		way := "forward"
		if by < 0 {
			way, by = "back", -by
		}
		r.s.Notes = append(r.s.Notes, fmt.Sprintf("time_zone: the clocks of %s go %s by %s within the hours, which are taken as the clock shows them: every day has 24 hours, and a shift is paid by the clock", home, way, ShortDuration(by)))
	}
}

// nearestZone says what a misspelt name of a zone may mean.
func nearestZone(name string) string {
	names := strings.Fields(zoneNames)
	if near := demand.Nearest(name, names); near != "" {
		return ": did you mean " + near + "?"
	}
	for _, full := range names { // a city alone
		if _, city, _ := strings.Cut(full, "/"); demand.Nearest(name, []string{city}) != "" {
			return ": did you mean " + full + "?"
		}
	}
	return ""
}

// fixed is whether a zone was given as an offset.
func fixed(z *time.Location) bool { return zoneOffset.MatchString(z.String()) || z == time.UTC }
