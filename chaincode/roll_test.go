// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/transparency-dev/merkle/rfc6962"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/community"
)

// approve is two bodies' approval of a roll, whatever it claims.
func (w *town) approve(version int, root string, chunks, rights, units int) act.Signed {
	w.Helper()
	signed, err := w.Act("roll.approve", contract.RollApprove{
		Version: act.Int(version), Root: root, Chunks: act.Int(chunks), Rights: act.Int(rights), Units: act.Int(units),
	}, w.Two()...)
	return must(w, signed, err)
}

// twoChunks are the root of a roll of two chunks, whatever they hold, and the proof of each.
func twoChunks(t testing.TB, first, second []community.Unit) (root string, chunks, proofs [2]string) {
	t.Helper()
	var leaves [2][]byte
	for i, units := range [][]community.Unit{first, second} {
		chunk, err := community.EncodeChunk(community.Rights(units))
		chunks[i] = string(must(t, chunk, err))
		leaves[i] = rfc6962.DefaultHasher.HashLeaf(chunk)
	}
	proofs = [2]string{asJSON(t, leaves[1:]), asJSON(t, leaves[:1])}
	return hex.EncodeToString(rfc6962.DefaultHasher.HashChildren(leaves[0], leaves[1])), chunks, proofs
}

func TestRoll(t *testing.T) {
	w := newTown(t, "", "rehearsal").found()
	roll, err := community.NewRoll(garden, 4)
	w.Village.Roll = must(t, roll, err)
	proof := func(i int) string {
		path, err := roll.Proof(uint64(i))
		return asJSON(t, must(t, path, err))
	}
	chunk := func(i int) string { return string(roll.Chunks[i]) }
	fails(t, w.loadChunk(1, 0), contract.NotFound)
	w.ok(w.approve(1, roll.Root, len(roll.Chunks), roll.Rights, roll.Units))
	w.refused(contract.Exists, w.make("roll.approve", contract.RollApprove{Version: 1, Root: roll.Root, Chunks: 1}, w.Two()...))

	fails(t, w.loadChunk(1, 1), contract.Incomplete)
	fails(t, w.load(1, 0, chunk(0), proof(1)), contract.BadRoll)
	fails(t, w.load(1, 0, chunk(0), "[]"), contract.BadRoll)
	fails(t, w.load(1, 0, chunk(1), proof(1)), contract.BadRoll)
	fails(t, w.load(1, 0, strings.Replace(chunk(0), "00", "01", 1), proof(0)), contract.BadRoll)
	fails(t, w.load(1, 0, chunk(0)+" ", proof(0)), contract.BadRoll)
	fails(t, w.load(1, 0, chunk(0), "{"), contract.BadArguments)
	fails(t, w.load(1, -1, chunk(0), proof(0)), contract.BadArguments)
	fails(t, w.load(2, 0, chunk(0), proof(0)), contract.NotFound)
	done(t, w.loadChunk(1, 0))
	fails(t, w.loadChunk(1, 0), contract.Already)
	w.refused(contract.Incomplete, w.make("election.create", contract.ElectionCreate{
		Election: "vote", Title: "x", Roll: 1, Rules: plainRules, Contests: []contract.DraftContest{question("c0")}, Threshold: 3,
	}, w.Convener()))
	for i := range roll.Chunks[1:] {
		done(t, w.loadChunk(1, i+1))
	}
	fails(t, w.load(1, len(roll.Chunks), chunk(0), proof(0)), contract.BadRoll)

	var kept contract.Roll
	w.desk.read(t, &kept, "roll", w.ID, "1")
	if kept.WithParking != roll.WithParking || kept.WithoutParking != roll.WithoutParking {
		t.Errorf("the ledger weighs the roll %v and %v; it is %v and %v", kept.WithParking, kept.WithoutParking, roll.WithParking, roll.WithoutParking)
	}
	if got := len(w.desk.list(t, "right", w.ID, "1")); got != roll.Rights {
		t.Errorf("%d rights; want %d", got, roll.Rights)
	}
	w.refused(contract.BadRoll, w.make("roll.approve", contract.RollApprove{Version: 1, Root: roll.Root, Chunks: 1}, w.Two()...))
}

// What two chunks say together is checked as they are loaded, even if two bodies approved it.
func TestRollsThatContradictThemselves(t *testing.T) {
	w := newTown(t, "", "rehearsal").found()
	ann, bob, cat := home("1", 100, "ann"), home("2", 100, "bob"), home("3", 100, "cat")
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
			w, version := w.under(t), version+1
			root, chunks, proofs := twoChunks(t, c.first, c.second)
			w.ok(w.approve(version, root, 2, c.rights, c.units))
			done(t, w.load(version, 0, chunks[0], proofs[0]))
			fails(t, w.load(version, 1, chunks[1], proofs[1]), contract.BadRoll)
		})
	}
	t.Run("a newer version in good order", func(t *testing.T) {
		w := w.under(t)
		root, chunks, proofs := twoChunks(t, []community.Unit{ann}, []community.Unit{bob})
		w.ok(w.approve(9, root, 2, 2, 2))
		for i := range chunks {
			done(t, w.load(9, i, chunks[i], proofs[i]))
		}
		w.refused(contract.BadRoll, w.make("roll.approve", contract.RollApprove{Version: 8, Root: root, Chunks: 2}, w.Two()...))
		var c contract.Community
		if w.desk.read(t, &c, "community", w.ID); c.Roll != 9 || len(c.Bodies) != 4 {
			t.Errorf("roll %d is in force; want 9", c.Roll)
		}
	})
}
