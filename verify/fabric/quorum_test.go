// SPDX-License-Identifier: Apache-2.0

package fabric

import "testing"

// The quorums are those of Fabric's ComputeBFTQuorum.
func TestQuorum(t *testing.T) {
	for n, want := range map[int]int{1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 4, 7: 5, 10: 7, 13: 9} {
		if got := quorumOf(n); got != want {
			t.Errorf("quorum of %d is %d, not %d", n, got, want)
		}
	}
}
