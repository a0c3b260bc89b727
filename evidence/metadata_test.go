// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
)

// edits are what somebody may do to what no orderer signs of a block.
func edits() map[string]func(b *common.Block) {
	signatures := func(change func(md *common.Metadata)) func(b *common.Block) {
		return func(b *common.Block) {
			md := &common.Metadata{}
			must(0, proto.Unmarshal(b.GetMetadata().GetMetadata()[0], md))
			if len(md.GetSignatures()) > 0 { // the first block has none
				change(md)
			}
			b.Metadata.Metadata[0] = pack(md)
		}
	}
	unknown := protowire.AppendVarint(protowire.AppendTag(nil, 9, protowire.VarintType), 1)
	all := map[string]func(b *common.Block){
		"a signature left out": signatures(func(md *common.Metadata) { md.Signatures = md.GetSignatures()[1:] }),
		"a signature twice":    signatures(func(md *common.Metadata) { md.Signatures = append(md.Signatures, md.GetSignatures()[0]) }),
		"another order":        signatures(func(md *common.Metadata) { slices.Reverse(md.GetSignatures()) }),
		"a signature of nobody": signatures(func(md *common.Metadata) {
			md.Signatures = append(md.Signatures, &common.MetadataSignature{IdentifierHeader: []byte{8, 77}, Signature: make([]byte, 70)})
		}),
		"a signature that does not verify": signatures(func(md *common.Metadata) {
			more := proto.CloneOf(md.GetSignatures()[0])
			more.Signature[20] ^= 1
			md.Signatures = append(md.Signatures, more)
		}),
		"an unknown field of a signature":  signatures(func(md *common.Metadata) { md.GetSignatures()[0].ProtoReflect().SetUnknown(unknown) }),
		"an unknown field of the list":     signatures(func(md *common.Metadata) { md.ProtoReflect().SetUnknown(unknown) }),
		"an unknown field of the block":    func(b *common.Block) { b.ProtoReflect().SetUnknown(unknown) },
		"an unknown field of its metadata": func(b *common.Block) { b.GetMetadata().ProtoReflect().SetUnknown(unknown) },
		"one more slot":                    func(b *common.Block) { b.Metadata.Metadata = append(b.Metadata.Metadata, []byte{}) },
		"a flag more":                      func(b *common.Block) { b.Metadata.Metadata[2] = append(b.Metadata.Metadata[2], 0) },
	}
	for name, slot := range map[string]int{"the slot of the last configuration": 1, "the orderers' slot": 3, "the commit hash": 4} {
		all[name] = func(b *common.Block) { b.Metadata.Metadata[slot] = []byte("more") }
	}
	return all
}

// What nobody signs of a bundle's blocks has one form: who edits it has a file that is refused, whatever he writes there.
func TestMetadataHasOneForm(t *testing.T) {
	e := newEstate(t)
	rnd := rand.New(rand.NewPCG(13, 40))
	raw, err := e.full(evidence.Order, e.IDs["order"][0]).Pack()
	entries, count := unzipped(town.Must(t, raw, err))[1:], 0
	for i, entry := range entries {
		if !strings.HasSuffix(entry.Name, ".pb") {
			continue
		}
		try := func(name string, block []byte) {
			if bytes.Equal(block, entry.Data) {
				return
			}
			count++
			edited := slices.Clone(entries)
			edited[i].Data = block
			if r, err := evidence.Verify(listedAs(evidence.Full, edited...), e.trust, checkedAt); err == nil && r.OK() {
				t.Errorf("%s, %s: accepted", entry.Name, name)
			}
		}
		for name, change := range edits() {
			try(name, rewritten(entry.Data, change))
		}
		b := &common.Block{}
		must(0, proto.Unmarshal(entry.Data, b))
		for slot, is := range b.GetMetadata().GetMetadata() {
			for range min(len(is), 60) {
				try("a random edit", rewritten(entry.Data, func(b *common.Block) { b.Metadata.Metadata[slot] = altered(rnd, is) }))
			}
		}
		for flag := range b.GetMetadata().GetMetadata()[2] {
			for _, code := range []byte{0, 1, 11, 254, 255} {
				try("another flag", rewritten(entry.Data, func(b *common.Block) { b.Metadata.Metadata[2][flag] = code }))
			}
		}
	}
	if t.Logf("%d edits", count); count < 200 {
		t.Error("too few to say so")
	}
}
