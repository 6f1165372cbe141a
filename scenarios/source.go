package scenarios

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontoffice/scenarios/demand"
)

// demand makes a channel's volumes, and says in words where they come from.
func (r *resolver) demand(path, kind string, in demandIn) (volumes []float64, words string, imported *demand.Series) {
	if !r.given(path) || r.bad[path] {
		return nil, "", nil
	}
	csvOnly := []string{"time", "date_order", "volume", "handle_time", "date", "weekdays", "from", "to"}
	var sources []string
	for _, key := range []string{"volumes", "total", "daily", "csv"} {
		if r.given(path + "." + key) {
			sources = append(sources, key)
		}
	}
	if len(sources) != 1 {
		if len(sources) == 0 {
			r.wrong(path, "nothing says how many contacts there are: give volumes, total with profile, or csv")
		} else {
			r.wrong(path, "%s are given: exactly one of volumes, total, daily and csv can be", strings.Join(sources, " and "))
		}
		return nil, "", nil
	}
	if sources[0] != "csv" {
		for _, key := range csvOnly {
			if r.given(path + "." + key) {
				r.wrong(path+"."+key, "%s belongs to a csv file, and none is named", key)
			}
		}
	}
	if sources[0] != "total" && sources[0] != "daily" && r.given(path+".profile") {
		r.wrong(path+".profile", "a profile needs a total to spread, or daily ones")
	}
	switch sources[0] {
	case "volumes":
		volumes, words = r.listed(path+".volumes", in.Volumes), "listed in the scenario"
	case "total", "daily":
		volumes, words = r.profiled(path, in)
	case "csv":
		imported = r.imported(path, kind, in)
		if imported == nil {
			return nil, "", nil
		}
		volumes, words = slices.Clone(imported.Volumes), imported.Source(filepath.Base(string(*in.CSV)))
		if r.s.Days != nil {
			words = fmt.Sprintf("%s, %d days from %s", filepath.Base(string(*in.CSV)), len(r.s.Days), imported.Dates[0].Format("Monday 2006-01-02"))
		}
	}
	if r.bad[path+".scale"] {
		return nil, "", nil
	}
	any := false
	for i := range volumes {
		volumes[i] *= float64(in.Scale)
		any = any || volumes[i] > 0
	}
	if len(volumes) > 0 && !any {
		r.wrong(path, "there are no contacts at all in the day")
		return nil, "", nil
	}
	if in.Scale != 1 {
		words += fmt.Sprintf(", scaled to %.6g%%", 100*float64(in.Scale))
	}
	return volumes, words, imported
}

// listed takes the volumes written in the file.
func (r *resolver) listed(path string, list []number) []float64 {
	if r.anyBad(path) {
		return nil
	}
	return pick(list, r.list(path, "volume", len(list)))
}

// pick is the values at the given places; 0 at a place below 0.
func pick(list []number, at []int) []float64 {
	if at == nil {
		return nil
	}
	values := make([]float64, len(at))
	for k, i := range at {
		if i >= 0 {
			values[k] = float64(list[i])
		}
	}
	return values
}

// profiled shares a total out over the profile, or one for each day over that day's.
func (r *resolver) profiled(path string, in demandIn) (volumes []float64, words string) {
	at := path + ".profile"
	if !r.given(at) {
		r.wrong(path, "profile is missing: give the total's form, one weight per interval or one of %s", strings.Join(demand.Profiles, ", "))
		return nil, ""
	}
	if in.Profile == nil || in.Total == nil && in.Daily == nil || !r.known() || r.anyBad(path+".daily") {
		return nil, ""
	}
	weights, form := r.profileWeights(at, *in.Profile)
	if weights == nil {
		return nil, ""
	}
	if in.Daily != nil {
		return r.spreadDaily(path, in, weights), "listed by day, over " + form
	}
	volumes, err := demand.Spread(float64(*in.Total), weights)
	if err != nil {
		r.wrong(at, "%v", err)
		return nil, ""
	}
	return volumes, strconv.FormatFloat(float64(*in.Total), 'f', -1, 64) + " contacts over " + form
}

// profileWeights is a profile's weight of each interval, and its name.
func (r *resolver) profileWeights(at string, p profile) (weights []float64, form string) {
	if p.name == "" {
		return pick(p.weights, r.list(at, "weight", len(p.weights))), "the scenario's profile"
	}
	form = "the profile " + string(p.name)
	if r.s.Days == nil {
		weights, _ = demand.Profile(string(p.name), r.day)
		return weights, form
	}
	weights = make([]float64, r.day.Intervals())
	for _, d := range r.s.Days {
		if d == (Opening{}) {
			continue
		}
		of, _ := demand.Profile(string(p.name), demand.Day{Open: d.Open, Close: d.Close, Interval: r.day.Interval})
		copy(weights[(d.Open-r.day.Open)/r.day.Interval:], of)
	}
	return weights, form
}

