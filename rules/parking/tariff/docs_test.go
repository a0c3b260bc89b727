// SPDX-License-Identifier: Apache-2.0

package tariff_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/parking/tariff"
)

const page = "../../../docs/parking/tariffs.md"

// The page's bounds are those of the rules, and its examples cost what it says.
func TestPage(t *testing.T) {
	said := rulestest.Page(t, page, map[string]string{"bounds": bounds()})
	var priced tariff.Tariff
	stays := 0
	for _, part := range strings.Split(said, "```json\n")[1:] {
		text, after, _ := strings.Cut(part, "```\n")
		if priced = must(t, string(gardenFile(t))); !strings.Contains(text, `"bands"`) {
			priced = must(t, text)
		} else {
			sameOffer(t, text, priced)
		}
		for _, row := range rows.FindAllStringSubmatch(after, -1) {
			stay(t, priced, row)
			stays++
		}
	}
	if stays != 13 {
		t.Errorf("the page has %d stays", stays)
	}
}

func gardenFile(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/garden.json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// sameOffer holds the offer that the page shows against the tariff that it says it makes.
func sameOffer(t *testing.T, text string, priced tariff.Tariff) {
	t.Helper()
	var o tariff.Offer
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	made, err := o.Tariff("garden", 3*3600)
	if err != nil || !reflect.DeepEqual(made, priced) || !reflect.DeepEqual(o, garden) {
		t.Errorf("%s makes %+v: %v", text, made, err)
	}
}

// rows are those of the page's tables of stays: start, end, and, before tax, with tax, and points where it is in them.
var (
	rows     = regexp.MustCompile(`\n?\| (20[^|]+) \| (20[^|]+) \|([^|]*)\| ([0-9.]+) \| ([0-9.]+) \|(?: ([0-9]+) \|)?`)
	charging = regexp.MustCompile(`charging (\w+), (\d+) Wh`)
	reserved = regexp.MustCompile(`reserved (\w+) before`)
)

func stay(t *testing.T, priced tariff.Tariff, row []string) {
	t.Helper()
	v := tariff.Visit{Start: beijing(t, row[1]), End: beijing(t, row[2]), Expired: strings.Contains(row[3], "nobody came")}
	if found := charging.FindStringSubmatch(row[3]); found != nil {
		v.Charging = seconds(t, found[1])
		v.Energy, _ = strconv.ParseInt(found[2], 10, 64) // digits
	}
	if found := reserved.FindStringSubmatch(row[3]); found != nil {
		v.Reserved = v.Start - seconds(t, found[1])
	}
	bill, err := priced.Price(v, calendar.Beijing)
	if err != nil || bill.Before.String() != row[4] || bill.After.String() != row[5] {
		t.Errorf("%s\ncosts %s and %s: %v", row[0], bill.Before, bill.After, err)
	}
	if row[6] != "" && strconv.FormatInt(tariff.InPoints(bill), 10) != row[6] {
		t.Errorf("%s\nis %d points", row[0], tariff.InPoints(bill))
	}
}

func seconds(t *testing.T, written string) int64 {
	t.Helper()
	d, err := time.ParseDuration(written)
	if err != nil {
		t.Fatal(err)
	}
	return int64(d / time.Second)
}

// bounds is the table of bounds.
func bounds() string {
	var b strings.Builder
	b.WriteString("| what | at most |\n|---|---|\n")
	for _, bound := range []struct {
		what string
		most any
	}{
		{"elements of a tariff", tariff.MaxElements},
		{"price components of an element", tariff.MaxComponents},
		{"a price", tariff.MaxPrice},
		{"seconds or Wh of a step", tariff.MaxStep},
		{"days from a reservation to the end of the stay", tariff.MaxStay / (24 * 3600)},
		{"Wh of a stay", tariff.MaxEnergy},
		{"bands of an offer", tariff.MaxBands},
		{"steps for who overstays", tariff.MaxOverstays},
		{"points of an hour, a stay or a reservation", tariff.MaxPoints},
	} {
		fmt.Fprintf(&b, "| %s | %v |\n", bound.what, bound.most)
	}
	return b.String()
}
