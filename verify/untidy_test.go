// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/verify/fabric"
)

// untidied wants a ledger accepted with a note about the block, and else as the honest one.
func untidied(t *testing.T, f *forger, block int) {
	t.Helper()
	ledger, trust := small(t)
	report, honest := recount(t, f.ledger(), trust), recount(t, ledger, trust)
	tidy := report.Check(checkTidy)
	if !report.OK() || tidy.Status != NotProven || !strings.Contains(tidy.Detail, fmt.Sprintf("block %d", block)) {
		t.Errorf("want it accepted and block %d named as untidy:\n%s", block, text(report))
	}
	if report.Valid != honest.Valid || report.Keys != honest.Keys || report.Replayed != honest.Replayed {
		t.Errorf("another result:\n%s", text(report))
	}
}

// memberOf is the serialized identity of an orderer in force.
func (f *forger) memberOf(orderer int) []byte {
	orderers := &common.Orderers{}
	f.must(proto.Unmarshal(f.configuration().GetGroups()["Orderer"].GetValues()["Orderers"].GetValue(), orderers))
	for _, c := range orderers.GetConsenterMapping() {
		if c.GetId() == uint32(orderer) {
			return f.marshal(&msp.SerializedIdentity{Mspid: c.GetMspId(), IdBytes: c.GetIdentity()})
		}
	}
	f.t.Fatal("no such orderer")
	return nil
}

// One orderer hands its peers blocks with metadata as it likes it; the others, whose leader it is, sign what they find the same.
// None of it changes what was decided. What peers take of what it adds is tried on the real network by
// attacktest.TestOneOrdererLiesToAPeer; here more of it is told as untidy, some of which peers refuse, for want of signatures.
func TestOneOrdererCannotSpoilABlock(t *testing.T) {
	at := find(t)
	cases := map[string]func(f *forger, md *common.Metadata){
		"an orderer's bad signature more": func(f *forger, md *common.Metadata) {
			md.Signatures = append(md.Signatures, &common.MetadataSignature{
				IdentifierHeader: f.marshal(&common.IdentifierHeader{Identifier: 4, Nonce: []byte("n")}),
				Signature:        f.sign(4, []byte("else")),
			})
		},
		"a bad one before the good one": func(f *forger, md *common.Metadata) {
			bad := proto.CloneOf(md.GetSignatures()[0])
			bad.Signature = f.sign(1, []byte("else"))
			md.Signatures = slices.Insert(md.GetSignatures(), 0, bad)
		},
		"a doubled one": func(_ *forger, md *common.Metadata) { md.Signatures = append(md.Signatures, md.GetSignatures()[0]) },
		"an empty one": func(_ *forger, md *common.Metadata) {
			md.Signatures = append(md.Signatures, &common.MetadataSignature{})
		},
		"no orderer's": func(f *forger, md *common.Metadata) {
			md.Signatures = append(md.Signatures,
				&common.MetadataSignature{IdentifierHeader: f.marshal(&common.IdentifierHeader{Identifier: 77}), Signature: []byte("x")})
		},
		"a second encoding, behind the sequence": func(_ *forger, md *common.Metadata) {
			md.Signatures[0].Signature = append(md.GetSignatures()[0].GetSignature(), 0)
		},
		"a second encoding, within the sequence": func(_ *forger, md *common.Metadata) {
			sig := slices.Concat(md.GetSignatures()[0].GetSignature(), []byte{5, 0}) // NULL
			sig[1] += 2
			md.Signatures[0].Signature = sig
		},
	}
	for name, alter := range cases {
		t.Run(name, func(t *testing.T) {
			f := newForger(t)
			f.seal(at.put, 1, 2, 3)
			md := f.signatures(at.put)
			alter(f, md)
			f.setSignatures(at.put, md)
			untidied(t, f, at.put)
		})
	}
	t.Run("it names itself by its certificate", func(t *testing.T) {
		f := newForger(t)
		f.seal(at.put, 1, 2, 3)
		md := f.signatures(at.put)
		header := f.marshal(&common.SignatureHeader{Creator: f.memberOf(1), Nonce: []byte("n")})
		md.Signatures[0] = &common.MetadataSignature{
			SignatureHeader: header, Signature: f.sign(1, slices.Concat(md.GetValue(), header, headerBytes(f.blocks[at.put].GetHeader()))),
		}
		f.setSignatures(at.put, md)
		untidied(t, f, at.put)
	})
	t.Run("an unknown field beside the signatures", func(t *testing.T) {
		f := newForger(t)
		metadata := f.blocks[at.put].GetMetadata().GetMetadata()
		metadata[0] = append(metadata[0], 0x78, 1)
		untidied(t, f, at.put)
	})
	t.Run("an unknown field of the block or of its parts", func(t *testing.T) {
		for _, part := range []func(*common.Block) proto.Message{
			func(b *common.Block) proto.Message { return b },
			func(b *common.Block) proto.Message { return b.GetHeader() },
			func(b *common.Block) proto.Message { return b.GetData() },
			func(b *common.Block) proto.Message { return b.GetMetadata() },
		} {
			f := newForger(t)
			part(f.blocks[at.put]).ProtoReflect().SetUnknown([]byte{0x78, 1})
			untidied(t, f, at.put)
		}
	})
	t.Run("filled slots, and one more", func(t *testing.T) {
		for _, alter := range []func(*common.BlockMetadata){
			func(m *common.BlockMetadata) { m.Metadata[1] = []byte("last") },
			func(m *common.BlockMetadata) { m.Metadata[3] = []byte("orderer") },
			func(m *common.BlockMetadata) { m.Metadata = append(m.Metadata, nil, []byte("more")) },
		} {
			f := newForger(t)
			alter(f.blocks[at.put].GetMetadata())
			untidied(t, f, at.put)
		}
	})
	t.Run("the leader pads what all sign", func(t *testing.T) {
		f := newForger(t)
		for i := at.put; i < len(f.blocks); i++ {
			md := f.signatures(i)
			md.Value = append(md.GetValue(), 0x78, 1)
			f.setSignatures(i, md)
		}
		f.seal(at.put, 1, 2, 3)
		untidied(t, f, at.put)
	})
}

