// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"
	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/internal/dated"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/fleet"
	"github.com/linli-project/linli/oracle/hear"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/community"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

const quarter = 15 * time.Minute

// garage is a community with two car parks: the gates of the east one are cameras and a controller, that of the west one is soon silent.
type garage struct {
	*site

	desk    *dated.Desk
	quarter time.Time // the one that it is
	ear     hear.Ear
	gates   map[string]*wire
	offers  map[string]string // by space
}

// wire is how a gate is connected, and whom it was told to let in until when.
type wire struct {
	mu     sync.Mutex
	client paho.Client
	number int64

	listed sync.Map // Unix time in seconds, by plate
}

func newGarage(t *testing.T) *garage {
	t.Helper()
	s := newSite(t, "parking")
	g := &garage{site: s, quarter: time.Now().Truncate(quarter), gates: map[string]*wire{}, offers: map[string]string{}}
	s.must(s.village.SetRoll([]community.Unit{
		town.Home("1-101", 9000, "p1"), town.Home("1-102", 8000, "p2"), town.Home("1-103", 7000, "p3"),
	}))
	s.must(s.ledger.Settle(t.Context(), s.village))
	s.must(s.ledger.Adopt(t.Context(), s.village, points.Plan{Rules: []points.Rule{
		{Rule: "garden", Budget: points.MaxBudget, DayCap: 600, Points: 60, Title: "Gardening", Way: points.Volunteer},
	}}))
	for i, home := range []string{"1-101", "1-102"} {
		g.earns(home, s.village.People[fmt.Sprint("p", i+1)])
	}
	var err error
	g.desk, err = dated.Open(s.ledger.Network, s.Body, network.Client)
	s.must(err)
	t.Cleanup(func() { s.must(g.desk.Close()) })
	key, err := store.ReadSecret(filepath.Join(s.Dir, "plates.key"))
	s.must(err)
	g.ear = hear.Ear{Register: hear.NewRegister(s.Community, s.Body, nil), Key: key}
	g.enrolGates()
	return g
}

// earns is that a household has helped in the garden for ten hours.
func (g *garage) earns(home string, by *village.Signer) {
	g.Helper()
	done, err := g.village.Act(points.TypeHelpDone, points.HelpDone{
		Day: act.Int(calendar.DayOf(time.Now().Unix())), Helper: home, Minutes: 600, Rule: "garden",
	}, by)
	g.must(err)
	g.must(g.ledger.Must(g.Context(), done))
	officer := g.village.Convener()
	confirmed, err := village.Sign(g.village.Draft(points.TypeHelpConfirm, 1, officer), points.HelpConfirm{
		Help: act.HashOf(done.Text).String(), Helper: home, Rule: "garden",
	}, officer)
	g.must(err)
	g.must(g.ledger.Must(g.Context(), confirmed))
}

func (g *garage) enrolGates() {
	g.Helper()
	for _, id := range []string{"cam-in", "cam-out"} {
		d := g.enrolment(id, fleet.ParkingKinds()...)
		d.Class, d.Key, d.Profile, d.Commands = events.T1, nil, "vzenith", []events.Command{events.List}
		g.admit(d)
	}
	g.enrol("gate-e", events.GateEntry, events.GateExit)
	west := g.enrolment("gate-w", events.GateEntry, events.GateExit)
	west.Every = 5
	g.admit(west)
	for _, id := range []string{"cam-in", "cam-out", "gate-e", "gate-w"} {
		g.gates[id] = &wire{}
	}
	g.act(parking.TypeLotSet, parking.LotSet{Body: g.Body, Lot: "east", Name: "East", Gates: []parking.Gate{
		{Device: "cam-in", Way: events.WayIn}, {Device: "cam-out", Way: events.WayOut}, {Device: "gate-e", Way: events.WayUnknown},
	}})
	g.act(parking.TypeLotSet, parking.LotSet{Body: g.Body, Lot: "west", Name: "West", Gates: []parking.Gate{
		{Device: "gate-w", Way: events.WayUnknown},
	}})
}

