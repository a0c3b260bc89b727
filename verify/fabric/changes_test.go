// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"flag"
	"io"
	"os"
	"slices"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// The test of a network's life leaves such a file with LINLI_TEST_KEEP.
var changesOf = flag.String("changes-of", "", "ledger file whose configurations TestChanges records anew")

const changesFile = "testdata/changes.ledger.gz"

// changes are the blocks with the configurations of a network into which a fifth body came, of which one moved and one had new keys, and
// which the fifth left.
func changes(t *testing.T) []*common.Block {
	t.Helper()
	if *changesOf != "" {
		recordChanges(t)
	}
	raw, err := os.ReadFile(changesFile)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	file, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	_, blocks := blocksOf(t, file)
	return blocks
}

func recordChanges(t *testing.T) {
	t.Helper()
	raws, blocks := blocksIn(t, *changesOf)
	out := []byte("configurations alone\n")
	for i, b := range blocks {
		if HoldsConfig(b) {
			out = append(binary.BigEndian.AppendUint32(out, uint32(len(raws[i]))), raws[i]...)
		}
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write(binary.BigEndian.AppendUint32(out, 0))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(changesFile, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Each configuration follows from the one before, and each block is signed by a quorum of those who ordered before it.
func TestChanges(t *testing.T) {
	blocks := changes(t)
	c, err := genesisConfig(blocks[0])
	if err != nil {
		t.Fatal(err)
	}
	var orderers, bodies []int
	for _, b := range blocks[1:] {
		if q := c.checkQuorum(t.Context(), b); q.err != nil || q.signers < quorumOf(len(c.consenters)) || q.untidy != nil {
			t.Errorf("block %d: %d signers of %d: %v, %v", b.GetHeader().GetNumber(), q.signers, len(c.consenters), q.err, q.untidy)
		}
		after, untidy, err := c.next(b)
		if err != nil || untidy != nil {
			t.Fatal(err, untidy)
		}
		if _, _, err := after.next(b); err == nil {
			t.Error("a change is taken twice")
		}
		c = after
		orderers, bodies = append(orderers, len(c.consenters)), append(bodies, len(c.orgs))
	}
	if want := []int{4, 5, 5, 5, 4}; !slices.Equal(orderers, want) {
		t.Errorf("of orderers there are %v after each, not %v", orderers, want)
	}
	if want := []int{5, 5, 5, 5, 4}; !slices.Equal(bodies, want) {
		t.Errorf("of bodies there are %v after each, not %v", bodies, want)
	}
}

// Whoever makes a configuration that the bodies did not agree on is refused, whoever orders it.
func TestForgedChanges(t *testing.T) {
	forgeries := map[string]func(e *common.ConfigEnvelope, signed *common.ConfigUpdateEnvelope){
		"a signature less":  func(_ *common.ConfigEnvelope, s *common.ConfigUpdateEnvelope) { s.Signatures = s.GetSignatures()[1:] },
		"one of them twice": func(_ *common.ConfigEnvelope, s *common.ConfigUpdateEnvelope) { s.Signatures[0] = s.GetSignatures()[1] },
		"other bytes than were signed": func(_ *common.ConfigEnvelope, s *common.ConfigUpdateEnvelope) {
			s.ConfigUpdate = append(s.GetConfigUpdate(), 0x78, 1)
		},
		"an orderer less than agreed": func(e *common.ConfigEnvelope, _ *common.ConfigUpdateEnvelope) {
			value, orderers := e.GetConfig().GetChannelGroup().GetGroups()["Orderer"].GetValues()["Orderers"], &common.Orderers{}
			if err := proto.Unmarshal(value.GetValue(), orderers); err != nil {
				t.Fatal(err)
			}
			orderers.ConsenterMapping = orderers.GetConsenterMapping()[1:]
			value.Value = encoded(t, orderers)
		},
		"a body less than agreed": func(e *common.ConfigEnvelope, _ *common.ConfigUpdateEnvelope) {
			delete(e.GetConfig().GetChannelGroup().GetGroups()["Application"].GetGroups(), "OwnersMSP")
		},
		"a smaller quorum than agreed": func(e *common.ConfigEnvelope, _ *common.ConfigUpdateEnvelope) {
			group := e.GetConfig().GetChannelGroup().GetGroups()["Orderer"]
			group.Policies["BlockValidation"] = proto.CloneOf(group.GetPolicies()["Writers"])
		},
		"a number that it cannot have": func(e *common.ConfigEnvelope, _ *common.ConfigUpdateEnvelope) { e.GetConfig().Sequence++ },
	}
	blocks := changes(t)
	c, err := genesisConfig(blocks[0])
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range blocks[1:] {
		for name, forge := range forgeries {
			if _, _, err := c.next(forged(t, b, forge)); err == nil {
				t.Errorf("change %d: %s is taken", i+1, name)
			}
		}
		if _, _, err := c.next(forged(t, b, func(*common.ConfigEnvelope, *common.ConfigUpdateEnvelope) {})); err != nil {
			t.Errorf("change %d as it was is not taken: %v", i+1, err)
		}
		if c, _, err = c.next(b); err != nil {
			t.Fatal(err)
		}
	}
}

// forged is a configuration's block with something else in it.
func forged(t *testing.T, b *common.Block, forge func(*common.ConfigEnvelope, *common.ConfigUpdateEnvelope)) *common.Block {
	t.Helper()
	outer, payload, config := &common.Envelope{}, &common.Payload{}, &common.ConfigEnvelope{}
	inner, signed := &common.Payload{}, &common.ConfigUpdateEnvelope{}
	err := errors.Join(proto.Unmarshal(firstOf(b), outer), proto.Unmarshal(outer.GetPayload(), payload),
		proto.Unmarshal(payload.GetData(), config), proto.Unmarshal(config.GetLastUpdate().GetPayload(), inner),
		proto.Unmarshal(inner.GetData(), signed))
	if err != nil {
		t.Fatal(err)
	}
	forge(config, signed)
	inner.Data = encoded(t, signed)
	config.LastUpdate.Payload = encoded(t, inner)
	payload.Data = encoded(t, config)
	outer.Payload = encoded(t, payload)
	return &common.Block{Header: b.GetHeader(), Metadata: b.GetMetadata(), Data: &common.BlockData{Data: [][]byte{encoded(t, outer)}}}
}

func encoded(t *testing.T, m proto.Message) []byte {
	t.Helper()
	raw, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
