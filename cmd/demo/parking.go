// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/internal/dated"
	"github.com/linli-project/linli/internal/ownersvote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/rules/calendar"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

var regulation = parking.Regulation{Others: true}

// The week that is simulated: an office tower, whose body is the property company, and the estate share their spaces.
const (
	tower      = "property"
	garage     = "garage"
	towerHas   = 30 // spaces, offered at night and at weekends
	homesHave  = 30 // offered on workdays
	nightGuest = 5  // households that park in the tower's garage each night
	dayGuests  = 4  // of the tower's people, on each workday once it has earned something
	weekDays   = 7
	aheadDays  = 20 // by how many days peers bear with a client's clock here: nobody waits for a week
)

// bearWithWeek has the network's peers bear with the clock of who simulates a week. Elsewhere they hold clients to 15 minutes.
const bearWithWeek = "CORE_PEER_AUTHENTICATION_TIMEWINDOW"

// week is the simulated one.
type week struct {
	*demo
	ledger  *village.Ledger
	village *village.Village
	desk    *dated.Desk
	began   time.Time // by the real clock: acts are good from then on
	monday  int64     // when the week begins, Unix time
	log     gateLog
	offers  map[string]string // by space
	homes   []household
	all     []*parked
}

// parked is a booking of the week, and how it went.
type parked struct {
	space, plate string
	home         string // "" for the tower
	by           *village.Signer
	from, until  int64
	came, left   int64 // 0: it did not
	disputed     bool
	id           string
}

// park has a week of shared parking go by, and returns the booking that was disputed.
func (d *demo) park(ctx context.Context, l *village.Ledger, v *village.Village) (disputed string, err error) {
	fmt.Fprintln(d.out, "\nA week of shared parking 共享停车一周, simulated: what gates see is dated ahead")
	w := &week{demo: d, ledger: l, village: v, began: time.Now(), offers: map[string]string{}}
	w.monday = (calendar.DayOf(w.began.Unix())+2)*calendar.Day - calendar.Beijing
	for (calendar.DayOf(w.monday)+3)%7 != 0 { // which 1970-01-01, a Thursday, was three days after
		w.monday += calendar.Day
	}
	v.Good = aheadDays * 24 * time.Hour
	defer func() { v.Good = 0 }()
	if w.desk, err = dated.Open(l.Network, v.Constitution.Bodies[0].ID, network.Client); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, w.desk.Close()) }()
	for _, step := range []func(context.Context) error{w.adopt, w.earn, w.build, w.draw, w.offer, w.goBy, w.settle} {
		if err := step(ctx); err != nil {
			return "", err
		}
	}
	for _, p := range w.all {
		if p.disputed {
			disputed = p.id
		}
	}
	return disputed, w.tell(ctx)
}

// adopt puts in force what the owners voted for.
func (w *week) adopt(ctx context.Context) error {
	err := w.ledger.Do(ctx)(w.village.Act(parking.TypeParkingAdopt, parking.ParkingAdopt{
		Contest: ownersvote.Parking, Election: ownersvote.ID, Regulation: regulation,
	}, w.village.Two()...))
	if err == nil {
		w.step("two bodies put in force that others may park here too, as the owners voted")
	}
	return err
}

// earn has the households that will park in the tower work for the community: eight hours each.
func (w *week) earn(ctx context.Context) error {
	for i := range homesHave {
		w.homes = append(w.homes, ownerOf(w.village, 2+i))
	}
	for _, h := range w.homes[:nightGuest] {
		p := pointsStory{demo: w.demo, ledger: w.ledger, village: w.village, helps: h}
		if err := p.deed(ctx, "green", "", 480, w.village.Convener()); err != nil {
			return err
		}
	}
	return nil
}

