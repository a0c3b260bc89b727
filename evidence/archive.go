// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
)

// Bounds of a bundle, so that no file of a stranger's costs its reader more than a look.
const (
	MaxSize       = 4 << 20 // bytes
	MaxEntries    = 64
	MaxSignatures = 200 // under acts; a head has bounds of its own
	MaxDepth      = 16  // of JSON
)

// Entry is a file in the archive.
type Entry struct {
	Name string
	Data []byte
}

// ErrNotBundle says that the input does not begin like a bundle of evidence.
var ErrNotBundle = errors.New("not a bundle of evidence (it does not begin as a ZIP file does)")

// magic begins a ZIP file: the signature of its first local header.
var magic = []byte("PK\x03\x04")

// Is says whether a file can be a bundle, by its first four bytes.
func Is(first []byte) bool { return bytes.HasPrefix(first, magic) }

// version of ZIP that archives are made with and read by, and the first day that ZIP knows, which all entries have.
const (
	zipVersion = 20
	firstDay   = 1<<5 | 1
)

// pack writes the one archive of entries: stored, in this order, without anything that an archive may have besides.
func pack(entries []Entry) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		size := uint64(len(e.Data))
		part, err := w.CreateRaw(&zip.FileHeader{
			Name: e.Name, Method: zip.Store, CreatorVersion: zipVersion, ReaderVersion: zipVersion,
			ModifiedDate: firstDay, //nolint:staticcheck // what is written raw has the field itself
			CRC32:        crc32.ChecksumIEEE(e.Data), CompressedSize64: size, UncompressedSize64: size,
		})
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(e.Data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// Lengths and places in a local header (APPNOTE 4.3.7).
const (
	headerSize = 30
	methodAt   = 8
	sizeAt     = 18
	nameSizeAt = 26
)

// unpack reads an archive that pack wrote, and no other. Nothing is copied or decompressed: what it returns are parts of raw.
func unpack(raw []byte) ([]Entry, error) {
	if len(raw) > MaxSize {
		return nil, fmt.Errorf("it has %d bytes, more than %d", len(raw), MaxSize)
	}
	var entries []Entry
	for rest := raw; Is(rest); {
		if len(entries) == MaxEntries {
			return nil, fmt.Errorf("it has more than %d entries", MaxEntries)
		}
		e, after, err := next(rest)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(entries, func(other Entry) bool { return other.Name == e.Name }) {
			return nil, fmt.Errorf("there are two entries %q", e.Name)
		}
		entries, rest = append(entries, e), after
	}
	again, err := pack(entries)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(raw, again) {
		return nil, errors.New("the archive is not written as a bundle's is")
	}
	return entries, nil
}

// next reads one entry.
func next(rest []byte) (e Entry, after []byte, err error) {
	if len(rest) < headerSize {
		return e, nil, errors.New("an entry is cut short")
	}
	if method := binary.LittleEndian.Uint16(rest[methodAt:]); method != zip.Store {
		return e, nil, fmt.Errorf("an entry is compressed (method %d)", method)
	}
	name := uint64(binary.LittleEndian.Uint16(rest[nameSizeAt:]))
	end := name + uint64(binary.LittleEndian.Uint32(rest[sizeAt:]))
	if rest = rest[headerSize:]; uint64(len(rest)) < end {
		return e, nil, errors.New("an entry claims more bytes than there are")
	}
	e = Entry{Name: string(rest[:name]), Data: rest[name:end]}
	if !known.MatchString(e.Name) {
		return e, nil, fmt.Errorf("no bundle has an entry %q", e.Name)
	}
	return e, rest[end:], nil
}
