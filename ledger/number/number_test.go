// SPDX-License-Identifier: Apache-2.0

package number_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/ledger/number"
)

func TestNumber(t *testing.T) {
	n := number.Of(strings.Repeat("ff", 32))
	if !strings.HasPrefix(n, "744073709551615") || len(n) != 16 { // 2^64 - 1 modulo 10^15
		t.Errorf("number %s", n)
	}
	for _, typed := range []string{n, number.Spaced(n), " " + strings.ReplaceAll(number.Spaced(n), " ", "-") + "\t",
		strings.ReplaceAll(n, "4", "４"), "\ufeff" + n + "\u200b"} {
		if got := number.Read(typed); got != n {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
	for _, wrong := range []string{"", "1", n[1:], n + "0", strings.Replace(n, "4", "x", 1)} {
		if got := number.Read(wrong); got != "" {
			t.Errorf("%q is read as %q", wrong, got)
		}
	}
	if number.Of("none") != "" || number.Of("ff") != "" || number.Spaced("1") != "" {
		t.Error("no hash has a number")
	}
}

// One wrong digit is found, and so are two neighbours in the wrong order.
func TestMistypedNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := []byte(number.Of(rapid.StringMatching("[0-9a-f]{64}").Draw(t, "hash")))
		if number.Read(string(n)) != string(n) {
			t.Fatalf("%s is not read", n)
		}
		i := rapid.IntRange(0, len(n)-2).Draw(t, "place")
		before := n[i]
		if n[i+1] != before {
			n[i], n[i+1] = n[i+1], before
			if number.Read(string(n)) != "" {
				t.Fatalf("two digits swapped at %d: %s", i, n)
			}
			n[i], n[i+1] = before, n[i]
		}
		n[i] = rapid.SampledFrom([]byte(strings.ReplaceAll("0123456789", string(before), ""))).Draw(t, "digit")
		if number.Read(string(n)) != "" {
			t.Fatalf("a wrong digit at %d: %s", i, n)
		}
	})
}
