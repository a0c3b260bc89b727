// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/community"
	rules "github.com/linli-project/linli/rules/convention"
	events "github.com/linli-project/linli/rules/device"
	mediate "github.com/linli-project/linli/rules/mediation"
	orders "github.com/linli-project/linli/rules/order"
	places "github.com/linli-project/linli/rules/parking"
	"github.com/linli-project/linli/verify"
)

var record = flag.Bool("record", false, "TestRecord records testdata/garden.* anew")

func TestMain(m *testing.M) { networktest.Main(m, chaincode.New) }

// TestRecord records testdata/garden.ledger.gz, its trust file, and testdata/garden.json, which names what is in it, on a real network:
//
//	go test ./evidence -run 'TestRecord$' -record
//
// It holds one of everything that there is evidence of, and the longest ways to a signer that there are.
func TestRecord(t *testing.T) {
	if !*record {
		t.Skip("only with -record")
	}
	r := newRecorder(t)
	r.settle()
	r.adopt()
	r.by(people.TypeCredentialConfirm, people.CredentialConfirm{Credentials: []string{r.person("ann").Key.ID()}}, r.Two()...) // once more
	c := r.control()
	c.update()
	c.define(2)
	r.watch()
	r.mend()
	r.earn()
	r.mediate()
	r.park()
	r.cosign()
	r.revoke()
	r.write()
}

// Garden names what was recorded: ids by kind of evidence.
type garden struct {
	Community string              `json:"community"`
	IDs       map[string][]string `json:"ids"`
	Event     json.RawMessage     `json:"event"` // its proof
}

type recorder struct {
	*town.Town
	network *network.Network
	garden  garden
	history *town.History
	lift    string // an event that was logged
	proof   events.EventProof
}

const (
	cameraLift = "lift-3"
	gateNorth  = "gate-north"
)

func newRecorder(t *testing.T) *recorder {
	t.Helper()
	n := networktest.Network(t)
	d := openDesks(t, n)
	whose, err := village.Constitute(n, "garden", "rehearsal")
	c := town.Constitution("rehearsal")
	c.Net, c.Bodies = town.Must(t, whose, err).Net, whose.Bodies
	return &recorder{Town: town.New(t, d, "garden", c, nil), network: n, garden: garden{Community: "garden", IDs: map[string][]string{}}}
}

// notes keeps an id.
func (r *recorder) notes(kind, id string) { r.garden.IDs[kind] = append(r.garden.IDs[kind], id) }

// by has somebody do something, which must take effect, and returns its hash.
func (r *recorder) by(kind string, body any, who ...*village.Signer) string {
	r.Helper()
	signed := r.Make(kind, body, who...)
	r.OK(signed)
	return act.HashOf(signed.Text).String()
}

// salt of the texts and names of this estate: everybody knows it, as nobody here is real.
var salt = bytes.Repeat([]byte{7}, 32)

// digest commits to a text as the personal-data store does.
func digest(text string) string { return identity.HashText(hex.EncodeToString(salt), text) }

// pseudonym commits to a name.
func pseudonym(name string) string { return identity.Pseudonym(salt, name) }

func rightOf(name string) string { return town.Right(pseudonym(name)) }

func (r *recorder) person(name string) *village.Signer { return r.People[pseudonym(name)] }

// shared is the place of the right that two owners share.
func (r *recorder) shared() int {
	return slices.IndexFunc(r.Rights, func(right community.Right) bool { return len(right.Owners) > 1 })
}

// settle founds the community of four households.
func (r *recorder) settle() {
	r.Found().Settle([]community.Unit{
		town.Home("1-101", 10000, pseudonym("ann")), town.Home("1-102", 9000, pseudonym("bob")),
		town.Home("1-103", 8000, pseudonym("cat")), town.Home("1-104", 7000, pseudonym("dan"), pseudonym("eve")),
	})
	r.Designated()
}

