// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/rules/election"
)

// staffed is an office with two officers and a roll in force.
type staffed struct {
	*office
	zhang, li       *client
	zhangKey, liKey *device
}

func (tw *town) staffed(t *testing.T, id string) *staffed {
	t.Helper()
	return tw.staffedAmong(t, id, 2)
}

// staffedAmong is staffed by the first two of so many bodies.
func (tw *town) staffedAmong(t *testing.T, id string, bodies int) *staffed {
	t.Helper()
	v, err := village.New(id, tw.of(bodies))
	if err != nil {
		t.Fatal(err)
	}
	if err := tw.Found(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	o := &staffed{office: &office{t, tw, v}}
	o.officers()
	run := decode[RollImport](t, must(t, 200, o.zhang.upload("../identity/testdata/tower-16.csv")))
	o.enforce(decode[RollDraft](t, must(t, 201, o.zhang.do(http.MethodPost, "/rolls/"+run.Import+"/accept", nil))))
	return o
}

// officers are the first of the two bodies, admitted at once.
func (o *staffed) officers() {
	o.Helper()
	zhang, li := o.registered("owners", "张三丰", ""), o.registered("residents", "李四光", "")
	var both sync.WaitGroup
	for _, officer := range []registered{zhang, li} {
		both.Go(func() { o.admits(officer) })
	}
	both.Wait()
	o.zhang, o.zhangKey = zhang.client, zhang.device
	o.li, o.liKey = li.client, li.device
	o.zhang.mustLogIn(o.zhangKey)
	o.li.mustLogIn(o.liKey)
}

// enforce has two bodies approve a draft, and loads it.
func (o *staffed) enforce(d RollDraft) {
	o.Helper()
	must(o, 201, o.two("roll.approve", d.Approve))
	must(o, 200, o.zhang.do(http.MethodPost, "/rolls/"+people.Version(d.Version)+"/load", nil))
}

func (o *staffed) two(kind string, body any) answer {
	o.Helper()
	return o.both(o.zhang, o.zhangKey, o.li, o.liKey, kind, body)
}

// resident enrols the person to whom a code was issued, and has him confirmed.
func (o *staffed) resident(bodies []people.CodesIssue) (*client, *device, string) {
	o.Helper()
	for _, body := range bodies {
		must(o, 201, o.zhang.post(o.act(o.zhangKey, "codes.issue", body)))
	}
	b, d, person := o.enrol(bodies[0].Codes[0])
	must(o, 201, o.two("credential.confirm", people.CredentialConfirm{Credentials: []string{d.ID()}}))
	b.mustLogIn(d)
	return b, d, person
}

// find searches for people.
func (o *staffed) find(by *client, text string) []identity.Found {
	o.Helper()
	return decode[FoundPeople](o, must(o, 200, by.do(http.MethodPost, "/people/search", map[string]string{"q": text}))).Items
}

// audited runs something that an officer does with personal data, and fails if the audit log has no new line of this action by him.
func (o *staffed) audited(action, body string, do func()) {
	o.Helper()
	before := o.audit()
	do()
	news := slices.DeleteFunc(o.audit()[len(before):], func(e identity.Event) bool {
		return e.Action != action || !strings.HasPrefix(e.Actor, body+".")
	})
	if len(news) == 0 {
		o.Errorf("no line %q in the audit log", action)
	}
	for _, e := range news {
		if strings.Contains(e.Subject, "业主") {
			o.Errorf("the audit log names %s", e.Subject)
		}
	}
}

func (o *staffed) audit() []identity.Event {
	o.Helper()
	events, err := o.store.Audit(o.Context(), o.v.ID, 0, 1e6)
	if err != nil {
		o.Fatal(err)
	}
	return events
}

func names(found []identity.Found) []string {
	var all []string
	for _, f := range found {
		all = append(all, f.Name)
	}
	return all
}

// TestPeople takes a resident through what officers do for him: found, recovered, revoked; and his unit is sold.
func TestPeople(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.staffed(t, "api-people")
	o.audited("person.seen", "owners", func() {
		if got := names(o.find(o.zhang, "1单元-102")); !slices.Equal(got, []string{"业主0008"}) {
			t.Errorf("by house: %v", got)
		}
	})
	if got := names(o.find(o.zhang, "业主0013")); !slices.Equal(got, []string{"业主0013", "业主0013配偶"}) {
		t.Errorf("by name: %v", got)
	}
	if got := o.find(o.zhang, "业主"); len(got) != 20 {
		t.Errorf("%d found at once", len(got))
	}
	for _, q := range []string{"%%", "__", "没有此人"} {
		if got := o.find(o.zhang, q); len(got) != 0 {
			t.Errorf("%s: %v", q, names(got))
		}
	}
	person := o.find(o.zhang, "业主0008")[0].Person
	spouse := o.find(o.zhang, "业主0013配偶")[0].Person
	partner := o.find(o.zhang, "业主0013")[0].Person
	own, _ := o.officer("residents", "王五", spouse)
	if found := o.find(own, "业主0013"); !found[0].OwnCase || !found[1].OwnCase {
		t.Errorf("whose own case: %+v", found)
	}
	o.zhang.play([]scenario{
		{method: http.MethodPost, path: "/people/search", body: map[string]string{"q": "1"}, status: 400, has: []string{"bad-field"}},
		{path: "/people?q=102", status: 404},
		{path: "/people/" + strings.Repeat("0", 32), status: 404},
		{path: "/people/" + person, status: 200, has: []string{"业主0008", `"passkeys":[]`, `"letters":[]`, "102"}},
	})

	o.compare(person, partner, own)
	lost := o.lose(person)
	o.recover(person, partner, own, lost)
	o.sell(person, own)
	for _, private := range []string{"业主0008", "手机掉进河里", "1单元-102", person} {
		if strings.Contains(tw.log.String(), private) {
			t.Errorf("the log has %q", private)
		}
	}
}

// compare has officers hold ID numbers against the register.
func (o *staffed) compare(person, partner string, own *client) {
	o.Helper()
	number := func(person, number string) scenario {
		return scenario{method: http.MethodPost, path: "/people/" + person + "/id-number", body: map[string]string{"number": number},
			status: 200}
	}
	right, wrong := number(person, "0000001967 0205002a"), number(person, "00000019670205003A")
	right.has, wrong.has = []string{`{"matches":true}`}, []string{`{"matches":false}`}
	o.audited("id-number.checked", "owners", func() { o.zhang.play([]scenario{right, wrong, wrong, wrong, right}) })
	often, ownCase, nobody, short := right, number(partner, "00000019670205002A"), number(strings.Repeat("0", 32), "0000"),
		number(person, "1")
	often.status, often.has = 409, []string{"as often as a day allows"}
	ownCase.status, ownCase.has, nobody.status, short.status = 403, []string{"own-case"}, 404, 400
	none := number(partner, "00000019670205002A") // couples are written without
	none.status, none.has = 409, []string{"register has no ID number"}
	o.zhang.play([]scenario{often, nobody, short, none})
	own.play([]scenario{ownCase})
	o.li.play([]scenario{right})
}

// lose has a person enrol, and returns the passkey that he will lose.
func (o *staffed) lose(person string) *device {
	o.Helper()
	printed := o.letterFor(person)
	_, lost, _ := o.resident(printed.Issue)
	detail := decode[PersonDetail](o, o.zhang.get("/people/"+person))
	if len(detail.Passkeys) != 1 || detail.Passkeys[0].Status != "active" || len(detail.Letters) != 1 || detail.Letters[0].Used == 0 {
		o.Errorf("%+v", detail)
	}
	return lost
}

// recover takes the recovery of a person through two bodies to a new passkey, whose revocation two bodies then sign.
func (o *staffed) recover(person, partner string, own *client, lost *device) {
	o.Helper()
	open := map[string]string{"person": person, "reason": "手机掉进河里"}
	var r identity.Recovery
	o.audited("recovery.opened", "owners", func() {
		r = decode[identity.Recovery](o, must(o, 201, o.zhang.do(http.MethodPost, "/recoveries", open)))
	})
	path := "/recoveries/" + r.ID
	finish := map[string]any{"expires": time.Now().Add(24 * time.Hour).Unix()}
	own.play([]scenario{
		{name: "for who shares a unit", method: http.MethodPost, path: "/recoveries",
			body: map[string]string{"person": partner, "reason": "x"}, status: 403, has: []string{"own-case"}},
		{name: "for himself: export", path: "/people/" + partner + "/export", status: 200},
	})
	o.zhang.play([]scenario{
		{name: "twice", method: http.MethodPost, path: "/recoveries", body: open, status: 409},
		{name: "nobody", method: http.MethodPost, path: "/recoveries",
			body: map[string]string{"person": strings.Repeat("0", 32), "reason": "x"}, status: 404},
		{name: "by nobody's agreement", method: http.MethodPost, path: path + "/finish", body: finish, status: 409},
	})
	o.audited("recovery.agreed", "owners", func() { must(o, 200, o.zhang.do(http.MethodPost, path+"/agree", nil)) })
	o.zhang.play([]scenario{
		{name: "one body twice", method: http.MethodPost, path: path + "/agree", status: 409},
		{name: "by one body's", method: http.MethodPost, path: path + "/finish", body: finish, status: 409,
			has: []string{"two bodies have to agree"}},
	})
	must(o, 200, o.li.do(http.MethodPost, path+"/agree", nil))
	o.audited("list.seen", "residents", func() {
		o.li.play([]scenario{{path: "/recoveries", status: 200, has: []string{"手机掉进河里", "业主0008", `"agreed":["owners","residents"]`}}})
	})
	var done Recovered
	o.audited("recovery.done", "owners", func() {
		done = decode[Recovered](o, must(o, 201, o.zhang.do(http.MethodPost, path+"/finish", finish)))
	})
	if len(done.Revoke) != 1 || done.Revoke[0].Credential != lost.ID() || !strings.HasPrefix(string(done.Pdf), "%PDF") {
		o.Fatalf("%+v", done.Revoke)
	}
	must(o, 201, o.two("credential.revoke", done.Revoke[0]))
	if a := o.browserOf().logIn(lost); a.problem() != "passkey-revoked" {
		o.Errorf("the lost passkey: %d %s", a.status, a.body)
	}
	b, found, again := o.resident(done.Issue)
	if again != person {
		o.Errorf("recovered %s, not %s", again, person)
	}
	o.revoke(person, b, found)
	o.cancel(partner)
}

// revoke has officers revoke a passkey.
func (o *staffed) revoke(person string, holder *client, key *device) {
	o.Helper()
	path := "/people/" + person + "/revocation"
	o.zhang.play([]scenario{
		{name: "another's passkey", method: http.MethodPost, path: path, body: map[string]string{"credential": o.liKey.ID(), "reason": "x"},
			status: 404},
		{name: "no reason", method: http.MethodPost, path: path, body: map[string]string{"credential": key.ID(), "reason": ""},
			status: 400},
	})
	var draft people.CredentialRevoke
	o.audited("passkey.revocation-proposed", "owners", func() {
		body := map[string]string{"credential": key.ID(), "reason": "手机被偷"}
		draft = decode[people.CredentialRevoke](o, must(o, 201, o.zhang.do(http.MethodPost, path, body)))
	})
	if why, err := o.store.Text(o.Context(), o.v.ID, person, draft.Reason); err != nil || why.Text != "手机被偷" ||
		draft.Reason != identity.HashText(why.Salt, why.Text) {
		o.Errorf("%+v %+v %v", draft, why, err)
	}
	signed := o.act(o.zhangKey, "credential.revoke", draft)
	must(o, 201, o.zhang.do(http.MethodPost, "/pending-acts", signed))
	waiting := "/pending-acts/" + act.HashOf(signed.Text).String()
	o.li.play([]scenario{{name: "whom a revocation is about", path: waiting + "/about", status: 200, has: []string{"业主0008", "手机被偷"}}})
	must(o, 201, o.li.do(http.MethodPost, waiting+"/sign", o.liKey.sign(o, signed.Text)))
	if a := holder.get("/me"); a.problem() != "passkey-revoked" {
		o.Errorf("a revoked passkey: %d %s", a.status, a.body)
	}
	if a := o.zhang.do(http.MethodPost, path, map[string]string{"credential": key.ID(), "reason": "x"}); a.status != 409 {
		o.Errorf("revoke twice: %d %s", a.status, a.body)
	}
}

// cancel opens a recovery and ends it.
func (o *staffed) cancel(person string) {
	o.Helper()
	r := decode[identity.Recovery](o, must(o, 201, o.zhang.do(http.MethodPost, "/recoveries",
		map[string]string{"person": person, "reason": "x"})))
	o.audited("recovery.cancelled", "owners", func() { must(o, 204, o.zhang.do(http.MethodDelete, "/recoveries/"+r.ID, nil)) })
	if a := o.zhang.do(http.MethodPost, "/recoveries/"+r.ID+"/agree", nil); a.status != 404 {
		o.Errorf("agree to what was ended: %d %s", a.status, a.body)
	}
}

// sell transfers a unit, and holds drafts against each other.
func (o *staffed) sell(person string, own *client) {
	o.Helper()
	seller := o.find(o.zhang, "业主0015")[0]
	house := seller.Houses[0]
	sale := func(house string, owners ...string) Transfers {
		t := Transfer{House: house, Owners: []NewOwner{}}
		for _, name := range owners {
			t.Owners = append(t.Owners, NewOwner{Name: name})
		}
		return Transfers{Transfers: []Transfer{t}}
	}
	couple := o.find(o.zhang, "业主0013")[0].Houses[0]
	own.play([]scenario{
		{name: "his own unit", method: http.MethodPost, path: "/rolls/transfers", body: sale(couple, "新业主"), status: 403,
			has: []string{"own-case"}},
		{name: "to his wife", method: http.MethodPost, path: "/rolls/transfers", body: sale(house, "业主0013"), status: 403,
			has: []string{"own-case"}},
	})
	o.zhang.play([]scenario{
		{name: "no such house", method: http.MethodPost, path: "/rolls/transfers", body: sale("9幢", "x"), status: 404},
		{name: "to nobody", method: http.MethodPost, path: "/rolls/transfers", body: sale(house), status: 422, has: []string{"bad-file"}},
	})
	var first RollImport
	o.audited("roll.transfer-tried", "owners", func() {
		first = decode[RollImport](o, must(o, 200, o.zhang.do(http.MethodPost, "/rolls/transfers", sale(house, "新业主", "新业主配偶"))))
	})
	if len(first.Difference.Changed) != 1 || first.Difference.Changed[0].Unit != house {
		o.Errorf("%+v", first.Difference)
	}
	second := decode[RollImport](o, must(o, 200, o.li.do(http.MethodPost, "/rolls/transfers", sale(house, "另一人"))))
	made := must(o, 201, o.zhang.do(http.MethodPost, "/rolls/"+first.Import+"/accept", nil, "If-None-Match", "*"))
	tag := made.header.Get("ETag")
	if a := o.li.do(http.MethodPost, "/rolls/"+second.Import+"/accept", nil, "If-None-Match", "*"); a.status != 412 ||
		a.problem() != "changed-meanwhile" {
		o.Errorf("over a draft that he has not seen: %d %s", a.status, a.body)
	}
	if a := o.li.do(http.MethodPost, "/rolls/"+second.Import+"/accept", nil, "If-Match", `"`+strings.Repeat("0", 64)+`"`); a.status != 412 {
		o.Errorf("over another draft: %d %s", a.status, a.body)
	}
	if a := o.li.get("/rolls/2/approval"); a.header.Get("ETag") != tag {
		o.Errorf("the draft's tag is %s, not %s", a.header.Get("ETag"), tag)
	}
	replaced := must(o, 201, o.li.do(http.MethodPost, "/rolls/"+second.Import+"/accept", nil, "If-Match", tag))
	o.enforce(decode[RollDraft](o, replaced))
	if found := o.find(o.zhang, house); len(found) != 1 || found[0].Name != "另一人" {
		o.Errorf("after the sale: %+v", found)
	}
	if a := o.zhang.do(http.MethodDelete, "/people/"+person, nil); a.status != 409 {
		o.Errorf("erase an owner: %d %s", a.status, a.body)
	}
	o.audited("person.erased", "owners", func() { must(o, 204, o.zhang.do(http.MethodDelete, "/people/"+seller.Person, nil)) })
	if found := o.find(o.zhang, "业主0015"); len(found) != 0 {
		o.Errorf("after the erasure: %+v", found)
	}
}

// Who has enrolled with somebody's letter, and is not confirmed, neither sees nor changes what is the person's: his other passkeys
// and sessions.
func TestUnconfirmedPasskey(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.staffed(t, "api-impostor")
	letter := func() []people.CodesIssue {
		t.Helper()
		return o.letterFor(o.find(o.zhang, "业主0008")[0].Person).Issue
	}
	owner, phone, person := o.resident(letter())
	must(t, 204, owner.do(http.MethodPatch, "/me/credentials/"+phone.ID(), map[string]string{"label": "我的手机"}))
	stolen := letter()
	must(t, 201, o.zhang.post(o.act(o.zhangKey, "codes.issue", stolen[0])))
	thief, key, whose := o.enrol(stolen[0].Codes[0])
	if whose != person {
		t.Fatal("the letter is for somebody else")
	}
	if a := thief.logInAnd(key, map[string]any{"endOthers": true}); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	must(t, 200, owner.get("/me"))
	thief.play([]scenario{
		{path: "/me", status: 200, has: []string{key.ID()}, hasNot: []string{"我的手机", phone.ID()}},
		{path: "/sessions", status: 200, has: []string{key.ID()}, hasNot: []string{phone.ID()}},
		{method: http.MethodPatch, path: "/me/credentials/" + phone.ID(), body: map[string]string{"label": "x"}, status: 403,
			has: []string{"wrong-role"}},
		{name: "his own", method: http.MethodPatch, path: "/me/credentials/" + key.ID(), body: map[string]string{"label": "x"},
			status: 204},
	})
	owner.play([]scenario{
		{path: "/me", status: 200, has: []string{"我的手机", key.ID()}},
		{path: "/sessions", status: 200, has: []string{phone.ID(), key.ID()}},
	})
}

// A draft is replaced while its approval waits. It is not signed here any more; if it is elsewhere, nothing is lost but that version's
// number.
func TestApprovalOfAReplacedDraft(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.staffed(t, "api-replaced")
	sale := func(owner string) RollDraft {
		t.Helper()
		transfers := Transfers{Transfers: []Transfer{{House: o.find(o.zhang, "业主0015")[0].Houses[0], Owners: []NewOwner{{Name: owner}}}}}
		run := decode[RollImport](t, must(t, 200, o.zhang.do(http.MethodPost, "/rolls/transfers", transfers)))
		return decode[RollDraft](t, must(t, 201, o.zhang.do(http.MethodPost, "/rolls/"+run.Import+"/accept", nil)))
	}
	first := o.act(o.zhangKey, "roll.approve", sale("第一位买家").Approve)
	must(t, 201, o.zhang.do(http.MethodPost, "/pending-acts", first))
	if second := sale("第二位买家"); second.Version != 2 {
		t.Errorf("version %d", second.Version)
	}
	sign := "/pending-acts/" + act.HashOf(first.Text).String() + "/sign"
	o.zhang.play([]scenario{
		{name: "is told", path: "/pending-acts", status: 200, has: []string{`"refused":"Another draft`}},
		{name: "leave it again", method: http.MethodPost, path: "/pending-acts", body: first, status: 409, has: []string{"Another draft"}},
	})
	o.li.play([]scenario{
		{name: "nothing to sign", path: "/pending-acts", status: 200, has: []string{`"items":[]`}},
		{name: "sign it from an old page", method: http.MethodPost, path: sign, body: o.liKey.sign(t, first.Text), status: 409,
			has: []string{"Another draft"}},
	})
	first.Signatures = append(first.Signatures, o.liKey.sign(t, first.Text))
	must(t, 201, o.li.post(first)) // as another body's server would, which has no drafts
	o.li.play([]scenario{{name: "load another roll than was approved", method: http.MethodPost, path: "/rolls/2/load", status: 409,
		has: []string{"another roll"}}})
	third := sale("第三位买家")
	if third.Version != 3 {
		t.Fatalf("version %d", third.Version)
	}
	must(t, 201, o.two("roll.approve", third.Approve))
	run := decode[RollImport](t, must(t, 200, o.zhang.upload("../identity/testdata/tower-16.csv")))
	o.zhang.play([]scenario{
		{name: "over what is approved", method: http.MethodPost, path: "/rolls/" + run.Import + "/accept", status: 409,
			has: []string{"load it first"}},
		{name: "load it", method: http.MethodPost, path: "/rolls/3/load", status: 200},
	})
	if found := o.find(o.zhang, "第三位买家"); len(found) != 1 {
		t.Errorf("%+v", found)
	}
}

// A passkey that was enrolled through another body's server, so that this one's store does not know it, is listed, revoked and
// recovered like the others.
func TestPasskeyOfAnotherServer(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.staffed(t, "api-elsewhere")
	letter := func() []people.CodesIssue {
		t.Helper()
		return o.letterFor(o.find(o.zhang, "业主0008")[0].Person).Issue
	}
	here, phone, person := o.resident(letter())
	issued := letter()
	must(t, 201, o.zhang.post(o.act(o.zhangKey, "codes.issue", issued[0])))
	there := newDevice(o.v.Constitution.RP)
	o.enrolElsewhere(there, issued[0].Codes[0])
	here.play([]scenario{{name: "before it is confirmed", path: "/me", status: 200, has: []string{`"status":"pending"`, there.ID()}}})
	must(t, 201, o.two("credential.confirm", people.CredentialConfirm{Credentials: []string{there.ID()}}))
	b := o.browserOf()
	b.mustLogIn(there)
	for name, by := range map[string]*client{phone.ID(): here, there.ID(): b} {
		mine := decode[Me](t, must(t, 200, by.get("/me"))).Credentials
		if len(mine) != 2 || mine[0].ID != phone.ID() || mine[0].Label != "phone" || mine[1].ID != there.ID() || mine[1].Added == 0 ||
			mine[1].Status != "active" {
			t.Errorf("seen with %s: %+v", name, mine)
		}
	}
	detail := decode[PersonDetail](t, must(t, 200, o.li.get("/people/"+person)))
	if len(detail.Passkeys) != 2 || detail.Passkeys[1].ID != there.ID() || detail.Passkeys[1].Added == 0 ||
		detail.Passkeys[1].Status != "active" {
		t.Errorf("%+v", detail.Passkeys)
	}
	draft := decode[people.CredentialRevoke](t, must(t, 201, o.zhang.do(http.MethodPost, "/people/"+person+"/revocation", map[string]string{
		"credential": there.ID(), "reason": "手机被偷",
	})))
	signed := o.act(o.zhangKey, "credential.revoke", draft)
	o.zhangKey.seq--
	must(t, 201, o.zhang.do(http.MethodPost, "/pending-acts", signed))
	waiting := "/pending-acts/" + act.HashOf(signed.Text).String()
	o.li.play([]scenario{{path: waiting + "/about", status: 200, has: []string{"业主0008", "手机被偷"}}})
	must(t, 204, o.zhang.do(http.MethodDelete, waiting, nil))
	r := decode[identity.Recovery](t, must(t, 201, o.zhang.do(http.MethodPost, "/recoveries",
		map[string]string{"person": person, "reason": "都丢了"})))
	for _, officer := range []*client{o.zhang, o.li} {
		must(t, 200, officer.do(http.MethodPost, "/recoveries/"+r.ID+"/agree", nil))
	}
	done := decode[Recovered](t, must(t, 201, o.zhang.do(http.MethodPost, "/recoveries/"+r.ID+"/finish",
		map[string]any{"expires": time.Now().Add(time.Hour).Unix()})))
	var revoked []string
	for _, body := range done.Revoke {
		revoked = append(revoked, body.Credential)
		must(t, 201, o.two("credential.revoke", body))
	}
	want := []string{phone.ID(), there.ID()}
	slices.Sort(want)
	if slices.Sort(revoked); !slices.Equal(revoked, want) {
		t.Errorf("the recovery revokes %v, not %v", revoked, want)
	}
	o.zhang.play([]scenario{
		{path: "/people/" + person, status: 200, has: []string{`"status":"revoked"`}, hasNot: []string{`"status":"active"`}},
		{name: "revoke it again", method: http.MethodPost, path: "/people/" + person + "/revocation",
			body: map[string]string{"credential": there.ID(), "reason": "x"}, status: 409},
	})
}

// enrolElsewhere enrols a device with a letter's code, without this server's registration.
func (o *staffed) enrolElsewhere(d *device, issued people.IssuedCode) {
	o.Helper()
	code, err := o.codes.Of(issued.Code)
	if err != nil {
		o.Fatal(err)
	}
	private, err := d.Private()
	if err != nil {
		o.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	if err != nil {
		o.Fatal(err)
	}
	signed := o.act(d, "credential.enrol", people.Enrol{Code: issued.Code, Person: issued.Person, Passkey: act.Passkey{SPKI: spki}})
	signed.Signatures = append(signed.Signatures, code.Sign(signed.Text))
	must(o, 201, o.browserOf().post(signed))
}

func (o *staffed) browserOf() *client {
	b := o.browser(o)
	b.community = o.v.ID
	return b
}

// letterFor has one person's letter printed, whose code is not issued yet.
func (o *staffed) letterFor(person string) PrintedLetters {
	o.Helper()
	return decode[PrintedLetters](o, must(o, 201, o.zhang.do(http.MethodPost, "/letters", LetterOrder{
		People: []string{person}, Expires: time.Now().Add(24 * time.Hour).Unix(),
	})))
}

// TestObjections takes an objection from its text to its answer.
func TestObjections(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.staffed(t, "api-objects")
	person := o.find(o.zhang, "业主0013配偶")[0].Person
	printed := o.letterFor(person)
	resident, phone, _ := o.resident(printed.Issue)
	own, _ := o.officer("residents", "王五", o.find(o.zhang, "业主0013")[0].Person)
	const salt, words = "c2FsdHNhbHRzYWx0c2FsdA", "我家面积登记少了三平方米"
	kept := decode[KeptText](t, must(t, 201, resident.do(http.MethodPost, "/me/texts",
		map[string]string{"kind": "objection", "salt": salt, "text": words})))
	if kept.Hash != identity.HashText(salt, words) {
		t.Errorf("hash %s", kept.Hash)
	}
	resident.play([]scenario{
		{name: "no text", method: http.MethodPost, path: "/me/texts",
			body: map[string]string{"kind": "objection", "salt": salt, "text": ""}, status: 400},
		{name: "an answer of his own", method: http.MethodPost, path: "/me/texts",
			body: map[string]string{"kind": "answer", "salt": salt, "text": "x"}, status: 400},
		{name: "a text that could be guessed", method: http.MethodPost, path: "/me/texts",
			body: map[string]string{"kind": "objection", "salt": "", "text": words}, status: 400},
		{path: "/me/objections", status: 200, has: []string{`"items":[]`}},
	})
	receipt := decode[Receipt](t, must(t, 201, resident.post(o.act(phone, "roll.object", people.RollObject{Version: 1, Text: kept.Hash}))))
	resident.play([]scenario{{path: "/me/objections", status: 200, has: []string{words, "roll 1", `"answered":false`}}})
	public := "/communities/" + o.v.ID + "/objections"
	o.browserOf().play([]scenario{
		{path: public, status: 200, has: []string{kept.Hash, receipt.Act, person, `"answered":false`}, hasNot: []string{words}},
		{path: "/communities/nowhere/objections", status: 404},
		{name: "the page after the last one", path: public + "?cursor=" + cursor(index.Document{Attributes: []string{o.v.ID, receipt.Act}}),
			status: 200, hasNot: []string{receipt.Act, "next"}},
		{name: "the page from before it", path: public + "?cursor=" + cursor(index.Document{Attributes: []string{o.v.ID, "0"}}),
			status: 200, has: []string{receipt.Act}},
		{path: public + "?cursor=bm9uZQ", status: 400, has: []string{"cursor"}},
	})
	o.audited("list.seen", "residents", func() {
		o.li.play([]scenario{{path: "/objections", status: 200, has: []string{words, "业主0013配偶"}, hasNot: []string{"ownCase"}}})
	})
	for path, b := range map[string]*client{"/objections": o.li, "/me/objections": resident} {
		b.play([]scenario{
			{name: "the page after the last one", path: path + "?cursor=" + cursor(index.Document{Attributes: []string{o.v.ID,
				receipt.Act}}), status: 200, has: []string{`"items":[]`}, hasNot: []string{"next"}},
			{name: "the page from before it", path: path + "?cursor=" + cursor(index.Document{Attributes: []string{o.v.ID, "0"}}),
				status: 200, has: []string{receipt.Act}},
			{name: "a cursor of another community", path: path + "?cursor=" + cursor(index.Document{Attributes: []string{garden, "0"}}),
				status: 400, has: []string{"cursor"}},
		})
	}
	seen := len(o.audit())
	must(t, 200, o.li.get("/objections"))
	if news := o.audit()[seen:]; len(news) != 0 { // pages that follow the ledger ask again and again
		t.Errorf("the list once more: %+v", news)
	}
	o.copied(kept.Hash, words)
	answer := "/objections/" + receipt.Act + "/answer"
	own.play([]scenario{
		{path: "/objections", status: 200, has: []string{`"ownCase":true`}},
		{name: "answer his wife", method: http.MethodPost, path: answer, body: map[string]string{"text": "说得对"}, status: 403,
			has: []string{"own-case"}},
	})
	o.zhang.play([]scenario{
		{name: "no such objection", method: http.MethodPost, path: "/objections/" + strings.Repeat("0", 64) + "/answer",
			body: map[string]string{"text": "x"}, status: 404},
	})
	var reply KeptText
	o.audited("answer.kept", "owners", func() {
		reply = decode[KeptText](t, must(t, 201, o.zhang.do(http.MethodPost, answer, map[string]string{"text": "已按产权证更正"})))
	})
	must(t, 201, o.two("roll.answer", people.RollAnswer{Objection: receipt.Act, Answer: reply.Hash, Accepted: true}))
	resident.play([]scenario{{path: "/me/objections", status: 200, has: []string{words, "已按产权证更正", `"accepted":true`}}})
	o.browserOf().play([]scenario{{path: public, status: 200, has: []string{reply.Hash, `"accepted":true`}, hasNot: []string{words, "更正"}}})
	stranger := tw.browser(t)
	stranger.mustLogIn(tw.Voter(tw.singles()[40]).Key)
	stranger.play([]scenario{
		{name: "not in this store", method: http.MethodPost, path: "/me/texts",
			body: map[string]string{"kind": "objection", "salt": salt, "text": "x"}, status: 403, has: []string{"not-registered-here"}},
		{path: "/me/objections", status: 200, has: []string{`"items":[]`}},
	})
}

// Two bodies put on record that an owner is an officer of one of them: from then on its officers see that his case is their own, and the
// ledger takes nothing from them that concerns him.
func TestOfficesOfAnOwner(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.staffedAmong(t, "api-offices", 4)
	person := o.find(o.zhang, "业主0008")[0].Person
	printed := o.letterFor(person)
	must(t, 201, o.zhang.post(o.act(o.zhangKey, "codes.issue", printed.Issue[0])))
	_, phone, _ := o.enrol(printed.Issue[0].Codes[0])
	o.zhang.play([]scenario{{path: "/people/" + person, status: 200, has: []string{`"offices":[]`, `"ownCase":false`}}})
	signed := o.act(o.zhangKey, "officer.declare", people.OfficerDeclare{Bodies: []string{"owners"}, Person: person})
	must(t, 201, o.zhang.do(http.MethodPost, "/pending-acts", signed))
	waiting := "/pending-acts/" + act.HashOf(signed.Text).String()
	o.li.play([]scenario{
		{name: "of whom it is", path: waiting + "/about", status: 200, has: []string{"业主0008", "houses"}},
		{method: http.MethodPost, path: waiting + "/sign", body: o.liKey.sign(t, signed.Text), status: 201},
	})
	for b, own := range map[*client]string{o.zhang: "true", o.li: "false"} {
		b.play([]scenario{
			{path: "/people/" + person, status: 200, has: []string{`"offices":["owners"]`, `"ownCase":` + own}},
			{path: "/enrolments/pending", status: 200, has: []string{`"ownCase":` + own}},
		})
	}
	mine := o.act(o.zhangKey, "credential.confirm", people.CredentialConfirm{Credentials: []string{phone.ID()}})
	o.zhang.play([]scenario{{name: "in his own case", method: http.MethodPost, path: "/pending-acts", body: mine, status: 422,
		has: []string{string(people.OwnUnit), "those of other bodies can"}}})
}

// copied has another owner object with the hash of somebody's text, which is on the ledger: he learns nothing of the text, neither
// before he is confirmed nor afterwards.
func (o *staffed) copied(hash, words string) {
	o.Helper()
	printed := o.letterFor(o.find(o.zhang, "业主0008")[0].Person)
	must(o, 201, o.zhang.post(o.act(o.zhangKey, "codes.issue", printed.Issue[0])))
	b, d, _ := o.enrol(printed.Issue[0].Codes[0])
	b.mustLogIn(d)
	b.play([]scenario{{path: "/me/objections", status: 403, has: []string{"wrong-role"}}})
	must(o, 201, o.two("credential.confirm", people.CredentialConfirm{Credentials: []string{d.ID()}}))
	must(o, 201, b.post(o.act(d, "roll.object", people.RollObject{Version: 1, Text: hash})))
	b.play([]scenario{{path: "/me/objections", status: 200, has: []string{"roll 1"}, hasNot: []string{words}}})
}

// What officers read about people is in the audit log, each with its line.
func TestReadingIsAudited(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.staffed(t, "api-audit")
	person := o.find(o.zhang, "业主0008")[0].Person
	e, err := o.v.NewElection("reminded")
	if err != nil {
		t.Fatal(err)
	}
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	contests := []vote.DraftContest{{ID: "x", Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority,
		Title: "年度预算"}}
	if err := errors.Join(tw.Prepare(t.Context(), e, "年度预算", rules, contests), tw.catchUp(t.Context())); err != nil {
		t.Fatal(err)
	}
	o.audited("list.seen", "owners", func() {
		list := decode[Reminders](t, must(t, 200, o.zhang.get("/elections/reminded/reminders")))
		if len(list.Items) != 16 || list.Items[0].Owners[0].Name == "" || list.Items[0].Owners[0].House == "" {
			t.Errorf("%+v", list)
		}
	})
	everybody := decode[Reminders](t, must(t, 200, o.zhang.get("/elections/reminded/reminders?all=true")))
	if len(everybody.Items) != 16 || everybody.Items[0].Cast != nil { // nobody has voted
		t.Errorf("%+v", everybody)
	}
	for path, action := range map[string]string{
		"/letters": "list.seen", "/enrolments/pending": "list.seen", "/recoveries": "list.seen", "/objections": "list.seen",
		"/rolls/1/csv": "roll.exported", "/people/" + person: "person.seen", "/people/" + person + "/export": "person.exported",
	} {
		o.audited(action, "owners", func() { must(o, 200, o.zhang.get(path)) })
	}
	o.audited("person.seen", "owners", func() { o.find(o.zhang, "102") })
	table := o.zhang.get("/rolls/1/csv")
	if !strings.HasPrefix(table.body, "\ufeff楼栋,") || !strings.Contains(table.body, ",业主0013,业主0013配偶,") ||
		table.header.Get("Content-Disposition") != `attachment; filename="roll-api-audit-1.csv"` {
		t.Errorf("%v %s", table.header, table.body)
	}
	o.zhang.play([]scenario{{path: "/rolls/2/csv", status: 404, hasNot: []string{"业主"}}})
	former, formerKey := o.officer("owners", "赵六", "")
	must(t, 200, former.get("/letters"))
	officers, err := o.store.Officers(t.Context(), o.v.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, officer := range officers {
		if officer.Name == "赵六" {
			if _, err := o.store.EndOfficer(t.Context(), o.v.ID, officer.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if a := former.get("/letters"); a.status != 401 || a.problem() != "passkey-revoked" { // the ledger has not revoked his passkey yet
		t.Errorf("after his office: %d %s", a.status, a.body)
	}
	if a := o.browserOf().logIn(formerKey); a.status != 401 || a.problem() != "passkey-revoked" {
		t.Errorf("he logs in again: %d %s", a.status, a.body)
	}
}

// Uploads are refused as other requests are, whatever is wrong with them.
func TestUploads(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.staffed(t, "api-uploads")
	form := func(field, content string) (string, string) {
		var body strings.Builder
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile(field, "roll.csv")
		if err == nil {
			_, err = part.Write([]byte(content))
		}
		if err := errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		return body.String(), w.FormDataContentType()
	}
	large, largeType := form("file", strings.Repeat("x", 20_000_001))
	other, otherType := form("roll", "楼栋")
	empty, emptyType := form("file", "")
	cut, cutType := form("file", "楼栋,房号")
	for name, c := range map[string]struct {
		body, contentType string
		status            int
		problem, says     string
	}{
		"too large":   {large, largeType, 413, "too-large", ""},
		"wrong field": {other, otherType, 400, "bad-field", "file"},
		"empty file":  {empty, emptyType, 422, "bad-file", "export the register again"},
		"cut short":   {cut[:len(cut)/2], cutType, 400, "bad-field", "file"},
		"no boundary": {cut, "multipart/form-data", 400, "bad-field", "file"},
		"no body":     {"", cutType, 400, "bad-field", "file"},
		"no form":     {`{"file":"x"}`, "application/json", 415, "unsupported-media-type", "multipart/form-data"},
		"no roll":     {strings.ReplaceAll(cut, "楼栋", "姓名"), cutType, 422, "bad-file", "楼栋"},
		"plain text":  {"x", "text/plain", 415, "unsupported-media-type", ""},
		"nested parts": {strings.Replace(cut, "Content-Type: application/octet-stream", "Content-Type: multipart/mixed; boundary=x", 1),
			cutType, 422, "bad-file", ""},
	} {
		if a := o.zhang.do(http.MethodPost, "/rolls", c.body, "Content-Type", c.contentType); a.status != c.status ||
			a.problem() != c.problem || !strings.Contains(a.body, c.says) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

// TestAdmit registers officers on a server that may admit them.
func TestAdmit(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	v, err := village.New("api-admit", tw.of(2))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(tw.Found(t.Context(), v), tw.catchUp(t.Context())); err != nil {
		t.Fatal(err)
	}
	defer func() { tw.server.enrolment.onLedger = nil }()
	tw.server.enrolment.onLedger = func(ctx context.Context, community, body string, key people.OfficerKey) error {
		if body == "residents" {
			return errors.New("no key of this administrator is here")
		}
		admin, err := tw.Network.Connect(ctx, body, network.Admin)
		if err != nil {
			return err
		}
		defer admin.Close()
		constitution, err := json.Marshal(v.Constitution)
		if err != nil {
			return err
		}
		keys, err := json.Marshal([]people.OfficerKey{key})
		if err != nil {
			return err
		}
		_, _, err = admin.Submit(ctx, "Found", community, string(constitution), string(keys))
		return err
	}
	register := func(officer identity.Officer) (*client, *device, bool) {
		t.Helper()
		token, err := InviteOfficer(t.Context(), tw.server.Database, v.ID, officer.ID, time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		b := tw.browser(t)
		b.community = v.ID
		options := must(t, 200, b.do(http.MethodPost, "/officers/register/begin", map[string]string{"community": v.ID, "token": token}))
		d := newDevice(v.Constitution.RP)
		made := decode[NewPasskey](t, must(t, 201, b.do(http.MethodPost, "/webauthn/register/finish", map[string]json.RawMessage{
			"credential": d.attest(t, []byte(options.body)),
		})))
		return b, d, made.Admitted
	}
	var zhang *client
	var first identity.Officer
	for body, want := range map[string]bool{"owners": true, "residents": false} {
		officer, err := tw.store.AddOfficer(t.Context(), v.ID, body, "张三丰", "")
		if err != nil {
			t.Fatal(err)
		}
		b, d, admitted := register(officer)
		if admitted != want {
			t.Errorf("%s: admitted %t", body, admitted)
		}
		if a := b.logIn(d); (a.status == http.StatusOK) != want {
			t.Errorf("%s logs in: %d %s", body, a.status, a.body)
		}
		if want {
			zhang, first = b, officer
		}
	}
	tw.server.enrolment.onLedger = nil
	register(first)
	if me := decode[Me](t, zhang.get("/me")); len(me.Credentials) != 1 || !me.Credentials[0].Current {
		t.Errorf("with a second passkey that is not on the ledger: %+v", me.Credentials)
	}
	if !strings.Contains(tw.log.String(), "an officer's passkey was not admitted") {
		t.Error("a failed admission is not in the log")
	}
}
