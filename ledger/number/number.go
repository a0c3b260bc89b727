// SPDX-License-Identifier: Apache-2.0

// Package number is the number on an act's receipt, which can be read out on the telephone.
package number

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/linli-project/linli/rules/fold"
)

// damm is Damm's quasigroup of order 10: its check digit finds every single wrong digit, and every swap of two neighbours.
var damm = [10]string{
	"0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
	"3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
}

// digits of a number, the check digit included.
const digits = 16

// Of is the number of the act with this hash (hex): the hash's first 8 bytes modulo 10^15, and a check digit. It is "" if hash is
// none. The pages compute it too (web/src/receipt/reference.ts).
func Of(hash string) string {
	raw, err := hex.DecodeString(hash)
	if err != nil || len(raw) < 8 {
		return ""
	}
	number := fmt.Sprintf("%0*d", digits-1, binary.BigEndian.Uint64(raw)%1e15)
	return number + string(remainder(number))
}

// Read is a number as somebody typed it, without its spaces, or "" if a digit is wrong.
func Read(typed string) string {
	number := strings.NewReplacer(" ", "", "-", "", "\t", "").Replace(norm.NFKC.String(fold.Visible(typed)))
	if len(number) != digits || strings.Trim(number, "0123456789") != "" || remainder(number) != '0' {
		return ""
	}
	return number
}

// Spaced writes a number in groups of four, as people read it.
func Spaced(number string) string {
	if len(number) != digits {
		return ""
	}
	return number[:4] + " " + number[4:8] + " " + number[8:12] + " " + number[12:]
}

// remainder of a number is its check digit; of a number with its check digit, '0'.
func remainder(number string) byte {
	interim := byte('0')
	for _, digit := range []byte(number) {
		interim = damm[interim-'0'][digit-'0']
	}
	return interim
}
