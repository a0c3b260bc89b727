// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/linli-project/linli/act"
	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
	"github.com/linli-project/linli/rules/parking/exchange"
	"github.com/linli-project/linli/rules/parking/tariff"
)

const carPark = "north"

// soonest is a quarter of an hour that begins soon, and not before a slow test is there.
func soonest() int64 { return time.Now().Unix()/rules.Quarter*rules.Quarter + 2*rules.Quarter }

// lotOf is a car park with no gates.
func lotOf(body, id string) parking.LotSet {
	return parking.LotSet{Body: body, Gates: []parking.Gate{}, Lot: id, Name: "北区地下"}
}

// always offers a space at any time from 1970 on, for so many points an hour.
func always(space string, hour act.Int) parking.OfferSet {
	return parking.OfferSet{
		Except: []act.Int{}, Space: space, Until: act.Int(time.Now().Unix()) + 40*24*3600,
		Windows: []parking.Window{{Days: []act.Int{0, 1, 2, 3, 4, 5, 6}, To: 24 * 60}},
		Terms:   parking.Terms{Bands: []parking.Band{}, Hour: hour, Overstay: 3, Deposit: 8, Early: 3600, Cancel: 7200, Late: 50},
	}
}

// site is a community with a car park: the helped household hosts a space, the helper has points and books it.
type site struct {
	*overseers
	host, guest *earner
	offer       string
}

func siteOf(t *testing.T, id string) *site {
	t.Helper()
	o := overseersOf(t, id)
	s := &site{overseers: o, host: o.helped, guest: o.helper}
	s.guest.adopts(points.Plan{LifeDays: 100, Rules: []points.Rule{
		{Budget: 1000, Points: 60, Rule: "help", Title: "邻里互助", Way: points.Help},
	}})
	s.guest.helps(s.host, 120)
	must(t, 201, s.two(parking.TypeLotSet, lotOf("owners", carPark)))
	for i, host := range []rules.Party{{Home: s.host.unit}, {Body: "owners"}, {}} {
		must(t, 201, s.two(parking.TypeSpaceSet, parking.SpaceSet{
			Host: host, Label: fmt.Sprintf("A-%d", i), Lot: carPark, Space: fmt.Sprintf("space-%d", i),
		}))
	}
	s.offer = s.host.signs(parking.TypeOfferSet, 0, always("space-0", 4))
	return s
}

// books asks for the host's space; the car is one whose plate this server's oracle cannot know.
func (s *site) books(span rules.Span) string {
	s.Helper()
	return s.guest.signs(parking.TypeBook, 1, parking.Book{
		From: act.Int(span.From), Home: s.guest.unit, Offer: s.offer, Plate: strings.Repeat("a", 64), Space: "space-0",
		Until: act.Int(span.Until),
	})
}

func parkingOf(t *testing.T, b *client) MyParking {
	t.Helper()
	return decode[MyParking](t, must(t, 200, b.get("/me/parking")))
}

// found is the host's space, as somebody finds it for a time.
func (s *site) found(by *client, span rules.Span) ParkingSpace {
	s.Helper()
	list := decode[SpaceList](s, must(s, 200, by.get(fmt.Sprintf("/parking/spaces?from=%d&until=%d", span.From, span.Until))))
	if len(list.Items) != 1 {
		s.Fatalf("offered are %+v", list.Items)
	}
	return list.Items[0]
}

// A household books a space, has it for longer, and gives it back. Both sides see what they have to do with, neither whose the other is,
// and nobody else sees anything.
func TestParking(t *testing.T) {
	s := siteOf(t, "api-parking")
	later := soonest() + 24*3600
	span := rules.Span{From: later, Until: later + 3600}
	if p := s.found(s.guest.client, span); !p.Free || p.Price != 4 || p.Held != 28 || p.Mine || p.Offer.Offer != s.offer ||
		len(p.Days) != len(span.Pieces()) || p.Days[0].Offered != strings.Repeat("f", 24) || p.Days[0].Taken != strings.Repeat("0", 24) {
		t.Errorf("before it is booked: %+v", p)
	}
	id := s.books(span)
	if p := s.found(s.third.client, span); p.Free || p.Days[0].Taken == strings.Repeat("0", 24) {
		t.Errorf("when it is booked: %+v", p)
	}
	s.bothSides(t, id, rules.Span{From: span.From, Until: span.Until + 3600})
	if m := parkingOf(t, s.third.client); len(m.Bookings)+len(m.Hosted)+len(m.Spaces) != 0 {
		t.Errorf("a third household: %+v", m)
	}
	s.inCalendar(t, span.From)
	s.guest.signs(parking.TypeCancel, 0, parking.Cancel{Booking: id})
	if m := parkingOf(t, s.guest.client); m.Bookings[0].State != rules.StateCancelled || m.Usable[0].Usable != 120 {
		t.Errorf("cancelled in time: %+v", m)
	}
	office := parkingOf(t, s.zhang)
	if len(office.Spaces) != 1 || office.Spaces[0].Space != "space-1" || !office.Spaces[0].Offer.Ended ||
		len(office.Bookings)+len(office.Hosted)+len(office.Visits) != 0 ||
		office.Usable[0].Account != (rules.Party{Body: "owners"}).Name() {
		t.Errorf("an officer: %+v", office)
	}
	s.rubbish(t)
	s.exported(t)
}

