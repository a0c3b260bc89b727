// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/identity/letter"
)

// Letters are printed and receipts are looked up by Go programs: the library writes for people what they do.

func TestLibraryCodes(t *testing.T) {
	for _, v := range readLibrary(t).Codes {
		raw, err := hex.DecodeString(v.Code)
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(letter.Groups(act.InviteCode(raw)), "-"); text != v.Text {
			t.Errorf("code %s stands in letters as %s; the library writes %s", v.Code, text, v.Text)
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
