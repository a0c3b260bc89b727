// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	magic       = "LINLIJ01"
	segmentHead = 24
	suffix      = ".log"
)

func (j *Journal) path(first uint64) string {
	return filepath.Join(j.dir, fmt.Sprintf("%020d", first)+suffix)
}

func headOf(first uint64, salt uint32) []byte {
	head := binary.LittleEndian.AppendUint64([]byte(magic), first)
	head = binary.LittleEndian.AppendUint32(head, salt)
	return binary.LittleEndian.AppendUint32(head, crc32.Checksum(head, castagnoli))
}

// saltOf reads the head of the segment that begins with a record. It says false if it is not that.
func saltOf(b []byte, first uint64) (uint32, bool) {
	if len(b) < segmentHead {
		return 0, false
	}
	salt := binary.LittleEndian.Uint32(b[16:])
	return salt, bytes.Equal(b[:segmentHead], headOf(first, salt))
}

// list finds the segments of a directory, in their order.
func list(dir string) ([]segment, error) {
	entries, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		return nil, err
	}
	var all []segment
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), suffix)
		if !ok {
			continue
		}
		first, err := strconv.ParseUint(name, 10, 64)
		if err != nil || len(name) != 20 || first == 0 {
			return nil, fmt.Errorf("%s is no segment: take it away", filepath.Join(dir, entry.Name()))
		}
		info, err := entry.Info()
		if err != nil {
			return nil, err
		}
		all = append(all, segment{first, info.Size()})
	}
	return all, nil
}

// begin makes a segment without records, durably, and appends it to the others. The error is ErrFull if the
// disk is full; then nothing is left of it.
func (j *Journal) begin(first uint64) (*writer, error) {
	var salt [4]byte
	_, _ = rand.Read(salt[:]) // it never fails
	w := &writer{salt: binary.LittleEndian.Uint32(salt[:]), size: segmentHead, next: first}
	var err error
	if w.file, err = os.OpenFile(j.path(first), os.O_CREATE|os.O_RDWR|os.O_TRUNC, 0o600); err != nil {
		return nil, orFull(err)
	}
	if _, err := w.file.Write(headOf(first, w.salt)); err != nil {
		return nil, errors.Join(orFull(err), w.file.Close(), os.Remove(w.file.Name()))
	}
	if err := errors.Join(w.file.Sync(), syncDir(j.dir)); err != nil {
		return nil, errors.Join(err, w.file.Close())
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.segments = append(j.segments, segment{first, segmentHead})
	return w, nil
}

// syncDir makes durable which files a directory has.
func syncDir(dir string) error {
	file, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
