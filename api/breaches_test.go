// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/convention"
	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/rules/breach"
	events "github.com/linli-project/linli/rules/device"
)

// smokeless is a convention about smoke on the stairs, and dogs.
const smokeless = "# 公约\n\n## 7. 楼道不吸烟\n\n" +
	"```rule\nwhen: event.kind == \"smoke\" && flag.active\ntrust: T1\nladder: notice\ncure: 3\nappeal: 7\ndecay: 90\n```\n\n" +
	"```example\nevent.kind: smoke\nevent.class: T1\nflag.active: true\nexpect: breach, notice\n```\n\n" +
	"```example\nevent.kind: smoke\nevent.class: T1\nflag.active: false\nexpect: none\n```\n\n## 8. 遛狗牵绳\n\n" +
	"```rule\nwhen: report.kind == \"dog\"\nwitnesses: 1\nladder: notice\ncure: 3\nappeal: 7\ndecay: 90\n```\n\n" +
	"```example\nreport.kind: dog\nexpect: breach, notice\n```\n\n```example\nreport.kind: noise\nexpect: none\n```\n"

// What a device has seen that a rule makes a breach is shown to officers until it is found.
func TestSeen(t *testing.T) {
	w := onWatch(t)
	w.enrolled(t)
	if err := w.AdoptConvention(t.Context(), w.Village, smokeless); err != nil {
		t.Fatal(err)
	}
	now := act.Int(time.Now().Unix())
	must(t, http.StatusCreated, w.twoSign(t, devices.TypeDeviceEnrol, devices.DeviceEnrol{
		Body: "owners", Class: events.T1, Commands: []events.Command{}, Device: "stairs-3", From: now - 60, Until: now + 3600,
		Kinds: []events.Kind{events.Smoke}, Place: "3-2 楼道", Profile: "zigbee2mqtt", Transport: "stairs-3",
	}))
	if err := w.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, smoke := range []string{"true", "false"} {
		w.says("stairs-3", "zigbee2mqtt/stairs-3", `{"smoke":`+smoke+`}`)
	}
	seen := until(w, "/breaches/seen", func(l SeenList) bool { return len(l.Items) > 0 })
	if len(seen.Items) != 1 || seen.Items[0].Article != 7 || seen.Items[0].House != "" || seen.Items[0].Place != "3-2 楼道" {
		t.Fatalf("%+v", seen)
	}
	tried := map[string]string{"text": smokeless}
	shadow := decode[ConventionShadow](t, must(t, 200, w.b.do(http.MethodPost, "/conventions/shadow", tried)))
	if a := shadow.Articles; !shadow.Heard || len(a) != 2 || a[1].Article != 8 || a[1].Events != 0 ||
		a[0].Article != 7 || a[0].Events != 1 || len(a[0].Buildings) != 1 ||
		a[0].Buildings[0] != (ShadowBuilding{Events: 1}) {
		t.Errorf("what it would have hit: %+v", shadow)
	}
	find := seen.Items[0].Find
	find.Home = w.singles()[52].Units[0].ID
	must(t, http.StatusCreated, w.twoSign(t, convention.TypeBreachFind, find))
	until(w, "/breaches/seen", func(l SeenList) bool { return len(l.Items) == 0 })
	all := until(w, "/breaches", func(l BreachList) bool { return len(l.Items) > 0 }).Items
	if all[0].State != breach.StateFound || all[0].Kind != "smoke" || all[0].Place != "3-2" || all[0].Ground.Hash != "" {
		t.Errorf("%+v", all)
	}
}

