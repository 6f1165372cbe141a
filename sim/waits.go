package sim

// Waits counts waits in bins of bounded number, so that quantiles are within 1 %
// whatever the number of contacts.
type Waits struct {
	Answered  Histogram `json:"answered"`
	Abandoned Histogram `json:"abandoned"`
}

// Histogram is a count of durations over logarithmic bins.
type Histogram struct{}

// Count is the number of durations counted.
func (h Histogram) Count() float64 { panic("not yet") }

// Below is the share of durations of at most t seconds.
func (h Histogram) Below(t float64) float64 { panic("not yet") }

// Quantile is the duration in seconds that a share p of all stays below.
func (h Histogram) Quantile(p float64) float64 { panic("not yet") }
