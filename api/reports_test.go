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
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/identity"
)

// loud is a convention about noise, which two witnesses have to have heard.
const loud = "# 公约\n\n## 3. 夜里安静\n\n" +
	"```rule\nwhen: report.kind == \"noise\"\nwitnesses: 2\nladder: notice\ncure: 3\nappeal: 7\ndecay: 90\n```\n\n" +
	"```example\nreport.kind: noise\nreport.households: 2\nexpect: breach, notice\n```\n\n" +
	"```example\nreport.kind: dog\nreport.households: 2\nexpect: none\n```\n\n## 4. 垃圾入桶\n\n" +
	"```rule\nwhen: order.kind == \"cleaning\"\nladder: notice\ncure: 3\nappeal: 7\ndecay: 90\n```\n\n" +
	"```example\norder.kind: cleaning\nexpect: breach, notice\n```\n\n```example\norder.kind: noise\nexpect: none\n```\n"

// statement is what somebody says, signed with a passkey, as it is sent.
func (e *earner) statement(s convention.Statement, by string) map[string]any {
	e.Helper()
	signed, err := e.by.Key.Sign(s.Text(e.server.genesis, e.v.ID, by))
	if err != nil {
		e.Fatal(err)
	}
	return map[string]any{
		"at": s.At, "kind": s.Kind, "place": s.Place, "words": s.Words, "authenticatorData": signed.AuthData,
		"clientDataJSON": signed.ClientData, "signature": signed.Sig,
	}
}

func (e *earner) heard(words string, ago time.Duration) convention.Statement {
	return convention.Statement{At: time.Now().Add(-ago).Unix(), Kind: "noise", Place: stairsOf(e.house), Words: words}
}

// reports signs what an owner says, and returns what he has reported.
func (e *earner) reports(s convention.Statement) MyReports {
	e.Helper()
	return decode[MyReports](e, must(e, 201, e.do(http.MethodPost, "/me/reports", e.statement(s, e.by.Key.ID()))))
}

