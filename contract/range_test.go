// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
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

func (m memory) Range(kind string, attributes ...string) ([]Entry, error) {
	var entries []Entry
	for _, key := range slices.Sorted(maps.Keys(m.documents)) {
		if strings.HasPrefix(key, Key(kind, attributes...)) && len(entries) < m.cut {
			entries = append(entries, Entry{key, m.documents[key]})
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
	for kind, doc := range map[string]any{"box": Box{}, "reject": Rejections{}} {
		for _, c := range []struct {
			entries int
			refused bool
		}{{MaxRange - 1, false}, {MaxRange, true}, {fabricsLimit + 200, true}} {
			t.Run(fmt.Sprintf("%d of %s", c.entries, kind), func(t *testing.T) {
				m := memory{map[string][]byte{}, fabricsLimit}
				m.put(t, communityKey("garden"), Community{ID: "garden"})
				m.put(t, electionKey("garden", "vote"), Election{ID: "vote", Stage: election.StageUnsealed, Shards: 1})
				m.put(t, rightKey("garden", 0, ""), struct{}{})
				for i := range c.entries {
					m.put(t, Key(kind, "garden", "vote", "0", strconv.Itoa(i)), doc)
				}
				before := len(m.documents)
				err := tally(m, Tx{}, "garden", "vote", "0")
				if refused := act.CodeOf(err) == TooMany; refused != c.refused || !refused && err != nil {
					t.Errorf("%v", err)
				}
				if wrote := len(m.documents) > before; wrote == c.refused {
					t.Errorf("refused: %v, wrote: %v", c.refused, wrote)
				}
			})
		}
	}
}
