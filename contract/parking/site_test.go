// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

const (
	quarter = rules.Quarter
	hour    = int64(3600)
	day     = 24 * hour
)

// tuesday is the midnight of Beijing that times of tests are counted from; what is set up is set up on the day before.
var tuesday = time.Date(2027, 3, 2, 0, 0, 0, 0, time.FixedZone("Beijing", 8*3600)).Unix()

// A site is a bench with a car park: bob's space is shared, ann's household has points, and the gates are those of the first body.
type site struct {
	*town.Bench
	cat, dan      *village.Signer
	first, second *village.Signer // officers of the two bodies that sign
	oracle        *town.History
	said          int
	over, last    string // bookings of the refusals: one that has ended, and one at the end of the offer
}

// Its owners have adopted what is given about others.
func newSite(t *testing.T, adopted ...parking.Regulation) *site {
	t.Helper()
	b := town.NewBench(t)
	s := &site{Bench: b, cat: b.People["cat"], dan: b.People["dan"], first: b.Two()[0], second: b.Two()[1]}
	s.adopts(adopted...)
	s.oracle = &town.History{By: s.EnrolledOracle(s.first.Body)}
	for id, class := range map[string]events.Class{
		"gate-in": events.T1, "gate-out": events.T1, "gate-any": events.T1, "gate-0": events.T0,
	} {
		s.enrols(id, class, s.first.Body)
	}
	s.by(parking.TypeLotSet, s.lot(), s.Two()...)
	s.by(parking.TypeSpaceSet, parking.SpaceSet{Host: home("1-102"), Label: "A-017", Lot: "north", Space: "a-017"}, s.Two()...)
	s.earns("1-101", s.Ann)
	s.earns("1-103", s.cat)
	return s
}

// adopts has the owners adopt a plan by which an hour for the community is 600 points, and rules about others. They vote before anything is
// put in force.
func (s *site) adopts(regulations ...parking.Regulation) {
	s.Helper()
	plan := points.Plan{Gifts: true, Least: 1, LifeDays: 300, Rules: []points.Rule{
		{Rule: "garden", Budget: 100_000, Points: 600, Title: "园艺 Gardening", Way: points.Volunteer},
	}}
	hash, err := plan.Hash()
	s.Decides("plan", town.Must(s, hash, err), true)
	for i, r := range regulations {
		hash, err := r.Hash()
		s.Decides(regulation(i), town.Must(s, hash, err), true)
	}
	s.by(points.TypePointsAdopt, points.PointsAdopt{Contest: "c0", Election: "plan", Plan: plan}, s.Two()...)
	for i, r := range regulations {
		s.by(parking.TypeParkingAdopt, parking.ParkingAdopt{Contest: "c0", Election: regulation(i), Regulation: r}, s.Two()...)
	}
}

// regulation is the election of the n-th one.
func regulation(n int) string { return "others-" + strconv.Itoa(n) }

func (s *site) enrols(id string, class events.Class, body string) {
	s.Helper()
	now := act.Int(s.Now().Unix())
	s.by(device.TypeDeviceEnrol, device.DeviceEnrol{
		Body: body, Class: class, Commands: []events.Command{}, Device: id, Every: 600, From: now,
		Kinds: []events.Kind{events.GateEntry, events.GateExit, events.Plate, events.VehicleTurned},
		Place: "北门 <&>", Profile: "vzenith", Transport: id, Until: now + 3600,
	}, s.Officers[body], s.other(body))
}

// other is an officer of another body.
func (s *site) other(body string) *village.Signer {
	if s.first.Body == body {
		return s.second
	}
	return s.first
}

func (s *site) lot() parking.LotSet {
	return parking.LotSet{Body: s.first.Body, Lot: "north", Name: "北区地下 North", Gates: []parking.Gate{
		{Device: "gate-0", Way: events.WayIn}, {Device: "gate-any", Way: events.WayUnknown}, {Device: "gate-in", Way: events.WayIn},
		{Device: "gate-out", Way: events.WayOut},
	}}
}

