package erlang

import "math"

// exp2Table holds 2^{-i/64}.
var exp2Table = func() (t [64]float64) {
	for i := range t {
		t[i] = math.Exp2(-float64(i) / 64)
	}
	return t
}()

// expNeg returns e^{-x} for 0 <= x <= 600 within 3 units in the last place, in
// a third of the time of math.Exp: e^{-x} = 2^{-k/64} e^{-r}, |r| <= ln 2 / 128
// (Tang 1989, "Table-driven implementation of the exponential function").
func expNeg(x float64) float64 {
	k := int(x*(64/math.Ln2) + 0.5)
	f := float64(k)
	r := (x - f*(6.93147180369123816490e-01/64)) - f*(1.90821492927058770002e-10/64)
	p := 1 - r*(1-r*(1./2-r*(1./6-r*(1./24-r*(1./120)))))
	return math.Float64frombits(math.Float64bits(exp2Table[k&63])-uint64(k>>6)<<52) * p
}
