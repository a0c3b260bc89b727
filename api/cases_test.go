// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/identity"
	rules "github.com/linli-project/linli/rules/mediation"
)

// saysInCase leaves what an owner says in a case, or for a home of his that asks for one.
func (e *earner) saysInCase(about, text string) string {
	e.Helper()
	body := map[string]string{"kind": "case", "about": about, "salt": strings.Repeat("a", 22), "text": text}
	return decode[KeptText](e, must(e, 201, e.do(http.MethodPost, "/me/texts", body))).Hash
}

func casesOf(t *testing.T, b *client, path string) []Case {
	t.Helper()
	return decode[CaseList](t, must(t, 200, b.get(path))).Items
}

// notes leaves what an officer says in a case.
func (o *overseers) notes(b *client, id, text string) string {
	o.Helper()
	return decode[KeptText](o, must(o, 201, b.do(http.MethodPost, "/cases/texts", KeepCaseTextJSONBody{Case: id, Text: text}))).Hash
}

// Two households come to an agreement before a mediator. Both and he read all of it, and what each may do; nobody else reads anything, nor
// by naming its hash in a case of his own.
func TestCase(t *testing.T) {
	o := overseersOf(t, "api-cases")
	one, two, third := o.helper, o.helped, o.third
	mediates := func(kind string, body any) { must(t, 201, o.zhang.post(o.act(o.zhangKey, kind, body))) }
	id := one.signs(mediation.TypeCaseRequest, 0, mediation.CaseRequest{
		About: mediation.AboutRequest, Home: one.unit, Second: rules.Side{Home: two.unit}, Text: one.saysInCase(one.unit, "楼上漏水"),
	})
	for b, next := range map[*client][]rules.Step{
		o.zhang: {rules.StepDecline, rules.StepTake}, o.li: {rules.StepDecline, rules.StepTake},
	} {
		if l := casesOf(t, b, "/cases"); len(l) != 1 || l[0].Case != id || l[0].Request.Text != "楼上漏水" || !slices.Equal(l[0].Next, next) {
			t.Errorf("before anybody has taken it: %+v", l)
		}
	}
	mediates(mediation.TypeCaseTake, mediation.CaseTake{Case: id})
	asked := casesOf(t, two.client, "/me/cases")
	if len(asked) != 1 || !slices.Equal(asked[0].Next, []rules.Step{rules.StepJoin, rules.StepRefuse, rules.StepWithdraw}) ||
		asked[0].Mediator != (CaseMediator{Body: "owners", Name: "张三丰"}) || asked[0].Sides[0].House != one.house || asked[0].Sides[0].Mine ||
		!asked[0].Sides[1].Mine || asked[0].AnswerBy == 0 {
		t.Fatalf("who is asked: %+v", asked)
	}
	two.signs(mediation.TypeCaseJoin, 0, mediation.CaseJoin{Case: id})
	two.signs(mediation.TypeCaseSay, 0, mediation.CaseSay{Case: id, Text: two.saysInCase(id, "不是我家")})
	mediates(mediation.TypeCaseMeet, mediation.CaseMeet{
		At: act.Int(time.Now().Add(time.Hour).Unix()), Case: id, Text: o.notes(o.zhang, id, "居委会二楼"),
	})
	proposal := o.notes(o.zhang, id, "各出一半")
	mediates(mediation.TypeCasePropose, mediation.CasePropose{Case: id, Days: 3, Text: proposal})
	one.signs(mediation.TypeCaseReply, 0, mediation.CaseReply{Case: id, Reply: rules.Yes, Text: proposal})
	agreement := o.notes(o.zhang, id, "各出三百元")
	agreed := o.act(o.zhangKey, mediation.TypeCaseAgree, mediation.CaseAgree{Agreement: agreement, Case: id, Days: 30})
	agreed.Signatures = append(agreed.Signatures, mustSign(t, one.by, agreed.Text), mustSign(t, two.by, agreed.Text))
	must(t, 201, o.zhang.post(agreed))

	for b, path := range map[*client]string{one.client: "/me/cases", two.client: "/me/cases", o.zhang: "/cases"} {
		l := casesOf(t, b, path)
		if len(l) != 1 || l[0].State != rules.StateAgreed || l[0].Request.Text != "楼上漏水" || l[0].Statements[0].Text.Text != "不是我家" ||
			l[0].Statements[0].Side != 1 || l[0].Sessions[0].Text.Text != "居委会二楼" || l[0].Proposals[0].Text.Text != "各出一半" ||
			!slices.Equal(l[0].Proposals[0].Replies, []rules.Reply{rules.Yes, rules.Silent}) || l[0].Agreement.Text != "各出三百元" ||
			sha256Hex(l[0].Agreement.Salt+"\n各出三百元") != agreement || l[0].PerformBy == 0 || l[0].ApplyBy == 0 {
			t.Errorf("%+v", l)
		}
	}
	must(t, 403, o.zhang.get("/me/cases"))
	must(t, 403, one.get("/cases"))
	o.learnsNothing(t, third, id, proposal)
}

