package charts

import (
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// text draws s with its baseline at y; align is the share of its width left of x.
func text(c draw.Canvas, st style, x, y vg.Length, align float64, s string) {
	if s == "" {
		return
	}
	c.SetColor(st.color)
	c.FillString(st.face(), vg.Point{X: x - vg.Length(align)*st.width(s), Y: y}, s)
}

// width is the width of s; a rune the font lacks is taken to be as wide as high.
func (s style) width(str string) vg.Length {
	missing := 0
	known := strings.Map(func(r rune) rune {
		if s.has(r) {
			return r
		}
		missing++
		return -1
	}, str)
	face := s.face()
	return face.Width(known) + vg.Length(missing)*s.size
}

// has says whether the font has a glyph for r.
func (s style) has(r rune) bool {
	if r < unicode.MaxLatin1 {
		return true
	}
	var buf sfnt.Buffer
	i, err := s.face().Face.GlyphIndex(&buf, r)
	return err == nil && i != 0
}

// oneLine makes s fit for drawing and for XML: white space and control
// characters become single blanks, bytes that are not UTF-8 a replacement mark.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\ufffe' || r == '\uffff' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.Join(strings.Fields(s), " ")
}

// wrap breaks s into at most n lines no wider than w, between words where it
// can; what does not fit is cut off with an ellipsis.
func (st style) wrap(s string, w vg.Length, n int) []string {
	var lines []string
	for s != "" && len(lines) < n {
		head, rest := st.split(s, w)
		if rest != "" && len(lines) == n-1 {
			head, _ = st.split(s, w-st.width("…"))
			head, rest = head+"…", ""
		}
		lines = append(lines, head)
		s = rest
	}
	return lines
}

// split takes from s as many words as fit into w, at least one rune.
func (st style) split(s string, w vg.Length) (head, rest string) {
	if st.width(s) <= w {
		return s, ""
	}
	end, space := 0, 0 // bytes that fit, and up to the last blank among them
	for i, r := range s {
		next := i + len(string(r))
		if end > 0 && st.width(s[:next]) > w {
			break
		}
		if r == ' ' {
			space = i
		}
		end = next
	}
	if end < len(s) && s[end] == ' ' {
		return s[:end], s[end+1:]
	}
	if space > 0 {
		return s[:space], s[space+1:]
	}
	return s[:end], s[end:]
}
