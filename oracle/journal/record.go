// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"time"
)

const (
	recordHead  = 24
	messageHead = 18
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// lengthOf is the length of a message's record.
func lengthOf(m Message) int {
	return recordHead + messageHead + len(m.Transport) + len(m.Client) + len(m.Topic) + len(m.Body)
}

// fits says whether a message can be a record.
func fits(m Message, limit int) bool {
	return len(m.Transport) <= math.MaxUint8 && len(m.Client) <= math.MaxUint16 && len(m.Topic) <= math.MaxUint16 &&
		m.Size >= 0 && m.Size <= math.MaxUint32 && lengthOf(m) <= limit
}

// appendRecord appends the record of a message that fits.
func appendRecord(to []byte, salt uint32, seq, batch uint64, m Message) []byte {
	start := len(to)
	le := binary.LittleEndian
	to = le.AppendUint32(to, uint32(lengthOf(m)-recordHead)) //nolint:gosec // it fits
	to = le.AppendUint32(to, 0)
	to = le.AppendUint64(to, seq)
	to = le.AppendUint64(to, batch)
	to = appendMessage(to, m)
	record := to[start:]
	le.PutUint32(record[4:], checksum(salt, record))
	return to
}

func appendMessage(to []byte, m Message) []byte {
	le := binary.LittleEndian
	to = le.AppendUint64(to, uint64(m.Received.UnixMilli()))
	to = le.AppendUint32(to, uint32(m.Size)) //nolint:gosec // it fits
	retained := byte(0)
	if m.Retained {
		retained = 1
	}
	to = append(to, retained, byte(len(m.Transport))) //nolint:gosec // it fits
	to = le.AppendUint16(to, uint16(len(m.Client)))   //nolint:gosec // it fits
	to = le.AppendUint16(to, uint16(len(m.Topic)))    //nolint:gosec // it fits
	to = append(append(to, m.Transport...), m.Client...)
	return append(append(to, m.Topic...), m.Body...)
}

// checksum is over all of a record but the checksum.
func checksum(salt uint32, record []byte) uint32 {
	return crc32.Update(crc32.Update(salt, castagnoli, record[:4]), castagnoli, record[8:])
}

// frame is a record as it stands in a segment.
type frame struct {
	seq, batch uint64
	message    []byte // of the bytes that were parsed
	length     int    // of the whole record
}

// parse reads the record at the beginning of b. It says false if there is none.
func parse(b []byte, salt uint32) (frame, bool) {
	if len(b) < recordHead {
		return frame{}, false
	}
	length := recordLength(b)
	if length > int64(len(b)) || checksum(salt, b[:length]) != binary.LittleEndian.Uint32(b[4:]) {
		return frame{}, false
	}
	f := frame{seq: binary.LittleEndian.Uint64(b[8:]), batch: binary.LittleEndian.Uint64(b[16:]), message: b[recordHead:length]}
	f.length = int(length)
	return f, true
}

// recordLength is how long a record with this head says it is.
func recordLength(head []byte) int64 { return recordHead + int64(binary.LittleEndian.Uint32(head)) }

// decode reads a message, which keeps b. It says false if it is none.
func decode(b []byte) (Message, bool) {
	if len(b) < messageHead || b[12] > 1 {
		return Message{}, false
	}
	le := binary.LittleEndian
	m := Message{
		Received: time.UnixMilli(int64(le.Uint64(b))).UTC(), //nolint:gosec // as it was written
		Size:     int(le.Uint32(b[8:])),
		Retained: b[12] == 1,
	}
	names := []int{int(b[13]), int(le.Uint16(b[14:])), int(le.Uint16(b[16:]))}
	rest := b[messageHead:]
	for i, to := range []*string{&m.Transport, &m.Client, &m.Topic} {
		if len(rest) < names[i] {
			return Message{}, false
		}
		*to, rest = string(rest[:names[i]]), rest[names[i]:]
	}
	m.Body = rest
	return m, true
}
