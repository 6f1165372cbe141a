package demand

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// morning is two half-hours, for tables small enough to read.
var morning = Day{Open: 7 * time.Hour, Close: 8 * time.Hour, Interval: 30 * time.Minute}

func on(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// calls takes the column Calls by the stamps in At on Monday 2026-03-02.
var calls = Import{Time: []string{"At"}, Volume: "Calls", Date: on(2026, 3, 2)}

func TestReadForms(t *testing.T) {
	t.Parallel()
	twoColumns, withTime := calls, calls
	twoColumns.Time = []string{"Day", "Start"}
	withTime.HandleTime = "AHT"
	for name, c := range map[string]struct {
		im   Import
		text string
		want []float64
	}{
		"quarter-hours":         {calls, "At,Calls\n2026-03-02 07:00,1\n2026-03-02 07:15,2\n2026-03-02 07:30,4\n2026-03-02 07:45,8\n", []float64{3, 12}},
		"the interval itself":   {calls, "At,Calls\n2026-03-02 07:00,1\n2026-03-02 07:30,4\n", []float64{1, 4}},
		"any order":             {calls, "At,Calls\n2026-03-02 07:30,4\n2026-03-02 07:00,1\n", []float64{1, 4}},
		"other dates":           {calls, "At,Calls\n2026-03-01 07:00,9\n2026-03-02 07:00,1\n2026-03-02 07:30,4\n2026-03-03 07:00,9\n", []float64{1, 4}},
		"rfc 3339":              {calls, "At,Calls\n2026-03-02T07:00:00Z,1\n2026-03-02T07:30:00.000Z,4\n", []float64{1, 4}},
		"offset is not applied": {calls, "At,Calls\n2026-03-02T07:00:00-05:00,1\n2026-03-02T07:30:00-0500,4\n", []float64{1, 4}},
		"daylight saving":       {calls, "At,Calls\n2026-03-02T07:00:00-05:00,1\n2026-03-02T07:30:00-05:00,4\n2026-03-09T07:00:00-04:00,1\n", []float64{1, 4}},
		"slashes, one digit":    {calls, "At,Calls\n2026/03/02 7:00,1\n2026/03/02 7:30,4\n", []float64{1, 4}},
		"compact":               {calls, "At,Calls\n20260302 0700,1\n20260302 0730,4\n", []float64{1, 4}},
		"two columns":           {twoColumns, "Day,Start,Calls\n2026-03-02,700,1\n2026-03-02,7:30,4\n", []float64{1, 4}},
		"mark and CRLF":         {calls, "\ufeffAt,Calls\r\n2026-03-02 07:00,1\r\n2026-03-02 07:30,4\r\n", []float64{1, 4}},
		"semicolon, comma":      {calls, "At;Calls\n2026-03-02 07:00;1,5\n2026-03-02 07:30;1.204,25\n", []float64{1.5, 1204.25}},
		"tab":                   {calls, "At\tCalls\n2026-03-02 07:00\t1\n2026-03-02 07:30\t4\n", []float64{1, 4}},
		"bar":                   {calls, "At|Calls\n2026-03-02 07:00|1\n2026-03-02 07:30|4\n", []float64{1, 4}},
		"quoted header":         {calls, "\"At\",\"a, b; c\",Calls\n2026-03-02 07:00,x,1\n2026-03-02 07:30,\"y\nz\",4\n", []float64{1, 4}},
		"thousands":             {calls, "At,Calls\n2026-03-02 07:00,\"1,204.0\"\n2026-03-02 07:30,\"1,204,333\"\n", []float64{1204, 1204333}},
		"zero":                  {calls, "At,Calls\n2026-03-02 07:00,0\n2026-03-02 07:30,4\n", []float64{0, 4}},
		"handle time unread":    {withTime, "At,Calls,AHT\n2026-03-02 07:00,0,\n2026-03-02 07:30,4,310\n", []float64{0, 4}},
	} {
		s, err := c.im.Read("calls.csv", strings.NewReader(c.text), morning)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(c.want, s.Volumes); diff != "" {
			t.Errorf("%s: volumes (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadErrors(t *testing.T) {
	t.Parallel()
	timed := calls
	timed.HandleTime = "AHT"
	for _, c := range []struct {
		im         Import
		text, want string
	}{
		{calls, "", "calls.csv: the file is empty"},
		{calls, "At,Calls\n", "calls.csv: the file has no rows"},
		{calls, "at,Cals\n", "calls.csv:1:1: there is no column At: did you mean at? (columns there: at, Cals)\n" +
			"calls.csv:1:1: there is no column Calls: did you mean Cals? (columns there: at, Cals)"},
		{calls, "At,Calls,Calls\n", "calls.csv:1:1: there are two columns Calls"},
		{calls, "At,Calls\n2026-03-02 07:00,1\n", "calls.csv: Monday 2026-03-02 lacks 1 of its 2 rows of 30 minutes: 07:30"},
		{calls, "At,Calls\n2026-03-02 07:00,1\n2026-03-02 07:15,1\n2026-03-02 07:45,\n",
			"calls.csv: Monday 2026-03-02 lacks 2 of its 4 rows of 15 minutes: 07:30 to 07:45"},
		{calls, "At,Calls\n2026-02-27 07:00,1\n2026-03-06 07:00,1\n",
			"calls.csv: Monday 2026-03-02 is not there: the nearest date is Friday 2026-02-27 (the file's 2 dates run from 2026-02-27 to 2026-03-06)"},
		{calls, "At,Calls\n2026-03-02 09:00,1\n", "calls.csv: there are no rows from 07:00-08:00 on Monday 2026-03-02"},
		{calls, "At,Calls\n2026-03-02 07:00,1\n2026-03-02 07:30,1\n2026-03-02 07:00,2\n",
			"calls.csv:4:1: 2026-03-02 07:00 is there already, at line 2: one row per time is needed (are there several queues in the file?)"},
		{calls, "At,Calls\n2026-03-02T07:00Z,1\n2026-03-02T07:30+01:00,1\n",
			"calls.csv:3:1: mixed time zones: this stamp has +01:00, line 2 has Z; write all stamps in the same local time"},
		{calls, "At,Calls\n2026-03-02T07:00,1\n2026-03-02T07:30-05:00,1\n",
			"calls.csv:3:1: mixed time zones: this stamp has -05:00, line 2 has no zone; write all stamps in the same local time"},
		{calls, "At,Calls\n2026-03-02T07:00-05:00,1\n2026-03-02T07:30-08:00,1\n",
			"calls.csv:3:1: mixed time zones: this stamp has -08:00, line 2 has -05:00; write all stamps in the same local time"},
		{calls, "At,Calls\n2026-03-02 07:00,-1\n2026-03-02 07:30,NaN\n2026-03-02 07:45,1e99\n2026-03-02 07:50,inf\n2026-03-02 07:55,0x10\n",
			`calls.csv:2:18: "-1" is a negative number of contacts` + "\n" +
				`calls.csv:3:18: "NaN" is not a number` + "\n" +
				`calls.csv:4:18: "1e99" is more than 10000000 contacts in one row` + "\n" +
				`calls.csv:5:18: "inf" is not a number` + "\n" +
				`calls.csv:6:18: "0x10" is not a number`},
		{calls, "At,Calls\n2026-03-02 07:00,\"1,204\"\n",
			`calls.csv:2:18: "1,204" can be read as 1204 or as 1.204: write it without a mark between thousands, and with a point`},
		{calls, "At,Calls\n2026-03-02 07:00,1,204\n",
			"calls.csv:2:1: this row does not have the header's 2 columns (a comma in an unquoted number?)"},
		{calls, "At,Calls\n03/04/2026 07:00,1\n2026-02-30 07:00,1\n2026-03-02,1\n07:00,1\n2026-03-02 24:00,1\n2026-03-02 07:00:07,1\n2026-03-02 07:00 PST,1\n",
			`calls.csv:2:1: "03/04/2026 07:00" is a date that can be read two ways: say date_order: dmy or mdy` + "\n" +
				`calls.csv:3:1: "2026-02-30 07:00" is not a day of the calendar` + "\n" +
				`calls.csv:4:1: "2026-03-02" has no time of day: write 2026-11-30 09:00, or name two columns, date and clock time` + "\n" +
				`calls.csv:5:1: "07:00" has no date: name two columns, date and clock time` + "\n" +
				`calls.csv:6:1: "2026-03-02 24:00" is not a time of day from 00:00 to 23:59` + "\n" +
				`calls.csv:7:1: "2026-03-02 07:00:07" is not on a whole minute: a row is to hold the count of an interval, not one contact` + "\n" +
				`calls.csv:8:1: "2026-03-02 07:00 PST" is not a time of day: write 09:00`},
		{calls, "At,Calls\n2026-03-02 07:00,1\n2026-03-02 08:00,1\n", "calls.csv: Monday 2026-03-02 lacks 1 of its 2 rows of 30 minutes: 07:30"},
		{calls, "At,Calls\n2026-03-02 07:00,1\n2026-03-02 07:20,1\n2026-03-02 07:40,1\n",
			"calls.csv: rows 20 minutes apart do not divide the scenario's interval of 30 minutes"},
		{calls, "At,Calls\n2026-03-02 07:10,1\n2026-03-02 07:40,1\n",
			"calls.csv: the rows start at 07:10 and every 30 minutes from there, which does not meet the opening at 07:00"},
		{calls, "At,Calls\n2026-03-02 07:00,1\n2026-03-02 07:10,1\n2026-03-02 07:20,1\n2026-03-02 07:30,1\n2026-03-02 07:33,1\n2026-03-02 07:40,1\n2026-03-02 07:50,1\n",
			"calls.csv:6:1: 07:33 is between the file's other rows, which are 10 minutes apart"},
		{calls, "At,Calls\n2026-03-02 07:00,\"1\n", `calls.csv:2:21: a quotation mark " that is not closed, or in the middle of a field`},
		{calls, "At,Calls\n2026-03-02 07:00,1\"\n", `calls.csv:2:19: a quotation mark " in an unquoted field`},
		{calls, "At,Calls\n\x00", "calls.csv: this is not text: it contains zero bytes"},
		{calls, "\xff\xfeA\x00t\x00", "calls.csv: this is UTF-16 text: save it as CSV in UTF-8"},
		{timed, "At,Calls,AHT\n2026-03-02 07:00,1,0\n2026-03-02 07:30,2,310000\n2026-03-02 07:45,2,x\n2026-03-02 07:45,2,\n",
			`calls.csv:2:20: "0" is not a handle time above 0` + "\n" +
				`calls.csv:3:20: "310000" is longer than 24h0m0s: is it a total, not a mean, or in milliseconds?` + "\n" +
				`calls.csv:4:20: "x" is not a number` + "\n" +
				`calls.csv:5:20: "" is not a number`},
		{timed, "At,Calls,AHT\n2026-03-02 07:00,0,1\n2026-03-02 07:30,0,1\n", "calls.csv: there are no contacts, so there is no mean handle time"},
		{Import{Time: []string{"At"}, Volume: "Calls", Weekdays: []time.Weekday{time.Monday}}, "At,Calls\n2026-03-02 07:00,1\n2026-03-09 07:00,1\n",
			"calls.csv: none of the 2 dates is whole; the best, Monday 2026-03-02 lacks 1 of its 2 rows of 30 minutes: 07:30"},
		{Import{Time: []string{"At"}, Volume: "Calls", Weekdays: []time.Weekday{time.Friday}}, "At,Calls\n2026-03-02 07:00,1\n",
			"calls.csv: there are no rows from 07:00-08:00 on these days of the week (the file's only date is 2026-03-02)"},
	} {
		_, err := c.im.Read("calls.csv", strings.NewReader(c.text), morning)
		var list *Errors
		if !errors.As(err, &list) {
			t.Errorf("%q: got %v, want *Errors", c.text, err)
			continue
		}
		if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestReadCountsErrors(t *testing.T) {
	t.Parallel()
	for rows, more := range map[int]string{21: "and 1 more error", 300: "and 280 more errors", 5000: "and more: reading stopped after 1000 errors"} {
		_, err := calls.Read("calls.csv", strings.NewReader("At,Calls\n"+strings.Repeat("2026-03-02 07:00,x\n", rows)), morning)
		text := err.Error()
		if n := strings.Count(text, "\n"); n != MaxErrors || !strings.HasSuffix(text, more) {
			t.Errorf("%d bad rows: %d lines of errors ending in %q, want %d and %q", rows, n, text[strings.LastIndex(text, "\n")+1:], MaxErrors, more)
		}
	}
}

func TestMeanOfWeekdays(t *testing.T) {
	t.Parallel()
	text := "At,Calls,AHT\n" +
		"2026-03-02 07:00,10,100\n2026-03-02 07:30,1,50\n2026-03-02 06:30,5,1\n" + // Monday
		"2026-03-03 07:00,99,1\n2026-03-03 07:30,99,1\n" + // Tuesday
		"2026-03-09 07:00,30,200\n2026-03-09 07:30,0,\n" + // Monday
		"2026-03-16 07:00,7,9\n" // Monday with a gap
	im := Import{Time: []string{"At"}, Volume: "Calls", HandleTime: "AHT", Weekdays: []time.Weekday{time.Monday}}
	s, err := im.Read("calls.csv", strings.NewReader(text), morning)
	if err != nil {
		t.Fatal(err)
	}
	want := &Series{
		Volumes:     []float64{20, 0.5},
		HandleTimes: []time.Duration{175 * time.Second, 50 * time.Second}, // (10 x 100 + 30 x 200) / 40
		Dates:       []time.Time{on(2026, 3, 2), on(2026, 3, 9)},
		Gaps:        []time.Time{on(2026, 3, 16)},
		Step:        30 * time.Minute,
		Outside:     2.5,
		Notes: []string{"calls.csv: 2.5 contacts a day outside 07:00-08:00 left out",
			"calls.csv: 1 of 3 dates left out because rows are missing, the first Monday 2026-03-16"},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := s.Source("calls.csv"); got != "calls.csv, mean of 2 Mondays" {
		t.Error(got)
	}
	im.Weekdays, im.From, im.To = []time.Weekday{time.Tuesday, time.Monday}, on(2026, 3, 3), on(2026, 3, 9)
	if s, err = im.Read("calls.csv", strings.NewReader(text), morning); err != nil {
		t.Fatal(err)
	}
	if got := s.Source("calls.csv"); got != "calls.csv, mean of 2 Mondays and Tuesdays" {
		t.Error(got)
	}
}

func TestPastMidnight(t *testing.T) {
	t.Parallel()
	night := Day{Open: 23 * time.Hour, Close: 25 * time.Hour, Interval: time.Hour}
	text := "At,Calls\n2026-03-02 00:00,100\n2026-03-02 23:00,1\n2026-03-02 23:30,2\n2026-03-03 00:00,4\n2026-03-03 00:30,8\n2026-03-03 01:00,16\n"
	s, err := calls.Read("calls.csv", strings.NewReader(text), night)
	if err != nil {
		t.Fatal(err)
	}
	// Midnight of 2 March belongs to the night of 1 March.
	if diff := cmp.Diff([]float64{3, 12}, s.Volumes); diff != "" || s.Outside != 0 {
		t.Errorf("outside %v, volumes (-want +got):\n%s", s.Outside, diff)
	}
}

// The sums are those of the file by awk, without this package.
func TestBankCalls(t *testing.T) {
	t.Parallel()
	f, err := os.Open("../../../shared/data/bank-calls.csv")
	if err != nil {
		t.Skip("the bank's calls are not here:", err)
	}
	defer f.Close()
	day := Day{Open: 7 * time.Hour, Close: 21 * time.Hour, Interval: 30 * time.Minute}
	im := Import{Time: []string{"DateTime"}, Volume: "Calls", Date: on(2003, 3, 3)}
	s, err := im.Read("bank-calls.csv", f, day)
	if err != nil {
		t.Fatal(err)
	}
	if got := exactSum(s.Volumes); got != 41178 || s.Volumes[0] != 560 || s.Volumes[7] != 2272 || s.Volumes[27] != 509 || s.Step != 5*time.Minute || s.Outside != 79 {
		t.Errorf("Monday 2003-03-03: sum %v, volumes %v, step %v, outside %v", got, s.Volumes, s.Step, s.Outside)
	}
	f.Seek(0, io.SeekStart)
	im = Import{Time: []string{"DateTime"}, Volume: "Calls", Weekdays: []time.Weekday{time.Monday}}
	if s, err = im.Read("bank-calls.csv", f, day); err != nil {
		t.Fatal(err)
	}
	if got := exactSum(s.Volumes); len(s.Dates) != 31 || math.Abs(got-1126519/31.) > 1e-9 || s.Volumes[0] != 11983/31. {
		t.Errorf("mean Monday: %d dates, sum %v, volumes %v", len(s.Dates), got, s.Volumes)
	}
}

// years writes 5-minute counts day after day, to a number of bytes.
type years struct {
	left  int
	at    time.Time
	rest  []byte
	chunk func()
}

func (y *years) Read(p []byte) (int, error) {
	for len(y.rest) < len(p) && y.left > 0 {
		y.rest = y.at.AppendFormat(y.rest, "2006-01-02T15:04:05Z")
		y.rest = append(y.rest, ",123,a column that nobody asked for\n"...)
		y.left -= 56
		// After ten years the same rows begin again a day earlier, unselected.
		if y.at = y.at.Add(5 * time.Minute); y.at.Year() == 2010 {
			y.at = on(1980, 1, 1)
		}
	}
	n := copy(p, y.rest)
	y.rest = append(y.rest[:0], y.rest[n:]...)
	y.chunk()
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 32 MB")
	}
	const size = 32 << 20
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	peak, reads := uint64(0), 0
	y := &years{left: size, at: on(2000, 1, 3), chunk: func() {
		if reads++; reads%64 == 0 {
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc)
		}
	}}
	im := Import{Time: []string{"At"}, Volume: "Calls", Weekdays: []time.Weekday{time.Monday}, From: on(2000, 1, 1), To: on(2005, 12, 31)}
	start := time.Now()
	s, err := im.Read("years.csv", io.MultiReader(strings.NewReader("At,Calls,Other\n"), y), Day{Open: 7 * time.Hour, Close: 21 * time.Hour, Interval: 30 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	used := int64(peak) - int64(before.HeapAlloc)
	t.Logf("%d MB, %d Mondays, %v, peak of the heap %d kB above the start", size>>20, len(s.Dates), time.Since(start).Round(time.Millisecond), used>>10)
	// 168 rows of 24 bytes on 300 Mondays are 1.2 MB, doubled by growing slices and
	// garbage; the file is 32 MB.
	if used > 12<<20 {
		t.Errorf("the heap grew by %d kB", used>>10)
	}
	if len(s.Dates) < 290 || s.Volumes[0] != 6*123 {
		t.Errorf("%d Mondays, first volume %v", len(s.Dates), s.Volumes[0])
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	if _, err := io.ReadAll(&bound{r: strings.NewReader("0123456789"), total: MaxBytes - 5}); err == nil || !strings.Contains(err.Error(), "larger than 512 MiB") {
		t.Errorf("a file over the bound: %v", err)
	}
	open := "At,Calls\n\"" + strings.Repeat("x\n", maxRecord)
	if _, err := calls.Read("calls.csv", strings.NewReader(open), morning); err == nil || !strings.Contains(err.Error(), "a row longer than 1 MiB") {
		t.Errorf("a quote never closed: %v", err)
	}
	for _, day := range []Day{{}, {Open: 7 * time.Hour, Close: 6 * time.Hour, Interval: time.Hour}, {Open: 7 * time.Hour, Close: 8 * time.Hour, Interval: 25 * time.Minute},
		{Open: 7 * time.Hour, Close: 8 * time.Hour, Interval: time.Second}} {
		if _, err := calls.Read("calls.csv", strings.NewReader("At,Calls\n"), day); err == nil {
			t.Errorf("%#v is no day to plan, but is accepted", day)
		}
	}
}

func ExampleImport_Read() {
	file := `Start;Offered
2026-11-30 07:00;41
2026-11-30 07:15;58
2026-11-30 07:30;66
2026-11-30 07:45;71
`
	im := Import{Time: []string{"Start"}, Volume: "Offered", Date: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)}
	s, err := im.Read("acd.csv", strings.NewReader(file), Day{Open: 7 * time.Hour, Close: 8 * time.Hour, Interval: 30 * time.Minute})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Source("acd.csv"), s.Volumes)
	// Output: acd.csv, Monday 2026-11-30 [99 137]
}

func TestReadSample(t *testing.T) {
	t.Parallel()
	got, leftOut, err := ReadSample("times.csv", strings.NewReader("id,seconds\n1,310\n2,\n3,5:10\n4,0\n5,0:00\n6,5m10s\n"), "seconds")
	if diff := cmp.Diff([]float64{310, 310, 310}, got); diff != "" || leftOut != 3 || err != nil {
		t.Errorf("%d left out, %v, (-want +got):\n%s", leftOut, err, diff)
	}
	for text, want := range map[string]string{
		"":                      "times.csv: the file is empty",
		"id,second\n":           "times.csv:1:1: there is no column seconds: did you mean second? (columns there: id, second)",
		"id,seconds\n1,0\n":     "times.csv: there are no handle times in the column seconds",
		"id,seconds\n1\n2,-3\n": "times.csv:2:1: this row does not have the header's 2 columns (a comma in an unquoted number?)\ntimes.csv:3:3: \"-3\" is not a handle time above 0",
		"id,seconds\n1,\"2\n":   `times.csv:2:6: a quotation mark " that is not closed, or in the middle of a field`,
	} {
		if _, _, err := ReadSample("times.csv", strings.NewReader(text), "seconds"); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// The Anonymous Bank's January of 1999, call by call: 31,599 rows (Guedj and Mandelbaum 2000).
func TestReadSampleOfTheBank(t *testing.T) {
	t.Parallel()
	f, err := os.Open("../../../shared/data/anonymous-bank-january.csv")
	if err != nil {
		t.Skip("the bank's calls are not here:", err)
	}
	defer f.Close()
	seconds, leftOut, err := ReadSample("january.csv", f, "ser_time")
	if err != nil || len(seconds)+leftOut != 31599 {
		t.Errorf("%d handle times and %d rows without, %v", len(seconds), leftOut, err)
	}
}