// spreadDaily shares the contacts of each day of the calendar out over the weights of its intervals.
func (r *resolver) spreadDaily(path string, in demandIn, weights []float64) []float64 {
	if r.s.Days == nil {
		r.wrong(path+".daily", "daily contacts are of several days, and hours has one: give total, or hours of each day")
		return nil
	}
	if n := len(in.Daily); n != len(r.s.Days) {
		r.wrong(path+".daily", "%s given: %d are needed, one for each day of hours", plural(n, "number"), len(r.s.Days))
		return nil
	}
	volumes := make([]float64, len(weights))
	for day, total := range in.Daily {
		var of []int
		var parts []float64
		for k, w := range weights {
			if r.s.DayOf(k) == day {
				of, parts = append(of, k), append(parts, w)
			}
		}
		if total == 0 {
			continue
		}
		shared, err := demand.Spread(float64(total), parts)
		if err != nil {
			at := fmt.Sprintf("%s.daily[%d]", path, day)
			if d := r.s.Days[day]; d == (Opening{}) {
				r.wrong(at, "the day is closed, and the profile is of opening hours: for contacts that come in closed hours give profile a list of weights for 24 hours from midnight")
				return nil
			}
			read := ""
			if n := len(in.Profile.weights); n > 0 && (n == r.s.openIntervals() || n == r.s.alike()) {
				read = fmt.Sprintf(" (its %d weights are read as those of the opening hours)", len(in.Profile.weights))
			}
			r.wrong(at, "the profile has no weight on this day%s: %v", read, err)
			return nil
		}
		for i, k := range of {
			volumes[k] = shared[i]
		}
	}
	return volumes
}

// imported reads the volumes from a CSV file.
func (r *resolver) imported(path, kind string, in demandIn) *demand.Series {
	if r.s.Days != nil && r.given(path+".weekdays") {
		r.wrong(path+".weekdays", "hours has several days, and the mean of weekdays is of one: leave weekdays out, and the dates are those of hours")
		return nil
	}
	missing := func(key, example string) {
		if !r.given(path + "." + key) {
			r.wrong(path, "%s is missing: name the column of the csv file, for example %s: %s", key, key, example)
		}
	}
	missing("time", "DateTime")
	missing("volume", "Calls")
	im := demand.Import{Time: make([]string, len(in.Time))}
	for i, c := range in.Time {
		im.Time[i] = string(c)
	}
	if in.DateOrder != nil {
		im.DateOrder = demand.DateOrder(*in.DateOrder)
	}
	byWeekday := r.given(path + ".weekdays")
	switch {
	case byWeekday && in.Date != nil:
		r.wrong(path+".weekdays", "date and weekdays are both given: a date, or the mean of weekdays")
	case !byWeekday && (in.From != nil || in.To != nil):
		r.wrong(path, "from and to bound the mean of weekdays, and none are given")
	case !byWeekday && in.Date != nil:
		im.Date = time.Time(*in.Date)
	case !byWeekday && !r.given("date"):
		r.wrong(path, "which day of the csv file? Give a date, or weekdays: [monday] for a mean")
	case !byWeekday:
		im.Date = r.s.Date
	}
	for _, day := range in.Weekdays {
		im.Weekdays = append(im.Weekdays, weekday(string(day)))
	}
	if in.From != nil {
		im.From = time.Time(*in.From)
	}
	if in.To != nil {
		im.To = time.Time(*in.To)
	}
	if in.From != nil && in.To != nil && im.To.Before(im.From) {
		r.wrong(path+".to", "the last date is before the first")
	}
	if !r.known() || r.anyBad(path) || r.bad["date"] || in.CSV == nil || in.Volume == nil {
		return nil
	}
	im.Volume = string(*in.Volume)
	if in.HandleTime != nil {
		im.HandleTime = string(*in.HandleTime)
	}
	var series *demand.Series
	if r.s.Days == nil {
		series = r.readDay(path, string(*in.CSV), im, r.day)
	} else {
		series = r.readDays(path, kind, string(*in.CSV), im)
	}
	if series == nil {
		return nil
	}
	r.s.Notes = append(r.s.Notes, series.Notes...)
	return series
}

// readDay reads a day's demand from a CSV file. What is read once serves every variant.
func (r *resolver) readDay(path, name string, im demand.Import, day demand.Day) *demand.Series {
	r.files = append(r.files, namedFile{name, r.at(path+".csv", name)})
	asked := fmt.Sprintf("%q %v %v %v", r.at(path+".csv", name), im, day, day.Interval)
	if series := r.imports.get(asked); series != nil {
		return series
	}
	f := r.open(path+".csv", name)
	if f == nil {
		return nil
	}
	defer f.Close()
	series, err := im.Read(name, f, day)
	if err != nil {
		r.fileErrors(path, name, err)
		return nil
	}
	r.imports.put(asked, series)
	return series
}

