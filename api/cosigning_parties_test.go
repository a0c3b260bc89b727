// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/cosign"
	"github.com/linli-project/linli/identity"
	rules "github.com/linli-project/linli/rules/mediation"
)

// couple are the two owners of one home.
func (o *overseers) couple() (wife, husband *earner) {
	o.Helper()
	for _, right := range o.v.Rights {
		if len(right.Owners) != 2 || len(right.Units) != 1 {
			continue
		}
		var both []*earner
		for _, owner := range right.Owners {
			e := &earner{client: o.browser(o), v: o.v, by: o.v.People[owner], person: owner, unit: right.Units[0].ID}
			e.community = o.v.ID
			e.mustLogIn(e.by.Key)
			both = append(both, e)
		}
		return both[0], both[1]
	}
	o.Fatal("nobody shares a home")
	return nil, nil
}

// opens has a household ask for mediation with another one, which takes part; zhang mediates.
func (o *overseers) opens(first, second *earner, words string) string {
	o.Helper()
	id := first.signs(mediation.TypeCaseRequest, 0, mediation.CaseRequest{
		About: mediation.AboutRequest, Home: first.unit, Second: rules.Side{Home: second.unit}, Text: first.saysInCase(first.unit, words),
	})
	must(o, 201, o.zhang.post(o.act(o.zhangKey, mediation.TypeCaseTake, mediation.CaseTake{Case: id})))
	second.signs(mediation.TypeCaseJoin, 0, mediation.CaseJoin{Case: id})
	return id
}

func partsFor(id string) AgreementParts {
	return AgreementParts{
		Agreed: "各出三百元", Case: id, Facts: "楼上漏水", How: "转账", Matters: "谁来修", Responsibility: []string{"出一半", "出另一半"}, When: "三十天内",
	}
}

// tries leaves an act of zhang's that nobody takes, and so uses no number.
func (o *overseers) tries(b *client, d *device, body any) answer {
	o.Helper()
	signed := o.act(d, mediation.TypeCaseAgree, body)
	d.seq--
	return b.do(http.MethodPost, "/pending-acts", signed)
}

func pendingOf(t *testing.T, b *client) []PendingAct {
	t.Helper()
	return decode[PendingActs](t, must(t, 200, b.get("/pending-acts"))).Items
}

