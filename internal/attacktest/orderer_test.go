// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"bytes"
	"context"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/orderer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/verify"
)

// What becomes of a lie.
const (
	lieRefused = "refused" // the peer does not take the block, and asks for it again
	lieDropped = "dropped" // it takes the block, and keeps nothing of the lie
	lieKept    = "kept"    // the lie is in what it exports: unknown fields of a block until it is started again, all else for ever
)

// signatures has the list of a block's signatures changed.
func signatures(change func(*common.Metadata)) func(*common.Block) {
	return func(b *common.Block) {
		list := &common.Metadata{}
		slot := &b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_SIGNATURES]
		if err := proto.Unmarshal(*slot, list); err != nil {
			panic(err)
		}
		change(list)
		*slot = bytesOf(list)
	}
}

// adding has a signature more in front of the others.
func adding(s *common.MetadataSignature) func(*common.Block) {
	return signatures(func(list *common.Metadata) { list.Signatures = slices.Insert(list.GetSignatures(), 0, s) })
}

// The places for metadata that Fabric no longer reads, by their old names in common.BlockMetadataIndex.
const (
	lastConfig common.BlockMetadataIndex = 1
	unused     common.BlockMetadataIndex = 3 // once for orderers
)

// slot has text in one of the places for metadata.
func slot(i common.BlockMetadataIndex, text []byte) func(*common.Block) {
	return func(b *common.Block) { b.GetMetadata().GetMetadata()[i] = text }
}

// underItsCertificate has the orderer's good signature a second time, under another name.
func underItsCertificate(by user) func(*common.Block) {
	return func(b *common.Block) {
		h := b.GetHeader()
		header := encoded(asn1.Marshal(struct {
			Number             *big.Int
			PreviousHash, Data []byte
		}{new(big.Int).SetUint64(h.GetNumber()), h.GetPreviousHash(), h.GetDataHash()}))
		name := bytesOf(&common.SignatureHeader{Creator: bytesOf(by.identity), Nonce: []byte("n")})
		signatures(func(list *common.Metadata) {
			signature := by.sign(slices.Concat(list.GetValue(), name, header))
			list.Signatures = append(list.Signatures, &common.MetadataSignature{SignatureHeader: name, Signature: signature})
		})(b)
	}
}

// filled has the orderers' slot filled until the block's message is the largest that a peer takes.
func filled(b *common.Block) {
	message := &orderer.DeliverResponse{Type: &orderer.DeliverResponse_Block{Block: b}}
	rest := func() int { return largestMessage - proto.Size(message) }
	for size := 0; rest() != 0; {
		size += rest()
		slot(unused, make([]byte, size))(b)
	}
}

func liesOf(by user, id uint64) []*lie {
	name := func(id uint64) []byte {
		return bytesOf(&common.IdentifierHeader{Identifier: uint32(id), Nonce: []byte("n")})
	}
	return []*lie{
		{name: "a bad signature more", want: lieKept, tell: adding(&common.MetadataSignature{IdentifierHeader: name(id),
			Signature: by.sign([]byte("else"))})},
		{name: "another orderer's bad signature before its good one", want: lieKept,
			tell: adding(&common.MetadataSignature{IdentifierHeader: name(1), Signature: []byte("x")})},
		{name: "one of nobody", want: lieKept, tell: adding(&common.MetadataSignature{IdentifierHeader: name(77), Signature: []byte("x")})},
		{name: "an empty one", want: lieKept, tell: adding(&common.MetadataSignature{})},
		{name: "one twice", want: lieKept, tell: signatures(func(list *common.Metadata) {
			list.Signatures = append(list.Signatures,
				list.GetSignatures()[0])
		})},
		{name: "one twice, first in another encoding", want: lieKept, tell: signatures(func(list *common.Metadata) {
			other := proto.CloneOf(list.GetSignatures()[0])
			other.Signature = append(other.GetSignature(), 0)
			list.Signatures = slices.Insert(list.GetSignatures(), 0, other)
		})},
		{name: "its own again, under its certificate", want: lieKept, tell: underItsCertificate(by)},
		{name: "an unknown field beside the signatures", want: lieKept, tell: signatures(func(list *common.Metadata) { odd(list) })},
		{name: "a filled slot for the last configuration", want: lieKept, tell: slot(lastConfig, []byte("x"))},
		{name: "a filled slot for orderers", want: lieKept, tell: slot(unused, []byte("x"))},
		{name: "as much in it as a peer takes", want: lieKept, tell: filled},
		{name: "a slot more", want: lieKept, tell: func(b *common.Block) {
			b.Metadata.Metadata = append(b.GetMetadata().GetMetadata(), []byte("x"))
		}},
		{name: "all transactions marked invalid", want: lieDropped, tell: slot(common.BlockMetadataIndex_TRANSACTIONS_FILTER, []byte{1})},
		{name: "another hash of the state", want: lieDropped, tell: slot(common.BlockMetadataIndex_COMMIT_HASH, []byte("x"))},
		{name: "an unknown field of the block", want: lieKept, tell: func(b *common.Block) { odd(b) }},
		{name: "an unknown field of the header", want: lieKept, tell: func(b *common.Block) { odd(b.GetHeader()) }},
		{name: "an unknown field of the data", want: lieKept, tell: func(b *common.Block) { odd(b.GetData()) }},
		{name: "an unknown field of the metadata", want: lieKept, tell: func(b *common.Block) { odd(b.GetMetadata()) }},
		{name: "a signature whose name cannot be read", want: lieRefused,
			tell: adding(&common.MetadataSignature{IdentifierHeader: []byte("x")})},
		{name: "too few signatures", want: lieRefused,
			tell: signatures(func(list *common.Metadata) { list.Signatures = list.GetSignatures()[:2] })},
		{name: "a slot too few", want: lieRefused, tell: func(b *common.Block) {
			b.Metadata.Metadata = b.GetMetadata().GetMetadata()[:common.BlockMetadataIndex_COMMIT_HASH]
		}},
		{name: "a transaction cut in two", want: lieRefused, tell: func(b *common.Block) {
			first := b.GetData().GetData()[0]
			b.Data.Data = slices.Replace(b.GetData().GetData(), 0, 1, first[:8], first[8:])
		}},
	}
}

