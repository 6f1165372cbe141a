package whatif

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"frontoffice/scenarios"
)

// Condition is a promise about a figure: voice.service_level >= 80%.
type Condition struct {
	Figure  Figure
	AtLeast bool // else at most
	Goal    float64
	Text    string // of the goal, as it was written
}

var conditionText = regexp.MustCompile(`^\s*([A-Za-z][\w.-]*)\s*(>=|<=|=>|=<|≥|≤|>|<|==|=)\s*(.+?)\s*$`)

// ParseCondition reads FIGURE >= VALUE or FIGURE <= VALUE, of the figures of a scenario.
func ParseCondition(text string, list []Figure) (Condition, error) {
	m := conditionText.FindStringSubmatch(text)
	if m == nil {
		return Condition{}, fmt.Errorf("%q is not a condition: write for example \"%s >= 80%%\"", text, list[0].Name)
	}
	f, err := Find(list, m[1])
	if err != nil {
		return Condition{}, err
	}
	c := Condition{Figure: f, AtLeast: strings.ContainsAny(m[2], ">≥"), Text: m[3]}
	if m[2] == "=" || m[2] == "==" {
		return c, fmt.Errorf("%q: write %s >= %s or %[2]s <= %[3]s", text, f.Name, m[3])
	}
	if c.Goal, err = ParseValue(f.Kind, m[3]); err != nil {
		return c, fmt.Errorf("%q: %w", text, err)
	}
	return c, nil
}

// ParseValue reads a value of a kind of figure: 80%, 20s, 12.5.
func ParseValue(k Kind, text string) (float64, error) {
	switch k {
	case Share:
		return scenarios.ParseShare(text)
	case Seconds:
		d, err := scenarios.ParseDuration(text)
		return d.Seconds(), err
	}
	text = strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(text, ",", ""), "h"))
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number", text)
	}
	return x, nil
}

// Holds is whether a value keeps the condition, and whether that is beyond the value's interval.
func (c Condition) Holds(v Value) (holds, certain bool) {
	if v.Undefined {
		return false, true
	}
	margin := v.Mean - c.Goal
	if !c.AtLeast {
		margin = -margin
	}
	// A formula's last digits are not the promise's.
	if v.Exact && margin > -1e-12*max(1, c.Goal) {
		return true, true
	}
	return margin >= 0, v.Exact || margin > v.HalfWidth || -margin > v.HalfWidth
}

func (c Condition) String() string {
	sign := "<="
	if c.AtLeast {
		sign = ">="
	}
	return c.Figure.Name + " " + sign + " " + c.Text
}
