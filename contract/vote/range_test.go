// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/memory"
	"github.com/linli-project/linli/rules/election"
)

func put(t *testing.T, s *memory.State, key string, doc any) {
	t.Helper()
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	s.Documents[key] = raw
}

// A range that Fabric may have cut is never counted as if it were whole: nothing is written.
func TestRangesThatMayBeCut(t *testing.T) {
	const fabricsLimit = 100_000
	for kind, doc := range map[string]any{Boxes.Kind(): Box{}, Rejected.Kind(): Rejections{}} {
		for _, c := range []struct {
			entries int
			refused bool
		}{{contract.MaxRange - 1, false}, {contract.MaxRange, true}, {fabricsLimit + 200, true}} {
			t.Run(fmt.Sprintf("%d of %s", c.entries, kind), func(t *testing.T) {
				s := &memory.State{Documents: map[string][]byte{}, Most: fabricsLimit}
				put(t, s, contract.Communities.Key("garden"), contract.Community{ID: "garden"})
				put(t, s, Elections.Key("garden", "vote"), Election{ID: "vote", Stage: election.StageUnsealed, Shards: 1})
				put(t, s, people.Rights.Key("garden", "0", ""), struct{}{})
				for i := range c.entries {
					put(t, s, contract.Key(kind, "garden", "vote", "0", strconv.Itoa(i)), doc)
				}
				err := tally(s, contract.Tx{}, "garden", "vote", "0", "[]")
				if refused := act.CodeOf(err) == contract.TooMany; refused != c.refused || !refused && err != nil {
					t.Errorf("%v", err)
				}
				if wrote := len(s.Written) > 0; wrote == c.refused {
					t.Errorf("refused: %v, wrote: %v", c.refused, wrote)
				}
			})
		}
	}
}