// A household is told what it is to have done, and why that is believed; it appeals in its own words, and nobody else sees any of it.
func TestBreaches(t *testing.T) {
	o := overseersOf(t, "api-breaches")
	if err := o.AdoptConvention(t.Context(), o.v, smokeless); err != nil {
		t.Fatal(err)
	}
	if err := o.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	mine := o.helper
	list := func(b *client, path string) []Breach { return decode[BreachList](t, must(t, 200, b.get(path))).Items }
	kept := func(words string) string {
		body := KeepBreachTextJSONBody{Home: mine.unit, Text: words}
		return decode[KeptText](t, must(t, 201, o.zhang.do(http.MethodPost, "/breaches/texts", body))).Hash
	}
	report := o.act(o.zhangKey, convention.TypeReportFile, convention.ReportFile{
		At: act.Int(time.Now().Unix()), Kind: "dog", Signed: []string{sha256Hex("salted")},
	})
	must(t, 201, o.zhang.post(report))
	tried := map[string]string{"text": smokeless}
	shadow := decode[ConventionShadow](t, must(t, 200, o.zhang.do(http.MethodPost, "/conventions/shadow", tried)))
	if a := shadow.Articles; shadow.Heard || len(a) != 1 || a[0].Article != 8 || a[0].Events != 1 ||
		!slices.Equal(shadow.Untried, []int64{7}) {
		t.Errorf("what it would have hit: %+v", shadow)
	}
	cause := act.HashOf(report.Text).String()
	history := must(t, 201, o.two(convention.TypeBreachFind, convention.BreachFind{
		Article: 8, Convention: sha256Hex(smokeless), Ground: kept("邻居认得这只狗。"), Home: mine.unit, Report: cause, Proof: act.Bytes{},
	}))
	if strings.Contains(history.body, "salted") {
		t.Error(history.body)
	}
	must(t, 201, o.zhang.post(o.act(o.zhangKey, convention.TypeBreachNotice, convention.BreachNotice{Breach: cause})))

	found := list(mine.client, "/me/breaches")
	if len(found) != 1 || found[0].State != breach.StateNoticed || found[0].Ground.Text != "邻居认得这只狗。" || found[0].Kind != "dog" ||
		found[0].Heading != "遛狗牵绳" || found[0].House != mine.house || found[0].Rung.Effect != breach.Notice ||
		found[0].AppealBy <= found[0].CureBy {
		t.Fatalf("%+v", found)
	}
	if l := list(o.third.client, "/me/breaches"); len(l) != 0 {
		t.Errorf("another household sees %+v", l)
	}
	for _, path := range []string{"/breaches", "/breaches/seen"} {
		must(t, 403, mine.get(path))
	}
	words := map[string]string{"kind": "appeal", "salt": strings.Repeat("a", 22), "text": "那天我不在家。"}
	answer := decode[KeptText](t, must(t, 201, mine.do(http.MethodPost, "/me/texts", words)))
	shown, raw := mine.leavePhoto("")
	must(t, 400, mine.putPhoto(strings.Repeat("b", 64), raw, "")) // another hash is not its own
	must(t, 422, mine.putPhoto(shown, []byte("no picture"), ""))
	theirs, _ := o.third.leavePhoto("")
	mine.signs(convention.TypeBreachAppeal, 0, convention.BreachAppeal{
		Answer: answer.Hash, Breach: cause, Photos: []string{shown, theirs},
	})
	photo := func(hash string) string { return "/breaches/" + cause + "/photos/" + hash }
	for who, b := range map[string]*client{"the household": mine.client, "an officer": o.zhang, "another body's": o.li} {
		if got := must(t, 200, b.get(photo(shown))); got.body != string(raw) || got.header.Get("Content-Type") != "image/jpeg" {
			t.Errorf("%s is shown something else", who)
		}
		must(t, 404, b.get(photo(theirs))) // named in an act, and left by somebody else
	}
	must(t, 404, o.third.get(photo(shown)))
	must(t, 404, o.third.get(photo(theirs)))
	must(t, 404, o.zhang.get(photo(answer.Hash)))
	all := list(o.zhang, "/breaches")
	if len(all) != 1 || all[0].State != breach.StateAppealed || all[0].Answer.Text != "那天我不在家。" || all[0].House != mine.house {
		t.Fatalf("%+v", all)
	}
	verdict := convention.BreachDecide{Breach: cause, Reason: kept("不是他家的狗。"), Verdict: breach.Dismiss}
	must(t, 201, o.zhang.post(o.act(o.zhangKey, convention.TypeBreachDecide, verdict)))
	must(t, 201, o.li.post(o.act(o.liKey, convention.TypeBreachDecide, verdict)))
	if found := list(mine.client, "/me/breaches"); found[0].State != breach.StateDismissed || found[0].Reasons[0].Text != "不是他家的狗。" {
		t.Errorf("%+v", found)
	}
	stands := func(after time.Duration, state OrderPhotoState) {
		t.Helper()
		in := o.server.enclosed
		in.mirror.now = func() time.Time { return time.Now().Add(after) }
		if err := in.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if photos := list(o.zhang, "/breaches")[0].Photos; photos[0].State != state || photos[1].State != OrderPhotoStateAway {
			t.Errorf("%v later: %+v", after, photos)
		}
	}
	stands(keptAfterClose-time.Hour, OrderPhotoStateHere)
	stands(keptAfterClose+time.Hour, OrderPhotoStateAway)
	must(t, 404, mine.get(photo(shown)))
}
