// SPDX-License-Identifier: Apache-2.0

package volunteer

import "math/bits"

// Times are the parts of a week that somebody has time in. Bit 3·d + p is part p (0 morning until noon, 1 afternoon until six, 2 evening)
// of day d (0 Monday). People say it like this: on Tuesday afternoon.
type Times uint32

// PartsOfWeek is how many parts a week has.
const PartsOfWeek = 21

// Always is the whole week.
const Always Times = 1<<PartsOfWeek - 1

// Of are the times of some parts of the week; ok is false if one is none.
func Of(parts []int) (t Times, ok bool) {
	for _, part := range parts {
		if part < 0 || part >= PartsOfWeek {
			return 0, false
		}
		t |= 1 << part
	}
	return t, true
}

// Parts are the parts of the week, the first one first.
func (t Times) Parts() []int {
	parts := []int{}
	for part := range PartsOfWeek {
		if t&(1<<part) != 0 {
			parts = append(parts, part)
		}
	}
	return parts
}

// Count is how many parts of the week these are.
func (t Times) Count() int { return bits.OnesCount32(uint32(t & Always)) }
