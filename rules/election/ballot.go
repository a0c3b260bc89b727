// SPDX-License-Identifier: Apache-2.0

package election

import (
	"slices"

	"github.com/linli-project/linli/rules/community"
)

// Channel is how a ballot came in.
type Channel string

// The channels.
const (
	Online Channel = "online"
	Paper  Channel = "paper"
)

// Role is in whose name a ballot was cast.
type Role string

// The roles.
const (
	Own   Role = "own"
	Proxy Role = "proxy"
)

// A Ballot (表决票) is one cast for a right, in the right's box. ID is the hash of
// its act. Selections stay nil while they are sealed.
type Ballot struct {
	ID         string     `json:"id"`
	Right      string     `json:"right"`
	By         string     `json:"by"`
	Role       Role       `json:"role"`
	Channel    Channel    `json:"channel"`
	At         int64      `json:"at"` // unix seconds
	Selections Selections `json:"selections,omitempty"`
}

// InTime returns NotOpen, Closed or Accepted for a ballot of that time. The
// opening second is in, the closing second is out.
func InTime(opensAt, closesAt, at int64) Reason {
	switch {
	case at < opensAt:
		return NotOpen
	case at >= closesAt:
		return Closed
	}
	return Accepted
}

// RoleOf says in which role a person casts for a right, or NotEntitled. voter is
// whom the owners designated, proxy the holder of the right's grant; "" is none.
// A head of one owner needs no designation; a co-owned head without one has no
// own ballot (Ningbo Art. 18: co-owners agree on one voter).
func RoleOf(right community.Right, voter, proxy, by string) (Role, Reason) {
	switch by {
	case "":
		return "", NotEntitled
	case VoterOf(right, voter):
		return Own, Accepted
	case proxy:
		return Proxy, Accepted
	}
	return "", NotEntitled
}

// VoterOf returns who casts for a right himself: whom its owners designated, or
// its one owner; "" as long as co-owners have designated nobody.
func VoterOf(right community.Right, designated string) string {
	if designated == "" && len(right.Owners) == 1 {
		return right.Owners[0]
	}
	return designated
}

// Admit says whether a ballot may join those a right already has in its box.
// Own ballots and the proxy's are kept apart; a second paper ballot is always
// AlreadyVoted, a second online one unless the rules allow revoting.
func Admit(rules Rules, box []Ballot, next Ballot) Reason {
	if next.Channel == Online && rules.Revote {
		return Accepted
	}
	for _, cast := range box {
		if cast.Role == next.Role && cast.Channel == next.Channel {
			return AlreadyVoted
		}
	}
	return Accepted
}

// Standing returns the ballot that counts among the admitted ones of a right in
// block order, or nil if there is none: own ballots before the proxy's, and
// among them as the collision rule says.
func Standing(rules Rules, box []Ballot) *Ballot {
	group := ofRole(box, Own)
	if len(group) == 0 {
		group = ofRole(box, Proxy)
	}
	if len(group) == 0 {
		return nil
	}
	var channel Channel
	switch rules.Collision {
	case First:
		channel = group[0].Channel
	case PaperWins:
		channel = Paper
	case OnlineWins:
		channel = Online
	case Last:
	}
	for _, cast := range slices.Backward(group) {
		if cast.Channel == channel {
			return &cast
		}
	}
	return &group[len(group)-1]
}

func ofRole(box []Ballot, role Role) []Ballot {
	var group []Ballot
	for _, cast := range box {
		if cast.Role == role {
			group = append(group, cast)
		}
	}
	return group
}

// A Settlement is what became of every ballot in a right's box.
type Settlement struct {
	Standing   *Ballot     // nil if none counts
	Superseded []string    // IDs of good ballots another of the same right replaced
	Rejected   []Rejection // in block order
}

// Settle decides a right's box, which holds its entitled ballots in block order.
// spoiled names those found unusable once opened: they are rejected and do not
// stand in the way of others, so a box may hold ballots that Admit refused when
// they came in.
func Settle(rules Rules, box []Ballot, spoiled map[string]Reason) Settlement {
	var result Settlement
	var admitted []Ballot
	for _, cast := range box {
		reason := spoiled[cast.ID]
		if reason == Accepted {
			reason = Admit(rules, admitted, cast)
		}
		if reason != Accepted {
			result.Rejected = append(result.Rejected, Rejection{ID: cast.ID, Reason: reason})
			continue
		}
		admitted = append(admitted, cast)
	}
	result.Standing = Standing(rules, admitted)
	for _, cast := range admitted {
		if cast.ID != result.Standing.ID {
			result.Superseded = append(result.Superseded, cast.ID)
		}
	}
	return result
}
