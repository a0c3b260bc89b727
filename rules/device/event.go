// SPDX-License-Identifier: Apache-2.0

// Package device is the law of what devices say: what an event is, which ones are urgent, when something has changed, when an alarm
// stands and who may end it. It is pure: it has no clock, and reads no message of a vendor.
package device

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/gowebpki/jcs"
	"golang.org/x/text/unicode/norm"

	"github.com/linli-project/linli/act"
)

// Version of the events that this package writes.
const Version = "1"

// MaxEvent bounds the canonical text of an event, in bytes: what it says is short, and pictures are elsewhere.
const MaxEvent = 4096

// Event is something that happened at a device that a community has enrolled. All times are Unix times in milliseconds.
type Event struct { // its members are in the order of their JSON names
	Class     Class             `json:"class"`
	Clock     Offset            `json:"clock"` // by how much the device's clock was ahead of the receiver's when it was last compared
	Community string            `json:"community"`
	Counter   act.Int           `json:"counter"` // of the device; 0: it has none
	Device    string            `json:"device"`  // id in the community's register
	Happened  act.Int           `json:"happened"`
	Kind      Kind              `json:"kind"`
	Raw       string            `json:"raw"` // SHA-256 (hex) of the message it was read from
	Received  act.Int           `json:"received"`
	Replaces  string            `json:"replaces"` // id of the event that this one corrects, or ""
	V         string            `json:"v"`
	Values    map[string]string `json:"values"` // whatever points to a person only as a commitment
}

// Offset is a difference of two clocks in milliseconds, written in JSON as a string of digits, with a minus if it is negative.
type Offset int64

// MarshalText implements encoding.TextMarshaler.
func (o Offset) MarshalText() ([]byte, error) { return strconv.AppendInt(nil, int64(o), 10), nil }

// UnmarshalText implements encoding.TextUnmarshaler. It accepts only what MarshalText writes.
func (o *Offset) UnmarshalText(text []byte) error {
	v, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil || strconv.FormatInt(v, 10) != string(text) {
		return fmt.Errorf("%w: a difference of clocks", ErrNoEvent)
	}
	*o = Offset(v)
	return nil
}

// Encode returns the canonical text of an event (RFC 8785), of which every text is in Unicode form NFC, so that an act can hold it. There
// is none, and an error, if a mark that is written over a letter follows a control character, whose escape ends in one.
func (e Event) Encode() (string, error) {
	if e.Values == nil {
		e.Values = map[string]string{} // an event without values has one text
	}
	raw, err := json.Marshal(e)
	if err != nil {
		return "", err
	}
	text, err := jcs.Transform(norm.NFC.Bytes(raw))
	return string(text), err
}

// ErrNoEvent is that of a text that is not the canonical one of an event.
var ErrNoEvent = errors.New("not an event")

// ReadEvent reads the canonical text of an event. The error is ErrNoEvent for any other text, also for another text of the same event,
// and one of another version, as another program could read that otherwise.
func ReadEvent(text string) (Event, error) {
	if len(text) > MaxEvent {
		return Event{}, fmt.Errorf("%w: it has %d bytes, %d are the most", ErrNoEvent, len(text), MaxEvent)
	}
	var e Event
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return Event{}, fmt.Errorf("%w: %w", ErrNoEvent, err)
	}
	again, err := e.Encode()
	if err != nil || again != text {
		return Event{}, fmt.Errorf("%w: it is not written as one is", ErrNoEvent)
	}
	return e, e.check()
}

var (
	shortID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,62}$`)
	hexHash = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

func (e Event) check() error {
	switch {
	case e.V != Version:
		return fmt.Errorf("%w: of a version that is not known", ErrNoEvent)
	case !e.Class.Known() || !e.Kind.Known():
		return fmt.Errorf("%w: of a class or kind that is not known", ErrNoEvent)
	case !shortID.MatchString(e.Community) || !shortID.MatchString(e.Device):
		return fmt.Errorf("%w: of no community or device", ErrNoEvent)
	case !hexHash.MatchString(e.Raw) || e.Replaces != "" && !hexHash.MatchString(e.Replaces):
		return fmt.Errorf("%w: it names what is no hash", ErrNoEvent)
	}
	return nil
}

// Active says whether an event begins an alarm, rather than ends one. Who presses a button for help need not say that he means it.
func (e Event) Active() bool {
	active, said := e.Values["active"]
	return e.Kind.Alarm() && (active == "true" || e.Kind == SOS && !said)
}

var (
	plainName  = regexp.MustCompile(`^[a-z][a-z_]{0,31}$`)
	plainValue = regexp.MustCompile(`^(true|false|-?[0-9]{1,6}(\.[0-9]{1,3})?)$`)
)

// Plain says that nothing in an event's values can point to a person: each is yes, no, or a number shorter than a telephone's,
// under a name in which no number plate has room. The text of no other event may be on the ledger.
func (e Event) Plain() bool {
	for name, value := range e.Values {
		if !Plain(name, value) {
			return false
		}
	}
	return true
}

// streams are what waste is sorted into: 可回收物, 有害垃圾, 厨余垃圾, 其他垃圾.
var streams = []string{"recyclable", "hazardous", "kitchen", "other"}

// Streams are what waste is sorted into.
func Streams() []string { return slices.Clone(streams) }

// Dropped is what was put into a bin, "" if the bin does not say, and the commitment (hex) to the card that opened it. ok is false for another
// event, for one without a card, and for one whose text may not be on the ledger: as with Plain, but for these two values.
func (e Event) Dropped() (stream, card string, ok bool) {
	for name, value := range e.Values {
		switch {
		case name == "stream" && slices.Contains(streams, value):
			stream = value
		case name == "card" && hexHash.MatchString(value):
			card = value
		case !Plain(name, value):
			return "", "", false
		}
	}
	return stream, card, e.Kind == Drop && card != ""
}

// Plain says that a value cannot point to a person.
func Plain(name, value string) bool {
	return plainName.MatchString(name) && plainValue.MatchString(value)
}

// ID identifies an event. It is the event's leaf in a Merkle log: SHA-256 of a zero byte and its canonical text (RFC 6962, 2.1).
type ID [sha256.Size]byte

func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IDOf is the id of the event with a canonical text.
func IDOf(text string) ID { return sha256.Sum256(append([]byte{0}, text...)) }