// offered has a household offer a space on terms.
func (g *garage) offered(lot, space string, terms parking.Terms) (set, offer act.Signed) {
	g.Helper()
	set, err := g.village.Act(parking.TypeSpaceSet, parking.SpaceSet{
		Host: rules.Party{Home: "1-103"}, Label: space, Lot: lot, Space: space,
	}, g.village.Two()...)
	g.must(err)
	terms.Bands = []parking.Band{}
	offer, err = g.village.Act(parking.TypeOfferSet, parking.OfferSet{
		Except: []act.Int{}, From: act.Int(g.quarter.Add(-72 * time.Hour).Unix()), Space: space, Terms: terms,
		Until:   act.Int(g.quarter.Add(60 * 24 * time.Hour).Unix()),
		Windows: []parking.Window{{Days: []act.Int{0, 1, 2, 3, 4, 5, 6}, From: 0, To: 1440}},
	}, g.village.People["p3"])
	g.must(err)
	g.offers[space] = act.HashOf(offer.Text).String()
	return set, offer
}

// car is a booking, and what happens to it.
type car struct {
	*garage

	name, plate, space, home string
	person                   *village.Signer
	channel, ref             int64            // at cameras: no other car's passage comes in between, and no two have one number
	refs                     map[string]int64 // of its last passage, by camera
	from, until              time.Time
	asked                    time.Time // zero: now
	id                       string
	before                   rules.Booking // as the last step has left it
}

// books asks for the space, at whatever time that was.
func (c *car) books() act.Signed {
	c.Helper()
	if !c.asked.IsZero() {
		c.village.Now = func() time.Time { return c.asked }
		defer func() { c.village.Now = nil }()
	}
	signed, err := village.Sign(c.village.Draft(parking.TypeBook, 1, c.person), parking.Book{
		From: act.Int(c.from.Unix()), Home: c.home, Offer: c.offers[c.space], Plate: c.ear.Commit("plate", c.plate), Space: c.space,
		Until: act.Int(c.until.Unix()),
	}, c.person)
	c.must(err)
	c.id = act.HashOf(signed.Text).String()
	c.must(c.store.Change(c.Context(), func(tx *store.Tx) error {
		return tx.KeepPlate(c.ear.Commit("plate", c.plate), c.plate, c.until.Add(time.Hour).UnixMilli())
	}))
	return signed
}

func (c *car) booking() rules.Booking {
	c.Helper()
	b, err := ledger.Read(c.Context(), c.ledger.Client, parking.Bookings, c.Community, c.id)
	c.must(err)
	return b
}