// bothSides has the guest ask for more time, and holds what each side sees against it.
func (s *site) bothSides(t *testing.T, id string, longer rules.Span) {
	t.Helper()
	s.guest.signs(parking.TypeExtend, 0, parking.Extend{Booking: id, Until: act.Int(longer.Until)})
	mine := parkingOf(t, s.guest.client)
	if len(mine.Bookings) != 1 || len(mine.Hosted)+len(mine.Spaces) != 0 || mine.Usable[0].Usable != 120-32 {
		t.Fatalf("the guest: %+v", mine)
	}
	if b := mine.Bookings[0]; b.Booking != id || b.Side != BookingSideGuest || b.State != rules.StateReserved || b.Until != longer.Until ||
		b.Price != 8 || b.Held != 32 || b.Host != otherHousehold ||
		!slices.Equal(b.Next, []rules.Step{rules.StepCancel, rules.StepExtend}) {
		t.Errorf("the guest's: %+v", b)
	}
	theirs := parkingOf(t, s.host.client)
	if len(theirs.Hosted) != 1 || len(theirs.Bookings) != 0 || len(theirs.Spaces) != 1 || !theirs.Spaces[0].Mine {
		t.Fatalf("the host: %+v", theirs)
	}
	if b := theirs.Hosted[0]; b.Side != BookingSideHost || b.Guest != otherHousehold ||
		!slices.Equal(b.Next, []rules.Step{rules.StepRetract}) {
		t.Errorf("the host's: %+v", b)
	}
	s.names(t, s.guest, s.host)
	s.names(t, s.host, s.guest)
}

// names fails if what one household reads of parking says which one the other is.
func (s *site) names(t *testing.T, reads, other *earner) {
	t.Helper()
	for _, path := range []string{"/me/parking", "/parking/spaces", "/me/parking/calendar.ics"} {
		raw := must(t, 200, reads.get(path)).body
		for _, says := range []string{other.unit, other.house, other.name, other.person, strings.Repeat("a", 64)} {
			if strings.Contains(raw, says) {
				t.Errorf("%s says %s", path, says)
			}
		}
	}
}

func (s *site) inCalendar(t *testing.T, from int64) {
	t.Helper()
	file, err := ics.ParseCalendar(strings.NewReader(s.guest.file("/me/parking/calendar.ics", "en").body))
	if err != nil || len(file.Events()) != 1 {
		t.Fatalf("%+v %v", file, err)
	}
	if at, err := file.Events()[0].GetStartAt(); err != nil || at.Unix() != from {
		t.Errorf("it begins at %v: %v", at, err)
	}
}

