// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/election"
)

// memory is a world state, of which Fabric would give no more than cut entries a range.
type memory struct {
	documents map[string][]byte
	cut       int
}

func (m memory) Get(keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		values[i] = m.documents[key]
	}
	return values, nil
}

func (m memory) Put(key string, value []byte) error {
	m.documents[key] = value
	return nil
}

func (m memory) Range(kind string, attributes ...string) ([]contract.Entry, error) {
	var entries []contract.Entry
	for _, key := range slices.Sorted(maps.Keys(m.documents)) {
		if strings.HasPrefix(key, contract.Key(kind, attributes...)) && len(entries) < m.cut {
			entries = append(entries, contract.Entry{Key: key, Value: m.documents[key]})
		}
	}
	return entries, nil
}

func (m memory) put(t *testing.T, key string, doc any) {
	t.Helper()
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	m.documents[key] = raw
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
				m := memory{map[string][]byte{}, fabricsLimit}
				m.put(t, contract.Communities.Key("garden"), contract.Community{ID: "garden"})
				m.put(t, Elections.Key("garden", "vote"), Election{ID: "vote", Stage: election.StageUnsealed, Shards: 1})
				m.put(t, people.Rights.Key("garden", "0", ""), struct{}{})
				for i := range c.entries {
					m.put(t, contract.Key(kind, "garden", "vote", "0", strconv.Itoa(i)), doc)
				}
				before := len(m.documents)
				err := tally(m, contract.Tx{}, "garden", "vote", "0")
				if refused := act.CodeOf(err) == contract.TooMany; refused != c.refused || !refused && err != nil {
					t.Errorf("%v", err)
				}
				if wrote := len(m.documents) > before; wrote == c.refused {
					t.Errorf("refused: %v, wrote: %v", c.refused, wrote)
				}
			})
		}
	}
}
