// Package charts draws the results of a simulated contact-center day as
// pictures for a slide: offered volume with required and scheduled agents,
// service level and occupancy by interval, the distribution of waits, and staffing
// methods against each other: the agents they ask for and what these truly give.
//
// Plain data goes in (a Day, a Waits or Methods), a Figure comes out, and a Figure is
// written as PNG or as SVG. The same data gives the same bytes.
//
// All pictures share one style (style.go) and one grammar, so that a reader who
// knows one knows all: what was simulated is a blue band (its confidence
// interval) with a line (the mean) in it, what a formula says is an orange ring
// or a dashed line, and what was asked for (a requirement, a target, a cap) is a
// black dashed line. Where methods are compared, each has a row of its own: the
// reference is blue, the others are orange. Colors are taken from or close to the set of Okabe and Ito
// (Color Universal Design, 2008) and never carry a meaning alone: shape, dash
// and lightness differ too, and every mark is named in a strip above its panel.
//
// The pictures are drawn straight on the canvases of gonum.org/v1/plot. Its own
// layout centers a title of one line, keeps the legend inside the panel and
// gives stacked panels axes of different lengths; a slide needs the opposite.
//
// PNG text is set in Liberation Sans, which covers Latin, Greek and Cyrillic;
// other scripts show as boxes there. SVG text is left to the viewer's fonts.
package charts
