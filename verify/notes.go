// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/contract/witness"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

// notes are what transactions showed that are no acts: what is no longer in the state at the end of the ledger, in the order in which they
// took effect.
type notes struct {
	sightings []sighting
	lots      []lotDrawn
	heads     []headSigned
	ballots   ballots
}

// sighting is what a gate has seen, as a transaction showed it.
type sighting struct {
	events.Passage

	community, booking string
	device, event      string
	next               string // instead: the booking on which the car stayed on
	told               int64  // the transaction's time
	err                error  // it does not show that
}

// headSigned is a head of the ledger that a body has put on record.
type headSigned struct {
	size      uint64
	root, msp string
	at        int64 // of the signature
	told      int64 // the transaction's time
}

// add is what came later.
func (n *notes) add(later notes) {
	for _, lot := range later.lots {
		lot.heads = len(n.heads)
		n.lots = append(n.lots, lot)
	}
	n.sightings = append(n.sightings, later.sightings...)
	n.heads = append(n.heads, later.heads...)
	n.ballots.add(later.ballots)
}

// noteOf reads a transaction on the state before it, in another way than the contract does, which has opened ballots in it.
func noteOf(s *Simulation, now int64, function string, a []string, opened vote.Openings) (n notes) {
	state := contractState{newSimulation(s.state, s.namespace)} // apart from what the contract reads
	switch {
	case function == parking.TxPass && len(a) == 3:
		seen := sighting{community: a[0], booking: a[1], told: now}
		seen.err = seen.read(state, a[2])
		n.sightings = []sighting{seen}
	case function == vote.TxTally && len(a) == 4:
		n.ballots = noteBallots(a[3], opened)
	case function == parking.TxStay && len(a) == 3:
		n.sightings = []sighting{{community: a[0], booking: a[1], next: a[2], told: now}}
	case function == parking.TxDraw && len(a) == 3:
		n.lots = []lotDrawn{noteLot(state, now, a[0], a[1], a[2])}
	case function == witness.TxCosign && len(a) == 1:
		n.heads = noteHead(state, now, a[0])
	}
	return n
}

// noteHead reads a head that a body's witness has signed, if it is one.
func noteHead(state contractState, now int64, note string) []headSigned {
	msp, err := checkpoint.Signer(note)
	if err != nil {
		return nil
	}
	w, err := document(state, witness.Witnesses, msp)
	if err != nil {
		return nil
	}
	key, err := checkpoint.ReadWitness(w.Key)
	if err != nil {
		return nil
	}
	is, err := checkpoint.Open(note, []checkpoint.Witness{key})
	if err != nil || len(is.By) != 1 {
		return nil
	}
	return []headSigned{{is.Size, is.Root.String(), msp, is.By[0].At, now}}
}

// read reads a proof of what a gate of the booking's car park has seen of its car.
func (s *sighting) read(state contractState, proof string) error {
	var p device.Proof
	if err := act.Strict([]byte(proof), &p); err != nil {
		return err
	}
	if err := s.logged(state, p); err != nil {
		return err
	}
	b, err := document(state, parking.Bookings, s.community, s.booking)
	if err != nil {
		return err
	}
	space, err := document(state, parking.Spaces, s.community, b.Space)
	if err != nil {
		return err
	}
	lot, err := document(state, parking.Lots, s.community, space.Lot)
	if err != nil {
		return err
	}
	return s.atGate(lot, b)
}

