// SPDX-License-Identifier: Apache-2.0

package lookout

import (
	"testing"
	"time"

	"github.com/linli-project/linli/network/standing"
)

// What was seen is told for two minutes, and then nothing is.
func TestFresh(t *testing.T) {
	now := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	l := New(Config{Now: func() time.Time { return now }})
	if seen := l.Standing(); seen.At != 0 || seen.Bodies == nil || seen.Changes == nil {
		t.Errorf("before the first look: %+v", seen)
	}
	l.last = Look{At: now, Standing: standing.Standing{At: now.Unix(), Height: 7}}
	now = now.Add(2*time.Minute - time.Second)
	if seen := l.Standing(); seen.Height != 7 {
		t.Errorf("it is told no more: %+v", seen)
	}
	now = now.Add(time.Second)
	if seen := l.Standing(); seen.At != 0 || seen.Height != 0 {
		t.Errorf("it is told still: %+v", seen)
	}
}
