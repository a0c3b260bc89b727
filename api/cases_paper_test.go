// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/identity/paper"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/number"
)

// onPaper looks at what both sides and the mediator print of an agreement, and that nobody else does.
func (o *overseers) onPaper(t *testing.T, id string, one, other *earner) {
	t.Helper()
	for _, file := range []string{"agreement.pdf", "application.pdf"} {
		var first string
		for _, path := range []string{"/me/cases/", "/me/cases/", "/cases/"} {
			b := one.client
			if path == "/cases/" {
				b = o.zhang
			}
			got := must(t, 200, b.get(path+id+"/"+file+"?lang=zh"))
			if first == "" {
				first = got.body
			}
			if got.body != first || !strings.HasPrefix(got.body, "%PDF-") || got.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s%s: another file, or none", path, file)
			}
		}
		if en := must(t, 200, other.get("/me/cases/"+id+"/"+file+"?lang=en")); en.body == first {
			t.Errorf("%s is the same in English", file)
		}
		must(t, 404, o.third.get("/me/cases/"+id+"/"+file))
		must(t, 404, o.li.get("/cases/"+id+"/"+file))
		must(t, 403, o.zhang.get("/me/cases/"+id+"/"+file))
	}
	for b, path := range map[*client]string{one.client: "/me/cases/", o.zhang: "/cases/"} {
		if got := must(t, 200, b.get(path+id+"/sessions.ics?lang=zh")); !strings.Contains(got.body, "请法院确认调解协议的期限") ||
			strings.Contains(got.body, "漏水") {
			t.Error(got.body)
		}
	}
	must(t, 404, o.third.get("/me/cases/"+id+"/sessions.ics"))
	events, err := o.store.Audit(t.Context(), o.v.ID, 0, 10000)
	for _, what := range []string{"agreement of case ", "application of case ", "sessions of case "} {
		if err != nil || !slices.ContainsFunc(events, func(e identity.Event) bool {
			return e.Action == "list.seen" && e.Subject == what+id
		}) {
			t.Errorf("the audit log has no look at the %s; %v", what, err)
		}
	}
	o.saysOnPaper(t, id, one, other)
}

// saysOnPaper reads what is printed.
func (o *overseers) saysOnPaper(t *testing.T, id string, one, other *earner) {
	t.Helper()
	w := o.paper(t, one, id)
	names := []string{"纠纷的主要事实", one.name, one.house, "张三丰", w.shown.Sides[1].House, "楼上漏水", "谁来修", "出一半", "出另一半", "各出三百元", "转账", "三十天内"}
	for what, write := range map[string]func(*casePaper) (paper.Document, error){
		"agreement": (*casePaper).agreement, "application": (*casePaper).application,
	} {
		d, err := write(w)
		if err != nil {
			t.Fatal(err)
		}
		said := printed(d)
		last := time.Unix(w.of.ApplyBy-1, 0).In(beijing).Format("2006年1月2日")
		for _, want := range append(names, number.Spaced(w.signed.Number), w.of.Agreement, last) {
			if !strings.Contains(said, want) {
				t.Errorf("the %s does not say %q: %s", what, want, said)
			}
		}
		if what == "agreement" && strings.Count(said, chinaTime(w.signed.At)) != 3 {
			t.Errorf("signatures: %s", said)
		}
	}
	w.now = w.of.ApplyBy
	if _, err := w.application(); err == nil {
		t.Error("an application after the thirty days")
	}
	if _, err := w.agreement(); err != nil {
		t.Errorf("an agreement after the thirty days: %v", err)
	}
}

func printed(d paper.Document) string {
	var all strings.Builder
	for _, part := range d.Parts {
		all.WriteString(part.Text + "\n")
	}
	return all.String()
}

// paper is what an owner prints of a case, in Chinese.
func (o *overseers) paper(t *testing.T, e *earner, id string) *casePaper {
	t.Helper()
	l := caseViewer{register: o.server.register, ctx: t.Context(), homes: []string{e.unit}, now: time.Now().Unix()}
	credential, err := index.Read(t.Context(), o.server.Index, contract.Credentials, o.v.ID, e.by.Key.ID())
	if err != nil {
		t.Fatal(err)
	}
	l.v.community, l.v.credential = o.v.ID, credential
	w, err := l.paper(id, chinese)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// What was erased is said to be, and the hash that is on the ledger stands.
func TestErasedAgreementOnPaper(t *testing.T) {
	o := overseersOf(t, "api-erased-case")
	one, other := o.helper, o.helped
	id := o.opens(one, other, "楼上漏水")
	must(t, 404, one.get("/me/cases/"+id+"/agreement.pdf"))
	agreed := o.act(o.zhangKey, mediation.TypeCaseAgree, mediation.CaseAgree{Agreement: anyHash, Case: id, Days: 1})
	agreed.Signatures = append(agreed.Signatures, mustSign(t, other.by, agreed.Text), mustSign(t, one.by, agreed.Text))
	must(t, 201, o.zhang.post(agreed))
	if err := o.store.ErasePerson(t.Context(), o.v.ID, other.person, identity.Erasure{Owner: true}); err != nil {
		t.Fatal(err)
	}
	must(t, http.StatusOK, one.get("/me/cases/"+id+"/agreement.pdf"))
	d, err := o.paper(t, one, id).agreement()
	if err != nil {
		t.Fatal(err)
	}
	said := printed(d)
	for _, want := range []string{
		"协议全文已经删除", "〔已删除〕", anyHash, number.Spaced(number.Of(act.HashOf(agreed.Text).String())), one.house + "，签名人 " + one.name,
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in %s", want, said)
		}
	}
	if strings.Contains(said, other.name) {
		t.Errorf("who was erased is named: %s", said)
	}
}