// readDays reads the demand of several days in a row, each by its date: of the opening hours, or, where
// work waits, around the clock.
func (r *resolver) readDays(path, kind, name string, im demand.Import) *demand.Series {
	if kind == Deferred && r.s.aroundTheClock() == 0 {
		r.wrong("interval", "intervals of %s from %s do not meet midnight, and the rows of %s are taken from midnight to midnight", ShortDuration(r.day.Interval), Clock(r.s.Open), name)
		return nil
	}
	first := im.Date
	all := &demand.Series{Volumes: make([]float64, r.day.Intervals())}
	for i, o := range r.s.Days {
		at := time.Duration(i) * 24 * time.Hour
		day := demand.Day{Open: o.Open - at, Close: o.Close - at, Interval: r.day.Interval}
		if kind == Deferred {
			day.Open, day.Close = 0, 24*time.Hour
		} else if o == (Opening{}) {
			continue
		}
		im.Date = first.AddDate(0, 0, i)
		of := r.readDay(path, name, im, day)
		if of == nil {
			return nil
		}
		all.Dates = append(all.Dates, of.Dates...)
		if of.HandleTimes != nil && all.HandleTimes == nil {
			all.HandleTimes = slices.Repeat([]time.Duration{of.HandleTimes[0]}, r.day.Intervals())
		}
		for k, v := range of.Volumes {
			to := int((at + day.Open + time.Duration(k)*r.day.Interval - r.s.Open) / r.day.Interval)
			if at+day.Open+time.Duration(k)*r.day.Interval < r.s.Open || to >= len(all.Volumes) {
				continue
			}
			all.Volumes[to] = v
			for j := to; all.HandleTimes != nil && j < len(all.HandleTimes); j++ { // until the next, as before
				all.HandleTimes[j] = of.HandleTimes[k]
			}
		}
		if kind != Deferred { // what lies outside the hours is not planned for
			all.Outside += of.Outside
		}
	}
	if all.Outside > 0 {
		all.Notes = append(all.Notes, fmt.Sprintf("%s: %.0f contacts outside the hours are left out", name, all.Outside))
	}
	return all
}

// weekday is the day of a name of the format; the decoder let no other pass.
func weekday(name string) time.Weekday {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.EqualFold(day.String(), name) {
			return day
		}
	}
	return time.Sunday
}

// at is where a file named at a path of the scenario is: relative to the text that names it.
func (r *resolver) at(path, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(r.from(r.values[path]).dir, filepath.FromSlash(name))
}

// open opens a file named in the scenario; it reports a problem and returns nil where it cannot.
func (r *resolver) open(path, name string) io.ReadCloser {
	full := r.at(path, name)
	r.files = append(r.files, namedFile{name, full})
	f, err := os.Open(full)
	if err == nil {
		info, statErr := f.Stat()
		if statErr == nil && !info.IsDir() {
			return f
		}
		f.Close()
		if err = statErr; err == nil {
			err = errors.New("is a directory")
		}
	}
	hint := ""
	if errors.Is(err, os.ErrNotExist) {
		if there, err := os.ReadDir(filepath.Dir(full)); err == nil {
			var names []string
			for _, e := range there {
				names = append(names, e.Name())
			}
			hint = didYouMean(filepath.Base(full), names)
		}
	}
	r.wrong(path, "%v%s", openError(full, err), hint)
	return nil
}

// fileErrors reports what is wrong with a CSV file: at its lines, or where the
// scenario asks for something that is not in it.
func (r *resolver) fileErrors(path, name string, err error) {
	var list *demand.Errors
	if !errors.As(err, &list) {
		r.wrong(path+".csv", "%s: %v", name, err)
		return
	}
	for _, e := range list.List {
		if e.Line <= 1 { // the header, or nothing in particular
			r.wrong(path+"."+e.About, "%s: %s", name, e.Message)
			continue
		}
		r.wrong(path+".csv", "%s", e.Message)
		p := &r.problems[len(r.problems)-1]
		p.File, p.Line, p.Column, p.Snippet = r.at(path+".csv", name), e.Line, e.Column, ""
	}
	if list.More > 0 {
		r.wrong(path+".csv", "%s: %s", name, list.Rest())
	}
}

// sample takes measured handle times from the scenario or a file.
func (r *resolver) sample(path string, in *sample) []time.Duration {
	if in == nil || r.anyBad(path) {
		return nil
	}
	if in.file == nil {
		times := make([]time.Duration, len(in.spans))
		for i, s := range in.spans {
			times[i] = time.Duration(s)
		}
		return times
	}
	name := string(in.file.CSV)
	f := r.open(path+".csv", name)
	if f == nil {
		return nil
	}
	defer f.Close()
	seconds, leftOut, err := demand.ReadSample(name, f, string(in.file.Column))
	if err != nil {
		r.fileErrors(path, name, err)
		return nil
	}
	if leftOut > 0 {
		r.s.Notes = append(r.s.Notes, fmt.Sprintf("%s: %d rows without a handle time left out of the sample", name, leftOut))
	}
	times := make([]time.Duration, len(seconds))
	for i, s := range seconds {
		times[i] = max(1, time.Duration(math.Round(s*float64(time.Second))))
	}
	return slices.Clip(times)
}
