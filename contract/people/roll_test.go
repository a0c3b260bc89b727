// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/transparency-dev/merkle/rfc6962"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/community"
)

// approve is two bodies' approval of a roll, whatever it claims.
func approve(w *town.Town, version int, root string, chunks, rights, units int) act.Signed {
	w.Helper()
	signed, err := w.Act("roll.approve", people.RollApprove{
		Version: act.Int(version), Root: root, Chunks: act.Int(chunks), Rights: act.Int(rights), Units: act.Int(units),
	}, w.Two()...)
	return town.Must(w, signed, err)
}

// twoChunks are the root of a roll of two chunks, whatever they hold, and the proof of each.
func twoChunks(t testing.TB, first, second []community.Unit) (root string, chunks, proofs [2]string) {
	t.Helper()
	var leaves [2][]byte
	for i, units := range [][]community.Unit{first, second} {
		chunk, err := community.EncodeChunk(community.Rights(units))
		chunks[i] = string(town.Must(t, chunk, err))
		leaves[i] = rfc6962.DefaultHasher.HashLeaf(chunk)
	}
	proofs = [2]string{town.JSON(t, leaves[1:]), town.JSON(t, leaves[:1])}
	return hex.EncodeToString(rfc6962.DefaultHasher.HashChildren(leaves[0], leaves[1])), chunks, proofs
}

// count is how many documents have keys that begin so.
func count(w *town.Town, documents contract.Documents, attributes ...string) int {
	n := 0
	for key := range w.Book().State() {
		if strings.HasPrefix(key, documents.Key(attributes...)) {
			n++
		}
	}
	return n
}

func TestRoll(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	roll, err := community.NewRoll(town.Garden, 4)
	w.Village.Roll = town.Must(t, roll, err)
	proof := func(i int) string {
		path, err := roll.Proof(uint64(i))
		return town.JSON(t, town.Must(t, path, err))
	}
	chunk := func(i int) string { return string(roll.Chunks[i]) }
	town.Fails(t, w.LoadChunk(1, 0), contract.NotFound)
	w.OK(approve(w, 1, roll.Root, len(roll.Chunks), roll.Rights, roll.Units))
	w.Refused(contract.Exists, w.Make("roll.approve", people.RollApprove{Version: 1, Root: roll.Root, Chunks: 1}, w.Two()...))

	town.Fails(t, w.LoadChunk(1, 1), people.Incomplete)
	town.Fails(t, w.Load(1, 0, chunk(0), proof(1)), people.BadRoll)
	town.Fails(t, w.Load(1, 0, chunk(0), "[]"), people.BadRoll)
	town.Fails(t, w.Load(1, 0, chunk(1), proof(1)), people.BadRoll)
	town.Fails(t, w.Load(1, 0, strings.Replace(chunk(0), "00", "01", 1), proof(0)), people.BadRoll)
	town.Fails(t, w.Load(1, 0, chunk(0)+" ", proof(0)), people.BadRoll)
	town.Fails(t, w.Load(1, 0, chunk(0), "{"), contract.BadArguments)
	town.Fails(t, w.Load(1, -1, chunk(0), proof(0)), contract.BadArguments)
	town.Fails(t, w.Load(2, 0, chunk(0), proof(0)), contract.NotFound)
	town.Done(t, w.LoadChunk(1, 0))
	town.Fails(t, w.LoadChunk(1, 0), contract.Already)
	w.Refused(people.Incomplete, w.Make("election.create", vote.ElectionCreate{
		Election: "vote", Title: "x", Roll: 1, Rules: town.Rules(), Contests: []vote.DraftContest{town.Question("c0")}, Threshold: 3,
	}, w.Convener()))
	for i := range roll.Chunks[1:] {
		town.Done(t, w.LoadChunk(1, i+1))
	}
	town.Fails(t, w.Load(1, len(roll.Chunks), chunk(0), proof(0)), people.BadRoll)

	kept, _ := town.Read(w, people.Rolls, w.ID, "1")
	if kept.WithParking != roll.WithParking || kept.WithoutParking != roll.WithoutParking {
		t.Errorf("the ledger weighs the roll %v and %v; it is %v and %v", kept.WithParking, kept.WithoutParking, roll.WithParking,
			roll.WithoutParking)
	}
	if got := count(w, people.Rights, w.ID, "1"); got != roll.Rights {
		t.Errorf("%d rights; want %d", got, roll.Rights)
	}
	w.Refused(people.BadRoll, w.Make("roll.approve", people.RollApprove{Version: 1, Root: roll.Root, Chunks: 1}, w.Two()...))
}

// What two chunks say together is checked as they are loaded, even if two bodies approved it.
func TestRollsThatContradictThemselves(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	ann, bob, cat := town.Home("1", 100, "ann"), town.Home("2", 100, "bob"), town.Home("3", 100, "cat")
	again := ann
	again.Owners = []string{"bob"}
	more := bob
	more.Owners = []string{"ann"}
	for version, c := range []struct {
		name          string
		first, second []community.Unit
		rights, units int
	}{
		{"a unit in two chunks", []community.Unit{ann}, []community.Unit{again}, 2, 2},
		{"a right in two chunks", []community.Unit{ann}, []community.Unit{more}, 2, 2},
		{"fewer rights than approved", []community.Unit{ann}, []community.Unit{bob}, 3, 2},
		{"more rights than approved", []community.Unit{ann}, []community.Unit{bob, cat}, 2, 3},
		{"other units than approved", []community.Unit{ann}, []community.Unit{bob}, 2, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, version := w.Under(t), version+1
			root, chunks, proofs := twoChunks(t, c.first, c.second)
			w.OK(approve(w, version, root, 2, c.rights, c.units))
			town.Done(t, w.Load(version, 0, chunks[0], proofs[0]))
			town.Fails(t, w.Load(version, 1, chunks[1], proofs[1]), people.BadRoll)
		})
	}
	t.Run("a newer version in good order", func(t *testing.T) {
		w := w.Under(t)
		root, chunks, proofs := twoChunks(t, []community.Unit{ann}, []community.Unit{bob})
		w.OK(approve(w, 9, root, 2, 2, 2))
		for i := range chunks {
			town.Done(t, w.Load(9, i, chunks[i], proofs[i]))
		}
		w.Refused(people.BadRoll, w.Make("roll.approve", people.RollApprove{Version: 8, Root: root, Chunks: 2}, w.Two()...))
		if c, _ := town.Read(w, contract.Communities, w.ID); c.Roll != 9 || len(c.Bodies) != 4 {
			t.Errorf("roll %d is in force; want 9", c.Roll)
		}
	})
}
