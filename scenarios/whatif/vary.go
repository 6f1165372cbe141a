package whatif

import (
	"fmt"
	"math"
	"math/bits"
	"regexp"
	"strconv"
	"strings"
	"time"

	"frontoffice/scenarios"
)

// Dimension is an input of a scenario that is varied: values listed, or a range.
type Dimension struct {
	Path   string
	Text   string   // as it was asked for, without the path
	Values []string // listed, or the steps of the range; nil for a range without steps

	ranged        bool
	from, to      float64
	whole, signed bool
	before, after string // around the number
}

// MaxPoints is how many points a sweep may have.
const MaxPoints = 1_000_000_000

// maxValues is how many values a dimension of a grid may have.
const maxValues = 1_000_000

var rangeText = regexp.MustCompile(`^(.+?)\.\.(.+?)(?:/(\d+))?$`)

// ParseVary reads PATH=a,b,c or PATH=from..to/steps and checks every value against the scenario, as if the
// file had it. The steps are the values, both ends among them: 80%..120%/5 is 80%, 90%, 100%, 110%, 120%. For a
// Latin hypercube they are left out. Commas inside brackets do not divide.
func ParseVary(d *scenarios.Document, text string) (Dimension, error) {
	path, values, ok := strings.Cut(text, "=")
	v := Dimension{Path: strings.TrimSpace(path), Text: strings.TrimSpace(values)}
	if !ok || v.Path == "" || v.Text == "" {
		return v, fmt.Errorf("%q is not PATH=a,b,c or PATH=from..to/steps, such as channels.voice.demand.scale=80%%..120%%/5", text)
	}
	if m := rangeText.FindStringSubmatch(v.Text); m != nil {
		if err := v.stretch(m[1], m[2], m[3]); err != nil {
			return v, fmt.Errorf("%s: %w", text, err)
		}
		if in, err := d.Input(v.Path); err == nil {
			v.whole = in.Whole
		}
		steps := 2
		if m[3] != "" {
			steps = len(v.Values)
		}
		for i := range steps {
			x := v.at(float64(i) / float64(max(1, steps-1)))
			if v.Values != nil {
				v.Values[i] = x
			}
		}
	} else {
		v.Values = split(v.Text)
	}
	check := v.Values
	if check == nil {
		check = []string{v.write(v.from), v.write(v.to)}
	}
	seen := map[string]bool{}
	for _, value := range check {
		if seen[value] {
			return v, fmt.Errorf("%s has %s twice", text, value)
		}
		seen[value] = true
		o, err := scenarios.ParseOverride("--vary", v.Path+"="+value)
		if err != nil {
			return v, err
		}
		o.Same = true
		if _, err := d.Scenario(o); err != nil {
			return v, err
		}
	}
	return v, nil
}

// split divides at commas outside brackets.
func split(text string) []string {
	var list []string
	depth, start := 0, 0
	for i, r := range text {
		switch r {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case ',':
			if depth == 0 {
				list = append(list, strings.TrimSpace(text[start:i]))
				start = i + 1
			}
		}
	}
	return append(list, strings.TrimSpace(text[start:]))
}

var numberText = regexp.MustCompile(`^(\D*?)([+-]?\d+(?:\.\d+)?)(\D*)$`)

// stretch reads the ends of a range: numbers with the same words around them, or durations.
func (v *Dimension) stretch(from, to, steps string) error {
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	v.ranged = true
	a, b := numberText.FindStringSubmatch(from), numberText.FindStringSubmatch(to)
	x, errX := scenarios.ParseDuration(from)
	y, errY := scenarios.ParseDuration(to)
	switch {
	case errX == nil && errY == nil:
		v.from, v.to, v.after = x.Seconds(), y.Seconds(), "s"
	case a != nil && b != nil && a[1] == b[1] && a[3] == b[3]:
		v.from, _ = strconv.ParseFloat(a[2], 64)
		v.to, _ = strconv.ParseFloat(b[2], 64)
		v.before, v.after = a[1], a[3]
		v.signed = strings.ContainsAny(a[2][:1]+b[2][:1], "+-")
	default:
		return fmt.Errorf("%s and %s are not the ends of a range: write for example 80%%..120%%/5, x0.8..x1.2/5 or 4m..6m/5", from, to)
	}
	if v.from == v.to {
		return fmt.Errorf("both ends are %s", from)
	}
	if steps == "" {
		return nil
	}
	n, err := strconv.Atoi(steps)
	if err != nil || n < 2 || n > maxValues {
		return fmt.Errorf("%s steps: want 2 to %d", steps, maxValues)
	}
	v.Values = make([]string, n)
	return nil
}

// at is the value a part of the way along a range.
func (v *Dimension) at(part float64) string {
	x := v.from + part*(v.to-v.from)
	if part == 1 {
		x = v.to
	}
	return v.write(x)
}

// write writes a number with what stands around it.
func (v *Dimension) write(x float64) string {
	if v.after == "s" && v.before == "" && !v.signed {
		return v.before + strconv.FormatFloat(time.Duration(math.Round(x*1e9)).Seconds(), 'f', -1, 64) + v.after
	}
	// 12 digits: without the round-off of a step, such as 0.30000000000000004.
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 12, 64), 64)
	text := strconv.FormatFloat(rounded, 'f', -1, 64)
	if v.signed && x >= 0 {
		text = "+" + text
	}
	return v.before + text + v.after
}

// sample is the value at u in [0, 1) of a Latin hypercube.
func (v *Dimension) sample(u float64) string {
	if !v.ranged {
		return v.Values[min(int(u*float64(len(v.Values))), len(v.Values)-1)]
	}
	if v.whole && !v.signed && v.before == "" {
		low, high := min(v.from, v.to), max(v.from, v.to)
		return v.write(min(high, low+math.Floor(u*(high-low+1))))
	}
	x := v.from + u*(v.to-v.from)
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 8, 64), 64)
	return v.write(rounded)
}

// Number is a value's number, for drawing; false where it is none.
func (v *Dimension) Number(value string) (float64, bool) {
	if d, err := scenarios.ParseDuration(value); err == nil {
		return d.Seconds(), true
	}
	if m := numberText.FindStringSubmatch(value); m != nil {
		x, err := strconv.ParseFloat(m[2], 64)
		return x, err == nil
	}
	return 0, false
}

// permutation is a random order of 0 to n-1 that is worked out place by place: a balanced Feistel network of
// four rounds on the least even number of bits that holds n, repeated until the place is below n (cycle
// walking; Black and Rogaway 2002, "Ciphers with arbitrary finite domains"). It takes no memory.
type permutation struct {
	n    uint64
	half uint
	keys [4]uint64
}

func newPermutation(n int, seed, stream uint64) permutation {
	p := permutation{n: uint64(n), half: uint(max(1, (bits.Len64(uint64(n-1))+1)/2))}
	for i := range p.keys {
		p.keys[i] = mix(seed ^ mix(stream*8+uint64(i)+1))
	}
	return p
}

func (p permutation) at(i int) int {
	x := uint64(i)
	mask := uint64(1)<<p.half - 1
	for {
		left, right := x>>p.half, x&mask
		for _, k := range p.keys {
			left, right = right, left^(mix(right^k)&mask)
		}
		if x = left<<p.half | right; x < p.n {
			return int(x)
		}
	}
}

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// unit is a number in [0, 1) of a stream.
func unit(seed, stream, i uint64) float64 {
	return float64(mix(mix(seed^mix(stream))+i)>>11) / (1 << 53)
}
