// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"

	"github.com/linli-project/linli/act"
)

// packers are kept: a new one takes a megabyte.
var packers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // there is such a level
	}
	return w
}}

// Pack compresses a batch of acts. Each byte of a transaction passes through every orderer and peer several times, and
// half of a batch is what its acts have in common.
func Pack(batch []byte) ([]byte, error) {
	var packed bytes.Buffer
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&packed)
	if _, err := w.Write(batch); err != nil {
		return nil, err
	}
	err := w.Close()
	return packed.Bytes(), err
}

// unpackers are kept, too: a new one takes 40 kB, which is more than most batches are.
var unpackers = sync.Pool{New: func() any { return new(gzip.Reader) }}

// unpack returns the batch that was packed, or the argument itself if it is not packed.
func unpack(argument []byte) ([]byte, error) {
	if !bytes.HasPrefix(argument, []byte{0x1f, 0x8b}) { // gzip's mark (RFC 1952), which no text begins with
		return argument, nil
	}
	r := unpackers.Get().(*gzip.Reader)
	defer unpackers.Put(r)
	if err := r.Reset(bytes.NewReader(argument)); err != nil {
		return nil, act.Refuse(BadArguments, "of", "packed")
	}
	batch, err := io.ReadAll(io.LimitReader(r, MaxCall+1))
	if err != nil {
		return nil, act.Refuse(BadArguments, "of", "packed")
	}
	if len(batch) > MaxCall {
		return nil, act.Refuse(BadArguments, "of", "packed-size", "most", MaxCall)
	}
	return batch, nil
}
