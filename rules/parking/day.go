// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"encoding/hex"
	"errors"
	"math/bits"
)

// Day is which quarters of a day are taken of a space: bit 0 of the first byte is the quarter after midnight. It is written in hex.
type Day [Quarters / 8]byte

// MarshalText implements encoding.TextMarshaler.
func (d Day) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, d[:]), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Day) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(d)) {
		return errors.New("not the quarters of a day")
	}
	_, err := hex.Decode(d[:], text)
	return err
}

// Has says whether a quarter is taken.
func (d Day) Has(quarter int) bool { return d[quarter/8]>>(quarter%8)&1 == 1 }

// Free says whether no quarter of a piece is taken.
func (d Day) Free(p Piece) bool {
	for q := p.From; q < p.To; q++ {
		if d.Has(q) {
			return false
		}
	}
	return true
}

// Take takes the quarters of a piece.
func (d Day) Take(p Piece) Day {
	for q := p.From; q < p.To; q++ {
		d[q/8] |= 1 << (q % 8)
	}
	return d
}

// Leave gives them back.
func (d Day) Leave(p Piece) Day {
	for q := p.From; q < p.To; q++ {
		d[q/8] &^= 1 << (q % 8)
	}
	return d
}

// Taken is how many quarters are.
func (d Day) Taken() (n int) {
	for _, b := range d {
		n += bits.OnesCount8(b)
	}
	return n
}