const liftText = `# 公约 · Convention

## 1. 电动自行车不进电梯 · No e-bikes in the lift

` + "```rule" + `
when: event.kind == "object" && flag.ebike && event.place.endsWith("-lift")
trust: T1
ladder: notice, points 20, board 14
cure: 3
appeal: 7
decay: 365
` + "```" + `

` + "```example" + `
event.kind: object
event.place: 3-lift
event.class: T2
flag.ebike: true
expect: breach, notice
` + "```" + `

` + "```example" + `
event.kind: object
event.place: 3-lift
event.class: T2
flag.ebike: false
expect: none
` + "```" + `
`

func plan() points.Plan {
	return points.Plan{Gifts: true, LifeDays: 1000, MaxBalance: 1000, Rules: []points.Rule{
		{Rule: "help", Budget: 6400, DayCap: 800, Points: 60, Title: "互助", Way: points.Help},
	}}
}

// adopt has owners vote on a plan and on a convention, online and on paper, and bodies put both in force.
func (r *recorder) adopt() {
	hash, err := plan().Hash()
	r.decides("plan", town.Must(r, hash, err))
	r.decides("convention", rules.Hash(liftText))
	r.by(points.TypePointsAdopt, points.PointsAdopt{Contest: "c0", Election: "plan", Plan: plan()}, r.Two()...)
	r.by(convention.TypeConventionAdopt, convention.ConventionAdopt{Contest: "c0", Election: "convention", Text: liftText}, r.Two()...)
}

func (r *recorder) decides(election, hash string) {
	question := town.Question("c0")
	question.Text = hash
	v := r.DraftVote(election, town.Rules(), question).Drilled().Open()
	ballots := []act.Signed{
		v.Cast(r.person("ann"), rightOf("ann"), 1, town.Agree()), v.Cast(r.person("bob"), rightOf("bob"), 1, town.Disagree()),
		v.Cast(r.Voter(r.Rights[r.shared()]), r.Rights[r.shared()].ID, 1, town.Agree()),
		v.Paper(pseudonym("cat"), rightOf("cat"), 1, town.Agree()),
	}
	for _, ballot := range ballots {
		r.notes("ballot", act.HashOf(ballot.Text).String())
	}
	r.OK(ballots...)
	wrong := v.Cast(r.person("ann"), rightOf("bob"), 1, town.Agree()) // turned down, and kept
	r.Submit(wrong)
	r.notes("ballot", act.HashOf(wrong.Text).String())
	v.Published()
	r.notes("result", election)
}

// watch has a camera see an e-bike, and two bodies find whose it was.
func (r *recorder) watch() {
	first := r.Two()[0]
	r.history = &town.History{By: r.EnrolledOracle(first.Body)}
	now := act.Int(time.Now().Unix())
	r.by(device.TypeDeviceEnrol, device.DeviceEnrol{
		Body: first.Body, Class: events.T1, Commands: []events.Command{}, Device: cameraLift, From: now,
		Kinds: []events.Kind{events.Object},
		Place: "3-lift 电梯", Profile: "camera", Transport: cameraLift, Until: now + 3600,
	}, r.Two()...)
	for i, seen := range []string{"true", "false", "true"} {
		r.sees(i, seen)
	}
	find := convention.BreachFind{
		Article: 1, Convention: rules.Hash(liftText), Event: r.lift, Ground: digest("ground"), Home: "1-101",
		Index: r.proof.Index, Oracle: r.proof.Oracle, Proof: r.proof.Proof, Size: r.proof.Size,
	}
	r.by(convention.TypeBreachFind, find, r.Two()...)
	cause := events.IDOf(r.lift).String()
	r.by(convention.TypeBreachNotice, convention.BreachNotice{Breach: cause}, first)
	r.by(convention.TypeBreachAppeal, convention.BreachAppeal{Answer: digest("answer"), Breach: cause, Photos: []string{}}, r.person("ann"))
	r.notes("breach", cause)
}

