package erlang

// A rule is a Gauss-Legendre rule: its integral of f over [-1, 1] is the sum of f at the nodes
// by the weights (Abramowitz and Stegun 1964, table 25.4; TestGaussRules recomputes them).
type rule struct{ nodes, weights []float64 }

// symmetric returns the rule whose positive nodes are given.
func symmetric(nodes, weights []float64) rule {
	var r rule
	for i := len(nodes) - 1; i >= 0; i-- {
		r.nodes, r.weights = append(r.nodes, -nodes[i]), append(r.weights, weights[i])
	}
	r.nodes, r.weights = append(r.nodes, nodes...), append(r.weights, weights...)
	return r
}

// graded28 is a rule for [0, 1], dense at 0: gauss28 for t with the node (t + 2t²)/3.
var graded28 = func() (r rule) {
	for i, x := range gauss28.nodes {
		t := (1 + x) / 2
		r.nodes = append(r.nodes, (t+2*t*t)/3)
		r.weights = append(r.weights, gauss28.weights[i]/2*(1+4*t)/3)
	}
	return r
}()

// gauss16 has 16 points: exact to rounding for exp of a concave function that falls by at most 12.
var gauss16 = symmetric([]float64{
	0.0950125098376374402,
	0.281603550779258913,
	0.458016777657227386,
	0.617876244402643748,
	0.755404408355003034,
	0.865631202387831744,
	0.944575023073232576,
	0.989400934991649933,
}, []float64{
	0.189450610455068496,
	0.182603415044923589,
	0.169156519395002538,
	0.149595988816576732,
	0.124628971255533872,
	0.0951585116824927848,
	0.0622535239386478929,
	0.0271524594117540949,
})

// gauss28 has 28 points: exact to rounding for exp of a concave function that falls by at most 46.
var gauss28 = symmetric([]float64{
	0.0550792898840342704,
	0.164569282133380771,
	0.272061627635178078,
	0.37625151608907871,
	0.475874224955118261,
	0.569720471811401719,
	0.656651094038864961,
	0.735610878013631772,
	0.805641370917179171,
	0.865892522574395049,
	0.915633026392132074,
	0.954259280628938197,
	0.981303165370872754,
	0.99644249757395445,
}, []float64{
	0.110047013016475196,
	0.108711192258294135,
	0.106055765922846418,
	0.10211296757806077,
	0.0969306579979299159,
	0.0905717443930328409,
	0.0831134172289012184,
	0.074646214234568779,
	0.0652729239669995958,
	0.0551073456757167454,
	0.0442729347590042278,
	0.03290142778230438,
	0.0211321125927712598,
	0.00912428259309451774,
})
