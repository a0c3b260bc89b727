// SPDX-License-Identifier: Apache-2.0

package checkpoint_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/checkpoint"
)

var update = flag.Bool("update", false, "write the vectors instead of comparing them")

// vectors are what every program that reads checkpoints has to agree on. Bytes are in hex, and paths are joined hashes.
type vectors struct {
	Genesis   string          `json:"genesis"`
	Blocks    []blockVector   `json:"blocks"`
	Roots     []string        `json:"roots"` // of the ledger at each size, from 0
	Paths     []pathVector    `json:"paths"` // of block Index in the ledger of a size
	Witnesses []witnessVector `json:"witnesses"`
	Notes     []noteVector    `json:"notes"` // opened with all witnesses
}

type blockVector struct {
	Hash   string        `json:"hash"`
	Writes []writeVector `json:"writes"`
	Root   string        `json:"root"` // of its writes
	Entry  string        `json:"entry"`
	Leaf   string        `json:"leaf"`
}

type writeVector struct {
	Tx    string `json:"tx"`
	Key   string `json:"key"`
	Value string `json:"value"` // "" deletes
	Entry string `json:"entry"`
	Leaf  string `json:"leaf"`
	Path  string `json:"path"` // to the root of the block's writes
}

type pathVector struct {
	Index uint64 `json:"index"`
	Size  uint64 `json:"size"`
	Path  string `json:"path"`
}

type witnessVector struct {
	MSP     string `json:"msp"`
	Seed    string `json:"seed"` // of the Ed25519 key
	Witness string `json:"witness"`
}

type noteVector struct {
	Name string            `json:"name"`
	Note string            `json:"note"`
	Fail bool              `json:"fail"`
	Size uint64            `json:"size"`
	Root string            `json:"root"`
	By   []signatureVector `json:"by"`
}

type signatureVector struct {
	MSP string `json:"msp"`
	At  int64  `json:"at"`
}

func TestVectors(t *testing.T) {
	v := vectors{Genesis: headAt(0).Genesis.String()}
	tree := v.blocks(t)
	v.paths(t, tree)
	for _, msp := range []string{"OwnersMSP", "ResidentsMSP", "街道MSP"} {
		key, witness := keyOf(msp)
		v.Witnesses = append(v.Witnesses, witnessVector{msp, hex.EncodeToString(key.Seed()), witness.String()})
	}
	key, second := twin("StreetMSP", 112642)
	v.Witnesses = append(v.Witnesses, witnessVector{second.MSP, hex.EncodeToString(key.Seed()), second.String()})
	v.notes(t, tree)

	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(v); err != nil {
		t.Fatal(err)
	}
	const path = "testdata/vectors.json"
	if *update {
		if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), out.String()); diff != "" {
		t.Errorf("the vectors are of another form of checkpoints, which no other program would read: %s", diff)
	}
}

// blocks are ten, of which the first has no writes and the n-th has n of them; some delete.
func (v *vectors) blocks(t *testing.T) *checkpoint.Tree {
	ledger := &checkpoint.Tree{}
	for n := range 10 {
		var writes []checkpoint.Write
		for i := range n {
			w := checkpoint.Write{
				Tx:  hex.EncodeToString([]byte{byte(n), byte(i / 2)}),
				Key: fmt.Sprintf("\x00act\x00garden\x00键%d\x00", i), Value: []byte(fmt.Sprintf(`{"n":%d}`, i)),
			}
			if i%4 == 3 {
				w.Value = nil
			}
			writes = append(writes, w)
		}
		tree := checkpoint.Writes(writes...)
		b := checkpoint.Block{Number: uint64(n), Hash: sha256.Sum256([]byte{byte(n)}), Writes: tree.Root()}
		ledger.Append(b.Leaf())
		is := blockVector{Hash: b.Hash.String(), Root: b.Writes.String(), Entry: hex.EncodeToString(b.Entry()), Leaf: b.Leaf().String(),
			Writes: []writeVector{}}
		for i, w := range writes {
			path, err := tree.Prove(uint64(i), tree.Size())
			if err != nil {
				t.Fatal(err)
			}
			is.Writes = append(is.Writes, writeVector{w.Tx, w.Key, hex.EncodeToString(w.Value), hex.EncodeToString(w.Entry()),
				w.Leaf().String(), hex.EncodeToString(path)})
		}
		v.Blocks = append(v.Blocks, is)
	}
	return ledger
}

