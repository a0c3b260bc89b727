// SPDX-License-Identifier: Apache-2.0

package tariff

import (
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/parking/strict"
)

// Read reads a tariff of OCPI 2.2.1 or 2.3.0. What would change a price and is not known here is refused; texts for people are passed over.
// The error is a *strict.Fault.
func Read(raw []byte) (Tariff, error) {
	doc, err := strict.Read(raw)
	if err != nil {
		return Tariff{}, err
	}
	t := tariff(doc)
	if err := doc.Err(); err != nil {
		return Tariff{}, err
	}
	return t, nil
}

func tariff(v strict.Value) Tariff {
	v = v.Object("id", "country_code", "party_id", "currency", "type", "tariff_alt_text", "tariff_alt_url", "min_price", "max_price",
		"preauthorize_amount", "elements", "start_date_time", "end_date_time", "energy_mix", "tax_included", "last_updated")
	t := Tariff{ID: v.Get("id").Text(1, 36), Currency: currency(v.Get("currency")), Tax: TaxAdded}
	if v.Has("country_code") {
		t.Country = v.Get("country_code").Text(2, 2)
	}
	if v.Has("party_id") {
		t.Party = v.Get("party_id").Text(3, 3)
	}
	if v.Has("tax_included") {
		t.Tax = Tax(v.Get("tax_included").OneOf(string(TaxAdded), string(TaxIncluded), string(Untaxed)))
	}
	for _, e := range v.Get("elements").List(1, MaxElements) {
		t.Elements = append(t.Elements, element(e, t.Tax))
	}
	t.From, t.Until, t.Updated = dateTime(v, "start_date_time"), dateTime(v, "end_date_time"), dateTime(v, "last_updated")
	if t.From != 0 && t.Until != 0 && t.Until <= t.From {
		v.Get("end_date_time").Refuse("has to be after start_date_time")
	}
	t.limits(v)
	return t
}

func currency(v strict.Value) string {
	code := v.Text(3, 3)
	if strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		v.Refuse("has to be three capital letters of ISO 4217, such as CNY; XXX is points")
	}
	return code
}

// limits reads the least and the most of a bill.
func (t *Tariff) limits(v strict.Value) {
	if v.Has("min_price") {
		t.Min = t.limit(v.Get("min_price"))
	}
	if v.Has("max_price") {
		t.Max = t.limit(v.Get("max_price"))
	}
	if t.Min != nil && t.Max != nil && (t.Max.Before < t.Min.Before || t.Max.after() < t.Min.after()) {
		v.Get("max_price").Refuse("is less than min_price")
	}
}

// limit is one, in the names of OCPI 2.2.1 or of 2.3.0.
func (t *Tariff) limit(v strict.Value) *Limit {
	before, after := "before_taxes", "after_taxes"
	if v.Has("excl_vat") {
		before, after = "excl_vat", "incl_vat"
	}
	v = v.Object(before, after)
	l := &Limit{Before: number(v.Get(before), MaxPrice)}
	switch {
	case v.Has(after):
		with := number(v.Get(after), MaxPrice)
		l.After = &with
		if with < l.Before {
			v.Get(after).Refuse("is less than %s", before)
		}
	case t.taxed():
		v.Get(after).Refuse("is missing: there is tax on these prices, so say what the limit is with it")
	}
	return l
}

func (t *Tariff) taxed() bool {
	return slices.ContainsFunc(t.Elements, func(e Element) bool {
		return slices.ContainsFunc(e.Components, func(c Component) bool { return rate(c.VAT) > 0 })
	})
}

func element(v strict.Value, tax Tax) Element {
	v = v.Object("price_components", "restrictions")
	var e Element
	if v.Has("restrictions") {
		e.When = when(v.Get("restrictions"))
	}
	for _, c := range v.Get("price_components").List(1, MaxComponents) {
		one := component(c, tax)
		switch {
		case slices.ContainsFunc(e.Components, func(other Component) bool { return other.Type == one.Type }):
			c.Get("type").Refuse("stands twice in one element, so it is not clear which price is meant")
		case e.When.Reservation != "" && one.Type != Flat && one.Type != Time:
			c.Get("type").Refuse("may be FLAT or TIME where the element is for a reservation")
		}
		e.Components = append(e.Components, one)
	}
	return e
}

func component(v strict.Value, tax Tax) Component {
	v = v.Object("type", "price", "vat", "step_size")
	c := Component{
		Type:  Type(v.Get("type").OneOf(string(Energy), string(Flat), string(ParkingTime), string(Time))),
		Price: number(v.Get("price"), MaxPrice),
	}
	if c.Type == Flat { // which has no steps; OCPI's own examples write 0 or 1
		v.Get("step_size").Int(0, MaxStep)
		c.Step = 1
	} else {
		c.Step = v.Get("step_size").Int(1, MaxStep)
	}
	switch has := v.Has("vat"); {
	case has:
		vat := number(v.Get("vat"), MaxVAT)
		c.VAT = &vat
		if tax == Untaxed && vat > 0 {
			v.Get("vat").Refuse("is of no use where tax_included says that there is no tax")
		}
	case tax == TaxIncluded:
		v.Get("vat").Refuse("is missing: the prices have tax in them, so say how much (0 is allowed)")
	}
	return c
}

func number(v strict.Value, most Decimal) Decimal {
	written := v.Number()
	if v.Err() != nil {
		return 0
	}
	d, err := decimal(written)
	switch {
	case err != nil:
		v.Refuse("%v", err)
	case d > most:
		v.Refuse("may be %s at most", most)
	}
	return d
}

// dateTime is a time of OCPI, which is in UTC whether it says so or not; 0 if it is not there.
func dateTime(v strict.Value, name string) int64 {
	if !v.Has(name) {
		return 0
	}
	v = v.Get(name)
	at, err := time.Parse("2006-01-02T15:04:05", strings.TrimSuffix(v.Text(19, 30), "Z"))
	if err != nil || at.Unix() < calendar.Day {
		v.Refuse("is no time; write it in UTC as 2028-02-29T23:59:59Z")
		return 0
	}
	return at.Unix()
}
