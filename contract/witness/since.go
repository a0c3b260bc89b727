// SPDX-License-Identifier: Apache-2.0

package witness

import "github.com/linli-project/linli/contract"

// Since are the sizes of the heads that a body has signed at a time or later, the last one first. Each names the one before it, and their
// times do not go back: so none is missed, and who reads them is overtaken by whatever the body signs meanwhile.
func Since(v contract.Viewer, msp string, at int64) (sizes []int64, err error) {
	w, _, err := Witnesses.Get(v, msp)
	if err != nil {
		return nil, err
	}
	for size := w.Last; size > 0; {
		h, ok, err := Heads.Get(v, SizeName(uint64(size)), msp)
		if err != nil || !ok || h.At < at {
			return sizes, err
		}
		sizes = append(sizes, size)
		size = h.Before
	}
	return sizes, nil
}