func (r *recorder) sees(count int, ebike string) {
	now := act.Int(time.Now().UnixMilli())
	e := events.Event{
		Class: events.T1, Community: r.ID, Counter: act.Int(count + 1), Device: cameraLift, Happened: now, Kind: events.Object,
		Raw: digest("raw"), Received: now, V: events.Version, Values: map[string]string{"ebike": ebike},
	}
	text, err := e.Encode()
	town.Must(r, text, err)
	r.OK(r.history.Append(r.Town, events.IDOf(text)))
	r.lift, r.proof = text, r.history.Prove(r, r.ID, text, count, count+1)
	r.garden.Event = json.RawMessage(town.JSON(r, r.proof))
	r.garden.IDs["event"] = []string{r.proof.ID}
}

// mend has a worker see to what an owner reports.
func (r *recorder) mend() {
	first := r.Two()[0]
	worker := r.Worker(first.Body)
	r.by(order.TypeGridSet, order.GridSet{
		Body: first.Body, Grid: "north", Languages: []order.Speaker{}, Places: []string{}, Shifts: []order.Shift{},
		Supervisor: first.Key.ID(), Workers: []string{worker.Key.ID()},
	}, r.Two()...)
	r.by(order.TypeDutiesAdopt, order.DutiesAdopt{
		Basis: digest("basis"), Duties: []order.Duty{{Grid: "north", Hands: 3, Priority: orders.Ordinary}}, Version: 1,
	}, r.Two()...)
	id := r.by(order.TypeOrderReport, order.OrderReport{
		Kind: orders.RepairWater, Photos: []string{digest("photo")}, Place: "3-2", Text: digest("text"), Unit: "1-101",
	}, r.person("ann"))
	at := func() act.Int { return act.Int(time.Now().Unix()) }
	r.by(order.TypeOrderAccept, order.OrderAccept{At: at(), Order: id}, worker)
	r.by(order.TypeOrderDepart, order.OrderDepart{At: at(), Order: id}, worker)
	r.by(order.TypeOrderArrive, order.OrderArrive{At: at(), Order: id}, worker)
	r.by(order.TypeOrderFinish, order.OrderFinish{At: at(), Order: id, Outcome: orders.Solved, Photos: []string{}}, worker)
	r.by(order.TypeOrderConfirm, order.OrderConfirm{Order: id, Result: 5, Speed: 4, Unit: "1-101"}, r.person("ann"))
	r.notes("order", id)
}

// earn has a household help another, which gives points, and spends some.
func (r *recorder) earn() {
	ann, bob := r.person("ann"), r.person("bob")
	help := r.by(points.TypeHelpDone, points.HelpDone{
		Day: act.Int(calendar.DayOf(time.Now().Unix())), Helped: "1-102", Helper: "1-101", Minutes: 90, Rule: "help",
	}, ann)
	r.OK(r.Sign(r.Draft(points.TypeHelpConfirm, 1, bob), points.HelpConfirm{Help: help, Helper: "1-101", Rule: "help"}, bob))
	r.notes("transfer", help)
	r.notes("transfer", r.by(points.TypePointsGift, points.PointsGift{Amount: 20, From: "1-101", To: "1-103"}, ann))
	now := act.Int(time.Now().Unix())
	r.by(points.TypeServiceSet, points.ServiceSet{
		Body: r.Convener().Body, From: now - 60, Hours: []points.Hours{}, Points: 1, Service: "one", Stock: 10,
		Title: "One", Until: now + 9999,
	}, r.Two()...)
	for i := range 2 {
		code := act.Bytes(fmt.Sprintf("voucher %02d", i))
		sum := sha256.Sum256(code)
		voucher := hex.EncodeToString(sum[:])
		r.by(points.TypePointsRedeem, points.PointsRedeem{Count: 2, Service: "one", Unit: "1-101", Voucher: voucher}, ann)
		if i == 1 {
			by := r.Convener()
			r.OK(r.Sign(r.Draft(points.TypeVoucherUse, 1, by), points.VoucherUse{At: act.Int(time.Now().Unix()), Code: code}, by))
		}
		r.notes("voucher", voucher)
	}
}

