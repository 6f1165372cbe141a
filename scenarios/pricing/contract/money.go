package contract

import (
	"errors"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Money is an amount in hundredths of the currency's unit: what an invoice can say. Sums of
// amounts are exact up to 10^16 of the unit, where they stop.
type Money int64

// Price is money per unit in millionths of the currency's unit: 4.125 a contact is 4,125,000.
type Price int64

// Quantity counts units in millionths: 12.5 hours are 12,500,000.
type Quantity int64

// Share is a part of a whole in millionths: 2 % is 20,000.
type Share int64

// One is the whole.
const One Share = 1_000_000

// Bounds of what can be billed without leaving the range of whole numbers.
const (
	MaxPrice    = 1e9  // currency units a unit
	MaxQuantity = 1e11 // units
	maxMoney    = math.MaxInt64 / 8
)

// RoundMoney is an amount of currency units to the nearest cent, half a cent away from 0. An
// amount beyond all bounds is the largest that there is.
func RoundMoney(x float64) Money { return Money(whole(x*100, maxMoney)) }

// RoundPrice is a price to the nearest millionth.
func RoundPrice(x float64) Price { return Price(whole(x*1e6, MaxPrice*1e6)) }

// RoundQuantity is a quantity to the nearest millionth.
func RoundQuantity(x float64) Quantity { return Quantity(whole(x*1e6, MaxQuantity*1e6)) }

// RoundShare is a share to the nearest millionth.
func RoundShare(x float64) Share { return Share(whole(x*1e6, 1e12)) }

func whole(x, most float64) int64 {
	if x != x {
		return 0
	}
	return int64(math.Round(min(max(x, -most), most)))
}

// Float is the amount in currency units.
func (m Money) Float() float64 { return float64(m) / 100 }

// Float is the price in currency units.
func (p Price) Float() float64 { return float64(p) / 1e6 }

// Float is the quantity in units.
func (q Quantity) Float() float64 { return float64(q) / 1e6 }

// Float is the share as a number, 0.02 for 2 %.
func (s Share) Float() float64 { return float64(s) / 1e6 }

// Times is the charge for a quantity at the price, rounded once, half a cent away from 0:
//
//	amount = price · quantity
//
// The product is exact before it is rounded.
func (p Price) Times(q Quantity) Money {
	return Money(divided(int64(p), int64(q), 1e10)) // 1e-6 · 1e-6 in 1e-2
}

// Of is the share of an amount, rounded half a cent away from 0.
func (s Share) Of(m Money) Money { return Money(divided(int64(s), int64(m), 1e6)) }

// OfQuantity is the share of a quantity, rounded to a millionth.
func (s Share) OfQuantity(q Quantity) Quantity { return Quantity(divided(int64(s), int64(q), 1e6)) }

// divided is a · b / by, rounded half away from 0, with the product in 128 bits.
func divided(a, b int64, by uint64) int64 {
	negative := (a < 0) != (b < 0)
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	lo, carry := bits.Add64(lo, by/2, 0)
	hi += carry
	if hi >= by {
		hi, lo = by-1, math.MaxUint64 // beyond all bounds
	}
	q, _ := bits.Div64(hi, lo, by)
	n := int64(min(q, maxMoney))
	if negative {
		return -n
	}
	return n
}

func magnitude(x int64) uint64 {
	if x < 0 {
		return uint64(-x)
	}
	return uint64(x)
}

// Plus is the sum, which stops at the largest amount that there is.
func (m Money) Plus(n Money) Money { return min(max(m+n, -maxMoney), maxMoney) } // each within an eighth of the range

// String writes an amount with thousands separated: 194,887.34.
func (m Money) String() string {
	v, sign := int64(m), ""
	if v < 0 {
		v, sign = -v, "-"
	}
	return sign + thousands(strconv.FormatInt(v/100, 10)) + "." + pad(v%100, 2)
}

// String writes a price to the cent, or with the decimals that it has beyond: 4.10, 0.0125.
func (p Price) String() string {
	v, sign := int64(p), ""
	if v < 0 {
		v, sign = -v, "-"
	}
	decimals := strings.TrimRight(pad(v%1e6, 6), "0")
	for len(decimals) < 2 {
		decimals += "0"
	}
	return sign + thousands(strconv.FormatInt(v/1e6, 10)) + "." + decimals
}

func pad(v int64, digits int) string {
	s := strconv.FormatInt(v, 10)
	return strings.Repeat("0", max(0, digits-len(s))) + s
}

func thousands(s string) string {
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// MarshalJSON writes the amount as a number of currency units with two decimals.
func (m Money) MarshalJSON() ([]byte, error) {
	return []byte(strings.ReplaceAll(m.String(), ",", "")), nil
}

// UnmarshalJSON reads a number of at most two decimals.
func (m *Money) UnmarshalJSON(text []byte) error { return decimal(text, 2, (*int64)(m)) }

// MarshalJSON writes the price as a number of currency units.
func (p Price) MarshalJSON() ([]byte, error) {
	return []byte(strings.ReplaceAll(p.String(), ",", "")), nil
}

// UnmarshalJSON reads a number of at most six decimals.
func (p *Price) UnmarshalJSON(text []byte) error { return decimal(text, 6, (*int64)(p)) }

// MarshalJSON writes the quantity as a number of units.
func (q Quantity) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, q.Float(), 'f', -1, 64), nil
}

// UnmarshalJSON reads a number of at most six decimals.
func (q *Quantity) UnmarshalJSON(text []byte) error { return decimal(text, 6, (*int64)(q)) }

// MarshalJSON writes the share as a number, 0.02 for 2 %.
func (s Share) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, s.Float(), 'f', -1, 64), nil
}

// UnmarshalJSON reads a number of at most six decimals.
func (s *Share) UnmarshalJSON(text []byte) error { return decimal(text, 6, (*int64)(s)) }

// ParsePrice reads a price in plain decimals, exactly.
func ParsePrice(text string) (Price, error) {
	var p Price
	err := decimal([]byte(text), 6, (*int64)(&p))
	return p, err
}

var errDecimals = errors.New("is not a plain number with few enough decimals")

// decimal reads a plain number of at most so many decimals, exactly.
func decimal(text []byte, decimals int, to *int64) error {
	s := string(text)
	rest, negative := strings.CutPrefix(s, "-")
	units, part, _ := strings.Cut(rest, ".")
	part = strings.TrimRight(part, "0")
	if units == "" || len(part) > decimals || len(units) > 15-decimals+3 {
		return errDecimals
	}
	n, err := strconv.ParseUint(units+part+strings.Repeat("0", decimals-len(part)), 10, 63)
	if err != nil {
		return errDecimals
	}
	*to = int64(n)
	if negative {
		*to = -*to
	}
	return nil
}
