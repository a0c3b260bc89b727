// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"sync/atomic"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
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
