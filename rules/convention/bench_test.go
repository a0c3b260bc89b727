// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/rules/convention"
)

// rules are so many different ones, as long as rules are.
func rules(b testing.TB, n int) []convention.Rule {
	b.Helper()
	c := compiler(b)
	all := make([]convention.Rule, n)
	for i := range all {
		when := fmt.Sprintf(`event.kind == "object" && event.place.endsWith("-lift") && (event.hour >= 22 || event.hour < 6 || flag.ebike) `+
			`&& value.level > %d && earlier.days90 < 9`, i)
		condition, refusals := c.Compile(when)
		if len(refusals) > 0 {
			b.Fatal(refusals)
		}
		all[i] = convention.Rule{Condition: condition, Trust: "T1", Decay: 365}
	}
	return all
}

// one is an event that half of them are met by.
var one = convention.Facts{At: 1_790_000_000, Event: &convention.Event{
	Kind: "object", Place: "3-lift", Class: "T2", At: 1_790_000_000,
	Values: map[string]int64{"level": 500}, Flags: map[string]bool{"ebike": true},
}, Earlier: []convention.Earlier{{Article: 1, At: 1_789_000_000}}}

// A thousand rules judge one event in less than 10 ms. The fastest of many hundreds of rules counts, as the machine may have more to do.
func TestThousandRules(t *testing.T) {
	hundred := rules(t, 100)
	fastest := time.Hour
	for range 200 {
		begun := time.Now()
		for i := range hundred {
			hundred[i].Judge(1, one)
		}
		fastest = min(fastest, time.Since(begun))
	}
	if t.Logf("a thousand take %s", 10*fastest); 10*fastest > 10*time.Millisecond && !race {
		t.Errorf("a thousand rules take %s", 10*fastest)
	}
}

// BenchmarkThousandRules judges one event by a thousand rules.
func BenchmarkThousandRules(b *testing.B) {
	all := rules(b, 1000)
	b.ResetTimer()
	for b.Loop() {
		met := 0
		for i := range all {
			if all[i].Judge(1, one).Breach {
				met++
			}
		}
		if met != 500 {
			b.Fatalf("%d are met", met)
		}
	}
}

// BenchmarkHash is what the machine does otherwise, for comparison: SHA-256 of a megabyte.
func BenchmarkHash(b *testing.B) {
	text := strings.Repeat("a", 1<<20)
	for b.Loop() {
		convention.Hash(text)
	}
}

// BenchmarkCompile makes a condition that was not made before.
func BenchmarkCompile(b *testing.B) {
	c := compiler(b)
	i := 0
	for b.Loop() {
		i++
		if _, refusals := c.Compile(fmt.Sprintf(`event.kind == "object" && value.level > %d`, i)); len(refusals) > 0 {
			b.Fatal(refusals)
		}
	}
}
