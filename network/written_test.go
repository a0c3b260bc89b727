// SPDX-License-Identifier: Apache-2.0

package network

import (
	"encoding/binary"
	"os"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// Blocks are counted over several files, as they are written, and one that is only half there is none.
func TestCountOfWrittenBlocks(t *testing.T) {
	w := &written{dir: t.TempDir()}
	add := func(file int, content []byte) {
		t.Helper()
		out, err := os.OpenFile(w.path(file), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err == nil {
			_, err = out.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
	}
	want := func(blocks uint64) {
		t.Helper()
		afresh := &written{dir: w.dir}
		for _, from := range []*written{w, afresh} {
			if got, err := from.count(); err != nil || got != blocks {
				t.Errorf("%d blocks, want %d: %v", got, blocks, err)
			}
		}
	}
	block := func(size uint64) []byte { return append(binary.AppendUvarint(nil, size), make([]byte, size)...) }
	last := func(number uint64, data ...string) []byte { // as Fabric writes it: number, two hashes, transactions, what orderers have added
		raw := protowire.AppendVarint(nil, number)
		raw = protowire.AppendVarint(protowire.AppendBytes(protowire.AppendBytes(raw, []byte("data")), []byte("before")), uint64(len(data)))
		for _, tx := range data {
			raw = protowire.AppendBytes(raw, []byte(tx))
		}
		return protowire.AppendBytes(nil, append(raw, 0))
	}
	want(0)
	add(0, block(10))
	add(0, block(300))
	want(2)
	add(0, block(300)[:1]) // half a number
	want(2)
	add(0, block(300)[1:200]) // half a block
	want(2)
	add(0, block(300)[200:])
	want(3)
	add(1, block(70_000))
	add(2, block(1))
	want(5)
	if _, err := w.last(); err == nil {
		t.Error("a block of zeros is read")
	}
	add(2, last(5, "one", "two"))
	want(6)
	got, err := w.last()
	if err != nil || got.GetHeader().GetNumber() != 5 || string(got.GetHeader().GetPreviousHash()) != "before" ||
		len(got.GetData().GetData()) != 2 || string(got.GetData().GetData()[1]) != "two" {
		t.Errorf("the last block is %v: %v", got, err)
	}
	add(2, []byte{0}) // no block is empty
	want(6)
}
