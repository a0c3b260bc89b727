// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"iter"
	"path/filepath"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/verify"
)

// kept follows blocks as a server does.
func kept(t testing.TB, blocks build.Source) *tree.Tree {
	t.Helper()
	kept, err := tree.Open(filepath.Join(t.TempDir(), "tree.db"))
	town.Must(t, kept, err)
	t.Cleanup(func() { town.Done(t, kept.Close()) })
	for raw, err := range blocks.Blocks(0, 0) {
		b := ledger.Decode(town.Must(t, raw, err), verify.Chaincode)
		if b.Number == 0 {
			at, err := kept.Checkpoint(t.Context(), hex.EncodeToString(b.Hash))
			town.Must(t, at, err)
		}
		town.Done(t, kept.Apply(t.Context(), b))
	}
	return kept
}

// A server that went straight to the blocks makes the same bundles, to the byte, as who has read all of them: of everything that was
// recorded, of both profiles, under a head that is given and under the ledger's newest.
func TestKeptPlacesGiveTheSameBundles(t *testing.T) {
	e := newEstate(t)
	kept := kept(t, e.source())
	count := 0
	e.each(func(kind evidence.Kind, id string) {
		for _, profile := range []string{evidence.Small, evidence.Full} {
			for _, note := range []string{e.note, ""} {
				asked := e.asked(kind, id)
				asked.Profile = profile
				want, err := e.make(asked, note)
				got, err2 := build.Bundle(t.Context(), e.source(), kept, asked, note)
				if fmt.Sprint(err) != fmt.Sprint(err2) {
					t.Errorf("%s %s: %v, and %v by what was kept", kind, id, err, err2)
				}
				if err != nil || err2 != nil {
					continue
				}
				scanned, err := want.Pack()
				found, err2 := got.Pack()
				if !bytes.Equal(town.Must(t, scanned, err), town.Must(t, found, err2)) {
					t.Errorf("%s %s, %s: another bundle", kind, id, profile)
				}
				count++
			}
		}
	})
	if count < 4*len(evidence.Kinds()) {
		t.Errorf("%d bundles were compared", count)
	}
}

// A body's peer that says something else of a block than the tree has is not believed.
func TestOtherBlocksMakeNoBundle(t *testing.T) {
	e := newEstate(t)
	for name, change := range map[string]func(*common.Block){
		"another block": func(b *common.Block) { b.Header.DataHash = []byte("other") },
		"nothing took effect": func(b *common.Block) {
			flags := b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER]
			for i := range flags {
				flags[i] = 255
			}
		},
	} {
		other := changed{e.source(), change}
		if _, err := build.Bundle(t.Context(), other, e.scanned, e.asked(evidence.Ballot, e.IDs["ballot"][0]), e.note); err == nil {
			t.Errorf("%s: it makes a bundle", name)
		}
	}
}

type changed struct {
	build.Source
	change func(*common.Block)
}

func (c changed) Blocks(from, before uint64) iter.Seq2[*common.Block, error] {
	return func(yield func(*common.Block, error) bool) {
		for b, err := range c.Source.Blocks(from, before) {
			if err == nil {
				c.change(b)
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

// long is the recorded ledger, and copies of its blocks after it, as if there were that many.
type long []*common.Block

func (l long) Blocks(from, before uint64) iter.Seq2[*common.Block, error] {
	if before == 0 {
		before = uint64(len(l))
	}
	return func(yield func(*common.Block, error) bool) {
		for _, b := range l[from:before] {
			if !yield(proto.CloneOf(b), nil) {
				return
			}
		}
	}
}

func (e *estate) long(blocks int) (l long) {
	e.Helper()
	for raw, err := range e.source().Blocks(0, 0) {
		l = append(l, town.Must(e.TB, raw, err))
	}
	recorded := len(l)
	for len(l) < blocks {
		b := proto.CloneOf(l[1+len(l)%(recorded-1)])
		b.Header.Number = uint64(len(l))
		b.Header.PreviousHash = ledger.HeaderHash(l[len(l)-1].GetHeader())
		l = append(l, b)
	}
	return l
}

// How long a bundle takes to make, by reading all blocks and by what was kept: go test ./evidence -bench Bundle -run '^$'
func BenchmarkBundle(b *testing.B) {
	e := newEstate(b)
	asked := e.asked(evidence.Order, e.IDs["order"][0])
	for _, blocks := range []int{400, 20_000} {
		ledger := e.long(blocks)
		kept := kept(b, ledger)
		for way, places := range map[string]func() build.Places{
			"scan": func() build.Places { scanned, err := build.Scan(ledger); return town.Must(b, scanned, err) },
			"kept": func() build.Places { return kept },
		} {
			b.Run(fmt.Sprintf("%s/%d", way, blocks), func(b *testing.B) {
				for b.Loop() {
					made, err := build.Bundle(b.Context(), ledger, places(), asked, e.note)
					town.Must(b, made, err)
				}
			})
		}
	}
}
