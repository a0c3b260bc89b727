// SPDX-License-Identifier: Apache-2.0

package verify_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/calendar"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
	hold "github.com/linli-project/linli/rules/points"
	"github.com/linli-project/linli/verify"
)

// A garage is a bench whose ann has points, and whose bob offers a space behind a gate.
type garage struct {
	*town.Bench
	history *town.History
	shown   int64 // events
}

const gate = "gate-1"

func plateOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:])
}

func newGarage(t *testing.T) *garage {
	t.Helper()
	g := &garage{Bench: town.NewBench(t)}
	plan := points.Plan{Gifts: true, Least: 10, LifeDays: 300, MaxBalance: 1400, Rules: []points.Rule{
		{Rule: "help", Budget: 64000, DayCap: 8000, Points: 60, Title: "邻里互助 Neighbours' help", Way: points.Help},
	}}
	named, err := plan.Hash()
	g.Decides("plan", town.Must(t, named, err), true)
	g.by(points.TypePointsAdopt, points.PointsAdopt{Contest: "c0", Election: "plan", Plan: plan}, g.Two()...)
	g.earns(g.Ann, "1-101", "1-102", 1400)
	g.earns(g.People["cat"], "1-103", "1-102", 1400)
	first := g.Two()[0].Body
	g.history = &town.History{By: g.EnrolledOracle(first)}
	now := act.Int(g.Now().Unix())
	g.by(device.TypeDeviceEnrol, device.DeviceEnrol{
		Body: first, Class: events.T1, Commands: []events.Command{}, Device: gate, From: now, Place: "地下车库 Garage", Profile: "hikvision",
		Kinds:     []events.Kind{events.GateEntry, events.GateExit, events.Silence, events.VehicleTurned},
		Transport: gate, Until: now + 3600,
	}, g.Two()...)
	g.by(parking.TypeLotSet, parking.LotSet{
		Body: first, Gates: []parking.Gate{{Device: gate, Way: events.WayUnknown}}, Lot: "garage", Name: "地下车库",
	}, g.Two()...)
	for _, space := range []string{"a-1", "a-2"} {
		of := parking.SpaceSet{Host: rules.Party{Home: "1-102"}, Label: space, Lot: "garage", Space: space}
		g.by(parking.TypeSpaceSet, of, g.Two()...)
	}
	return g
}

// earns has somebody earn points by help to another household.
func (g *garage) earns(who *village.Signer, home, helped string, minutes act.Int) {
	g.Helper()
	g.Clock.Pass(time.Second)
	done := points.HelpDone{Day: act.Int(calendar.DayOf(g.Now().Unix())), Helped: helped, Helper: home, Minutes: minutes, Rule: "help"}
	help := g.by(points.TypeHelpDone, done, who)
	by := map[string]*village.Signer{"1-101": g.Ann, "1-102": g.Bob}[helped]
	g.OK(g.Sign(g.Draft(points.TypeHelpConfirm, 1, by), points.HelpConfirm{Help: help, Helper: home, Rule: "help"}, by))
}

func (g *garage) by(kind string, body any, who ...*village.Signer) string {
	g.Helper()
	signed := g.Make(kind, body, who...)
	g.OK(signed)
	return act.HashOf(signed.Text).String()
}

// offers has bob offer a space at all times, dearer on weekday nights; each quarter too long costs 3, four of them are held.
func (g *garage) offers(space string, change func(*parking.Terms)) string {
	g.Helper()
	now := act.Int(g.Now().Unix())
	o := parking.OfferSet{
		Except: []act.Int{}, From: now - 3600, Space: space, Until: now + 50*24*3600,
		Windows: []parking.Window{{Days: []act.Int{0, 1, 2, 3, 4, 5, 6}, From: 0, To: 1440}},
		Terms: parking.Terms{
			Bands:  []parking.Band{{Days: []act.Int{1, 2, 3, 4, 5}, From: 20 * 60, Hour: 7, To: 6 * 60}},
			Cancel: 3600, Deposit: 4, Early: 900, Hour: 5, Late: 50, NoShow: 1800, Notice: 7200, Overstay: 3,
		},
	}
	change(&o.Terms)
	return g.by(parking.TypeOfferSet, o, g.Bob)
}

