// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"strconv"
	"testing"
	"time"
)

func TestGuessesAreBounded(t *testing.T) {
	var g Guesses
	now := time.Unix(1, 0)
	for i := range maxGuesses {
		if !g.Allowed("gate", "a", now) {
			t.Fatalf("refused after %d", i)
		}
		g.Wrong("gate", "a", now)
	}
	for name, want := range map[guess]bool{{"gate", "a"}: false, {"gate", "b"}: true, {"door", "a"}: true} {
		if got := g.Allowed(name.name, name.host, now); got != want {
			t.Errorf("%v: %v", name, got)
		}
	}
	if !g.Allowed("gate", "a", now.Add(guessEvery)) {
		t.Error("it has to wait for longer than said")
	}
}

func TestWhatIsRememberedOfGuessesIsBounded(t *testing.T) {
	var g Guesses
	for i := range 3 * maxGuessed {
		g.Wrong("gate", strconv.Itoa(i), time.Unix(int64(i), 0))
	}
	if len(g.wrong) > maxGuessed {
		t.Errorf("%d are remembered", len(g.wrong))
	}
}

func TestLongBodiesAreCut(t *testing.T) {
	for size, kept := range map[int]int{0: 0, MaxBody: MaxBody, MaxBody + 1: MaxBody} {
		if m := (Message{}).WithBody(make([]byte, size)); m.Size != size || len(m.Body) != kept {
			t.Errorf("of %d bytes %d are kept, and %d said", size, len(m.Body), m.Size)
		}
	}
}
