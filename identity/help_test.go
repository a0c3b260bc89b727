// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/rules/volunteer"
)

// helping has a store that may keep what people write.
func helping(t *testing.T, town *town) {
	t.Helper()
	if err := town.SealEnclosures(bytes.Repeat([]byte{7}, 32)); err != nil {
		t.Fatal(err)
	}
}

// ask has somebody ask for help until tomorrow.
func (town *town) ask(person string) string {
	town.Helper()
	id, err := town.AskForHelp(town.Context(), garden, identity.HelpAsk{
		Person: person, Unit: "u", Skill: volunteer.Clinic, Times: 5, Until: town.now.Unix() + 86400, Words: "陪我去医院",
	})
	if err != nil {
		town.Fatal(err)
	}
	return id
}

func TestHelpOffers(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		for _, o := range []identity.HelpOffer{
			{Person: "a", Skills: []volunteer.Skill{volunteer.Pets}, Times: 1},
			{Person: "b", Skills: []volunteer.Skill{volunteer.Pets}, Times: volunteer.Always},
			{Person: "a", Skills: []volunteer.Skill{volunteer.Repair, volunteer.Clinic}, Times: 6},
		} {
			if err := town.OfferHelp(ctx, garden, o); err != nil {
				t.Fatal(err)
			}
		}
		offers, err := town.HelpOffers(ctx, garden)
		if err != nil || len(offers) != 2 || offers[0].Person != "a" || offers[0].Times != 6 ||
			!slices.Equal(offers[0].Skills, []volunteer.Skill{volunteer.Repair, volunteer.Clinic}) {
			t.Errorf("%+v %v", offers, err)
		}
		for range 2 {
			if err := town.WithdrawOffer(ctx, garden, "a"); err != nil {
				t.Fatal(err)
			}
		}
		if offers, err := town.HelpOffers(ctx, garden); err != nil || len(offers) != 1 || offers[0].Person != "b" {
			t.Errorf("withdrawn: %+v %v", offers, err)
		}
	})
}

// What is asked for has one helper, who may give it back; it is over after its last day, and its words are nowhere in the clear.
func TestHelpAsks(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		helping(t, town)
		id := town.ask("a")
		asks := func() []identity.HelpAsk {
			t.Helper()
			list, err := town.HelpAsks(ctx, garden)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		if list := asks(); len(list) != 1 || list[0].ID != id || list[0].Words != "陪我去医院" || list[0].Skill != volunteer.Clinic || list[0].Helper != "" {
			t.Errorf("%+v", list)
		}
		town.flush()
		if bytes.Contains(databaseFiles(t, town.at), []byte("陪我去医院")) {
			t.Error("the database's files have it in the clear")
		}
		expect := func(what string, err, want error) {
			t.Helper()
			if !errors.Is(err, want) {
				t.Errorf("%s: %v", what, err)
			}
		}
		expect("himself", town.AgreeToHelp(ctx, garden, id, "a"), identity.ErrAskTaken)
		expect("none", town.AgreeToHelp(ctx, garden, "none", "b"), identity.ErrAskTaken)
		expect("the first", town.AgreeToHelp(ctx, garden, id, "b"), nil)
		expect("the first again", town.AgreeToHelp(ctx, garden, id, "b"), nil)
		expect("the second", town.AgreeToHelp(ctx, garden, id, "c"), identity.ErrAskTaken)
		expect("another one's", town.GiveHelpBack(ctx, garden, id, "c"), identity.ErrAskTaken)
		expect("his", town.GiveHelpBack(ctx, garden, id, "b"), nil)
		expect("the second, then", town.AgreeToHelp(ctx, garden, id, "c"), nil)
		expect("help of another one", town.GiveHelp(ctx, garden, id, "b"), identity.ErrAskTaken)
		expect("his help", town.GiveHelp(ctx, garden, id, "c"), nil)
		expect("his help again", town.GiveHelp(ctx, garden, id, "c"), nil)
		expect("given already", town.GiveHelpBack(ctx, garden, id, "c"), identity.ErrAskTaken)
		if list := asks(); len(list) != 1 || list[0].Given != town.now.Unix() {
			t.Errorf("given: %+v", list)
		}
		expect("another one's ask", town.WithdrawAsk(ctx, garden, id, "b"), identity.ErrNotFound)

		late := town.ask("a")
		town.now = town.now.Add(48 * time.Hour)
		if list := asks(); len(list) != 1 || list[0].Helper != "c" { // only what somebody does stays in sight
			t.Errorf("after its last day: %+v", list)
		}
		expect("too late", town.AgreeToHelp(ctx, garden, late, "b"), identity.ErrAskTaken)
		expect("his own", town.WithdrawAsk(ctx, garden, id, "a"), nil)
		if list := asks(); len(list) != 0 {
			t.Errorf("withdrawn: %+v", list)
		}
	})
}

func TestTooManyAsks(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		helping(t, town)
		for range identity.OpenAsks {
			town.ask("a")
		}
		another := identity.HelpAsk{Person: "a", Skill: volunteer.Pets, Until: town.now.Unix() + 60}
		if _, err := town.AskForHelp(t.Context(), garden, another); !errors.Is(err, identity.ErrManyAsks) {
			t.Errorf("one too many: %v", err)
		}
		town.ask("b")
		town.now = town.now.Add(48 * time.Hour)
		town.ask("a")
	})
}

func TestErasureTakesHelp(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		p, _ := town.leaver()
		helping(t, town)
		ctx := t.Context()
		offer := identity.HelpOffer{Person: p.Pseudonym, Skills: []volunteer.Skill{volunteer.Pets}, Times: 1}
		if err := town.OfferHelp(ctx, garden, offer); err != nil {
			t.Fatal(err)
		}
		town.ask(p.Pseudonym)
		others := town.ask("other")
		if err := town.AgreeToHelp(ctx, garden, others, p.Pseudonym); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := town.ExportPerson(ctx, garden, p.Pseudonym, p.Pseudonym, &out); err != nil {
			t.Fatal(err)
		}
		var record identity.Record
		if err := json.Unmarshal(out.Bytes(), &record); err != nil {
			t.Fatal(err)
		}
		if len(record.Offers) != 1 || len(record.Asks) != 1 || record.Asks[0].Words == "" {
			t.Errorf("exported: %+v %+v", record.Offers, record.Asks)
		}
		if err := town.ErasePerson(ctx, garden, p.Pseudonym, identity.Erasure{Owner: true}); err != nil {
			t.Fatal(err)
		}
		offers, err := town.HelpOffers(ctx, garden)
		if err != nil || len(offers) != 0 {
			t.Errorf("%+v %v", offers, err)
		}
		asks, err := town.HelpAsks(ctx, garden)
		if err != nil || len(asks) != 1 || asks[0].ID != others || asks[0].Helper != "" {
			t.Errorf("%+v %v", asks, err)
		}
	})
}
