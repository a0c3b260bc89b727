// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/contract/parking"
	rules "github.com/linli-project/linli/rules/parking"
)

const bookingID = "b00c1d"

// parked is a booking between two homes, written to the ledger as its chapter does.
type parked struct {
	*town
	rules.Booking
	guest, host, body, other, stranger Reader
}

// newParked is a booking from two hours on, for two hours.
func newParked(t *testing.T) *parked {
	t.Helper()
	tw := newTown(t, nil)
	tw.enrol()
	owner := func(i int) Reader { return Reader{Community: garden, Person: tw.Rights[i].Owners[0], Confirmed: true} }
	p := &parked{
		town: tw, guest: owner(0), host: owner(1), stranger: owner(2),
		body:  Reader{Community: garden, Body: "owners", Credential: "x"},
		other: Reader{Community: garden, Body: "residents", Credential: "y"},
	}
	from := tw.clock().Unix()/rules.Quarter*rules.Quarter + 2*hour
	p.Booking = rules.Booking{
		ID: bookingID, Space: "b2-17", Guest: rules.Party{Home: tw.Rights[0].Units[0].ID}, Host: rules.Party{Home: tw.Rights[1].Units[0].ID},
		Plate: "p1a7e", Span: rules.Span{From: from, Until: from + 2*hour}, State: rules.StateReserved, Price: 20, Held: 60, Asked: p.at(),
		Changed: p.at(), Terms: rules.Terms{Hour: 10, Overstay: 5, Deposit: 8, Early: 900, Cancel: hour, Late: 50, Notice: hour},
	}
	p.write()
	return p
}

// write writes the booking, twice: nobody is told a thing twice.
func (p *parked) write() {
	p.t.Helper()
	for range 2 {
		puts(p.town, parking.Bookings, bookingID, p.Booking)
	}
}

// step writes what has become of the booking.
func (p *parked) step(b rules.Booking, reason rules.Reason) {
	p.t.Helper()
	if reason != rules.Allowed {
		p.t.Fatal(reason)
	}
	p.Booking = b
	p.write()
}

func (p *parked) at() int64 { return p.clock().Unix() }

// until lets time pass until a Unix time, and does what the ticker and the dispatcher do then, the ticker twice.
func (p *parked) until(at int64) {
	p.t.Helper()
	p.pass(time.Duration(at-p.at()) * time.Second)
	for range 2 {
		must(p.t, p.remindOfBookings(p.t.Context()))
	}
	if after, reason := p.Settle(p.at()); reason == rules.Allowed {
		p.step(after, reason)
	}
}

// comes has the gate see the car come, at the time that it is.
func (p *parked) comes() {
	p.t.Helper()
	p.step(p.Enter(p.at(), rules.Passage{At: p.at(), Device: "gate", Event: "in"}))
}

// tells demands how many notices of a kind the guest, the host, and the officers of two bodies have; a stranger has none.
func (p *parked) tells(kind Kind, guest, host, bodies int) {
	p.t.Helper()
	want := []int{guest, host, bodies, bodies, 0}
	var got []int
	for _, r := range []Reader{p.guest, p.host, p.body, p.other, p.stranger} {
		got = append(got, p.told(r, kind))
	}
	if !slices.Equal(got, want) {
		p.t.Errorf("%s: %v are told, not %v", kind, got, want)
	}
}

// wanted demands whether the newest notice of somebody still asks for something.
func (p *parked) wanted(r Reader, wanted bool) {
	p.t.Helper()
	notice := p.newest(r)
	if err := p.stillWanted(p.t.Context(), notice); wanted && err != nil || !wanted && !errors.Is(err, errHopeless) {
		p.t.Errorf("%s: %v", notice.Kind, err)
	}
}

// A guest is told before his time begins and ends, and both when it is over and he is still there, and when the points are paid.
func TestStayNotices(t *testing.T) {
	p := newParked(t)
	p.until(p.From - 2*hour + 60)
	p.tells(ParkingBegins, 0, 0, 0)
	p.until(p.From - 50*60)
	p.tells(ParkingBegins, 1, 0, 0)
	p.wanted(p.guest, true)
	p.until(p.From + 60)
	p.comes()
	p.wanted(p.guest, false)
	p.until(p.Until - hour)
	p.tells(ParkingEnds, 0, 0, 0)
	p.until(p.Until - 10*60)
	p.tells(ParkingEnds, 1, 0, 0)
	told := p.newest(p.guest)
	p.Until += hour // he has had more time since
	p.write()
	p.until(p.Until - 10*60)
	p.tells(ParkingEnds, 1, 0, 0)
	if p.newest(p.guest).ID == told.ID {
		t.Error("of his new end nobody tells him")
	}
	p.tells(ParkingOverstay, 0, 0, 0)
	p.until(p.Until)
	p.tells(ParkingOverstay, 1, 1, 0)
	p.wanted(p.guest, true)
	p.step(p.Leave(p.at()+60, rules.Passage{At: p.at() + 60, Device: "gate", Event: "out"}))
	p.wanted(p.guest, false)
	p.tells(ParkingSettled, 0, 0, 0)
	p.until(p.Seen + rules.Wait)
	p.tells(ParkingSettled, 1, 1, 0)
}