// quarter is a whole one, so many after the next.
func (g *garage) quarter(n int64) int64 {
	return (g.Now().Unix()/rules.Quarter + 1 + n) * rules.Quarter
}

// books has ann, or cat, book a space for so many quarters from a time.
func (g *garage) books(who *village.Signer, home, offer, space string, from, quarters int64) string {
	g.Helper()
	body := parking.Book{
		From: act.Int(from), Home: home, Offer: offer, Plate: plateOf(home), Space: space, Until: act.Int(from + quarters*rules.Quarter),
	}
	signed := g.Sign(g.Draft(parking.TypeBook, 1, who), body, who)
	g.OK(signed)
	return act.HashOf(signed.Text).String()
}

// until passes the time up to one.
func (g *garage) until(at int64) { g.Clock.Pass(time.Duration(at-g.Now().Unix()) * time.Second) }

// passes has the gate say something of ann's car now, and shows it for a booking.
func (g *garage) passes(booking string, kind events.Kind, change func(*events.Event)) string {
	g.Helper()
	now := act.Int(g.Now().UnixMilli())
	g.shown++
	e := events.Event{
		Class: events.T1, Community: g.ID, Counter: act.Int(g.shown), Device: gate, Happened: now, Kind: kind, Raw: g.Constitution.Net,
		Received: now, V: events.Version, Values: map[string]string{"plate": plateOf("1-101")},
	}
	change(&e)
	text, err := e.Encode()
	town.Must(g, text, err)
	g.OK(g.history.Append(g.Town, events.IDOf(text)))
	size := len(g.history.IDs)
	p := g.history.Prove(g, g.ID, text, size-1, size)
	proof, err := json.Marshal(device.Proof{Event: text, Index: p.Index, Oracle: p.Oracle, Proof: p.Proof, Size: p.Size})
	_, sent := g.Transact(g.Client(g.Two()[1].Body), parking.TxPass, g.ID, booking, string(town.Must(g, proof, err)))
	town.Done(g, sent)
	return p.ID
}

func asSaid(*events.Event) {}

func (g *garage) settles(booking string) {
	g.Helper()
	_, err := g.Transact(g.Client(g.Two()[1].Body), parking.TxSettle, g.ID, booking)
	town.Done(g, err)
}

func (g *garage) read(booking string) rules.Booking {
	g.Helper()
	b, _ := town.Read(g.Town, parking.Bookings, g.ID, booking)
	return b
}

// paid demands that a booking is closed with an amount.
func (g *garage) paid(booking string, due int64) {
	g.Helper()
	if b := g.read(booking); !b.State.Closed() || b.Due != due {
		g.Errorf("%d are due of a booking that is %s, want %d: %+v", b.Due, b.State, due, b)
	}
}

