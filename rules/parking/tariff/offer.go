// SPDX-License-Identifier: Apache-2.0

package tariff

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// An Offer is what a place in the community costs, in points.
type Offer struct {
	Flat     int64      `json:"flat"`     // once a stay
	Bands    []Band     `json:"bands"`    // the first that holds counts; a time in none of them is free
	Overstay []Overstay `json:"overstay"` // instead of the bands, once it should be free again
	NoShow   int64      `json:"noShow"`   // for a reservation that nobody used
	Step     int64      `json:"step"`     // seconds that are billed at once
}

// A Band is a price by the hour in a window that begins on some days: one over midnight goes on into the next, whichever that is.
type Band struct {
	Window  Window `json:"window"`
	Days    Days   `json:"days"`
	PerHour int64  `json:"perHour"`
}

// Parts is the band in the terms of a tariff, whose days of the week are those of the moment and not of the window's beginning.
func (b Band) Parts() []When {
	if b.Days == 0 || b.Window.Start < b.Window.End {
		return []When{{Window: b.Window, Days: b.Days}}
	}
	evening := When{Window: Window{Start: b.Window.Start}, Days: b.Days}
	if b.Window.End == 0 {
		return []When{evening}
	}
	return []When{evening, {Window: Window{End: b.Window.End}, Days: b.Days.next()}}
}

// next are the days after them.
func (d Days) next() Days { return d<<1&(1<<7-1) | d>>6 }

// An Overstay is a price by the hour from so many seconds after the end that was booked, until the next one begins.
type Overstay struct {
	After   int64 `json:"after"`
	PerHour int64 `json:"perHour"`
}

// Bounds of an offer.
const (
	MaxBands     = 32
	MaxOverstays = 8
	MaxPoints    = 2_000_000 // of an hour, a stay, a reservation: a week at 10 000 points an hour
)

const minutesOfDay = 24 * 60

// Check says what is wrong with an offer.
func (o Offer) Check() error {
	switch {
	case len(o.Bands) == 0 || len(o.Bands) > MaxBands:
		return fmt.Errorf("bands has %d items; it may have 1 to %d", len(o.Bands), MaxBands)
	case len(o.Overstay) > MaxOverstays:
		return fmt.Errorf("overstay has %d items; it may have %d", len(o.Overstay), MaxOverstays)
	case o.Step < 1 || o.Step > MaxStep:
		return fmt.Errorf("step has to be 1 to %d seconds", MaxStep)
	case !priced(o.Flat):
		return outOfRange("flat")
	case !priced(o.NoShow):
		return outOfRange("noShow")
	}
	for i, b := range o.Bands {
		if w := b.Window; w.Start < 0 || w.Start >= minutesOfDay || w.End < 0 || w.End >= minutesOfDay || b.Days >= 1<<7 {
			return fmt.Errorf("bands[%d] has a window or days that do not exist", i)
		}
		if !priced(b.PerHour) {
			return outOfRange(fmt.Sprintf("bands[%d].perHour", i))
		}
	}
	last := int64(-1)
	for i, s := range o.Overstay {
		if s.After <= last || s.After > MaxStay {
			return fmt.Errorf("overstay[%d].after has to be later than the one before, within %d seconds", i, MaxStay)
		}
		if last = s.After; !priced(s.PerHour) {
			return outOfRange(fmt.Sprintf("overstay[%d].perHour", i))
		}
	}
	return nil
}

func priced(points int64) bool { return points >= 0 && points <= MaxPoints }

func outOfRange(what string) error { return fmt.Errorf("%s has to be 0 to %d points", what, MaxPoints) }

// ErrBooked is a stay that was booked for a time that cannot be.
var ErrBooked = fmt.Errorf("the time that was booked has to be 1 second to %d days, with all of overstay", MaxStay/(24*3600))

// Tariff is the offer as a tariff, for a stay that was booked for so many seconds from when it began. Who came late is booked for less.
func (o Offer) Tariff(id string, booked int64) (Tariff, error) {
	if err := o.Check(); err != nil {
		return Tariff{}, err
	}
	last := int64(0)
	for _, s := range o.Overstay {
		last = s.After
	}
	if booked < 1 || booked > MaxStay-last {
		return Tariff{}, ErrBooked
	}
	t := Tariff{ID: id, Currency: Points, Tax: Untaxed}
	add := func(of Type, points, step int64, when When) {
		t.Elements = append(t.Elements, Element{[]Component{{Type: of, Price: Decimal(points) * One, Step: step}}, when})
	}
	add(Flat, o.NoShow, 1, When{Reservation: Expired})
	add(Flat, o.Flat, 1, When{})
	for _, s := range slices.Backward(o.Overstay) { // the latest first: the first that holds counts
		add(ParkingTime, s.PerHour, o.Step, When{Least: booked + s.After})
	}
	for _, b := range o.Bands {
		for _, when := range b.Parts() {
			add(ParkingTime, b.PerHour, o.Step, when)
		}
	}
	return t, nil
}

// ErrNoOffer is a tariff that no offer makes.
var ErrNoOffer = errors.New("the tariff is not of the form that an offer in points has; docs/parking/tariffs.md shows it")

// OfferOf is the offer that makes this tariff for a stay that was booked for so many seconds.
func OfferOf(t Tariff, booked int64) (Offer, error) {
	var o Offer
	for i, e := range t.Elements {
		if len(e.Components) != 1 {
			return Offer{}, ErrNoOffer
		}
		c := e.Components[0]
		points := int64(c.Price / One)
		switch {
		case i == 0:
			o.NoShow = points
		case i == 1:
			o.Flat = points
		case e.When.Least != 0:
			o.Overstay = append([]Overstay{{e.When.Least - booked, points}}, o.Overstay...)
			o.Step = c.Step
		default:
			o.band(Band{e.When.Window, e.When.Days, points})
			o.Step = c.Step
		}
	}
	return o, o.makes(t, booked)
}

// band adds one. That of a morning after the same window's evening is the rest of it.
func (o *Offer) band(b Band) {
	if n := len(o.Bands); n > 0 {
		whole := o.Bands[n-1]
		whole.Window.End = b.Window.End
		if parts := whole.Parts(); len(parts) == 2 && whole.PerHour == b.PerHour && o.Bands[n-1].Window.End == 0 &&
			parts[1] == (When{Window: b.Window, Days: b.Days}) {
			o.Bands[n-1] = whole
			return
		}
	}
	o.Bands = append(o.Bands, b)
}

// makes compares what the offer makes with a tariff, apart from whose it is and when it was written.
func (o Offer) makes(t Tariff, booked int64) error {
	again, err := o.Tariff(t.ID, booked)
	if err != nil {
		return errors.Join(ErrNoOffer, err)
	}
	again.Country, again.Party, again.From, again.Until, again.Updated = t.Country, t.Party, t.From, t.Until, t.Updated
	made, err := again.MarshalJSON()
	given, otherwise := t.MarshalJSON()
	if err != nil || otherwise != nil || !bytes.Equal(made, given) {
		return ErrNoOffer
	}
	return nil
}
