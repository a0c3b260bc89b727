// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
	events "github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/rules/fold"
	rules "github.com/linli-project/linli/rules/parking"
)

// Bounds of places.
const (
	MaxName   = 40 // characters of a car park's name, or of what is written on a space
	MaxGates  = 16
	MaxSpaces = 10_000 // of a car park
)

// Gate is a device of a car park.
type Gate struct {
	Device string     `json:"device"`
	Way    events.Way `json:"way"` // WayIn or WayOut; WayUnknown: its events say which
}

// Lot is a car park.
type Lot struct {
	LotSet
	Act    string `json:"act"`    // hash of the act that set it last
	Spaces int    `json:"spaces"` // that it has had
}

// Lots are a community's, by id.
const Lots contract.Ref[Lot] = "lot" // C~id: a car park, its gates, and whose guards stand there

// LotSet is the body of lot.set: two bodies, of which one keeps its gates, say that there is a car park, or that it is otherwise by now.
type LotSet struct {
	Body  string `json:"body"`  // that keeps its gates
	Gates []Gate `json:"gates"` // by device
	Lot   string `json:"lot"`   // id
	Name  string `json:"name"`
}

func setLot(c *contract.Context, b LotSet) error {
	if err := b.check(); err != nil {
		return err
	}
	if !signedFor(c, b.Body) {
		return act.Refuse(device.OtherBody, "of", "lot", "body", b.Body)
	}
	for _, g := range b.Gates {
		d, ok, err := device.Devices.Get(c, c.Act.Community, g.Device)
		switch {
		case err != nil:
			return err
		case !ok:
			return act.Refuse(contract.NotFound, "of", "device")
		case d.Body != b.Body:
			return act.Refuse(device.OtherBody, "of", "lot", "body", d.Body)
		}
	}
	before, ok, err := Lots.Get(c, c.Act.Community, b.Lot)
	if err == nil && ok && before.Body != b.Body {
		err = act.Refuse(device.OtherBody, "of", "lot", "body", before.Body)
	}
	if err != nil {
		return err
	}
	return Lots.Put(c, Lot{LotSet: b, Act: c.Hash, Spaces: before.Spaces}, c.Act.Community, b.Lot)
}

// signedFor says whether an officer of a body has signed.
func signedFor(c *contract.Context, body string) bool {
	return slices.ContainsFunc(c.Signers, func(by contract.Credential) bool { return by.Body == body })
}

func (b LotSet) check() error {
	if !contract.IsID(b.Lot) {
		return act.Refuse(act.BadField, "of", "lot-id")
	}
	if len(b.Gates) > MaxGates {
		return act.Refuse(act.BadField, "of", "lot-gates", "most", MaxGates)
	}
	for i, g := range b.Gates {
		known := g.Way == events.WayIn || g.Way == events.WayOut || g.Way == events.WayUnknown
		if !known || !contract.IsID(g.Device) || i > 0 && b.Gates[i-1].Device >= g.Device {
			return act.Refuse(act.BadField, "of", "lot-gates", "most", MaxGates)
		}
	}
	return checkName(b.Name)
}

// checkName refuses a name for everybody that says nothing, or too much.
func checkName(name string) error {
	if fold.Text(name) == "" || utf8.RuneCountInString(name) > MaxName {
		return act.Refuse(act.BadField, "of", "parking-name", "most", MaxName)
	}
	return contract.Shown(act.BadField, "parking-name-unseen", name)
}

// gate is one of the car park's; ok is false for another device.
func (l Lot) gate(id string) (Gate, bool) {
	i := slices.IndexFunc(l.Gates, func(g Gate) bool { return g.Device == id })
	if i < 0 {
		return Gate{}, false
	}
	return l.Gates[i], true
}

// Has says whether a device is one of the car park's gates.
func (l Lot) Has(device string) bool {
	_, ok := l.gate(device)
	return ok
}

func loadLot(v contract.Viewer, community, id string) (Lot, error) {
	if !contract.IsID(id) {
		return Lot{}, act.Refuse(contract.NotFound, "of", "lot")
	}
	l, ok, err := Lots.Get(v, community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "lot")
	}
	return l, err
}

// Space is a parking space.
type Space struct {
	SpaceSet
	Act string `json:"act"` // hash of the act that set it last
}

// Spaces are a community's, by id.
const Spaces contract.Ref[Space] = "space" // C~id: a parking space, and whose it is

// SpaceSet is the body of space.set: two bodies put on record whose a space is, as its papers say, or with nobody that it is not shared any
// more. What another one offered ends with that, and what was booked stays.
type SpaceSet struct {
	Host  rules.Party `json:"host"` // whose it is; "" and "": nobody's
	Label string      `json:"label"`
	Lot   string      `json:"lot"`
	Space string      `json:"space"`
}

func setSpace(c *contract.Context, b SpaceSet) error {
	if !contract.IsID(b.Space) || b.Host != (rules.Party{}) && !b.Host.Complete() {
		return act.Refuse(act.BadField, "of", "space")
	}
	if err := cmp.Or(checkName(b.Label), checkParty(c, b.Host)); err != nil {
		return err
	}
	lot, err := loadLot(c, c.Act.Community, b.Lot)
	if err != nil {
		return err
	}
	before, ok, err := Spaces.Get(c, c.Act.Community, b.Space)
	switch {
	case err != nil:
		return err
	case ok && before.Lot != b.Lot:
		return act.Refuse(contract.Exists, "of", "space")
	case !ok:
		if lot.Spaces++; lot.Spaces > MaxSpaces {
			return act.Refuse(contract.TooMany, "of", "spaces", "most", MaxSpaces)
		}
		if err := Lots.Put(c, lot, c.Act.Community, b.Lot); err != nil {
			return err
		}
	}
	if before.Host != b.Host {
		if err := withdraw(c, b.Space); err != nil {
			return err
		}
	}
	return Spaces.Put(c, Space{SpaceSet: b, Act: c.Hash}, c.Act.Community, b.Space)
}

// checkParty refuses a household or a body that there is not, and officers who decide for their own home.
func checkParty(c *contract.Context, p rules.Party) error {
	switch {
	case p.Body != "" && !c.Community.Knows([]string{p.Body}):
		return act.Refuse(contract.NotFound, "of", "body")
	case p.Home != "":
		if _, err := people.RightOf(c, p.Home); err != nil {
			return err
		}
		return people.NotOwnHome(c, p.Home)
	}
	return nil
}

func loadSpace(v contract.Viewer, community, id string) (Space, error) {
	if !contract.IsID(id) {
		return Space{}, act.Refuse(contract.NotFound, "of", "space")
	}
	s, ok, err := Spaces.Get(v, community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "space")
	}
	return s, err
}

// speaksFor refuses who may not speak for a household or a body.
func speaksFor(c *contract.Context, p rules.Party) error {
	by := c.Signers[0]
	switch {
	case p.Body != "" && (by.Kind != contract.Officer || by.Body != p.Body):
		return act.Refuse(contract.WrongPerson, "of", "parking")
	case p.Body == "" && by.Kind != contract.Owner:
		return act.Refuse(contract.WrongPerson, "of", "parking")
	case p.Body == "":
		return people.Owns(c, by.Person, p.Home)
	}
	return nil
}
