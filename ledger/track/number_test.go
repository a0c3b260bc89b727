// SPDX-License-Identifier: Apache-2.0

package track_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/ledger/track"
)

func TestNumber(t *testing.T) {
	hash := strings.Repeat("ff", 32)
	number := track.Number(hash)
	if !strings.HasPrefix(number, "744073709551615") || len(number) != 16 { // 2^64 - 1 modulo 10^15
		t.Errorf("number %s", number)
	}
	for _, typed := range []string{number, track.Spaced(number), " " + strings.ReplaceAll(track.Spaced(number), " ", "-") + "\t", strings.ReplaceAll(number, "4", "４")} {
		if got := track.ReadNumber(typed); got != number {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
	for _, wrong := range []string{"", "1", number[1:], number + "0", strings.Replace(number, "4", "x", 1)} {
		if got := track.ReadNumber(wrong); got != "" {
			t.Errorf("%q is read as %q", wrong, got)
		}
	}
	if track.Number("none") != "" || track.Number("ff") != "" || track.Spaced("1") != "" {
		t.Error("no hash has a number")
	}
}

// One wrong digit is found, and so are two neighbours in the wrong order.
func TestMistypedNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hash := rapid.StringMatching("[0-9a-f]{64}").Draw(t, "hash")
		number := []byte(track.Number(hash))
		if track.ReadNumber(string(number)) != string(number) {
			t.Fatalf("%s is not read", number)
		}
		i := rapid.IntRange(0, len(number)-2).Draw(t, "place")
		before := number[i]
		if number[i+1] != before {
			number[i], number[i+1] = number[i+1], before
			if track.ReadNumber(string(number)) != "" {
				t.Fatalf("two digits swapped at %d: %s", i, number)
			}
			number[i], number[i+1] = before, number[i]
		}
		number[i] = rapid.SampledFrom([]byte(strings.ReplaceAll("0123456789", string(before), ""))).Draw(t, "digit")
		if track.ReadNumber(string(number)) != "" {
			t.Fatalf("a wrong digit at %d: %s", i, number)
		}
	})
}
