// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"math/big"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// damm is the quasigroup by which a receipt's number is checked: see src/receipt/reference.ts.
var damm = [10]string{
	"0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
	"3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
}

const referenceDigits = 15

// ReferenceOf is the number on the receipt of the act with this hash (hex), in groups of four; "" if it is none.
func ReferenceOf(hash string) string {
	raw, err := hex.DecodeString(hash)
	if err != nil || len(raw) < 8 {
		return ""
	}
	n := new(big.Int).SetBytes(raw[:8])
	digits := n.Mod(n, big.NewInt(1e15)).String()
	digits = strings.Repeat("0", referenceDigits-len(digits)) + digits
	return inFours(digits + string(remainder(digits)))
}

// ReadReference is a typed number as ReferenceOf writes it, or "" if it was mistyped.
func ReadReference(typed string) string {
	digits := strings.NewReplacer(" ", "", "-", "", "\t", "").Replace(norm.NFKC.String(typed))
	if len(digits) != referenceDigits+1 || strings.Trim(digits, "0123456789") != "" || remainder(digits) != '0' {
		return ""
	}
	return inFours(digits)
}

func remainder(digits string) byte {
	interim := byte('0')
	for _, digit := range []byte(digits) {
		interim = damm[interim-'0'][digit-'0']
	}
	return interim
}

func inFours(digits string) string {
	return digits[:4] + " " + digits[4:8] + " " + digits[8:12] + " " + digits[12:]
}