// lived is a garage in which bookings came to all ends.
func lived(t *testing.T) (g *garage, ids map[string]string) {
	g, ids = newGarage(t), map[string]string{}
	offer := g.offers("a-1", func(*parking.Terms) {})
	from := g.quarter(8)
	for i, name := range []string{"stayed", "absent", "late", "back", "disputed", "silent", "turned"} {
		ids[name] = g.books(g.Ann, "1-101", offer, "a-1", from+int64(i)*20*rules.Quarter, 12)
	}
	at := func(name string) int64 { return g.read(ids[name]).From }
	g.until(at("stayed") - 600)
	g.passes(ids["stayed"], events.GateEntry, asSaid)
	g.until(at("stayed") + 14*rules.Quarter + 60)
	g.passes(ids["stayed"], events.GateExit, asSaid)
	g.until(at("late") - 1800)
	g.by(parking.TypeCancel, parking.Cancel{Booking: ids["late"]}, g.Ann)
	g.until(at("back") + 60)
	g.passes(ids["back"], events.GateEntry, asSaid)
	g.Clock.Pass(time.Hour)
	g.passes(ids["back"], events.GateExit, asSaid)
	g.Clock.Pass(time.Hour / 2)
	g.passes(ids["back"], events.GateEntry, asSaid)
	g.Clock.Pass(time.Hour / 2)
	g.passes(ids["back"], events.GateExit, asSaid)
	g.until(at("disputed") + 60)
	g.passes(ids["disputed"], events.GateEntry, asSaid)
	g.by(parking.TypeDispute, parking.Dispute{Booking: ids["disputed"], Text: plateOf("x")}, g.Ann)
	g.until(at("turned") + 60)
	g.passes(ids["turned"], events.GateEntry, asSaid)
	g.Clock.Pass(time.Minute)
	g.passes(ids["turned"], events.VehicleTurned, asSaid)
	silence := func(e *events.Event) {
		e.Happened = act.Int((at("silent") + 60) * 1000)
		e.Values = map[string]string{"active": "true"}
	}
	g.passes(ids["silent"], events.Silence, silence)
	g.by(parking.TypeResolve, parking.Resolve{Booking: ids["disputed"], Due: 4, Reason: plateOf("y")}, g.Two()...)
	g.Clock.Pass(48 * time.Hour)
	for _, name := range []string{"stayed", "absent", "back", "turned"} {
		g.settles(ids[name])
	}
	ids["open"] = g.books(g.Ann, "1-101", offer, "a-1", g.quarter(8), 12)
	ids["freed"] = g.books(g.Ann, "1-101", offer, "a-1", g.quarter(80), 12)
	g.by(parking.TypeCancel, parking.Cancel{Booking: ids["freed"]}, g.Ann)
	return g, ids
}

// drawn is a garage where ann and cat want the same space, and the lot has decided between them.
func (g *garage) drawn(sizes ...uint64) (won, lost, day string) {
	g.Helper()
	offer := g.offers("a-2", func(t *parking.Terms) { t.Draw = 3600 })
	midnight := (calendar.DayOf(g.Now().Unix())+2)*calendar.Day - calendar.Beijing
	asked := []string{
		g.books(g.Ann, "1-101", offer, "a-2", midnight+8*3600, 8), g.books(g.People["cat"], "1-103", offer, "a-2", midnight+9*3600, 8),
	}
	net, err := checkpoint.ReadHash(g.Constitution.Net)
	town.Must(g, net, err)
	g.until(midnight - 3500)
	for _, body := range g.Constitution.Bodies {
		by := g.Admin(body.ID)
		seed := sha256.Sum256([]byte(by.MSP))
		key := ed25519.NewKeyFromSeed(seed[:])
		_, err := g.Transact(by, witness.TxName, checkpoint.Witness{MSP: by.MSP, Key: key.Public().(ed25519.PublicKey)}.String())
		town.Done(g, err)
	}
	for _, n := range sizes {
		head := checkpoint.Head{Genesis: net, Size: n, Root: sha256.Sum256([]byte{byte(n)})}
		for _, body := range g.Constitution.Bodies {
			by := g.Admin(body.ID)
			seed := sha256.Sum256([]byte(by.MSP))
			note, err := checkpoint.Cosign(head, by.MSP, ed25519.NewKeyFromSeed(seed[:]), g.Now().Unix())
			_, err2 := g.Transact(by, witness.TxCosign, town.Must(g, note, err))
			town.Done(g, err2)
		}
	}
	day = parking.DrawName(g.read(asked[0]))
	_, err = g.Transact(g.Client(g.Two()[0].Body), parking.TxDraw, g.ID, "a-2", day)
	town.Done(g, err)
	d, _ := town.Read(g.Town, parking.Drawings, g.ID, "a-2", day)
	if len(d.Won) != 1 {
		g.Fatalf("the lot gives it to %q", d.Won)
	}
	for _, id := range asked {
		if id != d.Won[0] {
			lost = id
			g.settles(id)
		}
	}
	return d.Won[0], lost, day
}

