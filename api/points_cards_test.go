// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/village"
	events "github.com/linli-project/linli/rules/device"
)

// What a household's card has put into a bin is found for its owners alone, and earns points once.
func TestPointsOfBins(t *testing.T) {
	w := onWatch(t)
	w.enrolled(t)
	if err := w.Adopt(t.Context(), w.Village, points.Plan{LifeDays: 100, Rules: []points.Rule{
		{Budget: 1000, Points: 2, Rule: "kitchen", Stream: "kitchen", Title: "厨余分类", Way: points.Bin},
	}}); err != nil {
		t.Fatal(err)
	}
	now := act.Int(time.Now().Unix())
	for id, class := range map[string]events.Class{"bin-1": events.T1, "bin-2": events.T0} {
		must(t, http.StatusCreated, w.twoSign(t, devices.TypeDeviceEnrol, devices.DeviceEnrol{
			Body: "owners", Class: class, Commands: []events.Command{}, Device: id, From: now - 60, Until: now + 3600,
			Kinds: []events.Kind{events.Drop}, Place: "东门", Profile: "bin", Transport: id,
		}))
	}
	if err := w.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	mine, other := w.singles()[50], w.singles()[51]
	owner, stranger := w.browser(t), w.browser(t)
	owner.mustLogIn(w.Voter(mine).Key)
	stranger.mustLogIn(w.Voter(other).Key)
	number, unit := strings.Repeat("4", 32), mine.Units[0].ID

	body := decode[points.BinCard](t, must(t, 201, w.b.do(http.MethodPost, "/points/cards", ProposeCardJSONBody{Number: number, Unit: unit})))
	if strings.Contains(body.Card, number) || body.Unit != unit {
		t.Errorf("%+v", body)
	}
	must(t, 403, owner.do(http.MethodPost, "/points/cards", ProposeCardJSONBody{Number: number, Unit: unit}))
	must(t, 201, w.twoSign(t, points.TypeBinCard, body))
	if cards := decode[PointsCards](t, must(t, 200, w.b.get("/points/cards?unit="+unit))); len(cards.Items) != 1 || cards.Items[0] != body.Card {
		t.Errorf("%+v", cards)
	}
	for _, drop := range []struct{ bin, stream, card string }{
		{"bin-1", "kitchen", number}, {"bin-1", "other", number}, {"bin-1", "kitchen", strings.Repeat("5", 32)},
		{"bin-2", "kitchen", number},
	} {
		w.says(drop.bin, "bins/"+drop.bin, fmt.Sprintf(`{"bin":%q,"kind":"drop","stream":%q,"card":%q}`, drop.bin, drop.stream, drop.card))
	}
	drops := func(b *client) []PointsDrop {
		return decode[PointsDrops](t, must(t, 200, b.get("/me/points/drops"))).Items
	}
	var found []PointsDrop
	for len(found) == 0 && t.Context().Err() == nil {
		time.Sleep(100 * time.Millisecond)
		found = drops(owner)
	}
	if len(found) != 1 || found[0].Points != 2 || found[0].Stream != "kitchen" || found[0].Claim.Unit != unit {
		t.Fatalf("%+v", found)
	}
	if d := drops(stranger); len(d) != 0 {
		t.Errorf("another household's: %+v", d)
	}
	signed, err := village.Sign(w.Draft(points.TypePointsBin, 1, w.Voter(mine)), found[0].Claim, w.Voter(mine))
	if err != nil {
		t.Fatal(err)
	}
	must(t, 201, owner.post(signed))
	if d := drops(owner); len(d) != 0 {
		t.Errorf("earned, and found again: %+v", d)
	}
}
