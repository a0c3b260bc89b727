// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
)

// Reader reads the records of a journal in their order, and waits for new ones. It is for one goroutine. Close it.
type Reader struct {
	journal *Journal
	next    uint64  // the record that is wanted
	segment segment // that is being read, as far as it was durable when it was last looked at
	file    *os.File
	salt    uint32
	seq     uint64 // the record at
	at      int64  // in the file
	in      *bufio.Reader
}

// Follow returns a reader of the records from one on, which need not be there yet. Who has processed records asks for the one after
// the last of them.
func (j *Journal) Follow(from uint64) *Reader {
	return &Reader{journal: j, next: max(from, 1), in: bufio.NewReaderSize(nil, 64<<10)}
}

// Next returns the next record, and waits for it up to the end of ctx. The error may be ErrGone, ErrAhead, ErrClosed or a *DamageError.
func (r *Reader) Next(ctx context.Context) (Record, error) {
	for {
		if r.at == r.segment.size {
			if err := r.more(ctx); err != nil {
				return Record{}, err
			}
		}
		f, err := r.read()
		if err != nil {
			return Record{}, err
		}
		if f.seq < r.next {
			continue
		}
		m, ok := decode(f.message)
		if !ok {
			return Record{}, fmt.Errorf("record %d holds no message", f.seq)
		}
		r.next++
		return Record{f.seq, m}, nil
	}
}

// Close closes the file that is being read.
func (r *Reader) Close() error {
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}

// more waits until the record that is wanted is durable, and makes what is durable of its segment readable.
func (r *Reader) more(ctx context.Context) error {
	s, err := r.journal.await(ctx, r.next)
	if err != nil {
		return err
	}
	if s.first != r.segment.first {
		if err := r.open(s); err != nil {
			return err
		}
	}
	r.segment = s
	if s.size <= r.at {
		return r.damage()
	}
	r.in.Reset(io.NewSectionReader(r.file, r.at, s.size-r.at))
	return nil
}

// open goes to the first record of a segment.
func (r *Reader) open(s segment) error {
	file, err := os.Open(r.journal.path(s.first))
	if errors.Is(err, os.ErrNotExist) {
		return ErrGone
	}
	if err != nil {
		return err
	}
	if err := r.Close(); err != nil {
		return errors.Join(err, file.Close())
	}
	r.file, r.segment, r.seq, r.at = file, s, s.first, 0
	head := make([]byte, segmentHead)
	if _, err := file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	var ok bool
	if r.salt, ok = saltOf(head, s.first); !ok {
		return r.damage()
	}
	r.at = segmentHead
	return nil
}

// read reads the next record of the segment.
func (r *Reader) read() (frame, error) {
	head, err := r.in.Peek(recordHead)
	if err != nil {
		return frame{}, r.short(err)
	}
	length := recordLength(head)
	if length > r.segment.size-r.at {
		return frame{}, r.damage()
	}
	b := make([]byte, length)
	if _, err := io.ReadFull(r.in, b); err != nil {
		return frame{}, r.short(err)
	}
	f, ok := parse(b, r.salt)
	if !ok || f.seq != r.seq {
		return frame{}, r.damage()
	}
	r.at += length
	r.seq++
	return f, nil
}

// short is what it means that bytes that are durable cannot be read.
func (r *Reader) short(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return r.damage()
	}
	return err
}

func (r *Reader) damage() error {
	return &DamageError{r.journal.path(r.segment.first), r.at, r.seq, r.journal.lastOf(r.segment)}
}

// await waits until a record is durable, and returns its segment.
func (j *Journal) await(ctx context.Context, seq uint64) (segment, error) {
	for {
		s, grown, err := j.segmentOf(seq)
		if err != nil || grown == nil {
			return s, err
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return segment{}, context.Cause(ctx)
		}
	}
}

// segmentOf finds the segment of a record, or, if that is the next to come, what is closed when there is more.
func (j *Journal) segmentOf(seq uint64) (segment, <-chan struct{}, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case seq < j.segments[0].first:
		return segment{}, nil, ErrGone
	case seq > j.last+1:
		return segment{}, nil, ErrAhead
	case seq <= j.last:
		return j.segments[j.index(seq)], nil, nil
	case j.ended != nil:
		return segment{}, nil, j.ended
	}
	return segment{}, j.grown, nil
}

// index is that of the segment in which a record is, if it is in one.
func (j *Journal) index(seq uint64) int {
	return sort.Search(len(j.segments), func(i int) bool { return j.segments[i].first > seq }) - 1
}

// lastOf is the number of the last record of a segment.
func (j *Journal) lastOf(s segment) uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	if i := j.index(s.first); i+1 < len(j.segments) {
		return j.segments[i+1].first - 1
	}
	return j.last
}
