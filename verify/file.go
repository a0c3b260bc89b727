// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// magic opens every exported ledger.
//
// An exported ledger is: the magic line; for every block its length (4 bytes, big-endian, never zero) and its
// marshalled common.Block as the peer delivers it; then the end: 4 zero bytes and the number of blocks (8 bytes,
// big-endian). Nothing follows.
const magic = "linli-ledger/1\n"

// maxBlock bounds one block (bytes); Fabric's own message limit is 100 MB.
const maxBlock = 128 << 20

// ErrNotLedger says that the input does not begin like an exported ledger.
var ErrNotLedger = errors.New("not an exported ledger (first line is not linli-ledger/1)")

// Writer writes an exported ledger.
type Writer struct {
	out   *bufio.Writer
	count uint64
}

// NewWriter begins an exported ledger on w. Call Close to end it; the caller closes w.
func NewWriter(w io.Writer) (*Writer, error) {
	out := bufio.NewWriterSize(w, 1<<20)
	if _, err := out.WriteString(magic); err != nil {
		return nil, fmt.Errorf("write ledger: %w", err)
	}
	return &Writer{out: out}, nil
}

// Append adds the next block: the bytes of one marshalled common.Block, unchanged.
func (w *Writer) Append(block []byte) error {
	if len(block) == 0 || len(block) > maxBlock {
		return fmt.Errorf("write ledger: block %d has %d bytes", w.count, len(block))
	}
	size := binary.BigEndian.AppendUint64(nil, uint64(len(block)))[4:]
	if _, err := w.out.Write(size); err != nil {
		return fmt.Errorf("write ledger: %w", err)
	}
	if _, err := w.out.Write(block); err != nil {
		return fmt.Errorf("write ledger: %w", err)
	}
	w.count++
	return nil
}

// Close writes the end and flushes.
func (w *Writer) Close() error {
	end := binary.BigEndian.AppendUint64(make([]byte, 4), w.count)
	if _, err := w.out.Write(end); err != nil {
		return fmt.Errorf("write ledger: %w", err)
	}
	return w.out.Flush()
}

// Reader reads an exported ledger block by block.
type Reader struct {
	in    *bufio.Reader
	count uint64
}

// NewReader checks the first line. The error is ErrNotLedger if it is another file.
func NewReader(r io.Reader) (*Reader, error) {
	in := bufio.NewReaderSize(r, 1<<20)
	first := make([]byte, len(magic))
	if _, err := io.ReadFull(in, first); err != nil || string(first) != magic {
		return nil, ErrNotLedger
	}
	return &Reader{in: in}, nil
}

// Next returns the bytes of the next block, or io.EOF after a well-formed end. Any other error means that the file is
// cut short or altered.
func (r *Reader) Next() ([]byte, error) {
	size, err := r.Length()
	if err != nil {
		return nil, err
	}
	return r.Block(size)
}

// Length is how many bytes the next block claims to have, or io.EOF after a well-formed end.
func (r *Reader) Length() (int, error) {
	var size uint32
	if err := binary.Read(r.in, binary.BigEndian, &size); err != nil {
		return 0, fmt.Errorf("cut short after block count %d: %w", r.count, io.ErrUnexpectedEOF)
	}
	if size == 0 {
		return 0, r.end()
	}
	if size > maxBlock {
		return 0, fmt.Errorf("block %d claims %d bytes", r.count, size)
	}
	return int(size), nil
}

// Block reads a block of that length. Memory is taken as the bytes come, not as they are claimed; in large steps, for what was
// outgrown is garbage for a while.
func (r *Reader) Block(size int) ([]byte, error) {
	block := make([]byte, 0, min(size, 1<<20))
	for len(block) < size {
		block = slices.Grow(block, min(max(31*len(block), 1), size-len(block)))
		next := block[len(block):min(cap(block), size)]
		n, err := io.ReadFull(r.in, next)
		if block = block[:len(block)+n]; err != nil {
			return nil, fmt.Errorf("block %d is cut short: %d of %d bytes", r.count, len(block), size)
		}
	}
	r.count++
	return block, nil
}

func (r *Reader) end() error {
	var count uint64
	if err := binary.Read(r.in, binary.BigEndian, &count); err != nil {
		return errors.New("the end is cut short")
	}
	if count != r.count {
		return fmt.Errorf("the end counts %d blocks, the file holds %d", count, r.count)
	}
	if _, err := r.in.ReadByte(); !errors.Is(err, io.EOF) {
		return errors.New("bytes follow the end")
	}
	return io.EOF
}
