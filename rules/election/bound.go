// SPDX-License-Identifier: Apache-2.0

package election

// Bounds of what one party alone can leave behind in a vote. What goes beyond one is refused at once and leaves nothing; none of
// them stops a good ballot of somebody else, since each is counted by who fills it.
const (
	MaxBallots    = 48 // in one box, of one role and channel: a proxy cannot fill it before the owner comes, and it is counted at once
	MaxRejections = 16 // kept in one election: of what a person casts online, and of the sheets keyed in for a right
	MaxObjections = 4  // of one person to one roll or result
	MaxDrafts     = 16 // of one body that no other body has moved on
)