// mediate brings two households to an agreement.
func (r *recorder) mediate() {
	ann, bob, mediator := r.person("ann"), r.person("bob"), r.Two()[0]
	id := r.by(mediation.TypeCaseRequest, mediation.CaseRequest{
		About: mediation.AboutRequest, Home: "1-101", Second: mediate.Side{Home: "1-102"}, Text: digest("noise"),
	}, ann)
	r.by(mediation.TypeCaseTake, mediation.CaseTake{Case: id}, mediator)
	r.by(mediation.TypeCaseJoin, mediation.CaseJoin{Case: id}, bob)
	r.by(mediation.TypeCaseAgree, mediation.CaseAgree{Agreement: digest("agreement"), Case: id, Days: 14}, mediator, ann, bob)
	r.notes("case", id)
}

// park has one household book another one's space, and a gate see its car come and go; and cancel a booking too late.
func (r *recorder) park() {
	first, ann, bob := r.Two()[0], r.person("ann"), r.person("bob")
	now := act.Int(time.Now().Unix())
	r.by(device.TypeDeviceEnrol, device.DeviceEnrol{
		Body: first.Body, Class: events.T1, Commands: []events.Command{}, Device: gateNorth, From: now,
		Kinds: []events.Kind{events.GateEntry, events.GateExit},
		Place: "北门 North gate", Profile: "gate", Transport: gateNorth, Until: now + 3600,
	}, r.Two()...)
	gates := []parking.Gate{{Device: gateNorth, Way: events.WayUnknown}}
	r.by(parking.TypeLotSet, parking.LotSet{Body: first.Body, Gates: gates, Lot: "north", Name: "北区"}, r.Two()...)
	host := places.Party{Home: "1-102"}
	r.by(parking.TypeSpaceSet, parking.SpaceSet{Host: host, Label: "B-012", Lot: "north", Space: "b-012"}, r.Two()...)
	offer := r.by(parking.TypeOfferSet, parking.OfferSet{
		Except: []act.Int{}, From: now - 3600, Space: "b-012", Until: now + 7*24*3600,
		Windows: []parking.Window{{Days: []act.Int{0, 1, 2, 3, 4, 5, 6}, From: 0, To: 1440}},
		Terms: parking.Terms{
			Bands: []parking.Band{{Days: []act.Int{0, 6}, From: 0, Hour: 3, To: 1440}},
			Early: 900, Cancel: 7200, Deposit: 2, Hour: 2, Late: 50, NoShow: 1800, Notice: 3600, Overstay: 1,
		},
	}, bob)
	from := time.Now().Unix() / places.Quarter * places.Quarter
	came := r.booked(ann, offer, from)
	r.passes(came, events.GateEntry)
	r.passes(came, events.GateExit)
	r.by(parking.TypeCancel, parking.Cancel{Booking: r.booked(ann, offer, from+8*places.Quarter)}, ann)
}

// booked is a booking of an hour.
func (r *recorder) booked(who *village.Signer, offer string, from int64) string {
	signed := r.Sign(r.Draft(parking.TypeBook, 1, who), parking.Book{
		From: act.Int(from), Home: "1-101", Offer: offer, Plate: digest("plate"), Space: "b-012", Until: act.Int(from + 4*places.Quarter),
	}, who)
	r.OK(signed)
	id := act.HashOf(signed.Text).String()
	r.notes("booking", id)
	return id
}

