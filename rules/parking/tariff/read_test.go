// SPDX-License-Identifier: Apache-2.0

package tariff_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/parking/strict"
	"github.com/linli-project/linli/rules/parking/tariff"
)

const parking = `{"type":"PARKING_TIME","price":2,"step_size":60}`

// when is a tariff with one restriction.
func when(restriction string) string {
	return of(`{"price_components":[`+parking+`],"restrictions":{`+restriction+`}}`, "")
}

func TestRefused(t *testing.T) {
	component := func(c string) string { return of(prices(c), "") }
	for text, want := range map[string]string{
		``:                       "the document is not JSON: unexpected",
		`[]`:                     "the document has to be an object",
		`{"id":"1"`:              "the document is not JSON: unexpected",
		of(prices(parking), "}"): "the document goes on after its end",
		`{"id":"1","id":"2"}`:    "id stands there twice",
		`{"id":"1","Currency":"EUR","elements":[]}`:                                                             "Currency is not known here",
		`{"id":1,"currency":"EUR","elements":[]}`:                                                               "id has to be a text",
		`{"currency":"EUR","elements":[]}`:                                                                      "id is missing",
		`{"id":"1","currency":"eur","elements":[]}`:                                                             "currency has to be three capital letters",
		`{"id":"1","currency":"EUR","elements":[]}`:                                                             "elements has 0 items",
		of(`{"price_components":[]}`, ""):                                                                       "elements[0].price_components has 0 items",
		of(prices(strings.Repeat(parking+",", 8)+parking), ""):                                                  "elements[0].price_components has 9 items",
		of(strings.Repeat(prices(parking)+",", 64)+prices(parking), ""):                                         "elements has 65 items",
		component(parking + "," + parking):                                                                      "elements[0].price_components[1].type stands twice",
		component(`{"type":"TIDE","price":2,"step_size":60}`):                                                   "price_components[0].type may be ENERGY, FLAT",
		component(`{"type":"TIME","price":2}`):                                                                  "price_components[0].step_size is missing",
		component(`{"type":"TIME","price":2,"step_size":0}`):                                                    "step_size has to be a whole number from 1",
		component(`{"type":"TIME","price":2,"step_size":1.5}`):                                                  "step_size has to be a whole number from 1",
		component(`{"type":"TIME","price":"2","step_size":1}`):                                                  "price has to be a number",
		component(`{"type":"TIME","price":0.00001,"step_size":1}`):                                              "price has more than 4 decimals",
		component(`{"type":"TIME","price":-1,"step_size":1}`):                                                   "price has to be a number such as 2 or 0.25",
		component(`{"type":"TIME","price":1e2,"step_size":1}`):                                                  "price has to be a number such as 2 or 0.25",
		component(`{"type":"TIME","price":10000000.0001,"step_size":1}`):                                        "price may be 10000000 at most",
		component(`{"type":"TIME","price":99999999999999999999,"step_size":1}`):                                 "price is too large",
		component(`{"type":"TIME","price":1,"vat":100.5,"step_size":1}`):                                        "vat may be 100 at most",
		component(`{"type":"TIME","price":1,"step_size":1,"price_round":{}}`):                                   "price_round is not known here",
		of(prices(parking), `,"tax_included":"YES"`):                                                            "vat is missing: the prices have tax in them",
		of(prices(parking), `,"tax_included":"MAYBE"`):                                                          "tax_included may be NO, YES, N/A",
		of(prices(startEnergy), `,"tax_included":"N/A"`):                                                        "vat is of no use",
		of(prices(startEnergy), `,"min_price":{"excl_vat":1}`):                                                  "min_price.incl_vat is missing",
		of(prices(startEnergy), `,"min_price":{"before_taxes":2,"after_taxes":1}`):                              "min_price.after_taxes is less than before_taxes",
		of(prices(parking), `,"min_price":3`):                                                                   "min_price has to be an object",
		of(prices(parking), `,"min_price":{"excl_vat":3},"max_price":{"excl_vat":2}`):                           "max_price is less than min_price",
		of(prices(parking), `,"start_date_time":"2026-11-30T23:59:99Z"`):                                        "start_date_time is no time",
		of(prices(parking), `,"start_date_time":"2026-11-31T23:59:59Z"`):                                        "start_date_time is no time",
		of(prices(parking), `,"last_updated":"2026-11-30T23:59:59+08:00"`):                                      "last_updated is no time; write it in UTC",
		of(prices(parking), `,"start_date_time":"2028-01-01T00:00:00Z","end_date_time":"2028-01-01T00:00:00Z"`): "end_date_time has to be after",
		when(`"start_time":"24:00"`):                                                                            "restrictions.start_time is no time of day; write 00:00 to 23:59",
		when(`"end_time":"7:30"`):                                                                               "end_time has 4 characters",
		when(`"end_time":"23:60"`):                                                                              "end_time is no time of day",
		when(`"end_time":"23:59:99Z"`):                                                                          "end_time has 9 characters",
		when(`"start_date":"2027-02-29"`):                                                                       "start_date is no day",
		when(`"start_date":"2027-03-01","end_date":"2027-03-01"`):                                               "end_date has to be after start_date",
		when(`"min_duration":-1`):                                                                               "min_duration has to be a whole number from 0",
		when(`"max_duration":0`):                                                                                "max_duration has to be a whole number from 1",
		when(`"min_duration":60,"max_duration":60`):                                                             "max_duration has to be a whole number from 61",
		when(`"day_of_week":["MON"]`):                                                                           "day_of_week[0] may be MONDAY",
		when(`"day_of_week":"MONDAY"`):                                                                          "day_of_week has to be a list",
		when(`"min_kwh":1`):                                                                                     "restrictions.min_kwh is not supported",
		when(`"max_power":16.0`):                                                                                "restrictions.max_power is not supported",
		when(`"weather":"rain"`):                                                                                "restrictions.weather is not known here",
		when(`"reservation":"NEVER"`):                                                                           "reservation may be RESERVATION, RESERVATION_EXPIRES",
		when(`"reservation":"RESERVATION"`):                                                                     "type may be FLAT or TIME where the element is for a reservation",
		`{"id":"1","currency":"EUR","elements":[{"price_components":[` + strings.Repeat("[", 20):                "is nested deeper than 16",
		"{\"id\":\"\xff\"}":                                                                                     "the document is no text in UTF-8",
		`{"id":"a\u0000b"}`:                                                                                     "id has a character that cannot be seen",
		strings.Repeat(" ", strict.MaxBytes+1):                                                                  "the document has 8388609 bytes, and may have 8388608",
	} {
		_, err := tariff.Read([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.300s\nis refused with %q, want %q", text, err, want)
		}
		if _, ok := errors.AsType[*strict.Fault](err); err != nil && !ok {
			t.Errorf("%v is no fault with a place", err)
		}
	}
}

// What is read is written, and read again as the same; whichever version of OCPI wrote it.
func TestAgain(t *testing.T) {
	files, err := filepath.Glob("testdata/ocpi/tariff_*.json")
	if err != nil || len(files) != 4 {
		t.Fatal(files, err)
	}
	texts := []string{
		of(freeHour, `,"country_code":"DE","party_id":"ALL","type":"REGULAR","tariff_alt_text":[{"language":"en","text":"x"}],"start_date_time":"2028-02-29T00:00:00"`),
		of(prices(startEnergy), `,"max_price":{"excl_vat":10,"incl_vat":11},"min_price":null,"end_date_time":"2028-02-29T23:59:59.5Z"`),
		of(workdays+","+saturday+","+hourHalf+prices(parking), `,"tax_included":"NO"`),
		when(`"start_date":"2028-02-29","end_date":"2028-03-01","min_duration":0`),
		of(prices(`{"type":"FLAT","price":0.0,"step_size":0}`), ""),
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(raw))
	}
	for _, text := range texts {
		again(t, []byte(text), true)
	}
}

