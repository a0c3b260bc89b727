// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// writer is the end of the last segment.
type writer struct {
	file *os.File
	salt uint32
	size int64  // bytes that are durable
	next uint64 // number of the next record
	buf  []byte // the batch
}

// keep makes a batch durable and answers who waits for it. It returns an error only if the journal cannot go on.
func (j *Journal) keep(w *writer, batch []*request) error {
	seq := w.next
	err := j.flush(w, batch)
	for _, r := range batch {
		got := outcome{err: err}
		if err == nil && r.message != nil {
			got.seq, seq = seq, seq+1
		}
		r.done <- got
	}
	if errors.Is(err, ErrFull) {
		return nil
	}
	return err
}

// flush makes a batch durable, whole or not at all.
func (j *Journal) flush(w *writer, batch []*request) error {
	length, roll := int64(0), false
	for _, r := range batch {
		if r.message == nil {
			roll = true
			continue
		}
		length += int64(lengthOf(*r.message))
	}
	if err := j.room(length); err != nil {
		return err
	}
	if w.size > segmentHead && (roll || w.size+length > j.options.SegmentBytes) {
		if err := j.roll(w); err != nil {
			return err
		}
	}
	next := w.encode(batch)
	if err := w.write(); err != nil {
		return err
	}
	w.size, w.next = w.size+length, next
	j.publish(w)
	return nil
}

// encode fills the buffer with the records of a batch, and returns the number after the last one.
func (w *writer) encode(batch []*request) uint64 {
	next := w.next
	w.buf = w.buf[:0]
	for _, r := range batch {
		if r.message != nil {
			w.buf = appendRecord(w.buf, w.salt, next, w.next, *r.message)
			next++
		}
	}
	return next
}

// room is ErrFull if the disk has no space for so many bytes.
func (j *Journal) room(bytes int64) error {
	free, err := freeSpace(j.dir)
	if err != nil {
		return err
	}
	if free < j.options.FreeBytes+uint64(bytes) { //nolint:gosec // a length
		return fmt.Errorf("%w: %d bytes are free, %d are left to others", ErrFull, free, j.options.FreeBytes)
	}
	return nil
}

// roll begins a segment.
func (j *Journal) roll(w *writer) error {
	fresh, err := j.begin(w.next)
	if err != nil {
		return err
	}
	before := w.file
	w.file, w.salt, w.size = fresh.file, fresh.salt, fresh.size
	return before.Close()
}

// write writes the batch and flushes it. If the disk is full, what was written of it is taken back.
func (w *writer) write() error {
	if len(w.buf) == 0 {
		return nil
	}
	_, err := w.file.Write(w.buf)
	if err == nil {
		return w.file.Sync() // even if it is for a lack of space, what failed here is never ErrFull
	}
	if err = orFull(err); errors.Is(err, ErrFull) {
		if err := w.file.Truncate(w.size); err != nil {
			return err
		}
		if _, err := w.file.Seek(w.size, io.SeekStart); err != nil {
			return err
		}
	}
	return err
}

// orFull is ErrFull, with the cause, if something was not written because there is no space.
func orFull(err error) error {
	if isFull(err) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}

// publish tells readers what is durable.
func (j *Journal) publish(w *writer) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last = w.next - 1
	j.segments[len(j.segments)-1].size = w.size
	close(j.grown)
	j.grown = make(chan struct{})
}
