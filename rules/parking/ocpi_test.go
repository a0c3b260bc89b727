// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/linli-project/linli/rules/parking"
)

// ocpi is what of a booking of OCPI's is in an offer and a booking.
type ocpi struct {
	ID     string `json:"id"`
	Status string `json:"reservation_status"`
	Period struct {
		From  time.Time `json:"start_date_time"`
		Until time.Time `json:"end_date_time"`
	} `json:"period"`
	Terms struct {
		CancelUntil int64 `json:"cancel_until_minutes"`
		Early       int64 `json:"early_start_time"`
		NoShow      int64 `json:"noshow_timeout"`
	} `json:"booking_terms"`
	Updated time.Time `json:"last_updated"`
}

// OCPI's own example of a booking goes through all that its terms say.
func TestOCPI(t *testing.T) {
	raw, err := os.ReadFile("testdata/ocpi_booking.json")
	if err != nil {
		t.Fatal(err)
	}
	var o ocpi
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatal(err)
	}
	period := parking.Span{From: o.Period.From.Unix(), Until: o.Period.Until.Unix()}
	offer := parking.Offer{Windows: []parking.Window{always}, From: period.From - day, Until: period.Until + day, Terms: parking.Terms{
		Hour: 8, Late: 50, Early: o.Terms.Early * minute, NoShow: o.Terms.NoShow * minute, Cancel: o.Terms.CancelUntil * minute,
	}}
	if reason := offer.Check(); reason != parking.Allowed {
		t.Fatal(reason)
	}
	a := ask
	a.ID, a.Span = o.ID, period
	if _, reason := offer.Book(parking.Booking{}, o.Updated.Unix(), a); reason != parking.BadSpan {
		t.Errorf("it was asked for in December, for March, which is too far away here: %q", reason)
	}
	b := ok(t)(offer.Book(parking.Booking{}, period.From-day, a))
	if o.Status != "RESERVED" || b.State != parking.StateReserved {
		t.Errorf("%s is %s", o.Status, b.State)
	}
	clock := func(text string) int64 {
		when, err := time.Parse(time.RFC3339, "2025-03-23T"+text+"Z")
		if err != nil {
			t.Fatal(err)
		}
		return when.Unix()
	}
	for text, want := range map[string]parking.Reason{
		"11:39:59": parking.OtherTime, "11:40:00": parking.Allowed, "12:24:59": parking.Allowed, "12:25:00": parking.OtherTime,
	} {
		if _, reason := b.Enter(clock("12:30:00"), at("e", clock(text))); reason != want {
			t.Errorf("in at %s: %q", text, reason)
		}
	}
	for text, due := range map[string]int64{"02:00:00": 0, "02:00:01": 4} {
		if after := ok(t)(b.Cancel(clock(text), guest)); after.Due != due {
			t.Errorf("cancelled at %s: %d", text, after.Due)
		}
	}
	if b.At(clock("12:24:59")).State != parking.StateReserved || b.At(clock("12:25:00")).State != parking.StateNoShow {
		t.Errorf("%s", b.At(clock("12:25:00")).State)
	}
	if freed, frees := b.Frees(b.At(clock("12:25:00"))); !frees || freed.From != clock("12:30:00") || freed.Until != period.Until {
		t.Errorf("%v, %v", freed, frees)
	}
}
