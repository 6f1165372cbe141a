package erlang

// AgentsB returns the least whole number of agents (or lines) at which at most
// the given share of contacts is lost, the inverse of B in n. A share of 0 or
// less, or one that MaxAgents do not reach, is an UnreachableError.
func AgentsB(load, blocking float64) (int, error) {
	switch {
	case !(load >= 0 && load <= MaxAgents):
		return 0, &InputError{"load", load, "from 0 to MaxAgents erlangs"}
	case !(blocking <= 1):
		return 0, &InputError{"blocking", blocking, "a share between 0 and 1"}
	case blocking <= 0 || B(MaxAgents, load) > blocking:
		return 0, &UnreachableError{"blocking", blocking, B(MaxAgents, load), MaxAgents}
	}
	// B falls with the agents: halve the bracket.
	low, high := -1, MaxAgents // low loses too much, high does not
	for high-low > 1 {
		if n := low + (high-low)/2; B(float64(n), load) <= blocking {
			high = n
		} else {
			low = n
		}
	}
	return high, nil
}
