// SPDX-License-Identifier: Apache-2.0

package api

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/verify"
)

// earner is an owner of one home, and his browser.
type earner struct {
	*client
	v      *village.Village
	by     *village.Signer
	name   string
	person string
	unit   string
	house  string
}

// earners are three owners of a community of their own, who own nothing together.
func earners(t *testing.T, id string, bodies int) []*earner {
	t.Helper()
	tw := townOf(t)
	lift(tw)
	v := tw.peopled(t, id, tower(t), bodies)
	var all []*earner
	for _, right := range v.Rights {
		if len(right.Owners) > 1 || len(right.Units) > 1 {
			continue
		}
		e := &earner{client: tw.browser(t), v: v, by: v.Voter(right), unit: right.Units[0].ID}
		e.community = v.ID
		e.mustLogIn(e.by.Key)
		person, err := tw.store.Person(t.Context(), v.ID, right.Owners[0])
		if err != nil {
			t.Fatal(err)
		}
		e.name, e.person = person.Name, right.Owners[0]
		if e.house, err = tw.store.House(t.Context(), v.ID, e.unit); err != nil {
			t.Fatal(err)
		}
		if all = append(all, e); len(all) == 3 {
			return all
		}
	}
	t.Fatalf("%d owners of one home, not 3", len(all))
	return nil
}

// signs relays an act with this number, or with the owner's next one if it is 0, and returns its hash.
func (e *earner) signs(kind string, seq int64, body any) string {
	e.Helper()
	sign := func() (act.Signed, error) { return e.v.Act(kind, body, e.by) }
	if seq > 0 {
		sign = func() (act.Signed, error) { return village.Sign(e.v.Draft(kind, seq, e.by), body, e.by) }
	}
	signed, err := sign()
	if err != nil {
		e.Fatal(err)
	}
	must(e, 201, e.post(signed))
	return act.HashOf(signed.Text).String()
}

// adopts has the owners adopt a plan.
func (e *earner) adopts(plan points.Plan) {
	e.Helper()
	if err := e.Adopt(e.Context(), e.v, plan); err != nil {
		e.Fatal(err)
	}
	if err := e.catchUp(e.Context()); err != nil {
		e.Fatal(err)
	}
}

func (e *earner) mine() MyPoints {
	e.Helper()
	return decode[MyPoints](e, must(e, 200, e.get("/me/points")))
}

func (e *earner) public() Points {
	e.Helper()
	return decode[Points](e, must(e, 200, e.browser(e).get("/communities/"+e.v.ID+"/points")))
}