// logged looks that the event is in a log of the community, and that its device may say it.
func (s *sighting) logged(state contractState, p device.Proof) error {
	root, err := document(state, device.EventRoots, s.community, p.Oracle, strconv.FormatInt(int64(p.Size), 10))
	if err != nil {
		return err
	}
	hash, err := hex.DecodeString(root.Root)
	if err != nil {
		return err
	}
	said := events.EventProof{Event: p.Event, ID: events.IDOf(p.Event).String(), Index: p.Index, Proof: p.Proof, Size: p.Size}
	if err := said.Included(hash); err != nil {
		return err
	}
	e, err := events.ReadEvent(p.Event)
	if err != nil {
		return err
	}
	oracle, err := document(state, device.Oracles, s.community, p.Oracle)
	if err != nil {
		return err
	}
	by, err := document(state, device.Devices, s.community, e.Device)
	if err != nil {
		return err
	}
	passage, ok := e.Passage()
	if !ok || e.Community != s.community {
		return errors.New("no gate of the community says anything of a car")
	}
	s.Passage, s.device, s.event = passage, e.Device, said.ID
	return device.MayBeSaid(oracle, by, e)
}

// atGate looks that a gate of the car park has seen the booking's car, or corrects what it had seen.
func (s *sighting) atGate(lot parking.Lot, b rules.Booking) error {
	for _, gate := range lot.Gates {
		if gate.Device != s.device {
			continue
		}
		if s.Way == events.WayUnknown {
			s.Way = gate.Way
		}
		known := s.Replaces != "" && (s.Replaces == b.Entered.Event || s.Replaces == b.Again.Event || s.Replaces == b.Exited.Event)
		if s.Way == events.WayUnknown || s.Way != events.WayNowhere && s.Plate != b.Plate && !known {
			return errors.New("the gate has not seen this car, or not which way it went")
		}
		return nil
	}
	return fmt.Errorf("device %s is no gate of the car park", s.device)
}

// visit is what gates have seen of a booking's car, one thing after the other as it was told.
type visit struct {
	in, again, out sighting
	void           []string
	silent         bool // a gate was
	last           int64
	err            error
}

func (v visit) came() int64 { return max(v.in.At, v.again.At) }
func (v visit) gone() bool  { return v.out.At != 0 && v.out.At >= v.came() }

// could looks that a gate was silent at a time when it could have seen the car come, or go if it has come.
func (v visit) could(s sighting, b rules.Booking) error {
	last := b.Until
	if v.came() != 0 {
		last += b.Terms.Deposit * rules.Quarter
	}
	if s.At < b.From-b.Terms.Early || s.At-s.Silent > last {
		return errors.New("the gate was not silent when it could have seen the car")
	}
	return nil
}

// take adds what was told next of a booking's car.
func (v visit) take(s sighting, b rules.Booking) visit {
	v.last, v.err = max(v.last, s.told), errors.Join(v.err, s.err)
	corrects := s.Replaces != "" && (s.Replaces == v.in.event || s.Replaces == v.again.event || s.Replaces == v.out.event)
	switch {
	case s.Way == events.WayNowhere:
		v.silent = true
		v.err = errors.Join(v.err, v.could(s, b))
		return v
	case s.Way == events.WayBack && v.again.At != 0:
		return v.without(v.again.event)
	case s.Way == events.WayBack:
		return v.without(v.in.event)
	case corrects:
		if v = v.without(s.Replaces); s.Plate != b.Plate {
			return v
		}
	}
	switch {
	case s.Way == events.WayOut && (!v.gone() || s.At < v.out.At):
		v.out = s
	case s.Way == events.WayIn && v.out.At != 0 && s.At > v.out.At:
		v.again = s
	case s.Way == events.WayIn && (v.in.At == 0 || s.At < v.in.At):
		v.in = s
	}
	return v
}

// knows says whether an event counts, or was taken back.
func (v visit) knows(event string) bool { return v.has(event) || slices.Contains(v.void, event) }

func (v visit) without(event string) visit {
	v.void = append(v.void, event)
	for _, s := range []*sighting{&v.in, &v.again, &v.out} {
		if s.event == event {
			*s = sighting{}
		}
	}
	if v.out.At == 0 && v.again.At != 0 { // it did not go in between
		if v.in.At == 0 {
			v.in = v.again
		}
		v.again = sighting{}
	}
	return v
}