// earns has an owner work for the community, for 1000 points.
func (s *site) earns(unit string, who *village.Signer) {
	s.Helper()
	told := s.by(points.TypeHelpDone, points.HelpDone{
		Day: act.Int((s.Now().Unix() + 8*hour) / day), Helper: unit, Minutes: 100, Rule: "garden",
	}, who)
	s.OK(s.once(points.TypeHelpConfirm, points.HelpConfirm{Help: told, Helper: unit, Rule: "garden"}, s.second))
}

// by has somebody do something, which must take effect, and returns its hash.
func (s *site) by(kind string, body any, who ...*village.Signer) string {
	s.Helper()
	signed := s.Make(kind, body, who...)
	s.OK(signed)
	return hashOf(signed)
}

func hashOf(signed act.Signed) string { return act.HashOf(signed.Text).String() }

// once is an act that is numbered by itself.
func (s *site) once(kind string, body any, who ...*village.Signer) act.Signed {
	s.Helper()
	return s.Sign(s.Draft(kind, 1, who[0]), body, who...)
}

func home(unit string) rules.Party { return rules.Party{Home: unit} }

func body(id string) rules.Party { return rules.Party{Body: id} }

// plate is the commitment to one, of which nobody but the oracle knows which one it is.
func plate(of string) string {
	sum := sha256.Sum256([]byte("plate of " + of))
	return hex.EncodeToString(sum[:])
}

func terms() parking.Terms {
	return parking.Terms{Bands: []parking.Band{}, Hour: 4, Overstay: 3, Deposit: 8, Early: 900, NoShow: act.Int(hour),
		Cancel: act.Int(2 * hour), Late: 50, Notice: act.Int(day)}
}

// always is an offer of a space at all times of the next weeks.
func always(space string, t parking.Terms) parking.OfferSet {
	return parking.OfferSet{Except: []act.Int{}, From: act.Int(tuesday - day), Space: space, Terms: t, Until: act.Int(tuesday + 50*day),
		Windows: []parking.Window{{Days: []act.Int{0, 1, 2, 3, 4, 5, 6}, From: 0, To: 1440}}}
}

// offers has bob share his space.
func (s *site) offers(t parking.Terms) string {
	s.Helper()
	return s.by(parking.TypeOfferSet, always("a-017", t), s.Bob)
}

// at is a time of Tuesday, or of a day after.
func at(hours int64, minutes ...int64) int64 {
	when := tuesday + hours*hour
	for _, m := range minutes {
		when += m * 60
	}
	return when
}

// wants is what somebody asks for: bob's space from one time to another one.
func wants(offer, unit string, from, until int64) parking.Book {
	return parking.Book{From: act.Int(from), Home: unit, Offer: offer, Plate: plate(unit), Space: "a-017", Until: act.Int(until)}
}

// books has somebody book, and returns the booking's id.
func (s *site) books(b parking.Book, who *village.Signer) string {
	s.Helper()
	signed := s.once(parking.TypeBook, b, who)
	s.OK(signed)
	return hashOf(signed)
}

func (s *site) booking(id string) rules.Booking {
	s.Helper()
	b, ok := town.Read(s.Town, parking.Bookings, s.ID, id)
	if !ok {
		s.Fatalf("there is no booking %s", id)
	}
	return b
}

// is demands where a booking stands.
func (s *site) is(id string, state rules.State) {
	s.Helper()
	if b := s.booking(id); b.State != state {
		s.Errorf("the booking is %s, not %s: %+v", b.State, state, b)
	}
}

// has demands what can be paid with from an account.
func (s *site) has(account string, usable int64) {
	s.Helper()
	a, _ := town.Read(s.Town, points.Accounts, s.ID, account)
	if got := a.Usable(s.Now().Unix()); got != usable {
		s.Errorf("%s has %d usable points, not %d: %+v", account, got, usable, a)
	}
}