// An agreement is drafted in all its parts and signed by its mediator; it waits for one of each side, whoever is the last sends it. Nobody
// else sees it, signs it, or takes it back.
func TestSidesSignTogether(t *testing.T) {
	o := overseersOf(t, "api-sides")
	one, third := o.helper, o.third
	wife, husband := o.couple()
	colleague, _ := o.officer("owners", "王五福", "")
	id := o.opens(one, wife, "楼上漏水")
	hash := o.drafts(t, id)
	agree := mediation.CaseAgree{Agreement: hash, Case: id, Days: 30}
	if a := o.tries(o.li, o.liKey, agree); a.status != 422 || decode[Problem](t, a).Code != string(contract.WrongPerson) {
		t.Errorf("an officer who does not mediate: %d %s", a.status, a.body)
	}
	must(t, 409, o.tries(o.zhang, o.zhangKey, mediation.CaseAgree{Agreement: anyHash, Case: id, Days: 30}))

	signed := o.act(o.zhangKey, mediation.TypeCaseAgree, agree)
	left := decode[PendingAct](t, must(t, 201, o.zhang.do(http.MethodPost, "/pending-acts", signed)))
	if !slices.Equal(left.Missing, []string{one.unit, wife.unit}) || !left.Mine || left.Case != id || len(left.Signed) > 0 {
		t.Fatalf("%+v", left)
	}
	path := "/pending-acts/" + left.Act
	for name, b := range map[string]*client{
		"a neighbour": third.client, "another body's officer": o.li, "the mediator's colleague": colleague,
	} {
		if items := pendingOf(t, b); len(items) != 0 {
			t.Errorf("%s sees %+v", name, items)
		}
		must(t, 404, b.get(path+"/about"))
		must(t, 404, b.do(http.MethodDelete, path, nil))
	}
	must(t, 404, third.do(http.MethodPost, path+"/sign", mustSign(t, third.by, signed.Text)))
	must(t, 404, o.li.do(http.MethodPost, path+"/sign", o.liKey.sign(t, signed.Text)))
	for _, b := range []*client{one.client, wife.client, husband.client, o.zhang} {
		about := decode[AboutAct](t, must(t, 200, b.get(path+"/about")))
		if about.Agreement == nil || about.Parts == nil || about.Parts.Agreed != "各出三百元" ||
			identity.HashText(about.Agreement.Salt, about.Agreement.Text) != hash {
			t.Errorf("%+v", about)
		}
	}
	one.play([]scenario{
		{name: "another's signature", method: http.MethodPost, path: path + "/sign", body: mustSign(t, wife.by, signed.Text), status: 422},
		{name: "over another text", method: http.MethodPost, path: path + "/sign", body: mustSign(t, one.by, signed.Text+" "), status: 422},
		{name: "take back", method: http.MethodDelete, path: path, status: 403},
	})
	for range 2 { // once more is harmless
		got := decode[PendingAct](t, must(t, 200, one.do(http.MethodPost, path+"/sign", mustSign(t, one.by, signed.Text))))
		if !got.Mine || !slices.Equal(got.Missing, []string{wife.unit}) {
			t.Errorf("%+v", got)
		}
	}
	must(t, 409, o.zhang.do(http.MethodPost, path+"/sign", o.zhangKey.sign(t, signed.Text)))
	signed = o.overtakes(t, id, agree, one, husband)
	path = "/pending-acts/" + act.HashOf(signed.Text).String()
	must(t, 201, husband.do(http.MethodPost, path+"/sign", mustSign(t, husband.by, signed.Text)))
	if l := casesOf(t, wife.client, "/me/cases"); len(l) != 1 || l[0].State != rules.StateAgreed || l[0].Parts == nil || l[0].Parts.How != "转账" {
		t.Errorf("%+v", l)
	}
	if items := pendingOf(t, wife.client); len(items) != 0 {
		t.Errorf("still waiting: %+v", items)
	}
	for b, open := range map[*client]int{one.client: 1, wife.client: 1, husband.client: 1, third.client: 0} {
		if me := decode[Me](t, must(t, 200, b.get("/me"))); me.Cases != open {
			t.Errorf("%d open cases, not %d", me.Cases, open)
		}
	}
	o.onPaper(t, id, one, wife)
	o.applies(t, id, one, wife)
}

// overtakes has zhang fix a session, for which he uses the number of the agreement that waits, and sign that anew; one side signs it.
func (o *overseers) overtakes(t *testing.T, id string, agree mediation.CaseAgree, one, other *earner) act.Signed {
	t.Helper()
	old := pendingOf(t, other.client)[0]
	o.zhangKey.seq--
	must(t, 201, o.zhang.post(o.act(o.zhangKey, mediation.TypeCaseMeet, mediation.CaseMeet{
		At: act.Int(time.Now().Add(time.Hour).Unix()), Case: id, Text: o.notes(o.zhang, id, "居委会二楼"),
	})))
	if items := pendingOf(t, other.client); len(items) != 1 || !items[0].Overtaken {
		t.Errorf("%+v", items)
	}
	must(t, 409, other.do(http.MethodPost, "/pending-acts/"+old.Act+"/sign", mustSign(t, other.by, old.Text)))
	signed := o.act(o.zhangKey, mediation.TypeCaseAgree, agree)
	must(t, 201, o.zhang.do(http.MethodPost, "/pending-acts", signed))
	items := pendingOf(t, other.client)
	if len(items) != 1 || items[0].Overtaken || len(items[0].Signed) != 0 || items[0].Text != signed.Text {
		t.Fatalf("signed anew: %+v", items)
	}
	must(t, 200, one.do(http.MethodPost, "/pending-acts/"+items[0].Act+"/sign", mustSign(t, one.by, signed.Text)))
	return signed
}

