package pricing

import (
	"context"
	"encoding/json"
	"fmt"
	"frontoffice/scenarios"
	"os"
	"testing"
	"time"
)

func TestTry(t *testing.T) {
	s, err := scenarios.Find("outsourced-desk")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now()
	m, err := Price(context.Background(), s, PriceOptions{Seed: 5, Margin: .15, Probability: .9, Progress: func(w string, d, n int) {
		if d == n {
			fmt.Println(w, n, time.Since(at))
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(time.Since(at))
	fmt.Printf("%+v\n", m.Table)
	b, _ := json.MarshalIndent(m, " ", " ")
	os.WriteFile("/tmp/fo-price.json", b, 0o644)
}
