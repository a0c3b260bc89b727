// SPDX-License-Identifier: Apache-2.0

package fold

import (
	"regexp"
	"strconv"
	"strings"
)

// House is the key of a house number as registers and people write it, its parts divided by hyphens or by their words: 1幢, 1栋, 1号楼,
// 1#楼 and 一幢 are one building, and so is a mere 1 before a room; 1单元 and a mere 1 between building and room one entrance;
// 101, 101室, 101房 and 0101 one room. Other words stay: 1座 and 1号 may be other houses than 1幢, 101号 a parking space.
func House(number string) string {
	text := unspaced(plain(number))
	parts := strings.Split(strings.TrimRight(wordEnds.ReplaceAllString(text, "$1-"), "-"), "-")
	for i, part := range parts {
		parts[i] = house(part)
	}
	if last := len(parts) - 1; last > 0 {
		parts[0] = bare.ReplaceAllString(parts[0], "${0}幢")
	}
	if len(parts) == 3 {
		parts[1] = bare.ReplaceAllString(parts[1], "${0}单元")
	}
	return strings.Join(parts, "-")
}

// Building is the key of the building that a house number begins with, or "" if it names none.
func Building(number string) string {
	building, _, parts := strings.Cut(House(number), "-")
	if !parts {
		return ""
	}
	return building
}

var (
	wordEnds = regexp.MustCompile(`(幢|栋|号楼|#楼|单元)-?`)
	bare     = regexp.MustCompile(`^[0-9]+$`)
	building = regexp.MustCompile(`^第?([0-9]+|[一二三四五六七八九十]+)(?:幢|栋|号楼|#楼?)$`)
	entrance = regexp.MustCompile(`^第?([0-9]+|[一二三四五六七八九十]+)单元$`)
	room     = regexp.MustCompile(`^([0-9]+[a-z]?)(?:号?[室房])$`)
	zeros    = regexp.MustCompile(`^0+([0-9])`)
)

// house writes a part of a house number in one way.
func house(part string) string {
	if found := building.FindStringSubmatch(part); found != nil {
		part = digits(found[1]) + "幢"
	} else if found := entrance.FindStringSubmatch(part); found != nil {
		part = digits(found[1]) + "单元"
	} else if found := room.FindStringSubmatch(part); found != nil {
		part = found[1]
	}
	return zeros.ReplaceAllString(part, "$1")
}

// digits writes a Chinese number up to 九十九 in digits; others stay as they are.
func digits(number string) string {
	tens, ones, ten := strings.Cut(number, "十")
	if !ten {
		tens, ones = "", number
	}
	value, known := chinese[ones]
	more, known2 := chinese[tens]
	if ten && tens == "" {
		more = 1
	}
	if !known || !known2 || value == 0 && !ten {
		return number
	}
	return strconv.Itoa(10*more + value)
}

var chinese = map[string]int{"": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
