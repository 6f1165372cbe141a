package charts_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"frontoffice/charts"
)

var update = flag.Bool("update", false, "rewrite the golden pictures in testdata")

// picture is one of the functions that draw a day.
type picture struct {
	name string
	draw func(charts.Day) (*charts.Figure, error)
}

var pictures = []picture{{"volume", charts.Volume}, {"service-level", charts.ServiceLevel}, {"occupancy", charts.Occupancy}}

// mondayFigures are the pictures of the retail Monday, and of the staffing methods on the bank's.
func mondayFigures(t testing.TB) map[string]*charts.Figure {
	t.Helper()
	figures := map[string]*charts.Figure{}
	for _, p := range pictures {
		f, err := p.draw(monday())
		if err != nil {
			t.Fatal(err)
		}
		figures[p.name] = f
	}
	f, err := charts.WaitDistribution(mondayWaits())
	if err != nil {
		t.Fatal(err)
	}
	figures["waits"] = f
	for name, draw := range channelPictures() {
		if figures[name], err = draw(); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range methodPictures {
		if figures[p.name], err = p.draw(bank(byInterval, offeredLoad, exactDay)); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range pricePictures {
		if figures[p.name], err = p.draw(desk()); err != nil {
			t.Fatal(err)
		}
	}
	return figures
}

func svg(t testing.TB, f *charts.Figure) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, f := range mondayFigures(t) {
		got, path := svg(t, f), filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s at byte %d; look at the picture, then run go test -update",
				name, path, firstDifference(got, string(want)))
		}
	}
}

func firstDifference(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

func TestPNG(t *testing.T) {
	for name, f := range mondayFigures(t) {
		var b bytes.Buffer
		if err := f.WritePNG(&b); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if size := img.Bounds().Size(); size.X != 1920 || size.Y != 1080 {
			t.Errorf("%s is %v pixels; want 1920 x 1080", name, size)
		}
		dark := 0
		for y := range 1080 {
			for x := range 1920 {
				if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
					dark++
				}
			}
		}
		if dark < 5000 || dark > 1920*1080/4 {
			t.Errorf("%s has %d dark pixels; want text and lines on white", name, dark)
		}
	}
}

// The same data gives the same bytes, however often and by however many
// goroutines it is written, and whatever the caller does with the data later.
func TestDeterministic(t *testing.T) {
	first, second := mondayFigures(t), mondayFigures(t)
	d := monday()
	f, err := charts.ServiceLevel(d)
	if err != nil {
		t.Fatal(err)
	}
	before := svg(t, f)
	for i := range d.ServiceLevel {
		d.ServiceLevel[i], d.Formula[i], d.Offered[i] = charts.Band{}, 0, 0
	}
	if svg(t, f) != before {
		t.Error("a figure changes with the caller's data")
	}
	var wait sync.WaitGroup
	for name := range first {
		wait.Go(func() {
			var a, b bytes.Buffer
			if err := errors.Join(first[name].WritePNG(&a), second[name].WritePNG(&b)); err != nil {
				t.Error(err)
			}
			if !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Errorf("%s: two PNGs of the same data differ", name)
			}
			if svg(t, first[name]) != svg(t, second[name]) {
				t.Errorf("%s: two SVGs of the same data differ", name)
			}
		})
	}
	wait.Wait()
}

// brokenPipe is a writer that fails after n bytes.
type brokenPipe struct{ n int }

func (b *brokenPipe) Write(p []byte) (int, error) {
	if b.n -= len(p); b.n < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

func TestWriteError(t *testing.T) {
	f := mondayFigures(t)["volume"]
	for _, n := range []int{0, 100, 5000} {
		if err := f.WritePNG(&brokenPipe{n}); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("WritePNG to a writer that fails after %d bytes: %v", n, err)
		}
		if err := f.WriteSVG(&brokenPipe{n}); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("WriteSVG to a writer that fails after %d bytes: %v", n, err)
		}
	}
}

// label is a text of a picture, in points from the upper left corner.
type label struct {
	X     float64 `xml:"x,attr"`
	Y     float64 `xml:"y,attr"` // of the baseline, 0 at the lower edge and falling upwards
	Width float64 `xml:"textLength,attr"`
	Style string  `xml:"style,attr"`
	Text  string  `xml:",chardata"`
	size  float64
}

// labels reads the texts of an SVG picture, which must be well-formed.
func labels(t *testing.T, picture string) []label {
	t.Helper()
	var doc struct {
		Title string `xml:"title"`
		Desc  string `xml:"desc"`
		Role  string `xml:"role,attr"`
		Group struct {
			Texts []label `xml:"text"`
		} `xml:"g"`
	}
	if err := xml.Unmarshal([]byte(picture), &doc); err != nil {
		t.Fatalf("not well-formed: %v", err)
	}
	if doc.Role != "img" || doc.Desc == "" {
		t.Errorf("role %q, description %q: want an image that is described", doc.Role, doc.Desc)
	}
	for i := range doc.Group.Texts {
		l := &doc.Group.Texts[i]
		_, after, _ := strings.Cut(l.Style, "font-size:")
		size, _, _ := strings.Cut(after, "px")
		var err error
		if l.size, err = strconv.ParseFloat(size, 64); err != nil {
			t.Fatalf("text %q has no size: %v", l.Text, err)
		}
		if l.Width == 0 {
			l.Width = l.size * float64(len([]rune(l.Text)))
		}
	}
	return doc.Group.Texts
}

