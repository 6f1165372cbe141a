package mip

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"
)

var inf = math.Inf(1)

func cyc(demand []float64, length int, fit bool) *Problem {
	n := len(demand)
	p := &Problem{}
	for i, d := range demand {
		r := Row{fmt.Sprint(i), d, inf}
		if fit {
			r.Upper = d
		}
		p.Rows = append(p.Rows, r)
	}
	for s := range n {
		c := Column{Name: fmt.Sprint(s), Cost: 1, Upper: 100, Integer: true}
		if fit {
			c.Cost = 0
		}
		if s+length <= n {
			c.Runs = []Run{{s, s + length, 1}}
		} else {
			c.Runs = []Run{{0, s + length - n, 1}, {s, n, 1}}
		}
		p.Columns = append(p.Columns, c)
	}
	if fit {
		for i := range n {
			p.Columns = append(p.Columns, Column{"u", 1, 0, 1000, false, []Run{{i, i + 1, 1}}}, Column{"o", 1, 0, 1000, false, []Run{{i, i + 1, -1}}})
		}
	}
	return p
}

func dayOne(k int) *Problem {
	demand := []float64{10.0, 15.0, 19.0, 23.0, 25.0, 26.0, 24.0, 20.0, 16.0, 16.0, 22.0, 24.0, 23.0, 22.0, 20.0, 19.0, 17.0, 16.0, 14.0, 12.0, 10.0, 8.0, 7.0, 6.0}
	p := &Problem{}
	for i, d := range demand {
		p.Rows = append(p.Rows, Row{fmt.Sprint(i), d, inf})
	}
	groups := map[string][]int{}
	var order []string
	for s := range 24 {
		for _, f := range []struct {
			n      int
			breaks []int
			cost   float64
		}{{17, []int{7, 8, 9, 10}, 8}, {12, []int{5, 6, 7}, 5.75}, {8, []int{-1}, 4.4}} {
			if s+f.n > 24 {
				continue
			}
			for _, b := range f.breaks {
				c := Column{Name: fmt.Sprint(s, f.n, b), Cost: f.cost, Upper: inf, Integer: true}
				if b < 0 {
					c.Runs = []Run{{s, s + f.n, 1}}
				} else {
					c.Runs = []Run{{s, s + b, 1}, {s + b + 1, s + f.n, 1}}
				}
				u := 0.0
				for _, r := range c.Runs {
					for i := r.From; i < r.To; i++ {
						u = max(u, demand[i])
					}
				}
				c.Upper = u
				g := fmt.Sprint(s, f.n)
				if groups[g] == nil {
					order = append(order, g)
				}
				groups[g] = append(groups[g], len(p.Columns))
				p.Columns = append(p.Columns, c)
			}
		}
	}
	if k > 0 {
		p.Rows = append(p.Rows, Row{"k", -inf, float64(k)})
		for _, g := range order {
			y := Column{Name: g, Upper: 1, Integer: true, Runs: []Run{{24, 25, 1}}}
			for _, j := range groups[g] {
				i := len(p.Rows)
				p.Rows = append(p.Rows, Row{"l", -inf, 0})
				y.Runs = append(y.Runs, Run{i, i + 1, -p.Columns[j].Upper})
				p.Columns[j].Runs = append(p.Columns[j].Runs, Run{i, i + 1, 1})
			}
			p.Columns = append(p.Columns, y)
		}
	}
	return p
}

func TestRef(t *testing.T) {
	for name, p := range map[string]*Problem{
		"ctu 55":    cyc([]float64{6.0, 6.0, 6.0, 6.0, 6.0, 8.0, 9.0, 12.0, 18.0, 22.0, 25.0, 21.0, 21.0, 20.0, 18.0, 21.0, 21.0, 24.0, 24.0, 18.0, 18.0, 18.0, 12.0, 8.0}, 8, false),
		"dev1 28":   cyc([]float64{6.0, 6.0, 6.0, 6.0, 6.0, 8.0, 9.0, 12.0, 18.0, 22.0, 25.0, 21.0, 21.0, 20.0, 18.0, 21.0, 21.0, 24.0, 24.0, 18.0, 18.0, 18.0, 12.0, 8.0}, 8, true),
		"dev3 37":   cyc([]float64{14, 8, 12, 15, 4, 11, 12, 6, 10, 11, 6, 5, 13, 6, 8, 13, 3, 9, 10, 9, 3, 4, 8, 9}, 8, true),
		"win 23":    cyc([]float64{17, 13, 15, 19, 14, 16, 11}, 5, false),
		"day 215.2": dayOne(0), "k6 227.25": dayOne(6),
	} {
		t0 := time.Now()
		s, err := Solve(context.Background(), p, Options{Work: 4000})
		fmt.Println(name, s, err, time.Since(t0))
	}
}