// Help earns points once the household that was helped confirms it; only who has to do with it sees it, and who names a home learns nothing
// of it by that.
func TestPoints(t *testing.T) {
	all := earners(t, "api-points", 2)
	helper, helped, third := all[0], all[1], all[2]
	if p := third.public(); p.Plan != nil || p.Sheet != (PointsSheet{}) {
		t.Errorf("before anything is adopted: %+v", p)
	}
	helper.adopts(points.Plan{LifeDays: 100, Rules: []points.Rule{
		{Budget: 1000, Points: 60, Rule: "help", Title: "邻里互助", Way: points.Help},
	}})

	id := helper.signs(points.TypeHelpDone, 0, points.HelpDone{
		Day: act.Int(calendar.DayOf(time.Now().Unix())), Helped: helped.unit, Helper: helper.unit, Minutes: 90, Rule: "help",
	})
	m := helper.mine()
	if len(m.Helped) != 1 || m.Helped[0].Paid || m.Helped[0].Points != 90 || m.Homes[0].Usable != 0 || len(m.ToConfirm) != 0 {
		t.Errorf("who helped, before it is confirmed: %+v", m)
	}
	if raw := helper.get("/me/points").body; strings.Contains(raw, helped.house) || strings.Contains(raw, helped.name) {
		t.Errorf("who names a home learns whose it is: %s", raw)
	}
	m = helped.mine()
	if len(m.Helped) != 0 || len(m.ToConfirm) != 1 {
		t.Fatalf("who was helped: %+v", m)
	}
	if d := m.ToConfirm[0]; d.Help != id || d.Title != "邻里互助" || d.Name != helper.name || d.House != helped.house ||
		d.Helper != helper.unit {
		t.Errorf("what waits for who was helped: %+v", d)
	}
	if p := third.public(); p.Plan == nil || p.Plan.Rules[0].Issued != 0 || p.Sheet.Issued != 0 {
		t.Errorf("nothing is confirmed, and there are %+v", p)
	}

	helped.signs(points.TypeHelpConfirm, 1, points.HelpConfirm{Help: id, Helper: helper.unit, Rule: "help"})
	m = helper.mine()
	if home := m.Homes[0]; home.House != helper.house || home.Usable != 90 || len(home.Lots) != 1 ||
		home.Lots[0].Until <= time.Now().Unix() {
		t.Errorf("what was earned: %+v", home)
	}
	if of := m.Moves; len(of) != 1 || of[0].Transfer != id || of[0].Cause != points.Cause(points.Help) || of[0].About != "邻里互助" ||
		of[0].Change != 90 || of[0].Unit != helper.unit {
		t.Errorf("what moved: %+v", of)
	}
	helper.sorted(t)
	if a := helper.get("/ledger/evidence?of=transfer&id=" + id + "&community=" + helper.v.ID); a.status != 409 {
		t.Errorf("its evidence, before any head is co-signed: %d %s", a.status, a.body)
	}
	if d := m.Helped; len(d) != 1 || !d[0].Paid || d[0].Points != 90 || d[0].House != helped.house {
		t.Errorf("who helped, when it is confirmed: %+v", d)
	}
	if m := helped.mine(); len(m.ToConfirm)+len(m.Moves) != 0 || m.Homes[0].Usable != 0 {
		t.Errorf("who was helped, when it is confirmed: %+v", m)
	}
	if m := third.mine(); len(m.Helped)+len(m.ToConfirm)+len(m.Moves) != 0 || m.Homes[0].Unit != third.unit {
		t.Errorf("who has nothing to do with it sees %+v", m)
	}
	if p := third.public(); p.Plan.Rules[0].Issued != 90 || p.Sheet != (PointsSheet{Issued: 90, Accounts: 90}) {
		t.Errorf("the sheet: %+v %+v", p.Plan, p.Sheet)
	}
	must(t, 401, third.browser(t).get("/me/points"))
	must(t, 404, third.browser(t).get("/communities/none/points"))
}

// file is what is downloaded, in a language.
func (e *earner) file(path, language string) answer {
	e.Helper()
	got := must(e, 200, e.get(path, "Accept-Language", language))
	if got.header.Get("Cache-Control") != "no-store" {
		e.Errorf("%s may be kept: %v", path, got.header)
	}
	return got
}

