package charts

import (
	"image/color"
	"sync"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A figure has the shape of a slide: 10 x 5.625 inches, 1920 x 1080 pixels.
const (
	width  = 10 * vg.Inch
	height = 5.625 * vg.Inch
	dpi    = 192
)

// Distances, in points.
const (
	marginLeft   = 28
	marginRight  = 28
	marginTop    = 20
	marginBottom = 16
	floor        = marginBottom + labelDrop // of the lowest panel
	labelDrop    = 15                       // from the horizontal axis to the baseline of its labels
	axisGap      = 6                        // between tick labels and the panel
	panelGap     = 16                       // between stacked panels
	headGap      = 14                       // between the legend strip and the panel
)

var (
	ink     = color.NRGBA{0x1a, 0x1f, 0x27, 0xff} // titles, and lines of what was asked for
	muted   = color.NRGBA{0x5a, 0x63, 0x70, 0xff} // subtitles and tick labels
	axis    = color.NRGBA{0x8a, 0x93, 0x9f, 0xff}
	grid    = color.NRGBA{0xd6, 0xdc, 0xe4, 0xff}
	paper   = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	blue    = color.NRGBA{0x0b, 0x4f, 0x8a, 0xff} // Okabe-Ito blue, darker so that it holds its own in grey
	sky     = color.NRGBA{0x8f, 0xb8, 0xdf, 0xff}
	pale    = color.NRGBA{0xe2, 0xec, 0xf7, 0xff}
	orange  = color.NRGBA{0xd5, 0x5e, 0x00, 0xff} // Okabe-Ito vermillion
	apricot = color.NRGBA{0xf3, 0xc4, 0x9c, 0xff}
	faint   = color.NRGBA{0xfc, 0xee, 0xe3, 0xff}
	green   = color.NRGBA{0x00, 0x7a, 0x5a, 0xff} // Okabe-Ito bluish green, darker
	purple  = color.NRGBA{0xb0, 0x4f, 0x86, 0xff} // Okabe-Ito reddish purple, darker
	gold    = color.NRGBA{0xc9, 0x8a, 0x00, 0xff} // Okabe-Ito orange, darker
)

var (
	gridLine    = draw.LineStyle{Color: grid, Width: 0.75}
	axisLine    = draw.LineStyle{Color: axis, Width: 0.75}
	meanLine    = draw.LineStyle{Color: blue, Width: 1.8}
	targetLine  = draw.LineStyle{Color: ink, Width: 1.4, Dashes: []vg.Length{5, 3}}
	planLine    = draw.LineStyle{Color: orange, Width: 1.6}
	formulaLine = draw.LineStyle{Color: orange, Width: 1.4, Dashes: []vg.Length{4, 2}}
	edgeLine    = draw.LineStyle{Color: orange, Width: 1.4}
	methodLine  = draw.LineStyle{Color: orange, Width: 1.8}
	dropLine    = draw.LineStyle{Color: muted, Width: 0.9, Dashes: []vg.Length{1, 2}}
	markLine    = draw.LineStyle{Color: ink, Width: 1.2}
	ringLine    = draw.LineStyle{Color: orange, Width: 1.2}
)

const ringRadius = 2.7

var (
	regular = font.Font{Typeface: "Liberation", Variant: "Sans"}
	bold    = font.Font{Typeface: "Liberation", Variant: "Sans", Weight: xfont.WeightBold}
)

// fonts parses the font files at the first figure, not at program start.
var fonts = sync.OnceValue(func() *font.Cache { return font.NewCache(liberation.Collection()) })

// style is the look of a text.
type style struct {
	font  font.Font
	size  vg.Length
	color color.Color
}

var (
	titleStyle    = style{bold, 18, ink}
	subtitleStyle = style{regular, 11, muted}
	headingStyle  = style{bold, 11, ink}
	findingStyle  = style{regular, 11, muted}
	keyStyle      = style{regular, 9.5, ink}
	rowFinding    = style{regular, 9.5, muted}
	tickStyle     = style{regular, 9.5, muted}
	figureStyle   = style{bold, 17, ink}
)

func (s style) face() font.Face { return fonts().Lookup(s.font, s.size) }
