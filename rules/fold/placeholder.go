// SPDX-License-Identifier: Apache-2.0

package fold

import (
	"slices"
	"strings"
	"unicode"
)

// Nobody says that a text stands where there is no name to write: nothing, strokes and dots, 无, the errors of a spreadsheet. It is
// not the name of anybody.
func Nobody(text string) bool {
	key := Name(text)
	return slices.Contains(nobody, key) || !strings.ContainsFunc(key, readable)
}

// readable says that a character may be one of a name, or be what became of one that was lost.
func readable(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Co, r) || strings.ContainsRune("\ufffd?□", r)
}

// Unknown says that a text stands for a name that is not written here: it stands above, or nobody knows it yet.
func Unknown(text string) bool { return slices.Contains(unknown, Name(text)) }

var (
	nobody = []string{
		"无", "無", "没有", "暂无", "空", "空白", "null", "nil", "none", "n/a",
		"#n/a", "#name?", "#ref!", "#value!", "#div/0!", "#null!", "#num!",
	}
	unknown = []string{"同上", "同前", "上同", "不详", "不明", "未知", "待定", "待查", "待补", "unknown", "tbd"}
)
