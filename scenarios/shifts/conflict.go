package shifts

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"time"

	"frontoffice/scenarios/shifts/mip"
)

// UncoveredError is a cell that needs agents and that no shift covers.
type UncoveredError struct {
	From, To time.Duration // the stretch of such cells, since midnight
	Required int
	Day      int    // on which it begins, from 1; 0 where there is one
	Team     string // of the pattern that comes nearest
	Nearest  string // that pattern
	Start    time.Duration
	End      time.Duration // of its nearest shift
	Hint     string        // what would let it cover the stretch
}

func (e *UncoveredError) Error() string {
	of := ""
	if e.Day > 0 {
		of = fmt.Sprintf(" of day %d", e.Day)
	}
	return fmt.Sprintf("no shift pattern can cover %s-%s%s, where %d %s required: the nearest is %s, %s-%s%s",
		clock(e.From), clock(e.To), of, e.Required, agents(e.Required), e.Nearest, clock(e.Start), clock(e.End), e.Hint)
}

func agents(n int) string {
	if n == 1 {
		return "agent is"
	}
	return "agents are"
}

// LimitError is limits that contradict each other or the requirement.
type LimitError struct {
	Team   string // "" where it is no one team's
	At     string // the limit below its team, as scenario files have it: shift_limits.seats; "" where it is none of these
	Reason string
}

func (e *LimitError) Error() string {
	if e.Team == "" {
		return e.Reason
	}
	return "team " + e.Team + ": " + e.Reason
}

// Check finds limits of the team that no plan can keep, whatever is required: a *LimitError.
func (t *Team) Check() error {
	wrong := func(at, format string, a ...any) error {
		return &LimitError{t.Name, at, fmt.Sprintf(format, a...)}
	}
	if t.Most > 0 && t.Least > t.Most {
		return wrong("shift_limits.min_agents", "at least %d people (min_agents) and at most %d (max_agents) exclude each other", t.Least, t.Most)
	}
	least := 0
	for _, p := range t.Patterns {
		if p.Most > 0 && p.Least > p.Most {
			return wrong("shift_patterns."+p.Name+".min_agents", "at least %d people (min_agents) and at most %d (max_agents) exclude each other", p.Least, p.Most)
		}
		least += p.Least
	}
	if t.Most > 0 && least > t.Most {
		return wrong("shift_limits.max_agents", "its patterns ask for at least %d people together (min_agents) and the team for at most %d (max_agents): from %d on they agree", least, t.Most, least)
	}
	if t.PartTime > 0 && len(t.Patterns) > 0 && !slices.ContainsFunc(t.Patterns, func(p Pattern) bool { return !p.PartTime }) && t.PartTime < 1 {
		return wrong("shift_limits.part_time", "all patterns are part time, and at most %.0f%% of the people may be: add a pattern that is not, or leave the limit out", 100*t.PartTime)
	}
	return nil
}

func contradiction(teams []Team) error {
	for i := range teams {
		if err := teams[i].Check(); err != nil {
			return err
		}
	}
	return nil
}

// seatsAt is where the limit on the people on duty at once stands, as LimitError has it.
func (t *Team) seatsAt() string {
	if t.SeatsAt != "" {
		return t.SeatsAt
	}
	return "shift_limits.seats"
}

// seated finds a cell with more agents required than all teams have seats.
func (m *Model) seated() error {
	seats := 0
	for _, t := range m.teams {
		if t.Seats == 0 {
			return nil
		}
		seats += t.Seats
	}
	for k, n := range m.day.Required {
		if n > seats {
			return &LimitError{m.teams[0].Name, m.teams[0].seatsAt(), fmt.Sprintf("the requirement cannot be covered within the limit on the people on duty at once: at %s %d are required, and there may be %d; the most that are required at once is %d", m.at(k), n, seats, slices.Max(m.day.Required))}
		}
	}
	return nil
}

// nearest tells of the cells from k on that no shift covers, and of the shift that comes nearest.
func (m *Model) nearest(k int, has []bool, all []Shift) error {
	d := m.day
	end, most := k, 0
	for end < len(d.Required) && d.Required[end] > 0 && !has[end] {
		most = max(most, d.Required[end])
		end++
	}
	e := &UncoveredError{From: d.Open + time.Duration(k)*d.Cell, To: d.Open + time.Duration(end)*d.Cell, Required: most}
	if d.Close()-d.Open >= 48*time.Hour {
		e.Day = int(e.From/(24*time.Hour)) + 1
	}
	nearest := time.Duration(math.MaxInt64)
	for _, s := range all {
		away := max(e.From-s.End, s.Start-e.To, 0)
		if away == 0 { // a break
			away = 1
		}
		if away < nearest {
			nearest = away
			e.Team, e.Nearest, e.Start, e.End = m.teams[s.Team].Name, m.teams[s.Team].Patterns[s.Pattern].Name, s.Start, s.End
		}
	}
	switch {
	case e.Start >= e.To:
		e.Hint = fmt.Sprintf("; with starts from %s on it would", clock(e.From))
	case e.End <= e.From:
		e.Hint = fmt.Sprintf("; with starts until %s it would", clock(e.Start+e.To-e.End))
	}
	return e
}