// What is not an owner's own word, or could not be filed, is refused.
func TestReportsRefused(t *testing.T) {
	o := overseersOf(t, "api-reports-refused")
	e, good := o.helper, o.helper.heard("半夜敲墙", time.Hour)
	must(t, 403, o.zhang.get("/me/reports"))
	must(t, 401, o.browser(t).get("/me/reports"))
	for name, c := range map[string]struct {
		change func(*convention.Statement)
		by     string // the passkey that the text names
		want   string
	}{
		"another passkey's": {func(*convention.Statement) {}, o.helped.by.Key.ID(), "act-mismatch"},
		"no kind":           {func(s *convention.Statement) { s.Kind = "gossip" }, "", "bad-field"},
		"no words":          {func(s *convention.Statement) { s.Words = "" }, "", "bad-field"},
		"unseen words":      {func(s *convention.Statement) { s.Words = "敲\u202e墙" }, "", "bad-field"},
		"no place":          {func(s *convention.Statement) { s.Place = "3 幢" }, "", "bad-field"},
		"a room":            {func(s *convention.Statement) { s.Place = "99-9-901" }, "", "bad-field"},
		"a month ago":       {func(s *convention.Statement) { s.At -= convention.MaxAge }, "", "bad-field"},
		"tomorrow":          {func(s *convention.Statement) { s.At += 2 * 24 * 3600 }, "", "bad-field"},
	} {
		s, by := good, e.by.Key.ID()
		if c.by != "" {
			by = c.by
		}
		c.change(&s)
		if a := e.do(http.MethodPost, "/me/reports", e.statement(s, by)); a.problem() != c.want {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	signed := e.statement(good, e.by.Key.ID())
	signed["words"] = "半夜弹琴"
	if a := e.do(http.MethodPost, "/me/reports", signed); a.problem() != "act-mismatch" {
		t.Errorf("other words: %d %s", a.status, a.body)
	}
	for range 2 { // the same again is harmless
		if mine := e.reports(good); len(mine.Items) != 1 || mine.Items[0].Words != good.Words || mine.Items[0].Filed {
			t.Fatalf("%+v", mine)
		}
	}
	e.reports(e.heard("又来了", 2*time.Hour))
	mine := e.reports(e.heard("还在敲", 3*time.Hour))
	if a := e.do(http.MethodPost, "/me/reports", e.statement(e.heard("第四次", 0), e.by.Key.ID())); a.problem() != "not-possible-now" {
		t.Errorf("too many: %d %s", a.status, a.body)
	}
	path := "/me/reports/" + mine.Items[0].Report
	if a := o.helped.do(http.MethodDelete, path, nil); a.problem() != "not-possible-now" {
		t.Errorf("another one's: %d %s", a.status, a.body)
	}
	must(t, 204, e.do(http.MethodDelete, path, nil))
	if mine := decode[MyReports](t, must(t, 200, e.get("/me/reports"))); len(mine.Items) != 2 || !slices.Equal(mine.Kinds, kindsOfReports()) ||
		!slices.Contains(mine.Places, stairsOf(e.house)) {
		t.Errorf("%+v", mine)
	}
	if a := o.third.get("/me/reports"); strings.Contains(a.body, "敲") {
		t.Errorf("another household sees %s", a.body)
	}
}

// Two households report, an officer files without learning who, a grid worker confirms, and an article is met.
func TestReportsAreFiled(t *testing.T) {
	o := overseersOf(t, "api-reports-filed")
	if err := o.AdoptConvention(t.Context(), o.v, loud); err != nil {
		t.Fatal(err)
	}
	if err := o.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	crew := &orderly{staffed: o.staffed}
	w, wKey := crew.hire(o.third.name) // a grid worker who is called like an owner, and is taken to be him
	other, otherKey := crew.hire("工人甲")
	must(t, 201, o.two(order.TypeGridSet, order.GridSet{
		Body: "owners", Grid: grid, Languages: []order.Speaker{}, Places: []string{""}, Shifts: []order.Shift{}, Supervisor: o.zhangKey.ID(),
		Workers: sorted(wKey.ID(), otherKey.ID()),
	}))
	nowhere := func(e *earner, words string) convention.Statement {
		s := e.heard(words, 0)
		s.Place = ""
		return s
	}
	o.helper.reports(nowhere(o.helper, "半夜敲墙"))
	o.helper.reports(nowhere(o.helper, "还在敲")) // one household
	o.third.reports(nowhere(o.third, "我家也听见"))
	list := func(b *client) ReportList { return decode[ReportList](t, must(t, 200, b.get("/reports"))) }
	open := list(o.zhang).Open
	said := must(t, 200, o.zhang.get("/reports")).body
	if len(open) != 1 || len(open[0].Households) != 2 || open[0].Kind != "noise" || open[0].Place != "" {
		t.Fatalf("%+v", open)
	}
	for _, e := range []*earner{o.helper, o.third} {
		for _, private := range []string{e.person, e.unit, e.name, e.house, e.by.Key.ID(), "report.sign", "salt"} {
			if strings.Contains(said, private) {
				t.Errorf("an officer sees %q in %s", private, said)
			}
		}
	}
	file := convention.ReportFile{At: act.Int(time.Now().Unix()), Kind: "noise", Signed: []string{}}
	for _, h := range open[0].Households {
		file.Signed = append(file.Signed, h.Signed)
	}
	slices.Sort(file.Signed)
	report := o.act(o.zhangKey, convention.TypeReportFile, file)
	must(t, 201, o.zhang.post(report))
	cause := act.HashOf(report.Text).String()
	now := wait(o.zhang, "/reports", func(l ReportList) bool { return len(l.Open) == 0 })
	if len(now.Filed) != 1 || now.Filed[0].Report != cause || now.Filed[0].Households != 2 || now.Filed[0].Confirmed ||
		now.Filed[0].Breach {
		t.Errorf("%+v", now)
	}
	for _, e := range []*earner{o.helper, o.third} { // and so is the second one of a household
		for _, r := range decode[MyReports](t, must(t, 200, e.get("/me/reports"))).Items {
			if !r.Filed {
				t.Errorf("%+v is open", r)
			}
		}
	}
	mine := decode[MyReports](t, must(t, 200, o.third.get("/me/reports"))).Items[0]
	if a := o.third.do(http.MethodDelete, "/me/reports/"+mine.Report, nil); a.status != 409 {
		t.Errorf("withdrawn though filed: %d %s", a.status, a.body)
	}

	if own := decode[WorkReports](t, must(t, 200, w.get("/worker/reports"))); len(own.Items) != 0 {
		t.Errorf("who signed it as an owner is offered to confirm it: %+v", own)
	}
	work := decode[WorkReports](t, must(t, 200, other.get("/worker/reports")))
	if len(work.Items) != 1 || work.Items[0].Report != cause || strings.Contains(must(t, 200, other.get("/worker/reports")).body, "敲") {
		t.Fatalf("%+v", work)
	}
	must(t, 201, other.post(o.act(otherKey, convention.TypeReportConfirm, convention.ReportConfirm{Report: cause})))
	wait(other, "/worker/reports", func(l WorkReports) bool { return len(l.Items) == 0 && l.Seq == work.Seq+1 })

	seen := decode[SeenList](t, must(t, 200, o.li.get("/breaches/seen"))).Items // every body may find it
	if len(seen) != 1 || seen[0].Article != 3 || seen[0].Find.Report != cause || seen[0].Households != 2 || !seen[0].Confirmed {
		t.Fatalf("%+v", seen)
	}
	find := seen[0].Find
	find.Home = o.helped.unit
	must(t, 201, o.two(convention.TypeBreachFind, find))
	wait(o.zhang, "/breaches/seen", func(l SeenList) bool { return len(l.Items) == 0 })
	if now := list(o.zhang); !now.Filed[0].Breach {
		t.Errorf("%+v", now)
	}
}

// wait is the answer to who has waited for the block: it has to be so at once.
func wait[T any](b *client, path string, ok func(T) bool) T {
	b.Helper()
	got := decode[T](b, must(b, 200, b.get(path)))
	if !ok(got) {
		b.Fatalf("%s: %+v", path, got)
	}
	return got
}

func sorted(all ...string) []string {
	slices.Sort(all)
	return all
}

// An order that is done may be a breach too, unless a household has raised it: the breach would name it.
func TestOrdersAreSeen(t *testing.T) {
	o := overseersOf(t, "api-orders-seen")
	if err := o.AdoptConvention(t.Context(), o.v, loud); err != nil {
		t.Fatal(err)
	}
	if err := o.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	crew := &orderly{staffed: o.staffed}
	crew.worker, crew.workerKey = crew.hire("工人甲")
	must(t, 201, o.two(order.TypeGridSet, order.GridSet{
		Body: "owners", Grid: grid, Languages: []order.Speaker{}, Places: []string{""}, Shifts: []order.Shift{}, Supervisor: o.zhangKey.ID(),
		Workers: []string{crew.workerKey.ID()},
	}))
	must(t, 201, o.two(order.TypeDutiesAdopt, order.DutiesAdopt{
		Basis: strings.Repeat("a", 64), Version: 1, Duties: []order.Duty{{Grid: grid, Hands: 3, Kind: "cleaning", Priority: "ordinary"}},
	}))
	var ids []string
	for _, unit := range []string{"", o.helper.unit} {
		taken := must(t, 201, o.zhang.post(o.act(o.zhangKey, order.TypeOrderTake, order.OrderTake{
			Kind: "cleaning", Photos: []string{}, Place: "3-2", Text: "", Unit: unit,
		})))
		ids = append(ids, decode[Receipt](t, taken).Act)
		crew.done(order.OrderFinish{Order: ids[len(ids)-1], Outcome: "solved", Photos: []string{}})
	}
	seen := wait(o.zhang, "/breaches/seen", func(l SeenList) bool { return len(l.Items) > 0 }).Items
	if len(seen) != 1 || seen[0].Find.Order != ids[0] || seen[0].Kind != "cleaning" || seen[0].Place != "3-2" {
		t.Errorf("%+v, of %v", seen, ids)
	}
	find := seen[0].Find
	find.Home = o.helped.unit
	must(t, 201, o.two(convention.TypeBreachFind, find))
	wait(o.zhang, "/breaches/seen", func(l SeenList) bool { return len(l.Items) == 0 })
}

// A household is counted once, and an officer is shown neither what his own has signed nor what is reported of the building that he
// lives in.
func TestPile(t *testing.T) {
	home := func(unit, house string) []identity.Home { return []identity.Home{{Unit: unit, House: house}} }
	p := pile{homes: map[string][]identity.Home{
		"a": home("1", "3幢-2单元-501"), "b": home("1", "3幢-2单元-501"), "c": append(home("2", "4幢-1单元-101"), home("3", "5幢-1单元-101")...),
	}}
	noon := time.Date(2026, 5, 1, 12, 0, 0, 0, beijing)
	for id, r := range map[string]struct {
		person, place string
		at            time.Time
		filed         string
	}{
		"1": {"a", "3-2", noon, ""}, "2": {"b", "3-2", noon.Add(time.Hour), ""}, "3": {"c", "3-2", noon, ""}, "4": {"c", "", noon, ""},
		"5": {"a", "4-1", noon, "act"}, "6": {"b", "4-1", noon, ""}, "7": {"c", "3-2", noon.AddDate(0, 0, 1), ""},
	} {
		e := identity.Evidence{Statement: convention.Statement{Kind: "noise", Place: r.place, At: r.at.Unix(), Words: id}}
		report := identity.Report{ID: id, Person: r.person, Signed: id, Filed: r.filed, Evidence: e}
		p.heap(report).add(p.units(r.person), report)
	}
	shown := func(own []identity.Home) (words []string) {
		for _, group := range p.open(own) {
			for _, h := range group.Households {
				words = append(words, group.Day[8:]+" "+group.Place+" "+strings.Join(sorted(h.Words...), "+"))
			}
		}
		return sorted(words...)
	}
	for name, c := range map[string]struct {
		own  []identity.Home
		want []string
	}{
		"of elsewhere":          {nil, []string{"01  4", "01 3-2 1+2", "01 3-2 3", "02 3-2 7"}},
		"of the building":       {home("9", "3号楼-1-101"), []string{"01  4"}},
		"of a home that signed": {home("2", "4幢-1单元-101"), []string{"01 3-2 1+2"}},
	} {
		if got := shown(c.own); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if !p.filed("6") || p.filed("4") || !p.signed([]string{"5"}, []string{"1"}) || p.signed([]string{"5"}, []string{"2"}) {
		t.Error("whose is filed")
	}
	if got := stairsOf("3幢-2单元-501"); got != "3-2" {
		t.Error(got)
	}
}
