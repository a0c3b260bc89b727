// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/gowebpki/jcs"
	"golang.org/x/text/unicode/norm"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/device"
)

// linliDomain separates what a device signs as an event from everything else that it may sign.
const linliDomain = "linli/device/v1\x00"

// linliSigned is a message in Linli's own form: the exact text that was signed, and the signature. docs/devices/linli.md explains it,
// docs/devices/linli-event.schema.json is its schema.
type linliSigned struct {
	Event     string    `json:"event"`
	Signature act.Bytes `json:"signature"`
}

// LinliEvent is what a device says in Linli's own form, in canonical JSON (RFC 8785) without numbers.
type LinliEvent struct {
	Counter  act.Int           `json:"counter"` // begins with 1 and rises with each event
	Device   string            `json:"device"`
	Happened act.Int           `json:"happened"` // milliseconds of Unix time; 0: the device has no clock
	Kind     device.Kind       `json:"kind"`
	V        string            `json:"v"`
	Values   map[string]string `json:"values"`
}

var (
	linliID    = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,128}$`)
	linliPlate = regexp.MustCompile(`^[A-Z0-9一-鿿]{1,12}$`)
)

// linliKinds are the kinds that a device may say of itself, and which value says how it stands; "" is for what just happens.
var linliKinds = map[device.Kind]string{
	device.SOS: "", device.Smoke: "active", device.Gas: "active", device.Water: "active",
	device.Plate: "", device.VehicleTurned: "", device.VehicleStuck: "active", device.GateEntry: "", device.GateExit: "", device.Manual: "",
	device.Button: "", device.Contact: "open", device.Presence: "active", device.Motion: "active", device.IO: "active",
	device.Relay: "on", device.Switch: "on", device.Fill: "percent", device.Drop: "", device.Object: "", device.Health: "battery",
	device.Heartbeat: "",
}

// linliValues are the values there are, and how each is read.
var linliValues = map[string]func(device.Values, string, string) bool{
	"active": linliFlag, "open": linliFlag, "on": linliFlag, "battery_low": linliFlag, "tamper": linliFlag,
	"ebike": linliFlag, "offline": linliOneOf("true"),
	"percent": linliUpTo(100), "battery": linliUpTo(100), "confidence_permille": linliUpTo(1000), "channel": linliUpTo(99_999),
	"grams": linliUpTo(999_999_999), "interval_s": linliUpTo(999_999_999),
	"action": linliOneOf("single", "double", "triple", "long"), "direction": linliOneOf("in", "out", "unknown"),
	"stream": linliOneOf(device.Streams()...), "plate": linliLike(linliPlate), "card": linliLike(binCard),
}

// linli reads Linli's own form. Whose signature it is, Verify tells: a reading is only what the message says.
func linli(m Message) ([]device.Reading, error) {
	signed, err := linliOpened(m.Body)
	if err != nil {
		return nil, err
	}
	var e LinliEvent
	if err := act.Strict([]byte(signed.Event), &e); err != nil {
		return nil, err
	}
	standing, ok := linliKinds[e.Kind]
	switch {
	case e.V != device.Version:
		return nil, act.Refuse(act.BadVersion, "reads", device.Version)
	case !ok:
		return nil, unknown(string(e.Kind))
	case !linliID.MatchString(e.Device):
		return nil, badField("device")
	case e.Counter < 1:
		return nil, badField("counter")
	case e.Values == nil:
		return nil, badField("values")
	}
	r := device.Reading{
		Kind: e.Kind, Device: e.Device, Counter: uint64(e.Counter), State: standing != "", Values: device.Values{},
	}
	if r.At, ok = likely(float64(e.Happened)); !ok {
		return nil, badField("happened")
	}
	for _, name := range slices.Sorted(maps.Keys(e.Values)) {
		if read, ok := linliValues[name]; !ok || !read(r.Values, name, e.Values[name]) {
			return nil, badField("values." + name)
		}
	}
	if _, r.Replayed = r.Values["offline"]; r.Replayed && r.At == 0 {
		return nil, badField("happened")
	}
	delete(r.Values, "offline") // what it says is the same as if it had come at once
	if _, said := r.Values[standing]; standing != "" && !said {
		return nil, badField("values." + standing)
	}
	if _, said := r.Values["plate"]; e.Kind == device.Plate && !said {
		return nil, badField("values.plate")
	}
	return []device.Reading{r}, nil
}

// Verify checks that a message in Linli's own form is signed by a key (SubjectPublicKeyInfo, DER), which is Ed25519 or on P-256. It
// says nothing of what the message says, nor whether its counter was used before.
func Verify(body, spki []byte) error {
	signed, err := linliOpened(body)
	if err != nil {
		return err
	}
	return act.VerifyMessage([]byte(linliDomain+signed.Event), signed.Signature, spki)
}

// Sign writes an event, of the version that is read here, as the device with a key says it. The key is Ed25519 or on P-256; the same
// event is the same bytes each time. Whether the event is one that may be said, Decode tells.
func Sign(key crypto.Signer, e LinliEvent) ([]byte, error) {
	e.V = device.Version
	if e.Values == nil {
		e.Values = map[string]string{}
	}
	raw, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("write an event: %w", err)
	}
	event, err := jcs.Transform(norm.NFC.Bytes(raw))
	if err != nil {
		return nil, fmt.Errorf("write an event: %w", err)
	}
	signed, options := append([]byte(linliDomain), event...), crypto.Hash(0)
	if _, ok := key.Public().(ed25519.PublicKey); !ok { // which signs the whole message
		digest := sha256.Sum256(signed)
		signed, options = digest[:], crypto.SHA256
	}
	signature, err := key.Sign(nil, signed, options) // without randomness it is that of RFC 6979
	if err != nil {
		return nil, fmt.Errorf("sign an event: %w", err)
	}
	return json.Marshal(linliSigned{Event: string(event), Signature: signature})
}

// linliOpened reads the outer object, and holds that the text in it is the one form that an event has.
func linliOpened(body []byte) (linliSigned, error) {
	var signed linliSigned
	if deep(body) {
		return signed, act.Refuse(TooMuch, "of", "depth", "most", maxDepth)
	}
	canonical, err := jcs.Transform(body)
	if err != nil || canonical[0] != '{' {
		return signed, act.Refuse(act.NotJSON, "of", "message")
	}
	if err := act.Strict(canonical, &signed); err != nil {
		return signed, err
	}
	return signed, linliCanonical([]byte(signed.Event))
}

// linliCanonical refuses a text that is not the one form that an object has.
func linliCanonical(text []byte) error {
	if deep(text) || !json.Valid(text) || text[0] != '{' {
		return act.Refuse(act.NotJSON, "of", "message")
	}
	switch canonical, err := jcs.Transform(text); {
	case err != nil || !bytes.Equal(canonical, text):
		return act.Refuse(act.NotCanonical, "of", "form")
	case !norm.NFC.IsNormal(text):
		return act.Refuse(act.NotCanonical, "of", "nfc")
	}
	return nil
}

func linliFlag(values device.Values, name, text string) bool {
	values[name] = text == "true"
	return text == "true" || text == "false"
}

func linliUpTo(most int64) func(device.Values, string, string) bool {
	return func(values device.Values, name, text string) bool {
		n, err := strconv.ParseInt(text, 10, 64)
		values[name] = n
		return err == nil && n >= 0 && n <= most && strconv.FormatInt(n, 10) == text
	}
}

func linliOneOf(words ...string) func(device.Values, string, string) bool {
	return func(values device.Values, name, text string) bool {
		values[name] = text
		return slices.Contains(words, text)
	}
}

func linliLike(form *regexp.Regexp) func(device.Values, string, string) bool {
	return func(values device.Values, name, text string) bool {
		values[name] = text
		return form.MatchString(text)
	}
}