func (v *vectors) paths(t *testing.T, tree *checkpoint.Tree) {
	for size := range tree.Size() + 1 {
		root, err := tree.RootAt(size)
		if err != nil {
			t.Fatal(err)
		}
		v.Roots = append(v.Roots, root.String())
		for index := range size {
			path, err := tree.Prove(index, size)
			if err != nil {
				t.Fatal(err)
			}
			v.Paths = append(v.Paths, pathVector{index, size, hex.EncodeToString(path)})
		}
	}
}

func (v *vectors) notes(t *testing.T, tree *checkpoint.Tree) {
	head := checkpoint.Head{Genesis: headAt(0).Genesis, Size: tree.Size(), Root: tree.Root()}
	signed := func(msp string, at int64) (note, line string) {
		note, _ = cosign(t, head, msp, at)
		_, line, _ = strings.Cut(note, "\n\n")
		return note, line
	}
	one, first := signed("OwnersMSP", 1_800_000_000)
	_, second := signed("ResidentsMSP", 1_800_000_061)
	_, third := signed("街道MSP", 1_800_000_122)
	_, stranger := signed("NobodyMSP", 1_800_000_122)
	key, _ := twin("StreetMSP", 87945)
	before, err := checkpoint.Cosign(head, "StreetMSP", key, 1_800_000_183)
	if err != nil {
		t.Fatal(err)
	}
	_, fourth, _ := strings.Cut(before, "\n\n")
	text := head.Text() + "\n"
	changed := func(old, by string) string { return strings.Replace(one, old, by, 1) }
	for _, n := range [][2]string{
		{"one body", one},
		{"three bodies", text + first + second + third},
		{"three bodies in another order", text + third + first + second},
		{"a stranger with one", text + stranger + second},
		{"a stranger alone", text + stranger},
		{"one body twice", text + first + first},
		{"a signature under another name", text + strings.Replace(first, "OwnersMSP", "ResidentsMSP", 1)}, // its id is no witness'
		{"another size", changed("\n10\n", "\n11\n")},
		{"a size with a zero", changed("\n10\n", "\n010\n")},
		{"a root of more letters", changed("\n10\n", "\n10\nAAAA")},
		{"a line more", changed("\n\n", "\nmore\n\n")},
		{"another origin", changed("linli/", "linlu/")},
		{"no signature", head.Text()},
		{"no blank line", head.Text() + first},
		{"no end", strings.TrimSuffix(one, "\n")},
		{"a changed signature", text + flipped(first, len(first)-10)},
		{"a changed time", text + flipped(first, len("— OwnersMSP ")+12)},
		{"slack in the base64", text + flipped(first, len(first)-4)},
		{"a good one and a changed one", text + second + flipped(first, len(first)-10)},
		{"a changed one and then the good one", text + flipped(first, len(first)-10) + first},
		{"a body's key of before, which has the present one's id", text + first + fourth},
	} {
		v.Notes = append(v.Notes, v.open(t, n[0], n[1]))
	}
}

// flipped has another letter of base64 at a place: the next one.
func flipped(line string, at int) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	next := letters[(strings.IndexByte(letters, line[at])+1)%len(letters)]
	return line[:at] + string(next) + line[at+1:]
}

func (v *vectors) open(t *testing.T, name, note string) noteVector {
	var witnesses []checkpoint.Witness
	for _, w := range v.Witnesses {
		witness, err := checkpoint.ReadWitness(w.Witness)
		if err != nil {
			t.Fatal(err)
		}
		witnesses = append(witnesses, witness)
	}
	is := noteVector{Name: name, Note: note, By: []signatureVector{}}
	c, err := checkpoint.Open(note, witnesses)
	if err != nil {
		is.Fail = true
		return is
	}
	is.Size, is.Root = c.Size, c.Root.String()
	for _, by := range c.By {
		is.By = append(is.By, signatureVector{by.MSP, by.At})
	}
	return is
}
