// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"hash/fnv"
	"strings"
)

// Lanes is how many batches a relay has in flight at once, unless it is told otherwise. A chapter that counts something common to many acts
// in so many parts, each for the acts of some lanes, has no two batches of a relay wait for one another.
const Lanes = 8

// QueueOf says which of count queues the acts of a lane (Declared.LaneOf) are in: a number below count, which is 1 or more.
func QueueOf(lane []string, count int) int {
	sum := fnv.New32a()
	sum.Write([]byte(strings.Join(lane, "\x00"))) //nolint:gosec // a hash never fails
	return int(sum.Sum32() % uint32(count))       //nolint:gosec // count is small
}