// Who asks for the time that begins at once needs not be told that it begins soon.
func TestBookedAtOnce(t *testing.T) {
	p := newParked(t)
	p.Asked = p.From - 30*60
	p.write()
	p.until(p.From - 20*60)
	p.tells(ParkingBegins, 0, 0, 0)
}

func TestLotNotices(t *testing.T) {
	for won, kinds := range map[bool][2]Kind{true: {ParkingWon, ParkingLost}, false: {ParkingLost, ParkingWon}} {
		p := newParked(t)
		p.tells(ParkingWon, 0, 0, 0) // nobody has drawn for it
		p.State, p.DrawAt = rules.StatePending, p.at()
		p.write()
		p.step(p.Drawn(p.at(), won))
		p.tells(kinds[0], 1, 0, 0)
		p.tells(kinds[1], 0, 0, 0)
	}
}

// Each side is told what the other one has done, and not what he has done himself.
func TestOtherSideNotices(t *testing.T) {
	p := newParked(t)
	p.step(p.Retract(p.at(), p.Host, "why"))
	p.tells(ParkingRetracted, 1, 0, 0)
	late := newParked(t)
	late.until(late.From - 60)
	late.step(late.Retract(late.at(), late.Host, "why"))
	late.tells(ParkingRetracted, 1, 0, 0)
	late.tells(ParkingDisplaced, 0, 0, 0)
	taken := newParked(t)
	taken.until(taken.From - 60)
	taken.step(taken.Displace(taken.at(), taken.Guest))
	taken.tells(ParkingDisplaced, 0, 1, 0)
	absent := newParked(t)
	absent.until(absent.Until)
	absent.tells(ParkingNoShow, 1, 0, 0)
	cancelled := newParked(t)
	cancelled.until(cancelled.From - 60)
	cancelled.step(cancelled.Cancel(cancelled.at(), cancelled.Guest))
	cancelled.tells(ParkingSettled, 0, 1, 0)
}

// A dispute is told to the other side and to bodies, until they have resolved it.
func TestDisputeNotices(t *testing.T) {
	p := newParked(t)
	p.until(p.From + 60)
	p.comes()
	p.step(p.Contest(p.at(), p.Host, "what"))
	p.tells(ParkingDisputed, 1, 0, 0)
	p.tells(ParkingResolve, 0, 0, 1)
	p.wanted(p.body, true)
	p.step(p.Resolve(p.at(), 5, "why"))
	p.wanted(p.body, false)
	p.tells(ParkingResolved, 1, 1, 0)
	own := newParked(t)
	own.Host = rules.Party{Body: own.body.Body}
	own.until(own.From + 60)
	own.comes()
	own.step(own.Contest(own.at(), own.Guest, "what"))
	if own.told(own.body, ParkingResolve) != 0 || own.told(own.other, ParkingResolve) != 1 || own.told(own.body, ParkingDisputed) != 1 {
		t.Error("a body that is a side may resolve what is about itself")
	}
}

// Every kind has its words in both languages, which tell neither a plate nor a place nor with whom, and leads to the booking.
func TestParkingWords(t *testing.T) {
	p := newParked(t)
	for kind, words := range parkingWordings {
		for _, lang := range []Language{Chinese, English} {
			if words[lang].title == "" || words[lang].text == "" {
				t.Errorf("%s has no words in %s", kind, lang)
			}
		}
		for audience, link := range map[string]string{
			"pseudonym": "/c/garden/my#/parking/b00c1d", toBody("owners"): "/c/garden/office#/parking/b00c1d",
		} {
			if n := (Notice{Community: garden, Kind: kind, Subject: bookingID, audience: audience}); n.Link() != link || !n.addressed() {
				t.Errorf("%s to %s leads to %s", kind, audience, n.Link())
			}
		}
	}
	p.until(p.From - 60)
	p.step(p.Displace(p.at(), p.Guest))
	p.step(p.Contest(p.at(), p.Host, "what"))
	p.step(p.Resolve(p.at(), 5, "why"))
	for said, private := p.said(), []string{p.Plate, p.Space, p.Guest.Home, p.Host.Home}; len(private) > 0; private = private[1:] {
		if strings.Contains(said, private[0]) {
			t.Errorf("%s is said", private[0])
		}
	}
}
