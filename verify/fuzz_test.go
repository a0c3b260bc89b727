// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// What cannot be read must be judged, never crash.
func FuzzTransaction(f *testing.F) {
	ledger, _ := small(f)
	var config *channelConfig
	for i, raw := range split(f, ledger) {
		b, err := parseBlock(raw)
		if err != nil {
			f.Fatal(err)
		}
		if i == 0 {
			if config, err = genesisConfig(b); err != nil {
				f.Fatal(err)
			}
		}
		for _, tx := range b.GetData().GetData() {
			f.Add(tx)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		j := newJudge(t.Context(), Trust{}, Options{Replayers: replayers()})
		j.config = config
		tx := openTransaction(t.Context(), config, 0, raw, &atomic.Int64{})
		b := &common.Block{
			Header: &common.BlockHeader{Number: 1}, Data: &common.BlockData{Data: [][]byte{raw}}, Metadata: &common.BlockMetadata{Metadata: make([][]byte, slots)},
		}
		_, _, _ = config.next(b)
		j.sit(&item{position: 1, block: b}).judgeAll([]*transaction{tx}, false)
	})
}

// Whatever file is given, verify answers, and takes memory as the file has bytes.
func FuzzLedgerFile(f *testing.F) {
	ledger, trust := small(f)
	f.Add(ledger)
	blocks := split(f, ledger)
	for i := range blocks {
		f.Add(join(f, blocks[:i+1]))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var before, after runtime.MemStats
		for _, trusted := range []Trust{trust, {}} {
			runtime.ReadMemStats(&before)
			report, err := Ledger(t.Context(), bytes.NewReader(raw), trusted, Options{Replayers: replayers()})
			runtime.ReadMemStats(&after)
			if taken, most := after.TotalAlloc-before.TotalAlloc, uint64(32<<20+400*len(raw)); taken > most {
				t.Errorf("%d bytes took %d bytes of memory", len(raw), taken)
			}
			if err == nil && report.OK() && report.LastHash == "" {
				t.Error("accepted without a block")
			}
		}
	})
}

// A block that is read reads back as the same block, but for marks of what is superfluous.
func FuzzBlock(f *testing.F) {
	ledger, _ := small(f)
	for _, raw := range split(f, ledger) {
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

// A trust file that is taken says what it says, and can be written again.
func FuzzTrustFile(f *testing.F) {
	_, trust := small(f)
	var text bytes.Buffer
	if err := trust.Write(&text); err != nil {
		f.Fatal(err)
	}
	f.Add(text.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		read, err := ReadTrust(bytes.NewReader(raw))
		if err != nil {
			return
		}
		var written bytes.Buffer
		if err := read.Write(&written); err != nil {
			t.Fatal(err)
		}
		if again, err := ReadTrust(&written); err != nil || again.Genesis != read.Genesis || !again.anchored() {
			t.Errorf("%s is read as %+v: %v", raw, again, err)
		}
	})
}
