// SPDX-License-Identifier: Apache-2.0

package election

// Reason says why a ballot or a proxy's grant is refused; Accepted when it is
// not. Other packages add reasons of their own, such as a seal that does not
// open. The texts are part of published results.
type Reason string

// The reasons of the rules, in the order they are asked for a ballot.
const (
	Accepted     Reason = ""
	NoSuchRight  Reason = "no-such-right"
	NotOpen      Reason = "not-open"
	Closed       Reason = "closed"
	BadSelection Reason = "bad-selection"
	NotEntitled  Reason = "not-entitled"
	AlreadyVoted Reason = "already-voted"
)

// The reasons a proxy's grant is refused, in the order they are asked after
// NoSuchRight.
const (
	HasProxy     Reason = "has-proxy"
	ProxyBarred  Reason = "proxy-barred"
	ProxyNotHead Reason = "proxy-owns-nothing"
	ProxyAtCap   Reason = "proxy-at-cap"
)

// A Rejection is a ballot, named by the hash of its act, that does not count.
type Rejection struct {
	ID     string `json:"id"`
	Reason Reason `json:"reason"`
}