// What is owed follows from what gates have seen; and a lie about it is found, whoever endorsed it.
func TestDoctoredBookingsAreFound(t *testing.T) {
	g, ids := lived(t)
	g.paid(ids["stayed"], g.read(ids["stayed"]).Price+3*3)
	g.paid(ids["back"], g.read(ids["back"]).Price)
	g.paid(ids["absent"], g.read(ids["absent"]).Price/2)
	g.paid(ids["late"], g.read(ids["late"]).Price/2)
	g.paid(ids["silent"], 0)
	g.paid(ids["disputed"], 4)
	g.paid(ids["turned"], g.read(ids["turned"]).Price/2)
	booking := func(name string, tell func(*rules.Booking)) func() (string, []string) {
		return func() (string, []string) { return town.Doctored(g.Town, parking.Bookings, tell, ids[name]) }
	}
	day := strconv.FormatInt(calendar.DayOf(g.read(ids["open"]).From), 10)
	for name, lie := range map[string]func() (string, []string){
		"nothing":                         booking("stayed", func(*rules.Booking) {}),
		"more is due":                     booking("stayed", func(b *rules.Booking) { b.Due++ }),
		"less was the price":              booking("stayed", func(b *rules.Booking) { b.Price-- }),
		"other terms":                     booking("stayed", func(b *rules.Booking) { b.Terms.Hour++ }),
		"more was held":                   booking("open", func(b *rules.Booking) { b.Held++ }),
		"it went earlier":                 booking("stayed", func(b *rules.Booking) { b.Exited.At -= 900 }),
		"it never went":                   booking("stayed", func(b *rules.Booking) { b.Exited = rules.Passage{} }),
		"it came":                         booking("absent", func(b *rules.Booking) { b.Entered = g.read(ids["stayed"]).Entered }),
		"it did not come back":            booking("back", func(b *rules.Booking) { b.Again = rules.Passage{} }),
		"another gate":                    booking("back", func(b *rules.Booking) { b.Entered.Device = "gate-2" }),
		"an event taken back":             booking("stayed", func(b *rules.Booking) { b.Void = []string{plateOf("x")} }),
		"what was taken back":             booking("turned", func(b *rules.Booking) { b.Void = nil }),
		"paid at once":                    booking("stayed", func(b *rules.Booking) { b.Closed -= calendar.Day }),
		"cancelled in time":               booking("late", func(b *rules.Booking) { b.Due = 0 }),
		"cancelled by the host":           booking("late", func(b *rules.Booking) { b.Reason = plateOf("x") }),
		"bodies gave more":                booking("disputed", func(b *rules.Booking) { b.Due++ }),
		"bodies gave no reason":           booking("disputed", func(b *rules.Booking) { b.Reason = "" }),
		"resolved without dispute":        booking("stayed", func(b *rules.Booking) { b.State = rules.StateResolved }),
		"over, and held still":            booking("open", func(b *rules.Booking) { b.State = rules.StateCancelled }),
		"open, and paid":                  booking("stayed", func(b *rules.Booking) { b.State = rules.StateExited }),
		"another guest":                   booking("open", func(b *rules.Booking) { b.Guest.Home = "1-103" }),
		"another host":                    booking("stayed", func(b *rules.Booking) { b.Host.Home = "1-104" }),
		"a space of which nobody has two": booking("freed", func(b *rules.Booking) { b.State = rules.StateNoShow }),
		"a day that is freer": func() (string, []string) {
			return town.Doctored(g.Town, parking.Days, func(d *parking.Taken) { d.Day = rules.Day{} }, "a-1", day)
		},
		"an escrow that holds less": func() (string, []string) {
			return town.Doctored(g.Town, points.Escrows, func(h *hold.Hold) { h.Lots[0].Amount-- }, ids["open"])
		},
		"an escrow of another": func() (string, []string) {
			return town.Doctored(g.Town, points.Escrows, func(h *hold.Hold) { h.From = "1-103" }, ids["open"])
		},
		"an escrow that is open": func() (string, []string) {
			return town.Doctored(g.Town, points.Escrows, func(h *hold.Hold) { h.State = hold.HoldOpen }, ids["stayed"])
		},
		"an account of which less is held": func() (string, []string) {
			return town.Doctored(g.Town, points.Accounts, func(a *hold.Account) { a.Held-- }, "1-101")
		},
	} {
		key, accused := lie()
		if honest := name == "nothing"; honest && len(accused) > 0 || !honest && !slices.Contains(accused, key) {
			t.Errorf("%s: %q is accused, not %q", name, accused, key)
		}
	}
}

