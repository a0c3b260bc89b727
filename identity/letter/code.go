// SPDX-License-Identifier: Apache-2.0

package letter

import (
	"encoding/binary"
	"errors"
	"strings"

	"github.com/linli-project/linli/act"
)

// alphabet is Crockford's base 32: no I, L, O, U.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// A code in writing has 28 symbols of 5 bits: the 128 bits of the code, then 12 of their CRC. The CRC finds every wrong
// symbol and every two neighbours that changed places.
const (
	symbols   = 28
	groupSize = 4
)

// ErrCode says that a text is not an invitation code; most often a symbol was misread.
var ErrCode = errors.New("this is not an invitation code; compare it with the letter, symbol by symbol")

// Compact writes a code as its 28 symbols, as they stand in the QR code's link.
func Compact(code act.InviteCode) string {
	bits := binary.BigEndian.AppendUint16(code[:], crc12(code[:])<<4)
	text := make([]byte, symbols)
	for i := range text {
		text[i] = alphabet[fiveBits(bits, i*5)]
	}
	return string(text)
}

// Groups writes a code as seven groups of four symbols, as people read it.
func Groups(code act.InviteCode) []string {
	compact := Compact(code)
	groups := make([]string, 0, symbols/groupSize)
	for i := 0; i < symbols; i += groupSize {
		groups = append(groups, compact[i:i+groupSize])
	}
	return groups
}

var misread = strings.NewReplacer("O", "0", "I", "1", "L", "1", "-", "", " ", "", "\t", "", "\n", "")

// ParseCode reads a code that somebody typed: small letters, spaces, hyphens, and O for 0 or I and L for 1 are
// understood. Anything else gives ErrCode.
func ParseCode(typed string) (act.InviteCode, error) {
	var code act.InviteCode
	text := misread.Replace(strings.ToUpper(typed))
	if len(text) != symbols {
		return code, ErrCode
	}
	var bits [symbols*5/8 + 1]byte
	for i := range symbols {
		value := strings.IndexByte(alphabet, text[i])
		if value < 0 {
			return code, ErrCode
		}
		for b := range 5 {
			if value&(16>>b) != 0 {
				at := i*5 + b
				bits[at/8] |= 128 >> (at % 8)
			}
		}
	}
	copy(code[:], bits[:])
	if crc12(code[:])<<4 != binary.BigEndian.Uint16(bits[len(code):]) {
		return act.InviteCode{}, ErrCode
	}
	return code, nil
}

func fiveBits(bits []byte, at int) byte {
	value := byte(0)
	for i := at; i < at+5; i++ {
		value <<= 1
		if bits[i/8]&(128>>(i%8)) != 0 {
			value |= 1
		}
	}
	return value
}

// crc12 is CRC-12/DECT: polynomial 0x80F, nothing reflected, starting with 0.
func crc12(data []byte) uint16 {
	var crc uint16
	for _, b := range data {
		crc ^= uint16(b) << 4
		for range 8 {
			crc <<= 1
			if crc&0x1000 != 0 {
				crc ^= 0x180F
			}
		}
	}
	return crc
}
