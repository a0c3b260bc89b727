// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// Every right falls into exactly one shard, whose boxes are one range.
func TestShards(t *testing.T) {
	for rights, digits := range map[int64]int{
		1: 0, 1250: 0, 1251: 1, 20_000: 1, 20_001: 2, 300_000: 2, 300_001: 3, people.MaxRights: 3,
	} {
		if got := shardDigits(rights); got != digits {
			t.Errorf("%d rights: %d digits; want %d", rights, got, digits)
		}
	}
	for digits, count := range map[int]int{0: 1, 1: 16, 2: 256, 3: 4096} {
		e := Election{ID: "vote", Shards: digits}
		names := e.ShardNames()
		if len(names) != count || !slices.IsSorted(names) || slices.Contains(names, Whole) {
			t.Errorf("%d digits: %d shards %v", digits, len(names), names)
		}
		for _, owner := range []string{"ann", "bob", community.Developer} {
			id := community.RightID([]string{owner})
			if !slices.Contains(names, e.Shard(id)) || !strings.HasPrefix(Boxes.Key(e.BoxOf("c", id)...),
				Boxes.Key("c", "vote", e.Shard(id))) {
				t.Errorf("right %s is in no shard", id)
			}
		}
	}
}

// No selections that an election admits are longer than its ballots are padded to.
func TestPadHoldsEverySelection(t *testing.T) {
	for _, contests := range [][]Contest{
		{{Contest: election.Contest{ID: "c", Options: []string{"agree"}, Seats: 1}}},
		{{Contest: election.Contest{ID: "c", Options: []string{"agree", strings.Repeat("长", 100)}, Seats: 1}}},
		{{Contest: election.Contest{ID: "<&>\u2028", Options: []string{"<<<<<<", "\"\\\x01"}, Seats: 2}}},
		{
			{Contest: election.Contest{ID: "a", Options: []string{"x", "y", "z"}, Seats: 3}},
			{Contest: election.Contest{ID: "b", Options: []string{"x", "y", "z"}, Seats: 2}},
		},
	} {
		size := pad(contests)
		if size%64 != 0 {
			t.Errorf("pad %d is no multiple of 64", size)
		}
		most := election.Selections{}
		for _, c := range contests {
			options := slices.SortedFunc(slices.Values(c.Options), func(a, b string) int { return len(b) - len(a) })
			most[c.ID] = options[:c.Seats]
		}
		if raw, err := json.Marshal(most); err != nil || len(raw) > size {
			t.Errorf("selections of %d bytes (%v) in a pad of %d", len(raw), err, size)
		}
	}
}
