// SPDX-License-Identifier: Apache-2.0

package tariff

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/linli-project/linli/rules/calendar"
)

// The tariff as OCPI 2.3.0 writes it.
type (
	wireTariff struct {
		Country  string        `json:"country_code,omitempty"`
		Party    string        `json:"party_id,omitempty"`
		ID       string        `json:"id"`
		Currency string        `json:"currency"`
		Min      *wireLimit    `json:"min_price,omitempty"`
		Max      *wireLimit    `json:"max_price,omitempty"`
		Elements []wireElement `json:"elements"`
		Tax      Tax           `json:"tax_included"`
		From     string        `json:"start_date_time,omitempty"`
		Until    string        `json:"end_date_time,omitempty"`
		Updated  string        `json:"last_updated,omitempty"`
	}
	wireLimit struct {
		Before Decimal  `json:"before_taxes"`
		After  *Decimal `json:"after_taxes,omitempty"`
	}
	wireElement struct {
		Components []wireComponent `json:"price_components"`
		When       *wireWhen       `json:"restrictions,omitempty"`
	}
	wireComponent struct {
		Type  Type     `json:"type"`
		Price Decimal  `json:"price"`
		VAT   *Decimal `json:"vat,omitempty"`
		Step  int64    `json:"step_size"`
	}
	wireWhen struct {
		Start       string      `json:"start_time,omitempty"`
		End         string      `json:"end_time,omitempty"`
		From        string      `json:"start_date,omitempty"`
		Until       string      `json:"end_date,omitempty"`
		Least       int64       `json:"min_duration,omitempty"`
		Most        int64       `json:"max_duration,omitempty"`
		Days        []string    `json:"day_of_week,omitempty"`
		Reservation Reservation `json:"reservation,omitempty"`
	}
)

// MarshalJSON writes the tariff as OCPI 2.3.0 has it. Read reads the same tariff from it.
func (t Tariff) MarshalJSON() ([]byte, error) {
	w := wireTariff{Country: t.Country, Party: t.Party, ID: t.ID, Currency: t.Currency, Min: (*wireLimit)(t.Min), Max: (*wireLimit)(t.Max),
		Elements: make([]wireElement, len(t.Elements)), Tax: t.Tax,
		From: written(t.From), Until: written(t.Until), Updated: written(t.Updated)}
	for i, e := range t.Elements {
		for _, c := range e.Components {
			w.Elements[i].Components = append(w.Elements[i].Components, wireComponent(c))
		}
		w.Elements[i].When = e.When.wire()
	}
	return json.Marshal(w)
}

func (w When) wire() *wireWhen {
	if w == (When{}) {
		return nil
	}
	wire := wireWhen{From: day(w.From), Until: day(w.Until), Least: w.Least, Most: w.Most, Reservation: w.Reservation}
	if w.Window != (Window{}) {
		wire.Start, wire.End = hours(w.Window.Start), hours(w.Window.End)
	}
	for i, name := range weekdays {
		if w.Days&(1<<i) != 0 {
			wire.Days = append(wire.Days, name)
		}
	}
	return &wire
}

func hours(minutes int64) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

func day(days int64) string {
	if days == 0 {
		return ""
	}
	return time.Unix(days*calendar.Day, 0).UTC().Format(time.DateOnly)
}

func written(at int64) string {
	if at == 0 {
		return ""
	}
	return time.Unix(at, 0).UTC().Format(time.RFC3339)
}
