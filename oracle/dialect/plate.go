// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/linli-project/linli/rules/device"
)

// unread are how cameras say that a vehicle has no plate, or one that they cannot read.
var unread = []string{"", "_无_", "无车牌", "无牌车", "未识别", "UNKNOWN"}

// maxPlate is more than any country's plates have.
const maxPlate = 12

// Plate is a number plate in one form: no spaces, hyphens or points between its parts, capital letters. ok is false for what is none.
func Plate(text string) (plate string, ok bool) {
	values := device.Values{}
	ok = putPlate(values, text)
	plate, read := values["plate"].(string)
	return plate, ok && read
}

// putPlate says a number plate as Plate has it. A vehicle whose plate was not read is said to have none. ok is false for what is no plate.
func putPlate(values device.Values, text string) (ok bool) {
	plate := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("-·•.", r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, norm.NFKC.String(text))
	if slices.Contains(unread, plate) {
		values["unread"] = true
		return true
	}
	strange := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	if strings.ContainsFunc(plate, strange) || len([]rune(plate)) > maxPlate {
		return false
	}
	values["plate"] = plate
	return true
}

// plate says a member that is a number plate.
func (o object) plate(values device.Values, name string) {
	if !putPlate(values, o.text(name)) {
		o.refuse(name)
	}
}
