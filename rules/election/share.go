// SPDX-License-Identifier: Apache-2.0

package election

import "math/bits"

// A Share is what the law asks for of a measure: so much of the whole or, of More, more than that.
type Share struct {
	Over, Under int64
	More        bool
}

var (
	twoThirds     = Share{Over: 2, Under: 3}
	threeQuarters = Share{Over: 3, Under: 4}
	overHalf      = Share{Over: 1, Under: 2, More: true}
)

// QuorumOf returns how many have to take part: owners with two thirds or more of both measures (Civil Code Art. 278),
// more than half of the eligible in a committee election (Organic Law). A poll has no quorum.
func QuorumOf(kind Kind) (share Share, ok bool) {
	switch kind {
	case Owners, "":
		return twoThirds, true
	case Committee:
		return overHalf, true
	case Poll:
	}
	return Share{}, false
}

// Share returns how many of those taking part have to be for an option: three quarters or more where the law asks for that, otherwise
// more than half (Civil Code Art. 278; Organic Law).
func (t Threshold) Share() Share {
	if t == ThreeQuarters {
		return threeQuarters
	}
	return overHalf
}

// Reached says whether a part of a whole is what the share asks for. Neither number is negative.
func (s Share) Reached(part, whole int64) bool {
	if s.More {
		return moreThan(s.Under, part, s.Over, whole)
	}
	return !moreThan(s.Over, whole, s.Under, part)
}

// moreThan reports a·x > b·y in 128 bits.
func moreThan(a, x, b, y int64) bool {
	leftHigh, leftLow := bits.Mul64(uint64(a), uint64(x))   //nolint:gosec // none is negative
	rightHigh, rightLow := bits.Mul64(uint64(b), uint64(y)) //nolint:gosec // none is negative
	if leftHigh != rightHigh {
		return leftHigh > rightHigh
	}
	return leftLow > rightLow
}
