// SPDX-License-Identifier: Apache-2.0

package network

import (
	"encoding/binary"
	"os"
	"testing"
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
	add(2, []byte{0}) // no block is empty
	want(5)
}
