// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"errors"
	"fmt"
	"slices"

	"github.com/linli-project/linli/rules/parking/tariff"
)

// An Offer is when cars may be parked where, and what it costs.
type Offer struct {
	ID      string
	Name    string
	Issuer  string   // id of whose the space is, a name that says nothing outside
	Places  []string // ids of the place or of the spaces
	Windows []Window // times of the week; none is always
	From    int64    // Unix
	Until   int64    // 0: no end yet
	Booked  int64    // seconds that are booked: prices of overstaying count from its end
	Price   tariff.Offer
}

// A Window is a time of the week that begins on some days, and may go on over midnight.
type Window struct {
	Window tariff.Window
	Days   tariff.Days // none is all
}

// What APDS says of an offer.
type (
	// Right is what may be done where and when: a right specification.
	Right struct {
		ID           string        `json:"id"`
		Version      int64         `json:"version"`
		Description  Words         `json:"description"`
		Type         string        `json:"type"`
		Transferable bool          `json:"transferable"`
		Credentials  []string      `json:"credentials"`
		Validity     Validity      `json:"validity"`
		Issuer       Ref           `json:"issuer"`
		Elements     []Ref         `json:"hierarchyElements"`
		Rates        []Eligibility `json:"rateEligibility"`
		Transition   Transition    `json:"rateTransition"`
	}
	// Eligibility says which rate table counts.
	Eligibility struct {
		ID       string `json:"id"`
		Version  int64  `json:"version"`
		Priority int    `json:"priority"`
		Table    Ref    `json:"rateTable"`
	}
	Transition struct {
		Reservation bool `json:"reservationAvailable"`
	}
	Validity struct {
		Status string  `json:"validityStatus"`
		Period Overall `json:"validityTimeSpecification"`
	}
	Overall struct {
		Start   string   `json:"overallStartTime"`
		End     string   `json:"overallEndTime,omitempty"`
		Periods []Period `json:"validPeriods,omitempty"`
	}
	Period struct {
		Days  []WeekDays `json:"recurringDayWeekMonthPeriod,omitempty"`
		Times []DayTime  `json:"recurringTimePeriodOfDay,omitempty"`
	}
	WeekDays struct {
		Days []string `json:"applicableDay"`
	}
	DayTime struct {
		Start string `json:"startTimeOfPeriod"`
		End   string `json:"endTimeOfPeriod"`
	}
)

// ErrPriced is an offer whose prices APDS cannot say exactly: it has a price for a step, OCPI one for an hour.
var ErrPriced = errors.New("the price of a step has more than four decimals; a step of 900 seconds, or whole points for each, can be said")

// check says what is wrong with an offer. What it costs is checked with its tariff.
func (o Offer) check() error {
	switch {
	case o.ID == "" || o.Issuer == "" || len(o.Places) == 0:
		return errors.New("an offer has an id, an issuer and at least one place")
	case o.From <= 0 || o.Until != 0 && o.Until <= o.From:
		return errors.New("an offer ends after it begins")
	}
	return nil
}

// Tariff is the offer's price as a tariff of OCPI, in force as long as the offer is.
func (o Offer) Tariff() (tariff.Tariff, error) {
	if err := o.check(); err != nil {
		return tariff.Tariff{}, err
	}
	t, err := o.Price.Tariff(o.ID, o.Booked)
	t.From, t.Until, t.Updated = o.From, o.Until, o.From
	return t, err
}

// Right is the offer in APDS.
func (o Offer) Right() (Right, error) {
	tables, err := o.Tables()
	if err != nil {
		return Right{}, err
	}
	r := Right{ID: o.ID, Version: 1, Description: words(o.Name), Type: "oneTimeUseParking", Credentials: []string{"licensePlate"},
		Validity: o.validity(o.Windows), Issuer: Ref{o.Issuer, 1, "Issuer"}, Transition: Transition{Reservation: true}}
	for _, place := range o.Places {
		r.Elements = append(r.Elements, ref(place))
	}
	for i, table := range tables {
		r.Rates = append(r.Rates, Eligibility{ID: fmt.Sprintf("%s.eligibility.%d", o.ID, i+1), Version: 1, Priority: i + 1, Table: ref(table.ID)})
	}
	return r, nil
}

// validity is when something of the offer holds: within its windows as long as it is there.
func (o Offer) validity(windows []Window) Validity {
	v := Validity{"definedByValidityTimeSpec", Overall{Start: moment(o.From)}}
	if o.Until != 0 {
		v.Period.End = moment(o.Until)
	}
	for _, w := range windows {
		for _, part := range (tariff.Band{Window: w.Window, Days: w.Days}).Parts() {
			if part != (tariff.When{}) { // always
				v.Period.Periods = append(v.Period.Periods, period(part))
			}
		}
	}
	return v
}

// period is a time of the week within one day. Midnight is 00:00 at its end, too: APDS has no 24:00.
func period(part tariff.When) Period {
	var p Period
	if part.Days != 0 {
		p.Days = []WeekDays{{days(part.Days)}}
	}
	if part.Window != (tariff.Window{}) {
		p.Times = []DayTime{{clock(part.Window.Start), clock(part.Window.End)}}
	}
	return p
}

func clock(minutes int64) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

func days(of tariff.Days) []string {
	return slices.DeleteFunc(slices.Clone(weekdays), func(day string) bool { return of&(1<<slices.Index(weekdays, day)) == 0 })
}