// A client's unknown fields behind the signature are kept by orderers and peers; so is what an administrator or an orderer puts
// into the wrapping of a configuration.
func TestOneClientCannotSpoilATransaction(t *testing.T) {
	at := find(t)
	extend := func(f *forger, block, index int, more ...byte) {
		f.blocks[block].Data.Data[index] = slices.Concat(f.blocks[block].GetData().GetData()[index], more)
		f.seal(block, 1, 2, 3)
	}
	for name, more := range map[string][]byte{
		"a number":          {0x78, 1},
		"a padded number":   {0xf8, 0x80, 0, 0x81, 0},
		"a group":           {0x7b, 0x0a, 1, 'x', 0x7c},
		"a wrongly typed 1": {0x08, 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := newForger(t)
			extend(f, at.put, 0, more...)
			untidied(t, f, at.put)
		})
	}
	t.Run("an invalid transaction", func(t *testing.T) {
		f := newForger(t)
		extend(f, at.adds, 1, 0x78, 1)
		untidied(t, f, at.adds)
	})
	t.Run("a configuration", func(t *testing.T) {
		f := newForger(t)
		extend(f, at.update, 0, 0x78, 1)
		untidied(t, f, at.update)
	})
	t.Run("a configuration's envelope twice", func(t *testing.T) {
		f := newForger(t)
		extend(f, at.update, 0, f.blocks[at.update].GetData().GetData()[0]...)
		untidied(t, f, at.update)
	})
	t.Run("many signatures that mean nothing under an update", func(t *testing.T) {
		f := newForger(t)
		f.blocks[at.update].Data.Data[0] = f.resigned(f.blocks[at.update].GetData().GetData()[0],
			func(s []*common.ConfigSignature) []*common.ConfigSignature {
				return append(slices.Repeat([]*common.ConfigSignature{{}}, 2*fabric.MaxParts), s...)
			})
		f.seal(at.update, 1, 2, 3)
		if report, refuse := refused(t, f.ledger(), second(small(t))); refuse {
			t.Errorf("peers take it:\n%s", text(report))
		}
	})
	t.Run("a creator's signature with more in its sequence", func(t *testing.T) {
		f := newForger(t)
		envelope := &common.Envelope{}
		f.must(proto.Unmarshal(f.blocks[at.put].GetData().GetData()[0], envelope))
		envelope.Signature = append(envelope.GetSignature(), 5, 0)
		envelope.Signature[1] += 2
		f.blocks[at.put].Data.Data[0] = f.marshal(envelope)
		f.seal(at.put, 1, 2, 3)
		if report, refuse := refused(t, f.ledger(), second(small(t))); refuse {
			t.Errorf("peers take it:\n%s", text(report))
		}
	})
}

func second(_ []byte, trust Trust) Trust { return trust }
