// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// onward is a judge of these blocks who stands where j does. What he judges changes nothing for j.
func (j *Judge) onward(ctx context.Context, raws [][]byte, found func(Finding)) *Judge {
	next := NewJudge(ctx, &given{raws}, j.trust, found)
	next.config, next.lastHash, next.commit, next.summary = j.config, j.lastHash, j.commit, j.summary
	next.ids = maps.Clone(j.ids)
	next.world.commit(j.world) // into an empty one
	return next
}

// history is the recorded ledger, with a judge who stands before each of its blocks: thousands of ledgers that are altered in one
// block share all that is before it, which is judged once.
type history struct {
	raws   [][]byte
	blocks []*common.Block
	before []*Judge
}

func newHistory(t *testing.T) *history {
	t.Helper()
	h := &history{}
	h.raws, h.blocks = recorded(t)
	trust, err := TrustFrom(h.raws[0])
	if err != nil {
		t.Fatal(err)
	}
	h.before = []*Judge{judging(t, nil, trust)}
	for i := range h.raws {
		next := h.before[i].onward(t.Context(), h.raws[i:i+1], func(f Finding) { t.Fatalf("%+v", f) })
		for range next.Rows() {
		}
		h.before = append(h.before, next)
	}
	return h
}

// outcome is what a judge's ledger comes to, but for the work it took and what was told of it.
func (j *Judge) outcome() string {
	s := j.Summary()
	s.Signatures, s.Size, s.Untidy, s.FirstUntidy = 0, 0, 0, nil
	return fmt.Sprintf("%+v, %x", s, j.commit)
}

// noticed says whether a change of one block is found in the ledger that ends before last; or, where nothing covers a byte and nobody
// reads it, whether the block is named as untidy. What is not found must come to the same end as the honest ledger.
func (h *history) noticed(t *testing.T, block, last int, altered []byte) bool {
	t.Helper()
	ctx, found := context.WithCancel(t.Context())
	defer found()
	raws := slices.Concat([][]byte{altered}, h.raws[block+1:last])
	j := h.before[block].onward(ctx, raws, func(Finding) { found() }) // one is enough
	for range j.Rows() {
	}
	if ctx.Err() != nil {
		return true
	}
	s := j.Summary()
	return s.Untidy > 0 && strings.HasPrefix(s.FirstUntidy.Error(), fmt.Sprintf("block %d", block)) &&
		j.outcome() == h.before[last].outcome()
}

// To judge block by block is to judge all.
func TestJudgeGoesOn(t *testing.T) {
	h := newHistory(t)
	whole := h.before[0].onward(t.Context(), h.raws, func(f Finding) { t.Errorf("%+v", f) })
	for range whole.Rows() {
	}
	if got, want := h.before[len(h.raws)].outcome(), whole.outcome(); got != want || whole.Summary().Stopped {
		t.Errorf("block by block %s, at once %s", got, want)
	}
}

func TestEveryChangedByteIsNoticed(t *testing.T) {
	h, changes := newHistory(t), 1000
	if testing.Short() {
		changes = 100
	}
	sizes := 0
	for _, raw := range h.raws {
		sizes += len(raw)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range changes {
		at, bits, block := random.IntN(sizes), byte(1+random.IntN(255)), 0
		for at >= len(h.raws[block]) {
			at, block = at-len(h.raws[block]), block+1
		}
		altered := slices.Clone(h.raws[block])
		altered[at] ^= bits
		if !h.noticed(t, block, len(h.raws), altered) {
			t.Errorf("byte %d of block %d ^ %#x is accepted", at, block, bits)
		}
	}
}

// find is the number of the first block whose transactions have these codes.
func (h *history) find(t *testing.T, codes ...peer.TxValidationCode) int {
	t.Helper()
	var flags []byte
	for _, code := range codes {
		flags = append(flags, byte(code))
	}
	at := slices.IndexFunc(h.blocks, func(b *common.Block) bool {
		return bytes.Equal(b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER], flags)
	})
	if at < 0 {
		t.Fatalf("no block has transactions of %v", codes)
	}
	return at
}

// Nobody signs a block's metadata: of some blocks, every byte of it is changed, in a ledger that ends with the block after it.
func TestEveryByteOfMetadataCounts(t *testing.T) {
	h, step := newHistory(t), 1
	if testing.Short() {
		step = 10
	}
	const conflict = peer.TxValidationCode_MVCC_READ_CONFLICT
	update := 1 + slices.IndexFunc(h.blocks[1:], func(b *common.Block) bool { return isConfig(firstOf(b)) })
	for _, block := range []int{0, h.find(t, peer.TxValidationCode_VALID, conflict, conflict, conflict), update} {
		metadata, err := proto.Marshal(h.blocks[block].GetMetadata())
		if err != nil {
			t.Fatal(err)
		}
		start := bytes.Index(h.raws[block], metadata)
		for i := 0; i < len(metadata); i += step {
			for _, bits := range []byte{1, 0x80} {
				altered := slices.Clone(h.raws[block])
				altered[start+i] ^= bits
				if !h.noticed(t, block, block+2, altered) {
					t.Errorf("byte %d of the metadata of block %d ^ %#x is accepted", i, block, bits)
				}
			}
		}
	}
}
