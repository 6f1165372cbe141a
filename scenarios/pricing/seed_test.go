package pricing_test

import "flag"

// The random properties start from a fixed seed, so that what passes once passes
// again; -rapid.seed takes another, -rapid.checks tries more.
func init() {
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
}
