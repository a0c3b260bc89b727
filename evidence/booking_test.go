// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Both verifiers read the same documents of bookings in the same way: testdata/bookings.json has them, with what they say; nothing if they
// cannot be read.
func TestSaysBooking(t *testing.T) {
	raw, err := os.ReadFile("testdata/bookings.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		Document string
		Says     []Sentence
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		says, err := saysBooking(written{Write: Write{Value: []byte(c.Document)}})
		if diff := cmp.Diff(c.Says, says, cmpopts.EquateEmpty()); diff != "" || (err == nil) != (len(c.Says) > 0) {
			t.Errorf("%s: %v (-want +got)\n%s", c.Document, err, diff)
		}
	}
}
