// SPDX-License-Identifier: Apache-2.0

package network

import (
	"testing"

	"github.com/linli-project/linli/network/standing"
)

// A body was removed if its orderer's last block says so and nothing speaks against it, or if none of the others knows it.
func TestRemovedAs(t *testing.T) {
	const stranger, away = "access denied: creator org unknown, creator is malformed", "connection refused"
	n := &Network{layout: layout{t.TempDir()}, facts: facts{Bodies: []Body{{ID: "own"}, {ID: "a"}, {ID: "b"}}, Here: []string{"own"}}}
	look := func(running bool, height uint64, a, b string) *standing.Removal {
		bodies := []BodyStatus{{Body: "own", Height: height}, {Body: "a", Error: a}, {Body: "b", Error: b}}
		return n.removedAs(&Status{Running: running, Bodies: bodies})
	}
	expect := func(name string, r *standing.Removal, block int64) {
		t.Helper()
		if (r == nil) != (block < 0) || r != nil && r.Block != block {
			t.Errorf("%s: %+v, want block %d", name, r, block)
		}
	}
	expect("all is well", look(true, 57, "", ""), -1)
	expect("nobody knows it", look(true, 57, stranger, stranger), 0)
	expect("one does not answer", look(true, 57, stranger, away), -1)
	expect("stopped", look(false, 0, "", ""), -1)

	if err := n.makeDirs(); err != nil {
		t.Fatal(err)
	}
	if err := writeJSON(n.removed(), standing.Removal{Block: 57, Signed: []string{"A"}}); err != nil {
		t.Fatal(err)
	}
	expect("its orderer knows", look(true, 57, stranger, stranger), 57)
	expect("its orderer knows, and one does not answer", look(true, 57, stranger, away), 57)
	expect("its orderer knows, stopped", look(false, 0, "", ""), 57)
	expect("its orderer comes by an old block", look(true, 57, "", away), -1)
	expect("it is there again", look(true, 58, away, away), -1)
}
