package whatif

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Shard is a part of a sweep: the I-th of Of equal parts, from 1. The cuts are rational: shard i/n has the points
// from ⌊N (i-1)/n⌋ to before ⌊N i/n⌋, so that 1/2 ends where 3/4 begins, and any shards whose
// fractions tile the whole tile the points.
type Shard struct {
	I  int `json:"shard"`
	Of int `json:"of"`
}

// maxShards is how many parts a sweep may be cut in.
const maxShards = 1_000_000

// ParseShard reads i/n; "" is the whole.
func ParseShard(text string) (Shard, error) {
	if text == "" {
		return Shard{1, 1}, nil
	}
	a, b, ok := strings.Cut(text, "/")
	i, errI := strconv.Atoi(a)
	n, errN := strconv.Atoi(b)
	if !ok || errI != nil || errN != nil || i < 1 || n < 1 || i > n || n > maxShards {
		return Shard{}, fmt.Errorf("%s is not a shard: write i/n, from 1/n to n/n, n at most %d", text, maxShards)
	}
	return Shard{i, n}, nil
}

func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.I, s.Of) }

// Range is the shard's points of n: from the first to before the second.
func (s Shard) Range(n int) (from, to int) { return cut(n, s.I-1, s.Of), cut(n, s.I, s.Of) }

// cut is ⌊n i / of⌋ without overflow.
func cut(n, i, of int) int {
	hi, lo := bits.Mul64(uint64(n), uint64(i))
	q, _ := bits.Div64(hi, lo, uint64(of)) // i <= of, so the quotient is at most n
	return int(q)
}
