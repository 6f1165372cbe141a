package mip

// stream is a stream of random numbers: SplitMix64 (Steele, Lea and Flood 2014).
type stream struct{ state uint64 }

func (r *stream) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// unit is uniform in 0 to 1.
func (r *stream) unit() float64 { return float64(r.next()>>11) / (1 << 53) }

// below is uniform in 0 to before n.
func (r *stream) below(n int) int { return int(r.next() % uint64(n)) }
