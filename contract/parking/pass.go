// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/points"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

// pass takes what a gate has seen of a booking's car, as its oracle's log has it. Anybody may send it, in any order and as often as he
// likes: what counts is when it was.
func pass(s contract.State, tx contract.Tx, community, booking, proof string) error {
	v := contract.NewView(s)
	stored, before, err := load(v, community, booking)
	if err != nil {
		return err
	}
	seen, err := readPassage(v, tx, community, before.Space, proof)
	if err != nil {
		return err
	}
	after, reason := seen.Move(before, tx.Time)
	if reason != rules.Allowed {
		return refuse(reason, before.At(tx.Time).State)
	}
	k := kept(v, tx, community)
	if err := claim(v, community, after, seen); err != nil {
		return err
	}
	if after, err = k.part(tx.Time, before, after); err != nil {
		return err
	}
	if err := k.keep(stored, before, after); err != nil {
		return err
	}
	return v.Commit()
}

// Sighting is what a gate of a space's car park has seen.
type Sighting struct {
	events.Passage

	Device string // id of the gate
	Event  string // id
}

// Sees is what a gate of the car park says by an event; ok is false if the device is none of them, or nobody knows which way.
func (l Lot) Sees(device, event string, p events.Passage) (s Sighting, ok bool) {
	gate, ok := l.gate(device)
	if ok && p.Way == events.WayUnknown {
		p.Way = gate.Way
	}
	return Sighting{p, device, event}, ok && p.Way != events.WayUnknown
}

// readPassage reads a proof of what a gate of a space's car park has seen.
func readPassage(v *contract.View, tx contract.Tx, community, space, proof string) (Sighting, error) {
	var p device.Proof
	if err := act.Strict([]byte(proof), &p); err != nil {
		return Sighting{}, err
	}
	c := &contract.Context{View: v, Tx: tx, Act: act.Act{Community: community}} // of no act
	passage, d, err := device.ProvenPassage(c, p)
	if err != nil {
		return Sighting{}, err
	}
	if d.Class == events.T0 {
		return Sighting{}, act.Refuse(points.Untrusted)
	}
	s, err := loadSpace(v, community, space)
	if err != nil {
		return Sighting{}, err
	}
	lot, err := loadLot(v, community, s.Lot)
	if err != nil {
		return Sighting{}, err
	}
	seen, ok := lot.Sees(d.Device, events.IDOf(p.Event).String(), passage)
	if !ok {
		return Sighting{}, act.Refuse(NoGate)
	}
	return seen, nil
}

// Move has a booking take what was seen. What corrects an earlier reading first takes that back.
func (s Sighting) Move(b rules.Booking, now int64) (rules.Booking, rules.Reason) {
	p := rules.Passage{At: s.At, Device: s.Device, Event: s.Event}
	corrects := s.Replaces != "" && (s.Replaces == b.Entered.Event || s.Replaces == b.Exited.Event)
	switch {
	case s.Way == events.WayNowhere:
		return b.Excuse(now, p, s.Silent)
	case s.Way == events.WayBack && (corrects || s.Plate == b.Plate):
		return b.Turn(now, p)
	case corrects:
		after, reason := b.Correct(now, s.Replaces)
		if reason != rules.Allowed || s.Plate != b.Plate {
			return after, reason
		}
		b = after
	case s.Plate != b.Plate:
		return b, rules.OtherCar
	}
	if s.Way == events.WayIn {
		return b.Enter(now, p)
	}
	return b.Leave(now, p)
}