// saw is an event of a gate, which the oracle logs: its proof, as a transaction has it.
func (s *site) saw(gate string, kind events.Kind, when int64, values map[string]string, change ...func(*events.Event)) (proof, id string) {
	s.Helper()
	s.said++
	e := events.Event{
		Class: events.T1, Community: s.ID, Counter: act.Int(s.said), Device: gate, Happened: act.Int(when * 1000), Kind: kind,
		Raw: s.Constitution.Net, Received: act.Int(max(when, s.Now().Unix()) * 1000), V: events.Version, Values: values,
	}
	for _, c := range change {
		c(&e)
	}
	text, err := e.Encode()
	town.Must(s, text, err)
	s.OK(s.oracle.Append(s.Town, events.IDOf(text)))
	size := len(s.oracle.IDs)
	p := s.oracle.Prove(s, s.ID, text, size-1, size)
	shown, err := act.Canonical(device.Proof{Event: text, Index: p.Index, Oracle: p.Oracle, Proof: p.Proof, Size: p.Size})
	return town.Must(s, shown, err), p.ID
}

func ofCar(unit string) map[string]string { return map[string]string{"plate": plate(unit)} }

// comes has the gate see a car come in, and tells the ledger.
func (s *site) comes(id, unit string, when int64) {
	s.Helper()
	proof, _ := s.saw("gate-in", events.GateEntry, when, ofCar(unit))
	town.Done(s, s.passes(id, proof))
}

// goes has the gate see a car go out.
func (s *site) goes(id, unit string, when int64) {
	s.Helper()
	proof, _ := s.saw("gate-out", events.GateExit, when, ofCar(unit))
	town.Done(s, s.passes(id, proof))
}

// passes sends what a gate has seen, as anybody may.
func (s *site) passes(booking, proof string) error {
	_, err := s.Transact(village.User{MSP: "StrangerMSP"}, parking.TxPass, s.ID, booking, proof)
	return err
}

// stays sends that a car stays on from one booking to the next.
func (s *site) stays(booking, next string) error {
	_, err := s.Transact(village.User{MSP: "StrangerMSP"}, parking.TxStay, s.ID, booking, next)
	return err
}

// settles sends what time has made of a booking.
func (s *site) settles(booking string) error {
	_, err := s.Transact(village.User{MSP: "StrangerMSP"}, parking.TxSettle, s.ID, booking)
	return err
}

// draws has the lot fall for a booking's space.
func (s *site) draws(b rules.Booking) error {
	_, err := s.Transact(village.User{MSP: "StrangerMSP"}, parking.TxDraw, s.ID, b.Space, parking.DrawName(b))
	return err
}

// key is the witness' of a body.
func key(msp string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(msp))
	return ed25519.NewKeyFromSeed(seed[:])
}

// witnessed has bodies name their witnesses.
func (s *site) witnessed() {
	s.Helper()
	for _, b := range s.Constitution.Bodies {
		name := checkpoint.Witness{MSP: b.MSP, Key: key(b.MSP).Public().(ed25519.PublicKey)}.String()
		_, err := s.Transact(s.Admin(b.ID), witness.TxName, name)
		town.Done(s, err)
	}
}

// cosigned has the first bodies co-sign a head with a root, now.
func (s *site) cosigned(size uint64, root string, bodies ...contract.Body) {
	s.Helper()
	net, err := checkpoint.ReadHash(s.Constitution.Net)
	head := checkpoint.Head{Genesis: town.Must(s, net, err), Size: size, Root: sha256.Sum256([]byte(root))}
	for _, b := range bodies {
		note, err := checkpoint.Cosign(head, b.MSP, key(b.MSP), s.Now().Unix())
		_, err = s.Transact(s.Client(b.ID), witness.TxCosign, town.Must(s, note, err))
		town.Done(s, err)
	}
}

// late has an event be heard when it can have been, though what it says is later than the test's time.
func late(e *events.Event) { e.Received = e.Happened }

// replaces has an event correct an earlier one.
func replaces(id string) func(*events.Event) { return func(e *events.Event) { e.Replaces = id } }
