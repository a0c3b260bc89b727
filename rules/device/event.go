// SPDX-License-Identifier: Apache-2.0

// Package device is the law of what devices say: what an event is, which ones are urgent, when something has changed, when an alarm
// stands and who may end it. It is pure: it has no clock, and reads no message of a vendor.
package device

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/gowebpki/jcs"

	"github.com/linli-project/linli/act"
)

// Version of the events that this package writes.
const Version = "1"

// Class is how far a device's word can be trusted.
type Class string

// The classes. Nothing is decided against anybody on the word of a T0 device alone.
const (
	T0 Class = "T0" // a vendor's device that signs nothing
	T1 Class = "T1" // its channel is authenticated: mutual TLS, or LoRaWAN's message code
	T2 Class = "T2" // it signs what it says
	T3 Class = "T3" // its hardware is attested
)

// Event is something that happened at a device that a community has enrolled. All times are Unix times in milliseconds.
type Event struct {
	Class     Class             `json:"class"`
	Clock     act.Int           `json:"clock"`   // by how much the device's clock was ahead of the receiver's when it was last compared
	Counter   act.Int           `json:"counter"` // of the device; 0: it has none
	Device    string            `json:"device"`  // id in the community's register
	Happened  act.Int           `json:"happened"`
	Kind      Kind              `json:"kind"`
	Received  act.Int           `json:"received"`
	Replaces  string            `json:"replaces"` // id of the event that this one corrects, or ""
	Raw       string            `json:"raw"`      // SHA-256 (hex) of the message it was read from
	V         string            `json:"v"`
	Values    map[string]string `json:"values"` // whatever points to a person only as a commitment
	Community string            `json:"community"`
}

// Encode returns the canonical text of an event (RFC 8785).
func (e Event) Encode() (string, error) {
	raw, err := json.Marshal(e)
	if err != nil {
		return "", err
	}
	text, err := jcs.Transform(raw)
	return string(text), err
}

// ID identifies an event. It is the event's leaf in a Merkle log: SHA-256 of a zero byte and its canonical text (RFC 6962, 2.1).
type ID [sha256.Size]byte

func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IDOf is the id of the event with a canonical text.
func IDOf(text string) ID { return sha256.Sum256(append([]byte{0}, text...)) }
