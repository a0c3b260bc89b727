// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"encoding/hex"
	"maps"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/witness"
)

// seed is the root of the smallest head of the ledger that more than two thirds of a community's bodies have co-signed, all of whom signed
// it when it was too late to ask, or after that: nobody who asked knew it, and nobody who draws chooses it.
func seed(v *contract.View, community string, from int64) (size int64, root []byte, err error) {
	place, _, err := contract.Communities.Get(v, community)
	if err != nil {
		return 0, nil, err
	}
	signed := map[int64]int{}
	for _, body := range place.Bodies {
		sizes, err := witness.Since(v, body.MSP, from)
		if err != nil {
			return 0, nil, err
		}
		for _, size := range sizes {
			signed[size]++
		}
	}
	for _, size := range slices.Sorted(maps.Keys(signed)) {
		if !enough(signed[size], place) {
			continue
		}
		name, ok, err := rootSince(v, place, size, from)
		if err == nil && ok {
			root, err = hex.DecodeString(name)
		}
		if err != nil || ok {
			return size, root, err
		}
	}
	return 0, nil, act.Refuse(NotDrawn)
}

// rootSince is what enough bodies have signed as a head of a size; ok is false if there is none, or if one of them signed it before a time:
// who knew it then may have asked knowing it.
func rootSince(v *contract.View, place contract.Community, size, from int64) (root string, ok bool, err error) {
	signed := map[string]int{}
	for _, body := range place.Bodies {
		h, is, err := witness.Heads.Get(v, witness.SizeName(uint64(size)), body.MSP) //nolint:gosec // not negative
		switch {
		case err != nil:
			return "", false, err
		case !is:
			continue
		case h.At < from:
			return "", false, nil
		}
		if signed[h.Root]++; enough(signed[h.Root], place) {
			root = h.Root
		}
	}
	return root, root != "", nil
}

// enough says whether so many are more than two thirds of the bodies.
func enough(signed int, place contract.Community) bool { return signed*3 > len(place.Bodies)*2 }
