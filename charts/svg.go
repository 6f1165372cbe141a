package charts

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// fontStack names fonts of the same widths as Liberation Sans, one that is common
// on Linux and not much wider, then any sans.
const fontStack = "'Liberation Sans',Arimo,Helvetica,Arial,'Nimbus Sans','DejaVu Sans Condensed',sans-serif"

// WriteSVG writes the figure as SVG that scales with its surroundings, keeps
// text as text and carries its title and description for screen readers.
func (f *Figure) WriteSVG(w io.Writer) error {
	c := &vector{Canvas: vgsvg.New(width, height)}
	f.paint(draw.NewCanvas(c, width, height))
	var raw bytes.Buffer
	if _, err := c.WriteTo(&raw); err != nil {
		return err
	}
	_, err := io.WriteString(w, c.finish(raw.String(), f))
	return err
}

// vector is an SVG canvas that remembers how wide each text is meant to be, so
// that a viewer with other fonts keeps texts from running into each other.
type vector struct {
	*vgsvg.Canvas
	widths []vg.Length // in the order of the texts; 0: leave it to the viewer
}

// FillString sets s with its baseline starting at pt.
func (v *vector) FillString(f font.Face, pt vg.Point, s string) {
	st := style{font: f.Font, size: f.Font.Size}
	w := st.width(s)
	if strings.IndexFunc(s, func(r rune) bool { return !st.has(r) }) >= 0 {
		w = 0 // the width of a glyph the font lacks is a guess: don't squeeze the text into it
	}
	v.widths = append(v.widths, w)
	v.Canvas.FillString(f, pt, s)
}

// finish replaces the head of the document and adds to every text its width.
func (v *vector) finish(raw string, f *Figure) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="100%%" role="img">
<title>%s</title>
<desc>%s</desc>
<rect width="%g" height="%g" fill="#FFFFFF"/>
`, width.Points(), height.Points(), html.EscapeString(f.title),
		html.EscapeString(strings.TrimSpace(f.subtitle+"\n"+f.finding)), width.Points(), height.Points())
	raw = strings.ReplaceAll(raw[strings.Index(raw, "<g "):], "font-family:Liberation Sans", "font-family:"+fontStack)
	for i, part := range strings.Split(raw, "<text ") {
		if i > 0 {
			b.WriteString("<text ")
			if w := v.widths[i-1]; w > 0 {
				fmt.Fprintf(&b, `textLength="%.5g" lengthAdjust="spacingAndGlyphs" `, w.Points())
			}
		}
		b.WriteString(part)
	}
	return b.String()
}