// limit is a limit on a team's shifts: a side of some rows.
type limit struct {
	team     int
	at       string // as in LimitError
	from, to int    // rows
	lower    bool   // their lower bound, else the upper
}

// limited remembers the sides of rows that are a limit.
func (m *Model) limited(team int, at string, from, to int, lower, upper bool) {
	if lower || upper {
		m.limits = append(m.limits, limit{team, at, from, to, lower})
	}
}

// share is whether the limit is a share, whose rows are bounded by 0.
func (l *limit) share(rows []mip.Row) bool { return l.value(rows) == 0 }

func (l *limit) value(rows []mip.Row) float64 {
	if l.lower {
		return rows[l.from].Lower
	}
	return rows[l.from].Upper
}

// set puts another value in the limit's place.
func (l *limit) set(rows []mip.Row, v float64) {
	for i := l.from; i < l.to; i++ {
		if l.lower {
			rows[i].Lower = v
		} else {
			rows[i].Upper = v
		}
	}
}

// drop takes the limit away.
func (l *limit) drop(rows []mip.Row) {
	if l.lower {
		l.set(rows, math.Inf(-1))
	} else {
		l.set(rows, math.Inf(1))
	}
}

// words names the limit and its value.
func (m *Model) words(l *limit) string {
	if l.share(m.Problem.Rows) {
		return l.at
	}
	return l.at + " " + strconv.FormatFloat(l.value(m.Problem.Rows), 'f', -1, 64)
}

// trialWork is the effort to find whether there is a plan with other limits, in millions of operations.
const trialWork = 300

