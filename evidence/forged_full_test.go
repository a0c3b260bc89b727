// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
)

// rewritten is a block that a forger has changed.
func rewritten(raw []byte, change func(b *common.Block)) []byte {
	b := &common.Block{}
	if err := proto.Unmarshal(raw, b); err != nil {
		panic(err)
	}
	change(b)
	return must(proto.Marshal(b))
}

// blockMakers change the blocks of a full bundle.
func blockMakers() []forger {
	once := func(name, line string, change func(f *forgery)) forger {
		return forger{name, line, func(f *forgery, at int) bool {
			if at == 0 {
				change(f)
			}
			return at == 0
		}}
	}
	block := func(name, line string, change func(b *common.Block)) forger {
		return once(name, line, func(f *forgery) { f.Fabric.Block = rewritten(f.Fabric.Block, change) })
	}
	return []forger{
		once("a configuration chain cut short", "quorum", func(f *forgery) {
			if len(f.Fabric.Configs) > 1 {
				f.Fabric.Configs = f.Fabric.Configs[:len(f.Fabric.Configs)-1]
			} else {
				f.Fabric.Block = nil // it has nothing that could be cut
			}
		}),
		once("no configuration", "config", func(f *forgery) { f.Fabric.Configs = nil }),
		once("a chain without its first block", "config", func(f *forgery) { f.Fabric.Configs = f.Fabric.Configs[1:] }),
		once("the first block of another ledger", "config", func(f *forgery) {
			f.Fabric.Configs[0].Block = rewritten(f.Fabric.Configs[0].Block, func(b *common.Block) { b.Header.PreviousHash = elsewhere[:] })
		}),
		once("an older policy", "", func(f *forgery) { f.Fabric.Definitions = f.Fabric.Definitions[:len(f.Fabric.Definitions)-1] }),
		once("no policy", "endorsement", func(f *forgery) { f.Fabric.Definitions = nil }),
		once("a definition that is none", "endorsement", func(f *forgery) {
			f.Fabric.Definitions = append(f.Fabric.Definitions, evidence.Numbered{Number: 500, Block: f.Fabric.Block})
		}),
		once("another block", "", func(f *forgery) { f.Fabric.Block = f.other.Fabric.Block }),
		once("no block", "quorum", func(f *forgery) { f.Fabric.Block = nil }),
		block("an endorsement of another block", "quorum", func(b *common.Block) {
			data := b.GetData().GetData()[0]
			data[len(data)-200] ^= 1
		}),
		block("another number", "quorum", func(b *common.Block) { b.Header.Number++ }),
		block("another block before it", "quorum", func(b *common.Block) { b.Header.PreviousHash = elsewhere[:] }),
		block("a transaction twice", "quorum", func(b *common.Block) {
			b.Data.Data = append(b.Data.Data, b.GetData().GetData()[0])
		}),
		block("too few orderers", "quorum", func(b *common.Block) {
			md := &common.Metadata{}
			must(0, proto.Unmarshal(b.GetMetadata().GetMetadata()[0], md))
			md.Signatures = md.GetSignatures()[:2]
			b.Metadata.Metadata[0] = must(proto.Marshal(md))
		}),
		block("a transaction that had no effect", "endorsement", func(b *common.Block) {
			for i := range b.GetMetadata().GetMetadata()[2] {
				b.Metadata.Metadata[2][i] = 11
			}
		}),
	}
}

// What a forger changes in the blocks, with a manifest that fits, is refused, and the line says where; and so is what he changes elsewhere.
func TestFullForgeries(t *testing.T) {
	e := newEstate(t)
	var all []evidence.Bundle
	for _, kind := range evidence.Kinds() {
		all = append(all, e.full(kind, e.IDs[string(kind)][0]))
	}
	cases, lines := 0, map[string]int{}
	for i, original := range all {
		for _, maker := range append(blockMakers(), makers()...) {
			f := &forgery{estate: e, Bundle: clone(t, original), other: clone(t, all[(i+3)%len(all)])}
			if !maker.make(f, 0) {
				continue
			}
			cases++
			for _, line := range f.judge(t, fmt.Sprintf("%s: %s", original.Claim.Kind, maker.name), maker.line) {
				lines[line]++
			}
		}
	}
	t.Logf("%d forgeries; lines that refused them: %v", cases, lines)
}

// A key's document that was replaced since can be shown under a head: every word of such a bundle is on the ledger. What the transaction
// read says that there was a later one, as a revocation would be.
func TestLaterDocumentLeftOut(t *testing.T) {
	e := newEstate(t)
	gift := e.IDs["transfer"][1]
	full, early := e.full(evidence.Transfer, gift), e.bundle(evidence.Ballot, e.IDs["ballot"][0])
	f := &forgery{estate: e, Bundle: clone(t, full)}
	f.Evidence.Acts = slices.Concat(f.Evidence.Acts[:1], early.Evidence.Acts[1:])
	own := slices.DeleteFunc(slices.Clone(full.Evidence.Blocks), func(b evidence.Block) bool {
		return !slices.ContainsFunc(b.Writes, func(w evidence.Write) bool { return strings.Contains(w.Key, gift) })
	})
	community := func(w evidence.Write) bool { return strings.HasPrefix(w.Key, "\x00community\x00") }
	before := slices.DeleteFunc(clone(t, early).Evidence.Blocks, func(b evidence.Block) bool {
		return slices.ContainsFunc(b.Writes, func(w evidence.Write) bool { return strings.Contains(string(w.Value), early.Claim.ID) })
	})
	f.Evidence.Blocks = slices.Concat(before, own)
	if !slices.ContainsFunc(before, func(b evidence.Block) bool { return slices.ContainsFunc(b.Writes, community) }) {
		t.Fatal("the community is not shown")
	}
	made, err := evidence.Complete(f.Bundle)
	f.Bundle = town.Must(t, made, err)
	small := f.Bundle
	small.Profile, small.Fabric = evidence.Small, nil
	raw, err := small.Pack()
	if r := e.verify(town.Must(t, raw, err)); !r.OK() {
		t.Errorf("the small one should not notice:\n%s", text(r))
	}
	f.judge(t, "a later document left out", "reads")
}

// What is left of a full bundle after a random edit is refused.
func TestFullRandomEdits(t *testing.T) {
	const edits = 1000
	e := newEstate(t)
	raw, err := e.full(evidence.Order, e.IDs["order"][0]).Pack()
	town.Must(t, raw, err)
	rnd := rand.New(rand.NewPCG(9, 40))
	for range edits {
		if edited := altered(rnd, raw); !slices.Equal(edited, raw) {
			e.refuses(edited)
		}
	}
}
