// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
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
	after, reason := seen.move(before, tx.Time)
	if reason != rules.Allowed {
		return refuse(reason, before.At(tx.Time).State)
	}
	if err := kept(v, tx, community).keep(stored, before, after); err != nil {
		return err
	}
	return v.Commit()
}

// sighting is what a gate of a space's car park has seen.
type sighting struct {
	events.Passage
	device string
	id     string // of the event
}

// readPassage reads a proof of what a gate of a space's car park has seen.
func readPassage(v *contract.View, tx contract.Tx, community, space, proof string) (sighting, error) {
	var p device.Proof
	if err := act.Strict([]byte(proof), &p); err != nil {
		return sighting{}, err
	}
	c := &contract.Context{View: v, Tx: tx, Act: act.Act{Community: community}} // of no act
	passage, d, err := device.ProvenPassage(c, p)
	if err != nil {
		return sighting{}, err
	}
	s, err := loadSpace(v, community, space)
	if err != nil {
		return sighting{}, err
	}
	lot, err := loadLot(v, community, s.Lot)
	if err != nil {
		return sighting{}, err
	}
	gate, ok := lot.gate(d.Device)
	if ok && passage.Way == events.WayUnknown {
		passage.Way = gate.Way
	}
	if !ok || passage.Way == events.WayUnknown {
		return sighting{}, act.Refuse(NoGate)
	}
	return sighting{Passage: passage, device: d.Device, id: events.IDOf(p.Event).String()}, nil
}

// move has a booking take what was seen. What corrects an earlier reading first takes that back.
func (s sighting) move(b rules.Booking, now int64) (rules.Booking, rules.Reason) {
	p := rules.Passage{At: s.At, Device: s.device, Event: s.id}
	corrects := s.Replaces != "" && (s.Replaces == b.Entered.Event || s.Replaces == b.Exited.Event)
	switch {
	case s.Way == events.WayNowhere:
		return b.Excuse(now, p)
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