// An orderer lies to another body's peer, which keeps most of what it does not refuse. That body's ledger is accepted all the
// same, with the same result as the others', and every lie in it is told.
func TestOneOrdererLiesToAPeer(t *testing.T) {
	l := connect(t)
	n := l.Network
	t.Cleanup(func() { whole(t, n) })
	orderers, err := n.Orderers()
	by := must(t, orderers, err)[3]
	lies := liesOf(ordererOf(t, n, by), by.ID)
	liar := startLiar(t, n, by)
	divert(t, n, "property", liar)
	theirs := ledgerOf(t, n, "property")
	liar.asked(t)
	remain := 0
	for _, lie := range lies {
		liar.lieNext(lie)
		blockMore(t, l, theirs)
		if liar.became(t, lie, theirs) == lieKept {
			remain++
		}
	}
	compareRecounts(t, l, theirs, remain)
}

// blockMore has one block more, and waits until both ledgers hold it.
func blockMore(t *testing.T, l, theirs *village.Ledger) {
	t.Helper()
	await(t, func() error { return l.Network.Probe(t.Context(), "owners") })
	want, err := l.Height(t.Context())
	done(t, err)
	await(t, func() error {
		height, err := theirs.Height(t.Context())
		if err == nil && height < want {
			err = fmt.Errorf("the peer that is lied to has %d blocks of %d", height, want)
		}
		return err
	})
}

// became looks up in a peer's ledger what is left of a lie.
func (l *liar) became(t *testing.T, told *lie, in *village.Ledger) string {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if told.told == nil {
		t.Fatalf("%s: not told", told.name)
	}
	var stored *common.Block
	number := told.honest.GetHeader().GetNumber()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	for block, err := range ledger.Blocks(ctx, in.Client, number, number) {
		stored = must(t, block, err)
	}
	outcome := lieKept
	switch {
	case told.again:
		outcome = lieRefused
	case proto.Equal(withoutPeersSlots(stored), withoutPeersSlots(told.honest)):
		outcome = lieDropped
	case !proto.Equal(withoutPeersSlots(stored), withoutPeersSlots(told.told)):
		t.Errorf("%s: neither what was told is kept, nor the truth", told.name)
	}
	t.Logf("block %d, %s: %s", number, told.name, outcome)
	if outcome != told.want {
		t.Errorf("%s: %s, not %s", told.name, outcome, told.want)
	}
	return outcome
}

// withoutPeersSlots is a block without what peers write themselves.
func withoutPeersSlots(b *common.Block) *common.Block {
	b = proto.CloneOf(b)
	b.Metadata.Metadata[common.BlockMetadataIndex_TRANSACTIONS_FILTER] = nil
	b.Metadata.Metadata[common.BlockMetadataIndex_COMMIT_HASH] = nil
	return b
}

// compareRecounts wants the ledger of who was lied to accepted, with the honest one's result, and as many places more told.
func compareRecounts(t *testing.T, honest, liedTo *village.Ledger, more int) {
	t.Helper()
	ours, err := honest.Recount(t.Context(), verify.Options{})
	must(t, ours, err)
	theirs, err := liedTo.Recount(t.Context(), verify.Options{})
	must(t, theirs, err)
	if !theirs.OK() || theirs.Blocks != ours.Blocks || theirs.Valid != ours.Valid || theirs.Keys != ours.Keys ||
		theirs.Replayed != ours.Replayed {
		var text bytes.Buffer
		done(t, theirs.Write(&text))
		t.Errorf("refused, or another result than the honest one's:\n%s", text.String())
	}
	if got := untidy(theirs) - untidy(ours); got != more {
		t.Errorf("%d places more are told than in the honest ledger, not %d: %s", got, more, theirs.Check("tidy").Detail)
	}
}

// untidy is how many places a report tells of.
func untidy(r *verify.Report) int {
	count := 0
	if _, err := fmt.Sscanf(r.Check("tidy").Detail, "%d places", &count); err != nil {
		return 0
	}
	return count
}

// whole waits until all processes run again, and every peer has all blocks.
func whole(t *testing.T, n *network.Network) {
	t.Helper()
	awaitStatus(t, n, func(s *network.Status) error {
		if err := uneven(s); err != nil {
			return err
		}
		if !s.Healthy {
			return fmt.Errorf("the network is not whole: %q", s.Warnings)
		}
		return nil
	})
}

// level waits until every peer has all blocks.
func level(t *testing.T, n *network.Network) {
	t.Helper()
	awaitStatus(t, n, uneven)
}

func awaitStatus(t *testing.T, n *network.Network, wrong func(*network.Status) error) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	await(t, func() error {
		s, err := n.Status(ctx)
		if err != nil {
			return err
		}
		return wrong(s)
	})
}

// uneven says which peer lacks blocks that another one has.
func uneven(s *network.Status) error {
	for _, body := range s.Bodies {
		if body.Height != s.Height {
			return fmt.Errorf("the peer of %s has %d blocks of %d", body.Body, body.Height, s.Height)
		}
	}
	return nil
}