// transfers are those of a cause.
func (g *garage) transfers(cause points.Cause) (ids []string) {
	g.Helper()
	for key, value := range g.Book().State() {
		kind, names, _ := contract.SplitKey(key)
		if kind != points.Transfers.Kind() {
			continue
		}
		if t, err := points.Transfers.Decode(value); err == nil && t.Cause == cause {
			ids = append(ids, names[1])
		}
	}
	if len(ids) == 0 {
		g.Fatalf("there is no transfer for %s", cause)
	}
	return ids
}

// Transfers that pay somebody else, or something else, are found where they lead to.
func TestDoctoredEscrowTransfersAreFound(t *testing.T) {
	g, _ := lived(t)
	for name, lie := range map[string]struct {
		cause points.Cause
		tell  func(*points.Transfer)
	}{
		"more is held":          {points.Book, func(m *points.Transfer) { m.Moves[0].Amount++ }},
		"of another":            {points.Book, func(m *points.Transfer) { m.Moves[0].From = "1-103" }},
		"paid to another":       {points.Parked, func(m *points.Transfer) { m.Moves[0].To = "1-104" }},
		"paid to nobody":        {points.Parked, func(m *points.Transfer) { m.Moves[0].To = hold.Expired }},
		"paid before":           {points.Parked, func(m *points.Transfer) { m.At = 1 }},
		"paid for another":      {points.Parked, func(m *points.Transfer) { m.Of = plateOf("x") }},
		"all back, but to bob":  {points.Freed, func(m *points.Transfer) { m.Moves[0].To = "1-102" }},
		"paid, but all is back": {points.Parked, func(m *points.Transfer) { m.Cause = points.Freed }},
	} {
		for _, id := range g.transfers(lie.cause) {
			if _, accused := town.Doctored(g.Town, points.Transfers, lie.tell, id); len(accused) == 0 {
				t.Errorf("%s: nobody is accused", name)
			}
		}
	}
}