// drafts has zhang write an agreement; one that lacks a part is refused, with the part's name, and nobody else writes one.
func (o *overseers) drafts(t *testing.T, id string) string {
	t.Helper()
	parts := partsFor(id)
	parts.How = " "
	a := o.zhang.do(http.MethodPost, "/cases/agreements", parts, "Accept-Language", "zh")
	if a.status != 400 || !strings.Contains(a.body, "协议须写明：履行的方式") {
		t.Errorf("without how: %d %s", a.status, a.body)
	}
	must(t, 404, o.li.do(http.MethodPost, "/cases/agreements", partsFor(id)))
	return decode[KeptText](t, must(t, 201, o.zhang.do(http.MethodPost, "/cases/agreements", partsFor(id)))).Hash
}

// applies has both sides ask a court; one of them may take back what it began, and each begins it once.
func (o *overseers) applies(t *testing.T, id string, one, other *earner) {
	t.Helper()
	leave := func(e *earner) (act.Signed, answer) {
		signed, err := o.v.Act(mediation.TypeCaseApply, mediation.CaseApply{Case: id}, e.by)
		if err != nil {
			t.Fatal(err)
		}
		return signed, e.do(http.MethodPost, "/pending-acts", signed)
	}
	signed, a := leave(one)
	left := decode[PendingAct](t, must(t, 201, a))
	path := "/pending-acts/" + left.Act
	if !left.Mine || !slices.Equal(left.Signed, []string{one.unit}) {
		t.Errorf("%+v", left)
	}
	if len(pendingOf(t, o.zhang)) != 0 || len(pendingOf(t, o.third.client)) != 0 {
		t.Error("who is of no side sees it")
	}
	must(t, 409, one.do(http.MethodPost, path+"/sign", mustSign(t, one.by, signed.Text)))
	must(t, 403, other.do(http.MethodDelete, path, nil))
	must(t, 204, one.do(http.MethodDelete, path, nil))
	must(t, 201, one.do(http.MethodPost, "/pending-acts", signed))
	must(t, 201, other.do(http.MethodPost, path+"/sign", mustSign(t, other.by, signed.Text)))
	if l := casesOf(t, one.client, "/me/cases"); l[0].Applied == 0 {
		t.Errorf("%+v", l[0])
	}
	if _, a := leave(other); a.status != 409 && a.status != 422 {
		t.Errorf("a second time: %d %s", a.status, a.body)
	}
}

