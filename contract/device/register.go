// SPDX-License-Identifier: Apache-2.0

package device

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/device"
)

// Bounds of an enrolment, in seconds.
const (
	MaxEvery  = 31 * 24 * 3600 // after which silence is an alarm at the latest, if it is one
	MaxWindow = 7 * 24 * 3600  // in which a device has to speak for the first time
	MaxAhead  = 30 * 24 * 3600 // in which that window ends
)

// Device is a device as bodies have enrolled it. What it says is heard by oracles of its body alone.
type Device struct {
	DeviceEnrol
	Act       string `json:"act"`                 // hash of the act that enrolled it
	Withdrawn string `json:"withdrawn,omitempty"` // hash of the act that ended it
}

// Devices are a community's, by id. No id is used twice: events name devices by them for ever.
const Devices contract.Ref[Device] = "device" // C~id: a device that is heard

// transport says which device a body's oracles know by a name.
type transport struct {
	Device string `json:"device"`
}

const transports contract.Ref[transport] = "transport" // C~body~name: which device a body's oracles know by the name it connects with

// DeviceEnrol is the body of device.enrol: two bodies, of which one is the device's, say what a device is and what it may say.
type DeviceEnrol struct {
	Body      string          `json:"body"`     // whose oracles hear it and whose officers command it
	Class     rules.Class     `json:"class"`    //
	Commands  []rules.Command `json:"commands"` // that it takes, sorted
	Device    string          `json:"device"`   // id, a new one
	Every     act.Int         `json:"every"`    // seconds after which silence is an alarm; 0: never
	From      act.Int         `json:"from"`     // Unix time from which on it may speak for the first time
	Key       act.Bytes       `json:"key"`      // by which it signs what it says (SPKI, DER: Ed25519 or P-256), of T2 and T3 alone
	Kinds     []rules.Kind    `json:"kinds"`    // that it may say, sorted
	Place     string          `json:"place"`    // where it is, for people; no person
	Profile   string          `json:"profile"`  // the dialect it speaks
	Transport string          `json:"transport"`
	Until     act.Int         `json:"until"` // Unix time by which it has to have spoken for the first time
}

// Says tells whether a device may say a kind of event; silence is said of it.
func (d DeviceEnrol) Says(kind rules.Kind) bool {
	return slices.Contains(d.Kinds, kind) || kind == rules.Silence && d.Every > 0
}

// Expected says whether a device may speak for the first time at a Unix time.
func (d DeviceEnrol) Expected(at int64) bool { return at >= int64(d.From) && at <= int64(d.Until) }

func enrolDevice(c *contract.Context, b DeviceEnrol) error {
	if err := cmp.Or(b.check(), b.checkKey(), b.checkTimes(c.Tx.Time), answered(c, b.Body)); err != nil {
		return err
	}
	if _, ok, err := Devices.Get(c, c.Act.Community, b.Device); err != nil || ok {
		return cmp.Or(err, act.Refuse(contract.Exists, "of", "device", "device", b.Device))
	}
	if err := takeTransport(c, b); err != nil {
		return err
	}
	if err := count(c, b.Body, 0, 1); err != nil {
		return err
	}
	return Devices.Put(c, Device{DeviceEnrol: b, Act: c.Hash}, c.Act.Community, b.Device)
}

// takeTransport keeps a name that a device connects with, which no other one has that is still heard.
func takeTransport(c *contract.Context, b DeviceEnrol) error {
	before, ok, err := transports.Get(c, c.Act.Community, b.Body, b.Transport)
	if err != nil {
		return err
	}
	if ok {
		other, _, err := Devices.Get(c, c.Act.Community, before.Device)
		if err != nil {
			return err
		}
		if other.Withdrawn == "" {
			return act.Refuse(contract.Exists, "of", "transport", "device", before.Device)
		}
	}
	return transports.Put(c, transport{b.Device}, c.Act.Community, b.Body, b.Transport)
}

// TransportPattern is what a name is that a device connects with (a regular expression, also of ECMAScript). In an MQTT topic it is one
// level, and no wildcard.
const TransportPattern = `[A-Za-z0-9._:=@\-]{1,128}`

var (
	profileName   = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,62}$`)
	transportName = regexp.MustCompile("^" + TransportPattern + "$")
)

func (d DeviceEnrol) check() error {
	switch {
	case !contract.IsID(d.Device):
		return act.Refuse(act.BadField, "of", "device-id")
	case !d.Class.Known():
		return act.Refuse(act.BadField, "of", "device-class")
	case len(d.Kinds) == 0 || !ascending(d.Kinds, rules.Kind.Known):
		return act.Refuse(act.BadField, "of", "device-kinds")
	case !ascending(d.Commands, rules.Command.Known):
		return act.Refuse(act.BadField, "of", "device-commands")
	case !profileName.MatchString(d.Profile):
		return act.Refuse(act.BadField, "of", "device-profile")
	case !transportName.MatchString(d.Transport):
		return act.Refuse(act.BadField, "of", "device-transport")
	case !named(d.Place):
		return act.Refuse(act.BadField, "of", "device-place", "most", MaxName)
	}
	return contract.Shown(act.BadField, "device-place-unseen", d.Place)
}

func (d DeviceEnrol) checkKey() error {
	switch {
	case d.Class.Signs():
		return act.CheckDeviceKey(d.Key)
	case len(d.Key) > 0:
		return act.Refuse(act.BadKey, "of", "signs-nothing")
	}
	return nil
}

func (d DeviceEnrol) checkTimes(now int64) error {
	from, until := int64(d.From), int64(d.Until)
	switch {
	case d.Every > MaxEvery:
		return act.Refuse(act.BadField, "of", "device-every", "most", MaxEvery)
	case until <= now || until-now > MaxAhead || from >= until || until-from > MaxWindow:
		return act.Refuse(act.BadField, "of", "device-window", "most", MaxWindow, "ahead", MaxAhead)
	}
	return nil
}

// ascending says whether a list is sorted, each once, and all of it known.
func ascending[T cmp.Ordered](list []T, known func(T) bool) bool {
	for i, one := range list {
		if !known(one) || i > 0 && list[i-1] >= one {
			return false
		}
	}
	return true
}

// DeviceWithdraw is the body of device.withdraw: two bodies end a device, or an officer of its own body alone, who could pull its plug
// as well, and here does it for all to see.
type DeviceWithdraw struct {
	Device string `json:"device"`
}

func withdrawDevice(c *contract.Context, b DeviceWithdraw) error {
	d, err := loadDevice(c, b.Device)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.mustBeHeard(), alone(c, d.Body)); err != nil {
		return err
	}
	d.Withdrawn = c.Hash
	return Devices.Put(c, d, c.Act.Community, b.Device)
}

func loadDevice(c *contract.Context, id string) (Device, error) {
	d, ok, err := Devices.Get(c, c.Act.Community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "device")
	}
	return d, err
}

func (d Device) mustBeHeard() error {
	if d.Withdrawn != "" {
		return act.Refuse(contract.Revoked, "of", "device")
	}
	return nil
}
