// SPDX-License-Identifier: Apache-2.0

package api

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/identity"
	rules "github.com/linli-project/linli/rules/mediation"
)

// Both sides and the mediator see a photo that a statement names, and nobody else; nor does anybody see what another home has left, by
// naming it. It goes with the time of the case.
func TestCasePhotos(t *testing.T) {
	o := overseersOf(t, "api-case-photos")
	one, two, third := o.helper, o.helped, o.third
	id := one.signs(mediation.TypeCaseRequest, 0, mediation.CaseRequest{
		About: mediation.AboutRequest, Home: one.unit, Second: rules.Side{Home: two.unit}, Text: one.saysInCase(one.unit, "楼上漏水"),
	})
	must(t, 201, o.zhang.post(o.act(o.zhangKey, mediation.TypeCaseTake, mediation.CaseTake{Case: id})))
	two.signs(mediation.TypeCaseJoin, 0, mediation.CaseJoin{Case: id})
	shown, raw := one.leavePhoto("")
	theirs, _ := third.leavePhoto("")
	words := "照片里就是。\n[photo " + shown + "]\n[photo " + theirs + "]"
	one.signs(mediation.TypeCaseSay, 0, mediation.CaseSay{Case: id, Text: one.saysInCase(id, words)})
	two.signs(mediation.TypeCaseSay, 0, mediation.CaseSay{Case: id, Text: two.saysInCase(id, "我也有。\n[photo "+shown+"]")})

	photo := func(hash string) string { return "/cases/" + id + "/photos/" + hash }
	for name, b := range map[string]*client{"who shows it": one.client, "the other side": two.client, "the mediator": o.zhang} {
		if a := must(t, 200, b.get(photo(shown))); a.body != string(raw) || a.header.Get("Content-Type") != "image/jpeg" {
			t.Errorf("%s: %v", name, a.header)
		}
		must(t, 404, b.get(photo(theirs)))
		must(t, 404, b.get(photo(anyHash)))
	}
	must(t, 404, third.get(photo(shown)))
	must(t, 404, third.get(photo(theirs)))
	must(t, 404, o.li.get(photo(shown)))
	must(t, 401, o.browser(t).get(photo(shown)))
	events, err := o.store.Audit(t.Context(), o.v.ID, 0, 10000)
	if err != nil || !slices.ContainsFunc(events, func(e identity.Event) bool {
		return e.Action == "list.seen" && e.Subject == "photo in case "+id
	}) {
		t.Errorf("the audit log has no look at the photo; %v", err)
	}
	is := func(want ...OrderPhotoState) {
		t.Helper()
		said := casesOf(t, o.zhang, "/cases")[0].Statements
		var states []OrderPhotoState
		for _, p := range slices.Concat(said[0].Photos, said[1].Photos) {
			states = append(states, p.State)
		}
		if said[0].Text.Text != words || !slices.Equal(states, want) {
			t.Errorf("%v: %+v", states, said)
		}
	}
	here, away := OrderPhotoStateHere, OrderPhotoStateAway
	is(here, away, away)

	sweeps := func(after time.Duration) {
		t.Helper()
		in := o.server.enclosed
		in.mirror.now = func() time.Time { return o.server.Now().Add(after) }
		if err := in.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	sweeps(keptUnnamed + time.Hour)
	is(here, away, away)
	one.signs(mediation.TypeCaseWithdraw, 0, mediation.CaseWithdraw{Case: id})
	sweeps(keptAfterClose - time.Hour)
	is(here, away, away)
	sweeps(keptAfterClose + time.Hour)
	is(away, away, away)
}

func TestPhotosAreNamedInLastLines(t *testing.T) {
	a, b := strings.Repeat("a", 64), strings.Repeat("0", 64)
	for text, want := range map[string][]string{
		"":                         nil,
		"words":                    nil,
		"words\n[photo " + a + "]": {a},
		"w\n[photo " + a + "]\n[photo " + b + "]":   {a, b},
		"w\n[photo " + a + "]\nwords":               nil,
		"w [photo " + a + "]":                       nil,
		"w\n[photo " + a[:63] + "]":                 nil,
		"w\n[photo " + strings.ToUpper(a) + "]":     nil,
		"w\n[photo " + a + "]\n\n[photo " + b + "]": {b},
	} {
		if got := photosNamed(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v", text, got)
		}
	}
}