// conflict says which limits exclude a plan, and with which values there is one.
func (m *Model) conflict(ctx context.Context, o Options) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	try := func(change func(rows []mip.Row)) (*mip.Solution, error) {
		p := &mip.Problem{Columns: m.Problem.Columns, Rows: slices.Clone(m.Problem.Rows)}
		change(p.Rows)
		other := *m
		other.Problem = p
		return other.try(ctx, mip.Options{Seed: o.Seed, Work: trialWork, Gap: 1})
	}
	var guilty []*limit
	var enough []string
	for i := range m.limits {
		l := &m.limits[i]
		if s, err := try(l.drop); err == nil {
			guilty = append(guilty, l)
			enough = append(enough, m.enough(l, s, func(v float64) bool {
				_, err := try(func(rows []mip.Row) { l.set(rows, v) })
				return err == nil
			}))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if guilty == nil && m.sampled && m.Shifts != nil {
		return mip.ErrNoneFound
	}
	if guilty == nil { // more than one conflict: those of one of them
		dropped := map[*limit]bool{}
		for i := range m.limits {
			l := &m.limits[i]
			_, err := try(func(rows []mip.Row) {
				for other := range dropped {
					other.drop(rows)
				}
				l.drop(rows)
			})
			switch {
			case err == nil:
				guilty = append(guilty, l)
			case errors.Is(err, mip.ErrInfeasible):
				dropped[l] = true
			default: // the trial ended early: nothing is known of the limit
				return err
			}
		}
	}
	if guilty == nil {
		if m.sampled {
			return mip.ErrNoneFound
		}
		return &LimitError{"", "", "the requirement cannot be covered by these patterns, whatever the limits"}
	}
	e := &LimitError{Team: m.teams[guilty[0].team].Name, At: guilty[0].at}
	var names []string
	for _, l := range guilty {
		name := m.words(l)
		if len(m.teams) > 1 {
			name += " of " + m.teams[l.team].Name
		}
		names = append(names, name)
	}
	cannot, exclude := "the requirement cannot be covered within the limit ", " exclude each other together with the requirement"
	if m.sampled {
		what := "tours"
		if m.Shifts != nil {
			what = "shifts"
		}
		cannot, exclude = "no "+what+" were found that cover the requirement within the limit ", " together were not kept by any "+what+" found"
	}
	switch {
	case len(guilty) == 1:
		e.Reason = cannot + names[0]
		if enough != nil && enough[0] != "" {
			e.Reason += ": with " + enough[0] + " there is a plan"
		}
	case enough != nil:
		e.Reason = "the limits " + join(names, "and") + exclude + ": without any one of them there is a plan"
		if enough = slices.DeleteFunc(enough, func(s string) bool { return s == "" }); len(enough) > 0 {
			e.Reason += ", or with " + join(enough, "or")
		}
	default:
		e.Reason = "the limits " + join(names, "and") + exclude + ", and others do too"
	}
	return e
}

// enough is the value nearest to a limit's with which there is a plan, in words; s is a plan without the limit.
func (m *Model) enough(l *limit, s *mip.Solution, holds func(v float64) bool) string {
	if l.share(m.Problem.Rows) {
		return ""
	}
	sums := make([]float64, len(m.Problem.Rows))
	for j, x := range s.X {
		for _, r := range m.Problem.Columns[j].Runs {
			for i := r.From; i < r.To; i++ {
				sums[i] += r.Value * x
			}
		}
	}
	no, yes := int(l.value(m.Problem.Rows)), int(math.Round(slices.Max(sums[l.from:l.to])))
	if l.lower {
		yes = int(math.Round(slices.Min(sums[l.from:l.to])))
	}
	for no-yes > 1 || yes-no > 1 {
		if v := (no + yes) / 2; holds(float64(v)) {
			yes = v
		} else {
			no = v
		}
	}
	return l.at + " " + strconv.Itoa(yes)
}

func join(words []string, last string) string {
	text := ""
	for i, w := range words {
		switch {
		case i > 0 && i == len(words)-1:
			text += " " + last + " "
		case i > 0:
			text += ", "
		}
		text += w
	}
	return text
}

// noDays says why no week has the days on that a team's rules ask for.
func (m *WeekModel) noDays(team *Team, open [7]bool) string {
	days := 0
	for _, on := range open {
		days += int(one(on))
	}
	free := team.Rules
	free.LeastDays, free.MostDays = 1, 7
	most := 0
	for _, mask := range free.masks(open) {
		most = max(most, bits.OnesCount(uint(mask)))
	}
	least, _ := team.Rules.days()
	text := fmt.Sprintf("no week has %d days on where %d are open", least, days)
	if team.Rules.OffInRow > 0 {
		text += fmt.Sprintf(" and %d in a row are off (days_off_in_row)", team.Rules.OffInRow)
	}
	if most > 0 {
		text += fmt.Sprintf(": at most %d (days_on)", most)
	}
	return text
}

// noWeek says which of a team's rules no week of a pattern keeps.
func (m *WeekModel) noWeek(team *Team, p *Pattern, t int) string {
	starts := p.startsOf()
	possible := func(r Rules) bool {
		for _, mask := range m.masks[t] {
			for _, s := range starts {
				if _, _, ok := r.choose(p, starts, mask, s.at, func(d, i int) float64 { return 0 }); ok {
					return true
				}
			}
		}
		return false
	}
	rested, timed := team.Rules, team.Rules
	timed.Rest = 0
	rested.LeastHours, rested.MostHours = 0, 0
	low, high := slices.Min(p.Lengths), slices.Max(p.Lengths)
	least, most := team.Rules.days()
	hours := "its weeks have " + short(time.Duration(least)*p.paidOf(low))
	if longest := short(time.Duration(most) * p.paidOf(high)); longest != short(time.Duration(least)*p.paidOf(low)) {
		hours += " to " + longest
	}
	hours += " of paid time"
	switch {
	case !possible(rested):
		return fmt.Sprintf("no week of it leaves %s of rest between its shifts (tours.rest): from one day to the next at most %s are possible", short(team.Rules.Rest), short(24*time.Hour-low))
	case !possible(timed):
		return fmt.Sprintf("%s, and %s (tours.least_hours, most_hours)", hours, team.Rules.hours())
	}
	return fmt.Sprintf("%s, and with %s of rest between its shifts none keeps the hours of the week (tours.rest, least_hours, most_hours)", hours, short(team.Rules.Rest))
}

// hours says which paid hours of a week are asked for.
func (r *Rules) hours() string {
	switch {
	case r.MostHours == 0:
		return "at least " + short(r.LeastHours) + " are asked for"
	case r.LeastHours == 0:
		return "at most " + short(r.MostHours) + " are asked for"
	}
	return short(r.LeastHours) + " to " + short(r.MostHours) + " are asked for"
}
