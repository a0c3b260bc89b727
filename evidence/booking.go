// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
)

// A whole is a number of a booking as every reader of JSON reads it: whole, and not beyond 2^53.
type whole float64

func (n whole) text() string { return strconv.FormatInt(int64(n), 10) }

// passed is what a gate has seen.
type passed struct {
	At     whole  `json:"at"`
	Device string `json:"device"`
	Event  string `json:"event"`
}

// noGate is instead of a gate where the car has stayed on its space; the event is the other booking then.
const noGate = "-"

func (p passed) says(way string) Sentence {
	if p.Device == noGate {
		return say(SaysStayed, "at", p.At.text(), "booking", p.Event, "way", way)
	}
	return say(SaysPassage, "at", p.At.text(), "device", p.Device, "event", p.Event, "way", way)
}

// booked is what a claim says of a booking. It is read as the page says, and not as the rules have it: they may have more by then.
type booked struct {
	Space string `json:"space"`
	From  whole  `json:"from"`
	Until whole  `json:"until"`
	Price whole  `json:"price"`
	Held  whole  `json:"held"`
	State string `json:"state"`
	Terms struct {
		Bands    []json.RawMessage `json:"bands"`
		Cancel   whole             `json:"cancel"`
		Deposit  whole             `json:"deposit"`
		Early    whole             `json:"early"`
		Hour     whole             `json:"hour"`
		Late     whole             `json:"late"`
		NoShow   whole             `json:"noShow"`
		Overstay whole             `json:"overstay"`
	} `json:"terms"`
	Entered passed `json:"entered"`
	Again   passed `json:"again"`
	Exited  passed `json:"exited"`
	Closed  whole  `json:"closed"`
	Due     whole  `json:"due"`
}

// saysBooking is what a booking's document says of the space, its time and terms, the car, and what was paid.
func saysBooking(at written) ([]Sentence, error) {
	var b booked
	if err := json.Unmarshal(at.Value, &b); err != nil {
		return nil, err
	}
	t := b.Terms
	for _, n := range []whole{
		b.From, b.Until, b.Price, b.Held, b.Entered.At, b.Again.At, b.Exited.At, b.Closed, b.Due,
		t.Cancel, t.Deposit, t.Early, t.Hour, t.Late, t.NoShow, t.Overstay,
	} {
		if n < 0 || n >= 1<<53 || float64(n) != math.Trunc(float64(n)) {
			return nil, errors.New("a number of the booking is none")
		}
	}
	says := []Sentence{
		say(SaysBooking, "from", b.From.text(), "price", b.Price.text(), "space", b.Space, "state", b.State, "until", b.Until.text()),
		say(SaysTerms, "bands", strconv.Itoa(len(t.Bands)), "cancel", t.Cancel.text(), "deposit", t.Deposit.text(), "early", t.Early.text(),
			"hour", t.Hour.text(), "late", t.Late.text(), "noshow", t.NoShow.text(), "overstay", t.Overstay.text()),
	}
	for i, p := range []passed{b.Entered, b.Again, b.Exited} {
		if p.At != 0 {
			says = append(says, p.says([]string{"in", "in", "out"}[i]))
		}
	}
	if b.Closed != 0 {
		says = append(says, say(SaysPaid, "closed", b.Closed.text(), "due", b.Due.text(), "held", b.Held.text()))
	}
	return says, nil
}
