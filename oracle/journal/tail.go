// SPDX-License-Identifier: Apache-2.0

package journal

import "encoding/binary"

// tail is what the last segment holds when it is opened.
type tail struct {
	salt    uint32
	end     int64  // of the last good record, 0 if the segment has no head
	batch   int64  // where the last good record's batch begins
	last    uint64 // number of the last good record; that before the segment if there is none
	highest uint64 // number of the last record of which there is a trace
	damaged bool   // the record at end was acknowledged, and is not good
}

// readTail reads a segment up to the first record that is not good.
func readTail(b []byte, first uint64) tail {
	t := tail{last: first - 1, highest: first - 1}
	var ok bool
	if t.salt, ok = saltOf(b, first); !ok {
		if t.damaged = len(b) > segmentHead; t.damaged { // the head is flushed before there are records
			t.highest = first
		}
		return t
	}
	t.end, t.batch = segmentHead, segmentHead
	for batch := first; ; {
		f, ok := parse(b[t.end:], t.salt)
		if !ok || f.seq != t.last+1 {
			return t.beyond(b)
		}
		if f.batch != batch {
			batch, t.batch = f.batch, t.end
		}
		t.end += int64(f.length)
		t.last, t.highest = f.seq, f.seq
	}
}

// beyond looks for records after the one that is not good. If one of them is of a later batch, the bad one was acknowledged.
func (t tail) beyond(b []byte) tail {
	for at := t.end; at+recordHead <= int64(len(b)); {
		f, ok := t.trace(b[at:])
		if !ok {
			at++
			continue
		}
		t.highest = f.seq
		t.damaged = t.damaged || f.batch > t.last+1
		at += int64(f.length)
	}
	return t
}

// trace is a record after those that are good. Its numbers are looked at first: a checksum at each byte would take hours.
func (t tail) trace(b []byte) (frame, bool) {
	seq, batch := binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[16:])
	if seq <= t.highest || batch > seq || seq-t.highest > uint64(len(b)) {
		return frame{}, false
	}
	return parse(b, t.salt)
}