// learnsNothing has a third household and another body's officer try to read a case, and to leave words in it.
func (o *overseers) learnsNothing(t *testing.T, third *earner, id, proposal string) {
	t.Helper()
	if l := casesOf(t, o.li, "/cases"); len(l) != 0 {
		t.Errorf("another body's officer sees %+v", l)
	}
	must(t, 404, o.li.do(http.MethodPost, "/cases/texts", KeepCaseTextJSONBody{Case: id, Text: "x"}))
	for _, about := range []string{id, o.helper.unit, ""} {
		body := map[string]string{"kind": "case", "about": about, "salt": strings.Repeat("a", 22), "text": "x"}
		if a := third.do(http.MethodPost, "/me/texts", body); a.status < 400 || a.status >= 500 {
			t.Errorf("about %q: %d %s", about, a.status, a.body)
		}
	}
	if l := casesOf(t, third.client, "/me/cases"); len(l) != 0 {
		t.Errorf("a third household sees %+v", l)
	}
	own := third.signs(mediation.TypeCaseRequest, 0, mediation.CaseRequest{
		About: mediation.AboutRequest, Home: third.unit, Second: rules.Side{Home: o.helper.unit}, Text: proposal,
	})
	if l := casesOf(t, third.client, "/me/cases"); len(l) != 1 || l[0].Case != own || l[0].Request != (CaseText{Hash: proposal}) {
		t.Errorf("who names a hash reads %+v", l)
	}
	must(t, 401, o.browser(t).get("/me/cases"))
	must(t, 401, o.browser(t).get("/cases"))
}

// A household and a body: its officers see the case and speak for it, and none of them mediates; the mediator's colleagues do not see it.
func TestCaseWithBody(t *testing.T) {
	o := overseersOf(t, "api-cases-body")
	one := o.helper
	asks := func(b *client, d *device, home string) string {
		body := KeepCaseTextJSONBody{Home: home, Text: "物业费"}
		text := decode[KeptText](t, must(t, 201, b.do(http.MethodPost, "/cases/texts", body))).Hash
		signed := o.act(d, mediation.TypeCaseRequest, mediation.CaseRequest{
			About: mediation.AboutRequest, Second: rules.Side{Home: home}, Text: text,
		})
		must(t, 201, b.post(signed))
		return act.HashOf(signed.Text).String()
	}
	id := asks(o.li, o.liKey, one.unit)
	if l := casesOf(t, o.li, "/cases"); len(l) != 1 || !slices.Equal(l[0].Next, []rules.Step{rules.StepWithdraw}) || !l[0].Sides[0].Mine ||
		l[0].Request.Text != "物业费" {
		t.Errorf("the body that asks: %+v", l)
	}
	must(t, 201, o.zhang.post(o.act(o.zhangKey, mediation.TypeCaseTake, mediation.CaseTake{Case: id})))
	if l := casesOf(t, one.client, "/me/cases"); len(l) != 1 || l[0].Request.Text != "物业费" || l[0].Sides[0].Body != "residents" {
		t.Errorf("the household: %+v", l)
	}
	one.signs(mediation.TypeCaseJoin, 0, mediation.CaseJoin{Case: id})
	must(t, 201, o.li.post(o.act(o.liKey, mediation.TypeCaseSay, mediation.CaseSay{Case: id, Text: o.notes(o.li, id, "欠三个月")})))
	if l := casesOf(t, one.client, "/me/cases"); l[0].Statements[0].Text.Text != "欠三个月" || l[0].Statements[0].Side != 0 {
		t.Errorf("what the body says: %+v", l[0].Statements)
	}
	colleague, _ := o.officer("owners", "王五福", "")
	if l := casesOf(t, colleague, "/cases"); len(l) != 0 {
		t.Errorf("a colleague of the mediator sees %+v", l)
	}
	if events, err := o.store.Audit(t.Context(), o.v.ID, 0, 10000); err != nil || !slices.ContainsFunc(events, func(e identity.Event) bool {
		return e.Action == "list.seen" && e.Subject == "cases"
	}) {
		t.Errorf("the audit log has no look at the cases; %v", err)
	}
}
