// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// damm is Damm's quasigroup of order 10: its check digit finds every single wrong digit, and every swap of two neighbours.
var damm = [10]string{
	"0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
	"3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
}

// numberOf is the number on an act's receipt, which can be read out on the telephone: the hash's first 8 bytes modulo 10^15,
// and a check digit. The pages compute it too.
func numberOf(act string) string {
	hash, err := hex.DecodeString(act)
	if err != nil || len(hash) < 8 {
		return ""
	}
	number := fmt.Sprintf("%015d", binary.BigEndian.Uint64(hash)%1e15)
	return number + remainder(number)
}

// remainder of a number is its check digit; of a number with its check digit, "0".
func remainder(number string) string {
	interim := byte('0')
	for i := range len(number) {
		interim = damm[interim-'0'][number[i]-'0']
	}
	return string(interim)
}
