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

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/encoding/protowire"
)

// place is where a block is written: in which file, and where it begins and ends in it.
type place struct {
	file     int
	from, to int64
}

// written counts the blocks in an orderer's folder. It goes on where it was, so that looking again costs next to nothing.
type written struct {
	dir    string
	file   int   // the block file that it reads
	offset int64 // where in it the next block begins
	blocks uint64
	latest place // of the last one
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
		w.latest, w.offset = place{w.file, end - int64(size), end}, end //nolint:gosec // checked
		w.blocks++
	}
}

func (w *written) path(file int) string {
	return filepath.Join(w.dir, fmt.Sprintf("blockfile_%06d", file))
}

// last reads the last block that was counted.
//
// Fabric: common/ledger/blkstorage/block_serialization.go (serializeBlock). What it writes behind the data is not read here.
func (w *written) last() (*common.Block, error) {
	file, err := os.Open(w.path(w.latest.file))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	raw := make([]byte, w.latest.to-w.latest.from)
	if _, err := file.ReadAt(raw, w.latest.from); err != nil {
		return nil, err
	}
	number, raw, err := nextNumber(raw, nil)
	header := &common.BlockHeader{Number: number}
	header.DataHash, raw, err = nextBytes(raw, err)
	header.PreviousHash, raw, err = nextBytes(raw, err)
	count, raw, err := nextNumber(raw, err)
	data := &common.BlockData{}
	for i := uint64(0); i < count && err == nil; i++ {
		var tx []byte
		tx, raw, err = nextBytes(raw, err)
		data.Data = append(data.Data, tx)
	}
	return &common.Block{Header: header, Data: data}, err
}

func nextNumber(raw []byte, err error) (number uint64, rest []byte, _ error) {
	if err != nil {
		return 0, nil, err
	}
	number, n := protowire.ConsumeVarint(raw)
	if n < 0 {
		return 0, nil, protowire.ParseError(n)
	}
	return number, raw[n:], nil
}

func nextBytes(raw []byte, err error) (content, rest []byte, _ error) {
	if err != nil {
		return nil, nil, err
	}
	content, n := protowire.ConsumeBytes(raw)
	if n < 0 {
		return nil, nil, protowire.ParseError(n)
	}
	return content, raw[n:], nil
}
