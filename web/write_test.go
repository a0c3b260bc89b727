// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/big"
	"testing"
)

// Letters are printed and receipts are looked up by Go programs: what the library writes for people follows from these
// few lines.

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func TestLibraryCodes(t *testing.T) {
	for _, v := range readLibrary(t).Codes {
		code, err := hex.DecodeString(v.Code)
		if err != nil {
			t.Fatal(err)
		}
		check := sha256.Sum256(append([]byte("linli/invite/check/v1\x00"), code...))
		n := new(big.Int).SetBytes(append(code, check[:2]...))
		n.Rsh(n, 4) // 12 bits of the check
		text := ""
		for i := range 28 {
			digit := new(big.Int).Rsh(n, uint(5*i))
			text = string(crockford[digit.Int64()&31]) + text
			if i%4 == 3 && i < 27 {
				text = "-" + text
			}
		}
		if text != v.Text {
			t.Errorf("code %s is written %s; the library writes %s", v.Code, text, v.Text)
		}
	}
}

// damm is the quasigroup of order 10 of Damm's check digit.
var damm = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3}, {4, 2, 0, 6, 8, 7, 1, 3, 5, 9}, {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1}, {5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5}, {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}

func TestLibraryReferences(t *testing.T) {
	for _, v := range readLibrary(t).References {
		hash, err := hex.DecodeString(v.Hash)
		if err != nil {
			t.Fatal(err)
		}
		number := fmt.Sprintf("%015d", binary.BigEndian.Uint64(hash)%1_000_000_000_000_000)
		var check byte
		for _, digit := range []byte(number) {
			check = damm[check][digit-'0']
		}
		number += string('0' + check)
		if want := number[:4] + " " + number[4:8] + " " + number[8:12] + " " + number[12:]; want != v.Reference {
			t.Errorf("act %s has the number %s; the library writes %s", v.Hash, want, v.Reference)
		}
	}
}
