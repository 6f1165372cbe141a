package main

import (
	"math"
	"testing"
	"time"

	"frontoffice/scenarios"
)

func TestFormat(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{percent(0.8123), "81.2%"},
		{percent(1), "100.0%"},
		{goal(0.8), "80%"},
		{goal(0.975), "97.5%"},
		{goal(0.29), "29%"},
		{goal(1), "100%"},
		{goal(1e-9), "0.0000001%"},
		{points(0.0123), "+1.2"},
		{points(-0.0123), "-1.2"},
		{seconds(0), "0.0 s"},
		{seconds(7.84), "7.8 s"},
		{seconds(99.96), "1m40s"},
		{seconds(123), "2m03s"},
		{seconds(3599.9), "1h00m"},
		{seconds(3720), "1h02m"},
		{seconds(1e7), "2,777h47m"},
		{scenarios.ShortDuration(30 * time.Minute), "30m"},
		{scenarios.ShortDuration(5*time.Minute + 20*time.Second), "5m20s"},
		{scenarios.ShortDuration(8 * time.Hour), "8h"},
		{volume(4.5), "4.5"},
		{volume(40), "40"},
		{volume(6012.4), "6,012"},
		{grouped(999), "999"},
		{grouped(1000), "1,000"},
		{grouped(-1234567), "-1,234,567"},
		{grouped(-0.2), "0"},
		{decimal(9.96), "10.0"},
		{decimal(1204.51), "1,204.5"},
		{decimal(-0.5), "-0.5"},
		{count(1, "contact"), "1 contact"},
		{count(1200, "contact"), "1,200 contacts"},
		{small(0.1741), "17.41%"},
		{small(1.23e-7), "0.0000123%"},
		{small(math.SmallestNonzeroFloat64), "less than 0.000001%"},
		{number(14), "14"},
		{number(20014), "20,014"},
		{number(1262.34), "1,262.3"},
		{number(10.5), "10.500"},
		{number(0.4353), "0.435"},
		{number(0.99996), "1.000"},
		{slug("Retail support, peak Monday!"), "retail-support-peak-monday"},
		{slug("../../etc"), "etc"},
		{slug("Überblick 24/7"), "überblick-24-7"},
		{slug("..."), "scenario"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