// again reads a text, writes it, and reads that. It returns what was read, if it could be.
func again(t *testing.T, text []byte, must bool) (tariff.Tariff, bool) {
	t.Helper()
	first, err := tariff.Read(text)
	if err != nil && must {
		t.Fatalf("%v: %s", err, text)
	}
	if err != nil {
		return first, false
	}
	written, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	second, err := tariff.Read(written)
	if err != nil || !reflect.DeepEqual(first, second) {
		t.Fatalf("%s is written as %s: %v", text, written, err)
	}
	return first, true
}

// Whatever a file holds, it is refused or can be written, read again and priced; a bill is never less than nothing.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{when(`"start_time":"22:00","end_time":"06:00"`), of(hourHalf+prices(startEnergy), ""), of(freeHour, `,"tax_included":"N/A"`)} {
		f.Add([]byte(seed), int64(1_900_000_000), int64(3000), int64(90_000))
	}
	f.Fuzz(func(t *testing.T, raw []byte, start, before, length int64) {
		read, ok := again(t, raw, false)
		if !ok {
			return
		}
		v := tariff.Visit{Reserved: start - before, Start: start, End: start + length, Charging: length / 2, Energy: length / 3}
		bill, err := read.Price(v, 8*3600)
		if err == nil && (bill.Before < 0 || bill.Tax < 0 || bill.After != bill.Before+bill.Tax) {
			t.Fatalf("%s comes to %+v", raw, bill)
		}
	})
}