// checkLayout fails the test where texts leave the picture, overlap or come
// closer than two blanks beside each other.
func checkLayout(t *testing.T, picture string) {
	t.Helper()
	if strings.Contains(picture, "NaN") || strings.Contains(picture, "Inf") {
		t.Error("the picture has a coordinate that is not a number")
	}
	texts := labels(t, picture)
	top := func(l label) float64 { return 405 + l.Y - 0.73*l.size }
	bottom := func(l label) float64 { return 405 + l.Y + 0.21*l.size }
	for i, a := range texts {
		if a.X < 2 || a.X+a.Width > 718 || top(a) < 2 || bottom(a) > 403 {
			t.Errorf("%q leaves the picture: x %.1f to %.1f, y %.1f to %.1f", a.Text, a.X, a.X+a.Width, top(a), bottom(a))
		}
		for _, b := range texts[:i] {
			gap := max(a.X-b.X-b.Width, b.X-a.X-a.Width)
			if gap < 5.5 && top(a) < bottom(b) && top(b) < bottom(a) {
				t.Errorf("%q and %q are %.1f points apart", a.Text, b.Text, gap)
			}
		}
	}
}

func TestLayout(t *testing.T) {
	for name, d := range days() {
		for _, p := range pictures {
			t.Run(name+"/"+p.name, func(t *testing.T) {
				f, err := p.draw(d)
				if err != nil {
					t.Fatal(err)
				}
				checkLayout(t, svg(t, f))
			})
		}
	}
	for name, w := range waits() {
		t.Run("waits/"+name, func(t *testing.T) {
			f, err := charts.WaitDistribution(w)
			if err != nil {
				t.Fatal(err)
			}
			checkLayout(t, svg(t, f))
		})
	}
}

// Days drawn at random either are refused or make a sound picture.
func TestRandomDays(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	drawn := 0
	for i := range 150 {
		d := randomDay(rng)
		for _, p := range pictures {
			f, err := p.draw(d)
			if err != nil {
				continue
			}
			drawn++
			if checkLayout(t, svg(t, f)); t.Failed() {
				t.Fatalf("%s of day %d: %d intervals of %v from %v", p.name, i, len(d.Offered), d.Interval, d.Open)
			}
		}
	}
	if drawn < 200 {
		t.Errorf("only %d of 450 pictures were drawn", drawn)
	}
}

func randomDay(rng *rand.Rand) charts.Day {
	d := charts.Day{
		Title:    string([]rune("Größe & <Ω> 月 \x01x")[:rng.IntN(16)]),
		Subtitle: strings.Repeat("seed 1, ", rng.IntN(50)),
		Open:     time.Duration(rng.IntN(24*60)) * time.Minute,
		Interval: time.Duration(1+rng.IntN(3600)) * time.Second,
		Within:   time.Duration(rng.IntN(1e6)) * time.Millisecond, Definition: "excluding-short",
		ServiceLevelTarget: rng.Float64(), OccupancyCap: rng.Float64(), Confidence: rng.Float64(),
		FormulaName: strings.Repeat("Erlang A ", rng.IntN(30)),
	}
	scale := []float64{0, 1e-9, 0.1, 5, 300, 2e6, 1e12}[rng.IntN(7)]
	band := func() charts.Band {
		mean := rng.Float64()
		half := rng.ExpFloat64() / 20
		return charts.Band{Mean: mean, Low: mean - half, High: mean + half}
	}
	for range 1 + rng.IntN([]int{2, 30, 100, 1500}[rng.IntN(4)]) {
		d.Offered = append(d.Offered, scale*rng.Float64()*float64(rng.IntN(2)))
		d.Required = append(d.Required, int(scale*rng.Float64()))
		d.Scheduled = append(d.Scheduled, int(scale*rng.Float64()))
		d.ServiceLevel, d.Occupancy = append(d.ServiceLevel, band()), append(d.Occupancy, band())
		d.Formula, d.FormulaOccupancy = append(d.Formula, rng.Float64()), append(d.FormulaOccupancy, rng.Float64())
	}
	switch rng.IntN(12) {
	case 0:
		d.Offered = d.Offered[1:]
	case 1:
		d.ServiceLevel[0].Low = 2
	case 2:
		d.Interval = 0
	}
	return d
}

func BenchmarkAll(b *testing.B) {
	for b.Loop() {
		for _, f := range mondayFigures(b) {
			if err := errors.Join(f.WritePNG(io.Discard), f.WriteSVG(io.Discard)); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkAllParallel(b *testing.B) {
	for b.Loop() {
		var wait sync.WaitGroup
		for _, f := range mondayFigures(b) {
			wait.Go(func() {
				if err := errors.Join(f.WritePNG(io.Discard), f.WriteSVG(io.Discard)); err != nil {
					b.Error(err)
				}
			})
		}
		wait.Wait()
	}
}