// becomes waits until the booking is otherwise than before, and in a state.
func (c *car) becomes(s rules.State) {
	c.Helper()
	said := time.Now().Add(30 * time.Second)
	for {
		b := c.booking()
		if time.Now().After(said) {
			said = said.Add(time.Hour)
			c.Logf("%s waits to become %s: it is %+v, and was %+v", c.name, s, b, c.before)
		}
		if b.State == s && !reflect.DeepEqual(b, c.before) {
			c.before = b
			return
		}
		if b.State.Closed() {
			c.Fatalf("%s is %+v, not %s", c.name, b, s)
		}
		if c.Context().Err() != nil {
			c.Fatalf("%s stays %+v, and does not become %s", c.name, b, s)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// says has a gate say something until it is acknowledged, over whatever connections that takes.
func (g *garage) says(id string, write func(number int64) (topic string, body []byte)) {
	w := g.gates[id]
	w.mu.Lock()
	defer w.mu.Unlock()
	w.number++
	topic, body := write(w.number)
	for g.Context().Err() == nil {
		if w.client == nil || !w.client.IsConnectionOpen() {
			if g.listen(id, w) != nil {
				time.Sleep(50 * time.Millisecond)
				continue
			}
		}
		if token := w.client.Publish(topic, 1, false, body); token.WaitTimeout(5*time.Second) && token.Error() == nil {
			return
		}
		w.client.Disconnect(0)
	}
}

// listen connects a gate, which takes what it is told from then on.
func (g *garage) listen(id string, w *wire) (err error) {
	if w.client, err = g.connect(id); err != nil {
		w.client = nil
		return err
	}
	topic := "device/" + id + "/message/down/#"
	if strings.HasPrefix(id, "gate") {
		topic = "linli/" + id + "/command"
	}
	token := w.client.Subscribe(topic, 1, func(_ paho.Client, m paho.Message) { w.told(m.Payload()) })
	token.Wait()
	return token.Error()
}

// told notes what a gate is told of whom to let in, in whichever dialect.
func (w *wire) told(payload []byte) {
	var list struct {
		Record struct {
			Plate string `json:"plate"`
			Until string `json:"overdue_time"`
		} `json:"dldb_rec"`
		Guests []struct{ Plate, Until string } `json:"guests"`
	}
	if json.Unmarshal(payload, &list) != nil {
		return
	}
	if at, err := time.ParseInLocation(time.DateTime, list.Record.Until, time.FixedZone("", calendar.Beijing)); err == nil {
		w.listed.Store(list.Record.Plate, at.Unix())
	}
	for _, guest := range list.Guests {
		at, _ := strconv.ParseInt(guest.Until, 10, 64)
		w.listed.Store(guest.Plate, at/1000)
	}
}

// letsIn waits until a gate lets in a car until a time, or, with none, not any more.
func (g *garage) letsIn(id, plate string, until time.Time) {
	g.Helper()
	for {
		at, ok := g.gates[id].listed.Load(plate)
		if ok && (at == until.Unix() || until.IsZero() && at.(int64) <= time.Now().Unix()) {
			return
		}
		if g.Context().Err() != nil {
			g.Fatalf("%s lets in until %v, and not until %s", id, at, until)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// moves has the cameras say what the car does.
func (c *car) moves(m fleet.Move, gate string) {
	c.ref++
	for _, said := range m.Pass(0, 1, c.plate, c.ref) {
		said.Values["channel"] = c.channel
		camera := fleet.Device{Name: []string{"cam-in", "cam-out"}[said.Device], Profile: "vzenith", Thing: fleet.Gate}
		if gate != "" && camera.Name != gate {
			continue
		}
		c.says(camera.Name, func(number int64) (string, []byte) {
			c.refs[camera.Name] = said.Ref
			topic, body, err := camera.Say(said, c.channel<<32+number, time.Now())
			c.must(err)
			return topic, body
		})
	}
}

// corrects has a camera say that the car it has read last was another one.
func (c *car) corrects(gate string) {
	way, other := map[string]string{"cam-in": "in", "cam-out": "out"}[gate], c.plate[:len(c.plate)-1]+"8"
	c.says(gate, func(number int64) (string, []byte) {
		topic, body, err := (&fleet.Device{Name: gate, Profile: "vzenith", Thing: fleet.Gate}).Say(fleet.Said{
			Kind: events.Plate, Ref: c.refs[gate], Values: events.Values{"plate": other, "direction": way, "channel": c.channel},
		}, c.channel<<32+number, time.Now())
		c.must(err)
		return topic, body
	})
}

// passes has a gate that signs say that the car goes through.
func (c *car) passes(gate string, kind events.Kind) {
	c.says(gate, func(number int64) (string, []byte) {
		return "linli/" + gate, c.signed(gate, int(number), kind, map[string]string{"plate": c.plate})
	})
}

// settles has somebody write down what time alone does next, then.
func (c *car) settles() {
	c.transact(time.Unix(c.booking().NextAt(), 0), parking.TxSettle, c.Community, c.id)
}

func (g *garage) transact(at time.Time, function string, args ...string) {
	done, err := g.desk.Transact(g.Context(), at, function, args...)
	if err == nil {
		err = g.ledger.CatchUp(g.Context(), done.Block)
	}
	if err != nil {
		g.Error(function, args, err)
	}
}

// signs has somebody take a step that is signed, at a time or now.
func (c *car) signs(at time.Time, kind string, body any, by ...*village.Signer) {
	c.Helper()
	if at.IsZero() {
		signed, err := c.village.Act(kind, body, by...)
		c.must(err)
		c.must(c.ledger.Must(c.Context(), signed))
		return
	}
	c.village.Now = func() time.Time { return at }
	defer func() { c.village.Now = nil }()
	signed, err := c.village.Act(kind, body, by...)
	c.must(err)
	c.transact(at, "Submit", town.Batch(c, []act.Signed{signed}))
}

// drawn has the lot fall for a space on the day of a booking, by a head that bodies sign when it may.
func (c *car) drawn() {
	c.Helper()
	b := c.booking()
	at := time.Unix(b.DrawAt, 0)
	h := c.head(5)
	for _, body := range c.village.Constitution.Bodies {
		seed := sha256.Sum256([]byte(body.MSP))
		key := ed25519.NewKeyFromSeed(seed[:])
		admin, err := dated.Open(c.ledger.Network, body.ID, network.Admin)
		c.must(err)
		named := checkpoint.Witness{MSP: body.MSP, Key: key.Public().(ed25519.PublicKey)}.String() //nolint:forcetypeassert // of this kind
		done, err := admin.Transact(c.Context(), at, witness.TxName, named)
		c.must(err)
		c.must(c.ledger.CatchUp(c.Context(), done.Block))
		note, err := checkpoint.Cosign(h, body.MSP, key, at.Unix())
		c.must(err)
		c.transact(at, witness.TxCosign, note)
		c.must(admin.Close())
	}
	c.transact(at, parking.TxDraw, c.Community, c.space, parking.DrawName(b))
}

// head is that of the ledger's first blocks.
func (g *garage) head(size uint64) checkpoint.Head {
	g.Helper()
	blocks, err := tree.Open(filepath.Join(g.TempDir(), "tree.db"))
	g.must(err)
	defer func() { g.must(blocks.Close()) }()
	_, err = blocks.Checkpoint(g.Context(), g.Net)
	g.must(err)
	err = g.ledger.Follow(g.Context(), ledger.Checkpoint{}, func(ctx context.Context, b ledger.Block) error {
		if err := blocks.Apply(ctx, b); err != nil || b.Number+1 < size {
			return err
		}
		return errAll
	})
	if !errors.Is(err, errAll) {
		g.Fatal(err)
	}
	h, err := blocks.Head(g.Context(), size)
	g.must(err)
	return h
}

// excuses has somebody show a booking that its gate was silent.
func (c *car) excuses() {
	c.Helper()
	for _, p := range c.silences("gate-w") {
		raw, err := act.Canonical(device.Proof{Event: p.Event, Index: p.Index, Oracle: p.Oracle, Proof: p.Proof, Size: p.Size})
		c.must(err)
		c.transact(time.Now(), parking.TxPass, c.Community, c.id, raw)
	}
}

// silences waits until it is in the log that a gate is silent.
func (g *garage) silences(id string) (all []events.EventProof) {
	g.Helper()
	for len(all) == 0 {
		g.must(g.Context().Err())
		found, err := g.store.Find(g.Context(), g.Community, store.Search{Device: id, Kind: events.Silence}, 1)
		g.must(err)
		for _, e := range found {
			if p, err := oracle.Prove(g.Context(), g.Dir, g.Community, e.ID); err == nil {
				all = append(all, p)
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return all
}

// together does something for all cars at once.
func together(cars []*car, do func(*car)) {
	var group errgroup.Group
	group.SetLimit(8)
	for _, c := range slices.Clone(cars) {
		group.Go(func() error {
			do(c)
			return nil
		})
	}
	_ = group.Wait()
}
