// SPDX-License-Identifier: Apache-2.0

// Package journal keeps messages on disk before anybody is told that they arrived. A message is acknowledged when it is durable, and
// what was acknowledged is read again in the order in which it was kept, each time the process starts, until it is processed. It
// knows nothing of what messages mean: the same one twice is two records.
//
// # The files
//
// A journal is a directory, of its user alone, of one process at a time:
//
//	lock                      locked (flock) while a process has the journal open
//	position                  the number of the last record that is processed, in decimal, and a line feed
//	00000000000000000001.log  a segment, named by the number of its first record; the last one grows
//
// Numbers in segments are little-endian. A segment begins with 24 bytes:
//
//	 0  8  "LINLIJ01"
//	 8  8  number of its first record
//	16  4  salt: random, so that nobody can send a message in which a record is hidden
//	20  4  CRC32C of the bytes before
//
// Then come its records, one after the other, numbered without a gap:
//
//	 0  4  length of the message, n
//	 4  4  CRC32C, begun with the salt, of the bytes 0–3 and 8–(24+n)
//	 8  8  number of the record
//	16  8  number of the first record of its batch: those that were flushed together
//	24  n  message
//
// And a message:
//
//	 0  8  when it was received, in milliseconds of Unix time
//	 8  4  bytes that were sent
//	12  1  1: the broker repeated what it had retained, 0: it did not
//	13  1  length of the transport's name, t
//	14  2  length of the client's name, c
//	16  2  length of the topic, p
//	18  t  transport
//	    c  client
//	    p  topic
//	       body: all that is left
//
// # What a crash leaves
//
// A batch is written only after the one before it was flushed. So if a record cannot be read and a later batch has begun, the record
// was acknowledged and the file is damaged, which nothing here mends: see [DamageError]. If no later batch has begun, it was being
// written, nobody was told that it is kept, and it is cut off. A damaged record of the very last batch cannot be told from one that was
// being written; a reader that has seen it before asks for the one after it, and is told ErrAhead.
package journal

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// Message is what came in, before anybody has read it.
type Message struct {
	Transport string // up to 255 bytes
	Client    string // the authenticated name of who spoke, up to 65,535 bytes
	Topic     string // up to 65,535 bytes
	Body      []byte
	Size      int       // bytes that were sent, if the body was cut
	Retained  bool      // a broker repeats what it was told at some time
	Received  time.Time // is kept to the millisecond
}

// Record is a message with its number. Numbers begin at 1, and each is greater by one than the one before.
type Record struct {
	Seq uint64
	Message
}

// Reasons to be tested with errors.Is. See also [DamageError].
var (
	// ErrFull: less space is free on the disk than the journal leaves to others. It takes messages again as soon as there is more.
	ErrFull = errors.New("the journal's disk is full")
	// ErrTooLarge: a message, or a name in it, is longer than a record may be.
	ErrTooLarge = errors.New("the message is too large for the journal")
	// ErrClosed: the journal was closed. If it closed itself, the error says of what; open it again, best in a new process.
	ErrClosed = errors.New("the journal is closed")
	// ErrInUse: another process has the journal open.
	ErrInUse = errors.New("another process has the journal open")
	// ErrGone: a record was processed and is no longer kept.
	ErrGone = errors.New("the record is no longer in the journal")
	// ErrAhead: a reader has seen more than the journal holds, which is an older copy or has lost its end. Its next records would have
	// numbers that the reader takes for processed: the journal must not be used with this reader.
	ErrAhead = errors.New("the journal ends before the record")
)

// Options of a journal; 0 is the default.
type Options struct {
	SegmentBytes int64        // a segment grows up to this, or to one batch if that is larger; 64 MiB
	RecordBytes  int          // the longest record; 8 MiB
	FreeBytes    uint64       // to be left free on the disk; 256 MiB
	Waiting      int          // messages that may wait for the disk; 1024. More wait in Append until these are fewer
	Log          *slog.Logger // is told what was cut off
}

func (o Options) withDefaults() Options {
	if o.SegmentBytes == 0 {
		o.SegmentBytes = 64 << 20
	}
	if o.RecordBytes == 0 {
		o.RecordBytes = 8 << 20
	}
	if o.FreeBytes == 0 {
		o.FreeBytes = 256 << 20
	}
	if o.Waiting == 0 {
		o.Waiting = 1024
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Journal is an open journal. It is safe for concurrent use. Close it.
type Journal struct {
	dir     string
	options Options
	lock    *os.File
	queue   chan *request
	stop    chan struct{} // closed by Close
	stopped chan struct{} // closed when nothing is written any more
	once    sync.Once

	mu       sync.Mutex
	segments []segment
	last     uint64        // the last durable record
	grown    chan struct{} // closed when there is more to read, or the journal has stopped
	ended    error         // why nothing is written any more

	positioning sync.Mutex
	position    uint64
}

// segment is a file of records.
type segment struct {
	first uint64 // number of its first record
	size  int64  // bytes that are durable
}

// Open opens the journal in a directory, which is made if there is none. The error may be ErrInUse or a *DamageError.
func Open(dir string, options Options) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	options = options.withDefaults()
	j := &Journal{
		dir: dir, options: options, queue: make(chan *request, options.Waiting), grown: make(chan struct{}),
		stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	var err error
	if j.lock, err = lockDir(dir); err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	w, err := j.recover()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the journal: %w", err), j.lock.Close())
	}
	go j.write(w)
	return j, nil
}

// Last is the number of the last durable record, 0 if there was none.
func (j *Journal) Last() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.last
}

// Stopped is closed when the journal takes no messages any more: Err says why.
func (j *Journal) Stopped() <-chan struct{} { return j.stopped }

// Err is why the journal has stopped, nil as long as it has not. It is ErrClosed, with the cause if the journal closed itself.
func (j *Journal) Err() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.ended
}

// Close keeps what waits, and closes the journal.
func (j *Journal) Close() error {
	j.once.Do(func() { close(j.stop) })
	<-j.stopped
	if err := j.lock.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return fmt.Errorf("close the journal: %w", err)
	}
	return nil
}