// A household's statement has its own transfers and nobody else's, for spreadsheets and on paper; an officer prints it for who has no
// phone, which stays on record.
func TestStatements(t *testing.T) {
	all := earners(t, "api-statement", 2)
	all[0].adopts(points.Plan{LifeDays: 100, Rules: []points.Rule{
		{Budget: 1000, Points: 60, Rule: "help", Title: "=HYPERLINK(1)", Way: points.Help},
	}})
	all[0].helps(all[1], 60)
	all[1].helps(all[2], 60)
	csv := all[0].file("/me/points/statement.csv", "zh").body
	for _, has := range []string{all[0].house, "\n" + all[0].house + ",变动,", ",帮邻居,'=HYPERLINK(1),60,60,0,", ",其中,"} {
		if !strings.Contains(csv, has) {
			t.Errorf("%q is missing:\n%s", has, csv)
		}
	}
	if strings.Contains(csv, all[1].house) || strings.Count(csv, "变动") != 1 {
		t.Errorf("others are in it:\n%s", csv)
	}
	past := all[0].file("/me/points/statement.csv?until=1000000000", "en").body
	if strings.Contains(past, "moved") || !strings.Contains(past, ",after,2001-09-09 09:46,,,,0,0,,") {
		t.Errorf("before there was anything:\n%s", past)
	}
	pdf := all[0].file("/me/points/statement.pdf", "zh")
	if !strings.HasPrefix(pdf.body, "%PDF-") || pdf.header.Get("Content-Type") != "application/pdf" {
		t.Errorf("no PDF: %.20q %v", pdf.body, pdf.header)
	}
	if dir := os.Getenv("LINLI_LETTERS"); dir != "" { // to look at
		for name, body := range map[string]string{"zh": pdf.body, "en": all[1].file("/me/points/statement.pdf", "en").body} {
			if err := os.WriteFile(filepath.Join(dir, "statement-"+name+".pdf"), []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}

	path := "/people/" + all[0].person + "/points/statement.pdf"
	must(t, 403, all[0].get(path))
	must(t, 401, all[0].browser(t).get(path))
	must(t, 401, all[0].browser(t).get("/me/points/statement.csv"))
	must(t, 400, all[0].get("/me/points/statement.csv?from=yesterday"))
}

// Whatever moves points is called something on a statement.
func TestStatementWords(t *testing.T) {
	causes := []points.Cause{points.Gift, points.Reverse, points.Redeem, points.Use, points.Return, points.Lapse, points.Expire}
	for _, way := range points.Ways() {
		causes = append(causes, points.Cause(way))
	}
	for _, cause := range causes {
		if words := statementCauses[cause]; words.zh == "" || words.en == "" {
			t.Errorf("%s has no words: %+v", cause, words)
		}
	}
}

// An officer prints a statement for who has no phone, which stays on record.
func TestStatementOnPaper(t *testing.T) {
	o := townOf(t).staffed(t, "api-paper")
	person := o.find(o.zhang, "业主0001")[0].Person
	o.audited("list.seen", "owners", func() {
		pdf := must(t, 200, o.zhang.get("/people/"+person+"/points/statement.pdf"))
		if !strings.HasPrefix(pdf.body, "%PDF-") {
			t.Errorf("no PDF: %.20q", pdf.body)
		}
	})
	must(t, 404, o.zhang.get("/people/"+strings.Repeat("0", 32)+"/points/statement.pdf"))
}

// sheet is the balance sheet that a stranger is given.
func (e *earner) sheet() (sheet verify.PointsSheet) {
	e.Helper()
	sheet, err := verify.ReadPointsSheet(strings.NewReader(must(e, 200, e.browser(e).get("/communities/"+e.v.ID+"/points/sheet")).body))
	if err != nil {
		e.Fatal(err)
	}
	return sheet
}

// A sheet says up to which block it is true, and the recount of any ledger that goes so far has the same numbers at that block: those of
// later transfers are not in it. One that says more, or is of blocks that are not there, is not proven.
func TestPointsSheet(t *testing.T) {
	all := earners(t, "api-sheet", 2)
	must(t, 404, all[0].get("/communities/none/points/sheet"))
	if s := all[0].sheet(); s.Issued != 0 || len(s.Earned) != 0 || s.Checkpoint.Block == 0 || len(s.Checkpoint.Hash) != 64 {
		t.Errorf("before anything is earned: %+v", s)
	}
	all[0].adopts(points.Plan{Rules: []points.Rule{{Budget: 1000, Points: 60, Rule: "help", Title: "邻里互助", Way: points.Help}}})
	all[0].helps(all[1], 60)
	first := all[2].sheet()
	all[1].helps(all[2], 60)
	second := all[2].sheet()
	if first.Issued != 60 || second.Issued != 120 || second.Accounts != 120 || second.Households != 0 || len(second.Earned) != 1 {
		t.Errorf("%+v, then %+v", first, second)
	}
	more, alien, later, moved := second, second, second, second
	more.Held, more.Accounts = 20, 100
	alien.Genesis = strings.Repeat("0", 64)
	later.Checkpoint.Block += 1_000_000
	moved.Checkpoint = first.Checkpoint
	report := recount(t, all[2].client, first, second, more, alien, later, moved)
	want := []verify.Status{verify.Pass, verify.Pass, verify.Fail, verify.Fail, verify.NotProven, verify.Fail}
	for i, s := range report.Sheets {
		if s.Status != want[i] {
			t.Errorf("sheet %d: %s, not %s: %s", i, s.Status, want[i], s.Detail)
		}
	}
	if len(report.Sheets) != len(want) || report.Proven() {
		t.Errorf("%d sheets are checked; proven: %v", len(report.Sheets), report.Proven())
	}
	i := slices.IndexFunc(report.Points, func(p verify.CountedSheet) bool { return p.Community == all[0].v.ID })
	if i < 0 || report.Points[i].Issued != 120 {
		t.Errorf("the recount's own sheets: %+v", report.Points)
	}
}