// A lot that is drawn again falls as it did, or is found, however many heads there were to draw with.
func TestLotsAreDrawnAgain(t *testing.T) {
	for _, sizes := range [][]uint64{{9}, {8, 9}} {
		g := newGarage(t)
		won, lost, day := g.drawn(sizes...)
		for name, lie := range map[string]func() (string, []string){
			"nothing": func() (string, []string) {
				return town.Doctored(g.Town, parking.Drawings, func(*parking.Drawing) {}, "a-2", day)
			},
			"the other one": func() (string, []string) {
				return town.Doctored(g.Town, parking.Drawings, func(d *parking.Drawing) { d.Won = []string{lost} }, "a-2", day)
			},
			"both": func() (string, []string) {
				return town.Doctored(g.Town, parking.Drawings, func(d *parking.Drawing) { d.Won = []string{won, lost} }, "a-2", day)
			},
			"another head": func() (string, []string) {
				return town.Doctored(g.Town, parking.Drawings, func(d *parking.Drawing) { d.Size-- }, "a-2", day)
			},
			"a later head": func() (string, []string) {
				return town.Doctored(g.Town, parking.Drawings, func(d *parking.Drawing) { d.Size++ }, "a-2", day)
			},
			"one who asked is forgotten": func() (string, []string) {
				return town.Doctored(g.Town, parking.Drawings, func(d *parking.Drawing) { d.Asked[0].Booking = plateOf("x") }, "a-2", day)
			},
			"one who asked is another": func() (string, []string) {
				return town.Doctored(g.Town, parking.Drawings, func(d *parking.Drawing) { d.Asked[0].Party = "1-104" }, "a-2", day)
			},
			"it was never drawn": func() (string, []string) {
				return town.Doctored(g.Town, parking.Drawings, func(d *parking.Drawing) { d.At = 0 }, "a-2", day)
			},
			"the loser has it": func() (string, []string) {
				return town.Doctored(g.Town, parking.Bookings, func(b *rules.Booking) { b.State = rules.StateReserved }, lost)
			},
			"the winner has not": func() (string, []string) {
				return town.Doctored(g.Town, parking.Bookings, func(b *rules.Booking) { b.State = rules.StateRejected }, won)
			},
		} {
			key, accused := lie()
			if honest := name == "nothing"; honest && len(accused) > 0 || !honest && !slices.Contains(accused, key) {
				t.Errorf("%s: %q is accused, not %q", name, accused, key)
			}
		}
		state, err := g.Book().Recounted()
		counted := verify.Contract{}.Parking(town.Must(t, state, err), g.ID)
		want := verify.CountedParking{Community: g.ID, Bookings: 2, Closed: 1, Lots: 1}
		if counted != want {
			t.Error(fmt.Sprintf("%+v", counted), want)
		}
	}
}

// The sheet that servers keep as the blocks come is the recount's, with what is held for bookings and what a host had no room for.
func TestSheetHasBookings(t *testing.T) {
	g := newGarage(t)
	g.earns(g.Bob, "1-102", "1-101", 1390)
	offer := g.offers("a-1", func(*parking.Terms) {})
	open := g.books(g.Ann, "1-101", offer, "a-1", g.quarter(60), 12)
	absent := g.books(g.Ann, "1-101", offer, "a-1", g.quarter(8), 48)
	g.Clock.Pass(12 * time.Hour)
	g.by(parking.TypeCancel, parking.Cancel{Booking: g.books(g.Ann, "1-101", offer, "a-1", g.quarter(160), 4)}, g.Ann)
	g.Clock.Pass(24 * time.Hour)
	g.settles(absent)
	x, err := index.Open(filepath.Join(t.TempDir(), "index.db"))
	town.Done(t, err)
	defer func() { town.Done(t, x.Close()) }()
	for _, b := range g.Book().Blocks {
		town.Done(t, x.Apply(t.Context(), b))
	}
	sums, _, err := x.PointsSums(t.Context(), g.ID)
	kept := town.Must(t, sums.Sheet(), err)
	state, err := g.Book().Recounted()
	counted := verify.Contract{}.Points(town.Must(t, state, err), g.ID, math.MaxUint64)
	if diff := cmp.Diff(counted, kept, cmpopts.IgnoreUnexported(analysis.PointsGroup{})); diff != "" {
		t.Errorf("(-counted +kept)\n%s", diff)
	}
	spent := g.read(absent).Due - 10
	if kept.Issued != kept.Spent+kept.Expired+kept.Held+kept.Accounts || kept.Held != g.read(open).Held ||
		kept.Spent != spent || spent <= 0 ||
		!slices.Equal(kept.Services[0].Names, []string{points.NoRoom}) {
		t.Errorf("it does not add up, or nothing happened: %+v", kept)
	}
}
