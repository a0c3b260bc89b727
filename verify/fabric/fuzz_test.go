// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"sync/atomic"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// recorded are the blocks of the ledger that verify's TestRecord records on a real network.
func recorded(t testing.TB) (raws [][]byte, blocks []*common.Block) {
	t.Helper()
	return blocksIn(t, "../testdata/small.ledger")
}

// blocksIn are those of a ledger file.
func blocksIn(t testing.TB, path string) (raws [][]byte, blocks []*common.Block) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return blocksOf(t, file)
}

func blocksOf(t testing.TB, file []byte) (raws [][]byte, blocks []*common.Block) {
	t.Helper()
	_, rest, _ := bytes.Cut(file, []byte("\n"))
	for size := binary.BigEndian.Uint32(rest); size > 0; size = binary.BigEndian.Uint32(rest) {
		raw := rest[4 : 4+size]
		b, err := parseBlock(raw)
		if err != nil {
			t.Fatal(err)
		}
		raws, blocks, rest = append(raws, raw), append(blocks, b), rest[4+size:]
	}
	return raws, blocks
}

// given are blocks that lie in memory.
type given struct{ raws [][]byte }

func (g *given) Length() (int, error) {
	if len(g.raws) == 0 {
		return 0, io.EOF
	}
	return len(g.raws[0]), nil
}

func (g *given) Block(int) ([]byte, error) {
	next := g.raws[0]
	g.raws = g.raws[1:]
	return next, nil
}

// judging is a judge of these blocks, who fails the test if he finds anything.
func judging(t testing.TB, raws [][]byte, trust Trust) *Judge {
	t.Helper()
	return NewJudge(context.Background(), &given{raws}, trust, func(f Finding) { t.Errorf("%+v", f) })
}

// What cannot be read must be judged, never crash.
func FuzzTransaction(f *testing.F) {
	_, blocks := recorded(f)
	config, err := genesisConfig(blocks[0])
	if err != nil {
		f.Fatal(err)
	}
	for _, b := range blocks {
		for _, tx := range b.GetData().GetData() {
			f.Add(tx)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		j := NewJudge(t.Context(), nil, Trust{}, func(Finding) {})
		j.config, j.yield = config, func(Row) bool { return true }
		tx := openTransaction(t.Context(), config, 0, raw, &atomic.Int64{})
		b := &common.Block{
			Header: &common.BlockHeader{Number: 1}, Data: &common.BlockData{Data: [][]byte{raw}},
			Metadata: &common.BlockMetadata{Metadata: make([][]byte, slots)},
		}
		_, _, _ = config.next(b)
		j.begin(&item{position: 1, block: b}).judgeAll([]*transaction{tx}, false)
	})
}

// A block that is read reads back as the same block, but for marks of what is superfluous.
func FuzzBlock(f *testing.F) {
	raws, _ := recorded(f)
	for _, raw := range raws {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := parseBlock(raw)
		if err != nil || len(b.GetMetadata().GetMetadata()) > slots {
			return
		}
		if len(b.ProtoReflect().GetUnknown()) > 0 {
			b.ProtoReflect().SetUnknown(nil)
			want := &common.Block{}
			if err := dropUnknown.Unmarshal(raw, want); err != nil || !proto.Equal(b, want) {
				t.Errorf("%x is read as %v: %v", raw, b, err)
			}
			return
		}
		again, err := proto.Marshal(b)
		if err != nil || !bytes.Equal(again, raw) {
			t.Errorf("%x is read as %x", raw, again)
		}
	})
}

// What is looked at without decoding is judged as by decoding and encoding it again.
func FuzzSurvey(f *testing.F) {
	_, blocks := recorded(f)
	for _, b := range blocks {
		f.Add(b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_SIGNATURES])
		f.Add(last(b.GetData().GetData()[0]))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, m := range []proto.Message{&common.Metadata{}, &common.Payload{}, &common.ChannelHeader{}, &common.MetadataSignature{}} {
			err := read(raw, m)
			again := m.ProtoReflect().New().Interface()
			decoded := dropUnknown.Unmarshal(raw, again)
			if (err == nil || errors.Is(err, errTwoReadings)) != (decoded == nil) {
				t.Fatalf("%T: read says %v, decoding %v", m, err, decoded)
			}
			if decoded != nil {
				continue
			}
			encoded, _ := proto.MarshalOptions{Deterministic: true}.Marshal(again)
			if !proto.Equal(m, again) || (err == nil) != bytes.Equal(encoded, raw) {
				t.Fatalf("%T: %x is read as %v: %v", m, raw, m, err)
			}
		}
	})
}
