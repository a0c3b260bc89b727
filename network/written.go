// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// written counts the blocks in an orderer's folder. It goes on where it was, so that looking again costs next to nothing.
type written struct {
	dir    string
	file   int   // the block file that it reads
	offset int64 // where in it the next block begins
	blocks uint64
}

func (l layout) written(b *Body) *written {
	return &written{dir: filepath.Join(l.ledger("orderer-"+b.ID), "chains", Channel)}
}

// count reads on, and returns how many whole blocks there are. One that is only half there was not written: Fabric cuts it off.
func (w *written) count() (uint64, error) {
	for {
		more, err := w.countFile()
		if err != nil || !more {
			return w.blocks, err
		}
		w.file++
		w.offset = 0
	}
}

// countFile reads on in one file, and says whether there is a next one.
func (w *written) countFile() (more bool, err error) {
	_, next := os.Stat(w.path(w.file + 1)) // before it reads: then this one is complete
	file, err := os.Open(w.path(w.file))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return false, err
	}
	for {
		if _, err := file.Seek(w.offset, io.SeekStart); err != nil {
			return false, err
		}
		in := bufio.NewReaderSize(file, binary.MaxVarintLen64+6)
		size, err := binary.ReadUvarint(in)
		if err != nil { // its end
			return next == nil, nil //nolint:nilerr // half a number is half a block
		}
		end := w.offset + int64(len(binary.AppendUvarint(nil, size))) + int64(size) //nolint:gosec // checked below
		if size == 0 || end > info.Size() || end < w.offset {
			return next == nil, nil
		}
		w.offset = end
		w.blocks++
	}
}

func (w *written) path(file int) string {
	return filepath.Join(w.dir, fmt.Sprintf("blockfile_%06d", file))
}