// build enrols the oracle of the gates and the gates, and puts spaces on record.
func (w *week) build(ctx context.Context) error {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	w.log = gateLog{key: key, community: w.village.ID}
	oracle, err := w.village.Act(device.TypeOracleEnrol, device.OracleEnrol{
		Body: server, Key: act.Bytes(key.Public().(ed25519.PublicKey)), Name: "车库道闸 Garage gates", //nolint:forcetypeassert // of this kind
	}, w.village.Two()...)
	if err != nil {
		return err
	}
	acts, now := []act.Signed{oracle}, act.Int(w.began.Unix())
	two := func(kind string, body any) {
		signed, made := w.village.Act(kind, body, w.village.Two()...)
		err = errors.Join(err, made)
		acts = append(acts, signed)
	}
	for _, id := range []string{gateIn, gateOut} {
		two(device.TypeDeviceEnrol, device.DeviceEnrol{
			Body: server, Class: events.T1, Commands: []events.Command{}, Device: id, From: now - 60, Kinds: []events.Kind{events.Plate},
			Place: "车库 Garage", Profile: "vzenith", Transport: id, Until: now + 3600,
		})
	}
	two(parking.TypeLotSet, parking.LotSet{Body: server, Lot: garage, Name: "写字楼和小区的车库", Gates: []parking.Gate{
		{Device: gateIn, Way: events.WayIn}, {Device: gateOut, Way: events.WayOut},
	}})
	for i := range towerHas {
		two(parking.TypeSpaceSet, parking.SpaceSet{Host: rules.Party{Body: tower}, Label: fmt.Sprintf("T-%02d", i+1), Lot: garage, Space: towerSpace(i)})
	}
	for i, h := range w.homes {
		two(parking.TypeSpaceSet, parking.SpaceSet{Host: rules.Party{Home: h.unit}, Label: fmt.Sprintf("H-%02d", i+1), Lot: garage, Space: homeSpace(i)})
	}
	if err == nil {
		err = w.ledger.Must(ctx, acts...)
	}
	return err
}

func towerSpace(i int) string { return fmt.Sprintf("tower-%02d", i+1) }
func homeSpace(i int) string  { return fmt.Sprintf("home-%02d", i+1) }

// The offers: a point for an hour, a deposit of an hour's overstay, half the price for who does not come.
var terms = parking.Terms{
	Bands: []parking.Band{}, Cancel: 3600, Deposit: 4, Early: 900, Hour: 1, Late: 50, Notice: 24 * 3600, Others: true, Overstay: 1,
}

// offer has the tower offer its spaces at night and at weekends, and the households theirs on workdays.
func (w *week) offer(ctx context.Context) error {
	workdays := []act.Int{1, 2, 3, 4, 5}
	nights := []parking.Window{{Days: workdays, From: 19 * 60, To: 7 * 60}, {Days: []act.Int{0, 6}, From: 0, To: 24 * 60}}
	days := []parking.Window{{Days: workdays, From: 8 * 60, To: 18 * 60}}
	var acts []act.Signed
	add := func(space string, by *village.Signer, windows []parking.Window) error {
		body := parking.OfferSet{
			Except: []act.Int{}, From: act.Int(w.began.Unix()), Space: space, Terms: terms, Windows: windows,
			Until: act.Int(w.began.Unix() + 60*calendar.Day),
		}
		signed, err := w.village.Act(parking.TypeOfferSet, body, by)
		if by != w.village.Officers[tower] {
			signed, err = numberedAct(ctx, w.ledger, w.village, parking.TypeOfferSet, body, by)
		}
		acts = append(acts, signed)
		w.offers[space] = act.HashOf(signed.Text).String()
		return err
	}
	for i := range towerHas {
		if err := add(towerSpace(i), w.village.Officers[tower], nights); err != nil {
			return err
		}
	}
	for i, h := range w.homes {
		if err := add(homeSpace(i), h.by, days); err != nil {
			return err
		}
	}
	if err := w.ledger.Must(ctx, acts...); err != nil {
		return err
	}
	w.step("an office tower offers %d spaces at night, households %d by day", towerHas, homesHave)
	return nil
}