// rubbish asks for times that nobody can book, and for what is not theirs to see.
func (s *site) rubbish(t *testing.T) {
	t.Helper()
	for _, query := range []string{
		"from=1800000000", "until=1800000000", "from=1&until=901", "from=-900&until=900", "from=1800&until=900", "from=900&until=606600",
		"from=x&until=900",
		"from=99999999999999999999&until=99999999999999999999", "from=9223372036854774000&until=9223372036854774900",
	} {
		if a := s.guest.get("/parking/spaces?" + query); a.status != 400 {
			t.Errorf("spaces, %s: %d %s", query, a.status, a.body)
		}
	}
	for _, query := range []string{
		"", "from=5&until=5", "from=0&until=7948801", "from=-5&until=5", "from=x&until=5",
		"from=9223372036854774000&until=9223372036854775807",
	} {
		if a := s.zhang.get("/parking/occupancy?" + query); a.status != 400 {
			t.Errorf("occupancy, %s: %d %s", query, a.status, a.body)
		}
	}
	must(t, 400, s.zhang.get("/parking/bookings?state=lost"))
	for _, path := range []string{"/parking/bookings", "/parking/occupancy?from=0&until=900", "/gate/guests"} {
		must(t, 403, s.guest.get(path))
		must(t, 401, s.browser(t).get(path))
	}
	must(t, 403, s.zhang.get("/gate/guests"))
	must(t, 401, s.browser(t).get("/me/parking"))
	body := KeepPlateJSONBody{Plate: "沪A12345", Until: time.Now().Unix() + 3600}
	if a := s.guest.do(http.MethodPost, "/me/plates", body); a.status != 409 || a.problem() != "not-possible-now" {
		t.Errorf("a plate where no oracle hears the gates: %d %s", a.status, a.body)
	}
}

// exported reads back what others read: the car park with its spaces, and the price of the one that is offered.
func (s *site) exported(t *testing.T) {
	t.Helper()
	anybody, path := s.browser(t), "/communities/"+s.v.ID+"/parking"
	got := must(t, 200, anybody.get(path))
	if p := decode[Parking](t, got); len(p.Lots) != 1 || p.Lots[0].Spaces != 3 || p.Lots[0].Offered != 1 || p.Lots[0].Mine || p.Others {
		t.Errorf("%+v", p)
	}
	must(t, 304, anybody.get(path, "If-None-Match", got.header.Get("ETag")))
	must(t, 404, anybody.get("/communities/none/parking"))

	type answered struct {
		Places json.RawMessage  `json:"hierarchyElements"`
		Rights []exchange.Right `json:"rightSpecifications"`
		Rates  []exchange.Table `json:"rateTables"`
	}
	apds := decode[answered](t, must(t, 200, anybody.get(path+"/apds.json")))
	place, err := exchange.ReadPlace(apds.Places)
	if err != nil || place.Name != "北区地下" || len(place.Spaces) != 3 || !reflect.DeepEqual(place.Spaces[0], exchange.Space{ID: "space-0", Label: "A-0"}) {
		t.Errorf("%+v %v", place, err)
	}
	if len(apds.Rights) != 1 || len(apds.Rates) != 1 || apds.Rights[0].Elements[0].ID != "space-0" ||
		apds.Rights[0].Issuer.ID != otherHousehold {
		t.Errorf("%+v %+v", apds.Rights, apds.Rates)
	}
	raw := decode[[]json.RawMessage](t, must(t, 200, anybody.get(path+"/tariffs.json")))
	if len(raw) != 1 {
		t.Fatalf("%s", raw)
	}
	read, err := tariff.Read(raw[0])
	if err != nil {
		t.Fatalf("%s: %v", raw[0], err)
	}
	offered, err := tariff.OfferOf(read, rules.MaxLength)
	want := exchange.PriceOf(rules.Terms{Hour: 4, Overstay: 3, Deposit: 8, Late: 50}, rules.Span{})
	if err != nil || !reflect.DeepEqual(offered, want) {
		t.Errorf("%+v, not %+v: %v", offered, want, err)
	}
}