// passes has the gate see a booking's car.
func (r *recorder) passes(booking string, kind events.Kind) {
	now := act.Int(time.Now().UnixMilli())
	e := events.Event{
		Class: events.T1, Community: r.ID, Counter: act.Int(len(r.history.IDs) + 1), Device: gateNorth, Happened: now, Kind: kind,
		Raw: digest("raw"), Received: now, V: events.Version, Values: map[string]string{"plate": digest("plate")},
	}
	text, err := e.Encode()
	town.Must(r, text, err)
	r.OK(r.history.Append(r.Town, events.IDOf(text)))
	size := len(r.history.IDs)
	p := r.history.Prove(r, r.ID, text, size-1, size)
	proof := device.Proof{Event: text, Index: p.Index, Oracle: p.Oracle, Proof: p.Proof, Size: p.Size}
	_, err = r.Town.Transact(village.User{MSP: "OwnersMSP"}, parking.TxPass, r.ID, booking, town.JSON(r, proof))
	town.Done(r, err)
}

// cosign has three bodies put the head on record that the ledger then has.
func (r *recorder) cosign() {
	witnesses := []string{"OwnersMSP", "PropertyMSP", "StreetMSP"}
	for _, msp := range witnesses {
		_, err := r.Town.Transact(village.User{MSP: msp, Admin: true}, witness.TxName, witnessOf(msp).String())
		town.Done(r, err)
	}
	client, err := r.network.Connect(r.Context(), "owners", network.Client)
	town.Must(r, client, err)
	defer client.Close()
	height, err := client.Height(r.Context())
	town.Must(r, height, err)
	var tree checkpoint.Tree
	for block, err := range ledger.Blocks(r.Context(), client, 0, height-1) {
		tree.Append(blockOf(ledger.Decode(town.Must(r, block, err), verify.Chaincode)).Leaf())
	}
	head := checkpoint.Head{Genesis: must(checkpoint.ReadHash(r.Constitution.Net)), Size: height, Root: tree.Root()}
	for _, msp := range witnesses {
		note := must(checkpoint.Cosign(head, msp, keyOf(msp), time.Now().Unix()))
		_, err := r.Town.Transact(village.User{MSP: msp}, witness.TxCosign, note)
		town.Done(r, err)
	}
}

// revoke ends a passkey that has voted, and an officer's who has signed: what they signed before stays.
func (r *recorder) revoke() {
	gift := points.PointsGift{Amount: 1, From: "1-101", To: "1-102"}
	r.notes("late", r.by(points.TypePointsGift, gift, r.person("ann"))) // no head covers it
	bob := r.person("bob").Key.ID()
	r.by(people.TypeCredentialRevoke, people.CredentialRevoke{Credential: bob, Reason: digest("lost")}, r.Two()...)
	second := r.Constitution.Bodies[1].ID
	_, err := r.Town.Transact(r.Admin(second), "RevokeOfficer", r.ID, r.Officers[second].Key.ID())
	town.Done(r, err)
}

func (r *recorder) write() {
	client, err := r.network.Connect(r.Context(), "owners", network.Client)
	town.Must(r, client, err)
	defer client.Close()
	height, err := client.Height(r.Context())
	town.Must(r, height, err)
	var file, trust bytes.Buffer
	packed, err := gzip.NewWriterLevel(&file, gzip.BestCompression)
	out, err2 := verify.NewWriter(town.Must(r, packed, err))
	town.Must(r, out, err2)
	for block, err := range ledger.Blocks(r.Context(), client, 0, height-1) {
		raw, err2 := proto.Marshal(town.Must(r, block, err))
		town.Done(r, out.Append(town.Must(r, raw, err2)))
		if block.GetHeader().GetNumber() == 0 {
			t, err := verify.TrustFrom(raw, nil)
			town.Done(r, town.Must(r, t, err).Write(&trust))
		}
	}
	town.Done(r, out.Close())
	town.Done(r, packed.Close())
	names, err := json.MarshalIndent(r.garden, "", " ")
	town.Must(r, names, err)
	for name, data := range map[string][]byte{"ledger.gz": file.Bytes(), "trust.json": trust.Bytes(), "json": append(names, '\n')} {
		town.Done(r, os.WriteFile("testdata/garden."+name, data, 0o644))
	}
}
