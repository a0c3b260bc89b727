// SPDX-License-Identifier: Apache-2.0

package ingest

// Reason says why something was refused.
type Reason string

// The reasons.
const (
	Stranger     Reason = "stranger"     // nobody of this name is admitted
	Secret       Reason = "secret"       // the name is known, and what should prove it is wrong
	Guessing     Reason = "guessing"     // too many wrong secrets: not even looked at
	Topic        Reason = "topic"        // a device publishes as another
	Subscription Reason = "subscription" // a device asks for what is not for it
	Revoked      Reason = "revoked"      // it was admitted, and no longer is
	Replay       Reason = "replay"       // an answer to a challenge came a second time
	TooLong      Reason = "too_long"     // more than MaxSent: it was not read
	Malformed    Reason = "malformed"    // no packet of the protocol
)

// Refusal is something that was refused, for those who keep watch.
type Refusal struct {
	Transport string
	Client    string // the name that was claimed; no secret has proved it if the reason is Stranger, Secret or Guessing
	Host      string
	Topic     string
	Reason    Reason
}

// Refused is told of refusals. A stranger can cause any number of them: it returns at once, and bounds what it remembers.
type Refused func(Refusal)
