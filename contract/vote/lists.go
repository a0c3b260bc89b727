// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/linli-project/linli/rules/election"
)

// Lists name every ballot of a shard by the hash of its act: each is in one of them, in the order of the hashes.
type Lists struct {
	Counted    []string             `json:"counted"`
	Superseded []string             `json:"superseded"` // good ones that another of the same right replaced
	Rejected   []election.Rejection `json:"rejected"`   // that do not open, or select what does not exist
	AtOnce     []election.Rejection `json:"atOnce"`     // that were rejected when they came
}

// NewLists returns empty lists.
func NewLists() Lists {
	return Lists{Counted: []string{}, Superseded: []string{}, Rejected: []election.Rejection{}, AtOnce: []election.Rejection{}}
}

// Add lists the ballots of a box.
func (l *Lists) Add(settled election.Settlement) {
	if settled.Standing != nil {
		l.Counted = append(l.Counted, settled.Standing.ID)
	}
	l.Superseded = append(l.Superseded, settled.Superseded...)
	l.Rejected = append(l.Rejected, settled.Rejected...)
}

// AddAtOnce lists ballots that were rejected when they came.
func (l *Lists) AddAtOnce(kept Rejections) {
	for _, r := range kept.Ballots {
		l.AtOnce = append(l.AtOnce, election.Rejection{ID: r.Act, Reason: r.Reason})
	}
}

// Shard puts the lists in order and sums them up.
func (l *Lists) Shard(count election.Count) (Shard, error) {
	slices.Sort(l.Counted)
	slices.Sort(l.Superseded)
	s := Shard{Count: count, Counted: len(l.Counted), Superseded: len(l.Superseded), Rejected: map[election.Reason]int{}}
	for _, rejections := range [][]election.Rejection{l.Rejected, l.AtOnce} {
		slices.SortFunc(rejections, func(a, b election.Rejection) int { return cmp.Compare(a.ID, b.ID) })
		for _, r := range rejections {
			s.Rejected[r.Reason]++
		}
	}
	raw, err := json.Marshal(l)
	sum := sha256.Sum256(raw)
	s.Lists = hex.EncodeToString(sum[:])
	return s, err
}

// HashOfLists binds a result to the lists of its shards, which are in order.
func HashOfLists(shards []Shard) string {
	sum := sha256.New()
	for _, shard := range shards {
		sum.Write([]byte(shard.Lists))
	}
	return hex.EncodeToString(sum.Sum(nil))
}
