package scenarios

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// relation is a change relative to what a value is: times a factor, then plus a size.
type relation struct {
	factor float64
	add    float64
	adds   bool
}

var (
	percentChange = regexp.MustCompile(`^([+-])(\d+(?:\.\d+)?)\s*%$`)
	factorChange  = regexp.MustCompile(`^[x×](\d+(?:\.\d+)?)$`)
	pointsChange  = regexp.MustCompile(`^([+-])(\d+(?:\.\d+)?)\s*pp$`)
)

// measured is a scalar with a size that can be written again.
type measured interface {
	sized
	write(size float64) string
}

func (span) write(size float64) string {
	return strconv.FormatFloat(time.Duration(math.Round(size)).Seconds(), 'f', -1, 64) + "s"
}
func (share) write(size float64) string  { return decimalText(100*size) + "%" }
func (factor) write(size float64) string { return decimalText(100*size) + "%" }
func (number) write(size float64) string { return decimalText(size) }
func (count) write(size float64) string  { return decimalText(math.Round(size)) }

// decimalText writes a number with the digits it needs, but for those of round-off.
func decimalText(x float64) string {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// relative reads a value as a change relative to what is there, where the format has something there
// that can be changed so. A sign means a change but for fields that may be negative.
func relative(n *yaml.Node, t reflect.Type, f field) (relation, bool) {
	if n.Kind != yaml.ScalarNode || n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		return relation{}, false
	}
	v := asScalar(t)
	if v == nil {
		if element, _ := below(t, f, ""); element != nil && (bare(t).Kind() == reflect.Slice || isProfile(t)) {
			v = asScalar(element)
		}
	}
	if v == nil {
		return relation{}, false
	}
	if _, isText := v.(*text); isText {
		return relation{}, false
	}
	s := strings.TrimSpace(n.Value)
	if m := percentChange.FindStringSubmatch(s); m != nil {
		return relation{factor: 1 + signOf(m[1])*numberOf(m[2])/100}, true
	}
	if m := factorChange.FindStringSubmatch(s); m != nil {
		return relation{factor: numberOf(m[1])}, true
	}
	x, ok := v.(measured)
	if !ok || s == "" || s[0] != '+' && s[0] != '-' || f.least != "" && f.limit(x, f.least) < 0 {
		return relation{}, false
	}
	if m := pointsChange.FindStringSubmatch(s); m != nil {
		switch v.(type) {
		case *share, *factor:
			return relation{factor: 1, add: signOf(m[1]) * numberOf(m[2]) / 100, adds: true}, true
		}
	}
	switch v.(type) {
	case *share, *factor:
		return relation{}, false
	}
	if err := v.parse(s[1:]); err != nil {
		return relation{}, false
	}
	return relation{factor: 1, add: signOf(s[:1]) * x.size(), adds: true}, true
}

func isProfile(t reflect.Type) bool { return bare(t) == reflect.TypeFor[profile]() }

func signOf(s string) float64 {
	if s == "-" {
		return -1
	}
	return 1
}

func numberOf(s string) float64 {
	x, _ := strconv.ParseFloat(s, 64)
	return x
}

// of is a value changed: a list's each value is.
func (r relation) of(n *yaml.Node, t reflect.Type, f field) (*yaml.Node, error) {
	made := *n
	if n.Kind == yaml.SequenceNode {
		element, inner := below(t, f, "")
		made.Content = make([]*yaml.Node, len(n.Content))
		for i, item := range n.Content {
			var err error
			if made.Content[i], err = r.of(item, element, inner); err != nil {
				return nil, err
			}
		}
		return &made, nil
	}
	v := asScalar(t)
	if n.Kind != yaml.ScalarNode || v == nil {
		return nil, errors.New("there is no number to change")
	}
	if err := v.parse(n.Value); err != nil {
		return nil, fmt.Errorf("%s %w", word(n), err)
	}
	text, err := r.text(v, n.Value)
	made.Value, made.Style, made.Tag = text, 0, "!!str"
	return &made, err
}

var oneNumber = regexp.MustCompile(`^(\D*)(\d+(?:\.\d+)?)(\D*)$`)

// text writes a value changed.
func (r relation) text(v scalar, was string) (string, error) {
	if x, ok := v.(measured); ok {
		return x.write(r.factor*x.size() + r.add), nil
	}
	m := oneNumber.FindStringSubmatch(was)
	if m == nil || r.adds {
		return "", fmt.Errorf("%s cannot be changed relatively: write the value that it shall have", quote(was))
	}
	return m[1] + decimalText(r.factor*numberOf(m[2])) + m[3], nil
}