// What a guest and a host do not agree on is read by both and by officers, who see to it; and by nobody else, even if he names it.
func TestParkingDispute(t *testing.T) {
	s := siteOf(t, "api-parking-dispute")
	from := soonest()
	id := s.books(rules.Span{From: from, Until: from + rules.Quarter})
	s.guest.signs(parking.TypeDisplaced, 0, parking.Displaced{Booking: id})
	said := KeepBookingTextJSONBody{Booking: id, Salt: strings.Repeat("a", 22), Text: "车位是空的"}
	if a := s.third.do(http.MethodPost, "/bookings/texts", said); a.status != 404 || a.problem() != "not-found" {
		t.Errorf("a third household: %d %s", a.status, a.body)
	}
	text := decode[KeptText](t, must(t, 201, s.host.do(http.MethodPost, "/bookings/texts", said))).Hash
	s.host.signs(parking.TypeDispute, 0, parking.Dispute{Booking: id, Text: text})

	listed := func(by *client, query string) []Booking {
		return decode[BookingList](t, must(t, 200, by.get("/parking/bookings"+query))).Items
	}
	for name, of := range map[string]struct {
		all  []Booking
		side BookingSide
		next []rules.Step
	}{
		"the guest":    {parkingOf(t, s.guest.client).Bookings, BookingSideGuest, []rules.Step{}},
		"the host":     {parkingOf(t, s.host.client).Hosted, BookingSideHost, []rules.Step{}},
		"an officer":   {listed(s.zhang, ""), "", []rules.Step{rules.StepResolve}},
		"another body": {listed(s.li, "?state=disputed"), "", []rules.Step{rules.StepResolve}},
	} {
		if len(of.all) != 1 {
			t.Fatalf("%s: %+v", name, of.all)
		}
		if b := of.all[0]; b.Side != of.side || b.State != rules.StateDisputed || !slices.Equal(b.Next, of.next) ||
			b.Dispute.Side != BookingDisputeSideHost || b.Dispute.Text.Text != said.Text || b.Guest != otherHousehold {
			t.Errorf("%s: %+v", name, b)
		}
	}
	if !slices.ContainsFunc(s.audit(), func(e identity.Event) bool { return e.Action == "list.seen" && e.Subject == "bookings" }) {
		t.Error("the audit log has no look at the bookings")
	}
	cells := decode[Occupancy](t, must(t, 200, s.zhang.get(fmt.Sprintf("/parking/occupancy?from=%d&until=%d", from-3600, from+7*24*3600))))
	if len(cells.Cells) != 168 || cells.Spaces != 1 ||
		slices.ContainsFunc(cells.Cells, func(c OccupancyCell) bool { return c != OccupancyCell{Merged: true} }) {
		t.Errorf("of one space there is to be read nothing: %+v", cells)
	}

	why := KeepBookingTextJSONBody{Booking: id, Salt: said.Salt, Text: "看了录像"}
	reason := decode[KeptText](t, must(t, 201, s.zhang.do(http.MethodPost, "/bookings/texts", why))).Hash
	must(t, 201, s.two(parking.TypeResolve, parking.Resolve{Booking: id, Due: 1, Reason: reason}))
	theirs := parkingOf(t, s.host.client)
	if b := theirs.Hosted[0]; b.State != rules.StateResolved || b.Reason.Text != why.Text || b.Due != 1 || theirs.Earned != 1 {
		t.Errorf("resolved: %+v", theirs)
	}
	if l := listed(s.zhang, ""); len(l) != 0 {
		t.Errorf("there is nothing to see to, and listed are %+v", l)
	}
}

