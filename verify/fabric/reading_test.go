// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"slices"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// However the envelopes of a block are cut, at most one cut is read: the hash over them does not say where they end.
func TestOneReadingOfEveryBlock(t *testing.T) {
	_, blocks := recorded(t)
	adds := slices.IndexFunc(blocks, func(b *common.Block) bool { return len(b.GetData().GetData()) == 4 }) // transactions of one kind
	envelopes := slices.Clone(blocks[adds].GetData().GetData())
	for i, more := range [][]byte{{0x78, 1}, {0x7b, 0x0a, 1, 'x', 0x7c}, {0x08, 1, 0x10, 2}, nil} {
		envelopes[i] = slices.Concat(envelopes[i], more)
	}
	whole := bytes.Join(envelopes, nil)
	good := func(from, to int) bool {
		_, outer, _ := readEnvelope(whole[from:to])
		return outer == nil
	}
	var ends []int
	for _, e := range envelopes {
		ends = append(ends, len(e)+append([]int{0}, ends...)[len(ends)])
	}
	for i, start := range append([]int{0}, ends...)[:len(ends)] {
		for to := start + 1; to <= len(whole); to++ { // every other end of every envelope: shorter, or taking in its neighbours
			if read := good(start, to); read && to != ends[i] && completes(good, to, len(whole)) {
				t.Fatalf("envelope %d may also end at %d, not %d", i, to, ends[i])
			} else if !read && to == ends[i] {
				t.Fatalf("envelope %d is not read", i)
			}
		}
	}
}

// completes says whether some envelope begins at a place: what is left must be read as well.
func completes(good func(from, to int) bool, from, end int) bool {
	if from == end {
		return true
	}
	for to := from + MinEnvelope; to <= end; to++ {
		if good(from, to) {
			return true
		}
	}
	return false
}

// Long values stay where they are; which of several counts does not change.
func TestLongValuesAreReadAlike(t *testing.T) {
	long, short := bytes.Repeat([]byte("l"), long), []byte("short")
	for _, values := range [][][]byte{{long}, {short, long}, {long, short}, {long, nil}, {long, long[1:]}} {
		var raw []byte
		for _, v := range values {
			raw = protowire.AppendBytes(protowire.AppendTag(raw, 2, protowire.BytesType), v)
		}
		got, want := &common.Payload{}, &common.Payload{}
		if err := decode(raw, got); err != nil || proto.Unmarshal(raw, want) != nil || !proto.Equal(got, want) {
			t.Errorf("read as %d bytes, not %d: %v", len(got.GetData()), len(want.GetData()), err)
		}
	}
}
