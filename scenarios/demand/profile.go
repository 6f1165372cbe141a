package demand

import (
	"fmt"
	"math"
)

// Profiles names the daily profiles that Profile knows.
var Profiles = []string{"flat", "two-peaks"}

// twoPeaks is the rate of contacts over the day, at equal steps from opening to
// closing: a steep morning to a late-morning peak, a dip at lunch, a lower
// afternoon peak and a slow evening. The form follows the shape that inbound
// centers share (Brown et al. 2005, figure 3; Gans, Koole and Mandelbaum 2003,
// figure 2); the numbers are round ones.
var twoPeaks = []float64{35, 80, 115, 125, 112, 98, 105, 110, 100, 82, 66, 52, 40, 30, 20}

// Profile returns a named profile as weights per interval of the day, whatever
// the interval's length: weights at a finer interval add up to those at a
// coarser one.
func Profile(name string, d Day) ([]float64, error) {
	n := d.Intervals()
	weights := make([]float64, n)
	switch name {
	case "flat":
		for i := range weights {
			weights[i] = 1
		}
	case "two-peaks":
		for i := range weights {
			weights[i] = area(twoPeaks, float64(i+1)/float64(n)) - area(twoPeaks, float64(i)/float64(n))
		}
	default:
		return nil, fmt.Errorf("no profile is called %s: there are %s", quoteName(name), listNames(Profiles))
	}
	return weights, nil
}

// area is the integral from 0 to x, in [0, 1], of the function that joins the
// given values at equal steps by straight lines.
func area(values []float64, x float64) float64 {
	steps := len(values) - 1
	at := x * float64(steps)
	whole := min(int(at), steps-1)
	sum := 0.0
	for i := range whole {
		sum += (values[i] + values[i+1]) / 2
	}
	part := at - float64(whole)
	a, b := values[whole], values[whole+1]
	return (sum + part*(a+part*(b-a)/2)) / float64(steps)
}

// Spread shares a day's total out in proportion to the weights. The volumes add
// up to the total: their exact sum is within 2^-53 of it, relatively, which is what
// rounding the last of them costs.
// Weights are at least 0 and not all 0; the total is at least 0.
func Spread(total float64, weights []float64) ([]float64, error) {
	if !(total >= 0) || math.IsInf(total, 0) {
		return nil, fmt.Errorf("a total of %v contacts cannot be spread", total)
	}
	largest := 0
	for i, w := range weights {
		if !(w >= 0) || math.IsInf(w, 0) {
			return nil, fmt.Errorf("weight %d is %v: weights are at least 0", i+1, w)
		}
		if w > weights[largest] {
			largest = i
		}
	}
	if len(weights) == 0 || weights[largest] == 0 {
		return nil, fmt.Errorf("a profile needs at least one weight above 0")
	}
	// Scaled by the largest, no sum of weights overflows or vanishes.
	scaled := make([]float64, len(weights))
	for i, w := range weights {
		scaled[i] = w / weights[largest]
	}
	sum := exactSum(scaled)
	volumes := make([]float64, len(weights))
	lack := []float64{total}
	for i, w := range scaled {
		volumes[i] = total * (w / sum)
		lack = append(lack, -volumes[i])
	}
	// What rounding lost goes to the largest volume, which feels it least.
	volumes[largest] += exactSum(lack)
	return volumes, nil
}

// exactSum adds with compensation (Neumaier 1974): the error does not grow with the number of values.
func exactSum(values []float64) float64 {
	var sum, lost float64
	for _, v := range values {
		next := sum + v
		if math.Abs(sum) >= math.Abs(v) {
			lost += (sum - next) + v
		} else {
			lost += (v - next) + sum
		}
		sum = next
	}
	return sum + lost
}