// Where an oracle hears the gates a plate is left there before a space is booked; guards of the body that keeps them read it, and no
// others.
func TestParkingPlates(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	west := lotOf("owners", "west")
	west.Gates = append(west.Gates, parking.Gate{Device: tw.gateAway(t), Way: events.WayIn})
	for _, lot := range []parking.LotSet{west, lotOf("residents", "east")} {
		must(t, 201, tw.twoSign(t, parking.TypeLotSet, lot))
	}
	host, guest := tw.singles()[53], tw.singles()[54]
	must(t, 201, tw.twoSign(t, parking.TypeSpaceSet, parking.SpaceSet{
		Host: rules.Party{Home: host.Units[0].ID}, Label: "B-1", Lot: "west", Space: "west-1",
	}))
	b := tw.browser(t)
	b.mustLogIn(tw.Voter(guest).Key)
	signs := func(kind string, body any, by *village.Signer, seq int64) string {
		signed, err := village.Sign(tw.Draft(kind, seq, by), body, by)
		if err != nil {
			t.Fatal(err)
		}
		must(t, 201, b.post(signed))
		return act.HashOf(signed.Text).String()
	}
	terms := always("west-1", 0)
	terms.Terms = parking.Terms{Bands: []parking.Band{}, Early: 3600}
	signed, err := tw.Act(parking.TypeOfferSet, terms, tw.Voter(host))
	if err != nil {
		t.Fatal(err)
	}
	must(t, 201, b.post(signed))
	offer, from := act.HashOf(signed.Text).String(), soonest()

	keeps := func(plate string, until int64) answer {
		return b.do(http.MethodPost, "/me/plates", KeepPlateJSONBody{Plate: plate, Until: until})
	}
	for name, a := range map[string]answer{
		"no plate": keeps("沪A?123", from), "for a time that is over": keeps("沪A12345", from-7200),
		"too far ahead": keeps("沪A12345", from+91*24*3600),
	} {
		if a.status != 400 || a.problem() != "bad-request" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	plate := decode[KeptPlate](t, must(t, 201, keeps("沪a·12345", from+2*rules.Quarter))).Commitment
	signs(parking.TypeBook, parking.Book{
		From: act.Int(from), Home: guest.Units[0].ID, Offer: offer, Plate: plate, Space: "west-1", Until: act.Int(from + rules.Quarter),
	}, tw.Voter(guest), 1)
	if raw := must(t, 200, b.get("/me/parking/calendar.ics")).body; strings.Contains(raw, "12345") || strings.Contains(raw, plate) {
		t.Errorf("a calendar has the plate: %s", raw)
	}

	tw.guards(t, plate, from)
	must(t, 403, b.do(http.MethodPost, "/gate/plates", CommitPlateJSONBody{Plate: "沪A12345"}))
}

// guards fails if a guard of the body that keeps the gates does not read a plate, or another body's does.
func (tw *town) guards(t *testing.T, plate string, from int64) {
	t.Helper()
	guard, other := tw.browser(t), tw.browser(t)
	guard.mustLogIn(tw.workerOf(t, tw.Officers["owners"]))
	other.mustLogIn(tw.workerOf(t, tw.Officers["residents"]))
	guests := func(of *client) []GateGuest {
		return decode[GateGuests](t, must(t, 200, of.get("/gate/guests"))).Items
	}
	if l := guests(guard); len(l) != 1 || l[0].Plate != "沪A12345" || l[0].Label != "B-1" || l[0].From != from-3600 ||
		l[0].Commitment != plate || l[0].Visit != "" {
		t.Errorf("a guard sees %+v", l)
	}
	tw.notTold(t, guard)
	if l := guests(other); len(l) != 0 {
		t.Errorf("another body's guard sees %+v", l)
	}
	commits := func(plate string) answer {
		return guard.do(http.MethodPost, "/gate/plates", CommitPlateJSONBody{Plate: plate})
	}
	if again := decode[KeptPlate](t, must(t, 200, commits("沪A12345"))).Commitment; again != plate {
		t.Errorf("the same plate is %s, and %s", plate, again)
	}
	must(t, 400, commits("沪A?123"))
}

// gateAway is a way in that takes lists and is not connected.
func (tw *town) gateAway(t *testing.T) string {
	t.Helper()
	now := act.Int(time.Now().Unix())
	must(t, 201, tw.twoSign(t, devices.TypeDeviceEnrol, devices.DeviceEnrol{
		Body: "owners", Class: events.T0, Commands: []events.Command{events.List}, Device: "west-in", From: now - 60,
		Kinds: []events.Kind{events.Plate}, Place: "西门进口", Profile: "vzenith", Transport: "west-in", Until: now + 3600,
	}))
	return "west-in"
}

// notTold waits until it is known that the gate which is away lacks the car, and fails if a guard or an officer is not told so, or if an
// officer is told a plate.
func (tw *town) notTold(t *testing.T, guard *client) {
	t.Helper()
	officer, other := tw.browser(t), tw.browser(t)
	officer.mustLogIn(tw.Officers["owners"].Key)
	other.mustLogIn(tw.Officers["residents"].Key)
	var l GateGuests
	for l.Gates == nil || l.Gates[0].State == GateListStateUntold {
		time.Sleep(50 * time.Millisecond)
		l = decode[GateGuests](t, must(t, 200, guard.get("/gate/guests")))
	}
	if g := l.Gates; len(g) != 1 || g[0].State != GateListStateAway || g[0].Since == 0 || g[0].Took != 0 || g[0].Listed != 1 ||
		!g[0].Ways || !slices.Equal(l.Items[0].Without, []string{"西门进口"}) {
		t.Errorf("a guard is told %+v", l)
	}
	raw := must(t, 200, officer.get("/parking/gates"))
	if g := decode[GateLists](t, raw).Items; len(g) != 1 || len(g[0].Lacks) != 1 || g[0].Lacks[0].Label != "B-1" || g[0].LotName != "北区地下" {
		t.Errorf("an officer is told %+v", g)
	}
	if strings.Contains(raw.body, "12345") {
		t.Errorf("an officer is told the plate: %s", raw.body)
	}
	if g := decode[GateLists](t, must(t, 200, other.get("/parking/gates"))).Items; len(g) != 0 {
		t.Errorf("another body's officer is told %+v", g)
	}
	must(t, 403, guard.get("/parking/gates"))
}
