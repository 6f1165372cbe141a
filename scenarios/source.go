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
func (r *resolver) demand(path string, in demandIn) (volumes []float64, words string, imported *demand.Series) {
	if !r.given(path) || r.bad[path] {
		return nil, "", nil
	}
	csvOnly := []string{"time", "date_order", "volume", "handle_time", "date", "weekdays", "from", "to"}
	var sources []string
	for _, key := range []string{"volumes", "total", "csv"} {
		if r.given(path + "." + key) {
			sources = append(sources, key)
		}
	}
	if len(sources) != 1 {
		if len(sources) == 0 {
			r.wrong(path, "nothing says how many contacts there are: give volumes, total with profile, or csv")
		} else {
			r.wrong(path, "%s are given: exactly one of volumes, total and csv can be", strings.Join(sources, " and "))
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
	if sources[0] != "total" && r.given(path+".profile") {
		r.wrong(path+".profile", "a profile needs a total to spread")
	}
	switch sources[0] {
	case "volumes":
		volumes, words = r.listed(path+".volumes", in.Volumes), "listed in the scenario"
	case "total":
		volumes, words = r.profiled(path, in)
	case "csv":
		imported = r.imported(path, in)
		if imported == nil {
			return nil, "", nil
		}
		volumes, words = slices.Clone(imported.Volumes), imported.Source(filepath.Base(string(*in.CSV)))
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
	if r.bad[path] || !r.counted(path, "volume", len(list)) {
		return nil
	}
	volumes := make([]float64, len(list))
	for i, v := range list {
		volumes[i] = float64(v)
	}
	return volumes
}

// profiled shares a total out over the profile.
func (r *resolver) profiled(path string, in demandIn) (volumes []float64, words string) {
	at := path + ".profile"
	if !r.given(at) {
		r.wrong(path, "profile is missing: give the total's form, one weight per interval or one of %s", strings.Join(demand.Profiles, ", "))
		return nil, ""
	}
	if in.Profile == nil || in.Total == nil || !r.known() {
		return nil, ""
	}
	var weights []float64
	form := "the scenario's profile"
	if in.Profile.name != "" {
		weights, _ = demand.Profile(string(in.Profile.name), r.day)
		form = "the profile " + string(in.Profile.name)
	} else {
		if !r.counted(at, "weight", len(in.Profile.weights)) {
			return nil, ""
		}
		for _, w := range in.Profile.weights {
			weights = append(weights, float64(w))
		}
	}
	volumes, err := demand.Spread(float64(*in.Total), weights)
	if err != nil {
		r.wrong(at, "%v", err)
		return nil, ""
	}
	return volumes, strconv.FormatFloat(float64(*in.Total), 'f', -1, 64) + " contacts over " + form
}

// imported reads the volumes from a CSV file.
func (r *resolver) imported(path string, in demandIn) *demand.Series {
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
	// What is read once serves every variant.
	r.files = append(r.files, namedFile{string(*in.CSV), r.at(path+".csv", string(*in.CSV))})
	asked := fmt.Sprintf("%q %v %v %v", r.at(path+".csv", string(*in.CSV)), im, r.day, r.day.Interval)
	series := r.imports.get(asked)
	if series == nil {
		f := r.open(path+".csv", string(*in.CSV))
		if f == nil {
			return nil
		}
		defer f.Close()
		var err error
		if series, err = im.Read(string(*in.CSV), f, r.day); err != nil {
			r.fileErrors(path, string(*in.CSV), err)
			return nil
		}
		r.imports.put(asked, series)
	}
	r.s.Notes = append(r.s.Notes, series.Notes...)
	return series
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
