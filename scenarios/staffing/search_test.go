package staffing

import (
	"cmp"
	"context"
	"os"
	"testing"
	"time"

	"frontoffice/scenarios"
)

func TestTryBlended(t *testing.T) {
	name := cmp.Or(os.Getenv("TRY"), "blended-desk")
	s, err := scenarios.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	debugf = t.Logf
	start := time.Now()
	d, err := Size(context.Background(), s, Options{Progress: func(int) { n++ }})
	if err != nil {
		t.Fatal(err)
	}
	r := *d.Search
	r.result = nil
	t.Logf("%v %d looks\n%+v\n%v", time.Since(start), n, r, d.Plan)
}