// A body signs by any of its officers, first or second; those of no other body do, and what ended waits for nobody.
func TestBodySignsAsSide(t *testing.T) {
	o := overseersAmong(t, "api-sides-body", 3)
	one := o.helper
	colleague, colleagueKey := o.officer("residents", "赵六安", "")
	stranger, strangerKey := o.officer(o.v.Constitution.Bodies[2].ID, "钱七宝", "")
	open := func(words string) string {
		id := one.signs(mediation.TypeCaseRequest, 0, mediation.CaseRequest{
			About: mediation.AboutRequest, Home: one.unit, Second: rules.Side{Body: "residents"}, Text: one.saysInCase(one.unit, words),
		})
		must(t, 201, o.zhang.post(o.act(o.zhangKey, mediation.TypeCaseTake, mediation.CaseTake{Case: id})))
		must(t, 201, o.li.post(o.act(o.liKey, mediation.TypeCaseJoin, mediation.CaseJoin{Case: id})))
		return id
	}
	agrees := func(id string) (string, string) {
		signed := o.act(o.zhangKey, mediation.TypeCaseAgree, mediation.CaseAgree{Agreement: o.drafts(t, id), Case: id, Days: 3})
		left := decode[PendingAct](t, must(t, 201, o.zhang.do(http.MethodPost, "/pending-acts", signed)))
		if !slices.Equal(left.Missing, []string{one.unit, "body:residents"}) {
			t.Errorf("%+v", left)
		}
		return signed.Text, "/pending-acts/" + left.Act
	}
	id := open("物业费")
	text, path := agrees(id)
	must(t, 404, stranger.do(http.MethodPost, path+"/sign", strangerKey.sign(t, text)))
	must(t, 200, o.li.do(http.MethodPost, path+"/sign", o.liKey.sign(t, text)))
	if items := pendingOf(t, colleague); len(items) != 1 || !items[0].Mine {
		t.Errorf("his colleague sees %+v", items)
	}
	must(t, 200, colleague.do(http.MethodPost, path+"/sign", colleagueKey.sign(t, text)))
	must(t, 201, one.do(http.MethodPost, path+"/sign", mustSign(t, one.by, text)))

	apply := o.act(colleagueKey, mediation.TypeCaseApply, mediation.CaseApply{Case: id})
	left := decode[PendingAct](t, must(t, 201, colleague.do(http.MethodPost, "/pending-acts", apply)))
	if !slices.Equal(left.Signed, []string{"body:residents"}) || !slices.Equal(left.Missing, []string{one.unit}) {
		t.Errorf("%+v", left)
	}
	must(t, 409, o.li.do(http.MethodPost, "/pending-acts/"+left.Act+"/sign", o.liKey.sign(t, apply.Text)))
	must(t, 201, one.do(http.MethodPost, "/pending-acts/"+left.Act+"/sign", mustSign(t, one.by, apply.Text)))

	id = open("停车费")
	text, path = agrees(id)
	one.signs(mediation.TypeCaseWithdraw, 0, mediation.CaseWithdraw{Case: id})
	if items := pendingOf(t, o.li); len(items) != 0 {
		t.Errorf("of a case that has ended: %+v", items)
	}
	if items := pendingOf(t, o.zhang); len(items) != 1 || items[0].Refused == "" {
		t.Errorf("its mediator sees %+v", items)
	}
	must(t, 204, o.zhang.do(http.MethodDelete, path, nil))
	must(t, 404, o.li.do(http.MethodPost, path+"/sign", o.liKey.sign(t, text)))
}

// Of two signatures for a side the later one counts, in the place of the earlier; the first signer's stays. Once the act is on its way
// to the ledger none takes another's place.
func TestLaterSignatureOfASide(t *testing.T) {
	ctx := t.Context()
	d, err := openDatabase(ctx, filepath.Join(t.TempDir(), "server.db"), "")
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	acts, sides := d.waiting(nil), []string{"ours", "theirs"}
	by := func(passkey, side string) cosign.Signature {
		return cosign.Signature{Signature: act.Signature{By: passkey}, Person: side}
	}
	p := cosign.Act{
		Hash: "hash", Community: "garden", Type: mediation.TypeCaseAgree, Text: "text", Body: "owners", By: "mediator", Expires: 1,
		Signatures: []cosign.Signature{by("mediator", "")},
	}
	if err := acts.Keep(ctx, p); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"wife", "husband"} {
		if signed, err := acts.Sign(ctx, p.Hash, sides, by(who, "ours"), 1); err != nil || signed != nil {
			t.Fatalf("%+v %v", signed, err)
		}
	}
	signed, err := acts.Sign(ctx, p.Hash, sides, by("neighbour", "theirs"), 1)
	if err != nil || signed == nil || len(signed.Signatures) != 3 || signed.Signatures[0].By != "mediator" ||
		signed.Signatures[1].By != "husband" || signed.Signatures[2].By != "neighbour" {
		t.Fatalf("%+v %v", signed, err)
	}
	if signed, err := acts.Sign(ctx, p.Hash, sides, by("neighbour's wife", "theirs"), 1); !errors.Is(err, cosign.ErrSent) || signed != nil {
		t.Errorf("%+v %v", signed, err)
	}
	if kept, err := acts.Act(ctx, p.Community, p.Hash, 0); err != nil || !kept.Sent() || kept.Signatures[2].By != "neighbour" {
		t.Errorf("%+v %v", kept, err)
	}
}
