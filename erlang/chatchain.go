package erlang

import "math"

// chatState is a configuration: how many agents hold 1, 2, ... k chats.
type chatState struct {
	agents []int32 // by chats, 0..k
	rate   float64 // completions per second
	value  float64 // probability among the states with as many chats
	from   []chatFlow
}

// chatFlow is a way into a state: from another with one chat fewer or more.
type chatFlow struct {
	state *chatState
	rate  float64 // 0: an arrival
}

// solve finds, for every number of chats in hand, the probabilities of the configurations
// that hold them. Given the mean completion rates R(c), the chance of c chats is that of a
// birth-death chain, λ P(c-1) = R(c) P(c); sweeps of Gauss and Seidel over the configurations
// alternate with new R(c) (iterative aggregation and disaggregation; Koury, McAllister and
// Stewart 1984) until nothing changes.
func (c Chat) solve(agents int) chatLevels {
	k := len(c.Completions)
	levels := c.configurations(agents)
	rate := make([]float64, len(levels))
	average := func(i int) {
		total, sum := 0., 0.
		for _, s := range levels[i] {
			total += s.value
		}
		for _, s := range levels[i] {
			s.value /= total
			sum += s.value * s.rate
		}
		rate[i] = sum
	}
	for i := range levels {
		average(i)
	}
	for range 100_000 {
		change := 0.
		sweep := func(i int) {
			old := rate[i]
			for _, s := range levels[i] {
				in := 0.
				for _, f := range s.from {
					if f.rate == 0 {
						in += f.state.value * rate[i] // λ P(c-1) / P(c)
					} else {
						in += f.state.value * f.rate * c.Rate / rate[i+1]
					}
				}
				s.value = in / (c.Rate + s.rate)
			}
			average(i)
			change = math.Max(change, math.Abs(rate[i]/old-1))
		}
		for i := 1; i < len(levels)-1; i++ {
			sweep(i)
		}
		for i := len(levels) - 2; i >= 1; i-- {
			sweep(i)
		}
		if change < 1e-15*math.Sqrt(float64(len(levels)))+4e-16 {
			break
		}
	}
	shares := make([][]float64, len(levels))
	for i, states := range levels {
		shares[i] = make([]float64, k+1)
		for _, s := range states {
			for j, m := range s.agents {
				shares[i][j] += s.value * float64(m)
			}
		}
	}
	return chatLevels{exact: true, rate: rate, shares: func(held []float64, i int) { copy(held, shares[i]) }}
}

// configurations returns all states by the chats in hand, with the flows into them.
func (c Chat) configurations(agents int) [][]*chatState {
	k := len(c.Completions)
	levels := make([][]*chatState, agents*k+1)
	index := map[string]*chatState{}
	key := func(a []int32) string {
		b := make([]byte, 0, 4*len(a))
		for _, v := range a {
			b = append(b, byte(v), byte(v>>8), byte(v>>16))
		}
		return string(b)
	}
	var build func(j, left, chats int, a []int32)
	build = func(j, left, chats int, a []int32) {
		if j == k {
			a[k] = int32(left)
			s := &chatState{agents: append([]int32(nil), a...), value: 1}
			for i, m := range s.agents {
				if i > 0 {
					s.rate += float64(m) * c.Completions[i-1]
				}
			}
			index[key(s.agents)] = s
			levels[chats+left*k] = append(levels[chats+left*k], s)
			return
		}
		for m := 0; m <= left; m++ {
			a[j] = int32(m)
			build(j+1, left-m, chats+m*j, a)
		}
	}
	build(0, agents, 0, make([]int32, k+1))
	next := make([]int32, k+1)
	for _, states := range levels {
		for _, s := range states {
			if to := c.taker(s.agents); to >= 0 {
				copy(next, s.agents)
				next[to]--
				next[to+1]++
				t := index[key(next)]
				t.from = append(t.from, chatFlow{s, 0})
			}
			for j := 1; j <= k; j++ {
				if s.agents[j] > 0 {
					copy(next, s.agents)
					next[j]--
					next[j-1]++
					t := index[key(next)]
					t.from = append(t.from, chatFlow{s, float64(s.agents[j]) * c.Completions[j-1]})
				}
			}
		}
	}
	return levels
}

// taker returns how many chats the agent has who takes the next one; -1 if all are full.
func (c Chat) taker(agents []int32) int {
	k := len(c.Completions)
	for i := range k {
		j := i
		if c.MostLoadedFirst {
			j = k - 1 - i
		}
		if agents[j] > 0 {
			return j
		}
	}
	return -1
}
