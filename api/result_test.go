// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/verify"
)

// twoSign has the officers of the first two bodies sign an act, the second one by way of the waiting acts.
func (tw *town) twoSign(t *testing.T, kind string, body any) answer {
	t.Helper()
	two := tw.Two()
	first, second := tw.browser(t), tw.browser(t)
	first.mustLogIn(two[0].Key)
	second.mustLogIn(two[1].Key)
	signed, err := tw.Act(kind, body, two[0])
	if err != nil {
		t.Fatal(err)
	}
	p := decode[PendingAct](t, must(t, 201, first.do(http.MethodPost, "/pending-acts", signed)))
	signature, err := two[1].Key.Sign(p.Text)
	if err != nil {
		t.Fatal(err)
	}
	return second.do(http.MethodPost, "/pending-acts/"+p.Act+"/sign", signature)
}

// TestElection holds a vote through HTTP: ballots, a revote, a rejected one, the close, the count, the publication, the recount.
func TestElection(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	e, on := tw.open(t, "budget")
	b, heads := tw.browser(t), tw.singles()
	path := "/communities/" + garden + "/elections/budget"
	resident := tw.browser(t)
	resident.mustLogIn(tw.Voter(heads[50]).Key)
	mine := decode[MyRight](t, resident.get("/me/elections/budget/rights/"+heads[50].ID))
	if mine.Seq != 1 || mine.Mine != 0 || mine.Role != "own" {
		t.Errorf("before: %+v", mine)
	}
	superseded := decode[Receipt](t, must(t, 201, b.post(tw.ballot(t, e, on, heads[50], 1))))
	mine = decode[MyRight](t, resident.get("/me/elections/budget/rights/"+heads[50].ID))
	if mine.Seq != 2 || mine.Mine != 1 || mine.Standing != superseded.Act || len(mine.Ballots) != 1 {
		t.Errorf("after one: %+v", mine)
	}
	second, err := e.Cast(on, tw.Voter(heads[50]), heads[50].ID, mine.Seq, election.Selections{contestID: {"disagree"}})
	if err != nil {
		t.Fatal(err)
	}
	counted := decode[Receipt](t, must(t, 201, b.post(second)))
	if a := resident.get("/me/elections/budget/rights/" + heads[51].ID); a.status != 403 {
		t.Errorf("another's right: %d %s", a.status, a.body)
	}
	foreign := mustCast(t, tw, e, on, 52, 53)
	rejected := must(t, 422, b.post(foreign))
	if p := decode[Problem](t, rejected); p.Tx == "" || p.Act != act.HashOf(foreign.Text).String() {
		t.Errorf("a rejected ballot is on the ledger: %s", rejected.body)
	}
	checklist := tw.browser(t)
	checklist.mustLogIn(tw.Convener().Key)
	if list := decode[Checklist](t, must(t, 200, checklist.get("/elections/budget/checklist"))); !list.Ready || len(list.Items) < 12 {
		t.Errorf("%+v", list)
	}
	if a := checklist.get("/elections/budget/reminders"); a.problem() != "not-registered-here" {
		t.Errorf("reminders name people: %d %s", a.status, a.body)
	}

	tw.noChoiceKept(t)
	if a := b.get(path + "/result"); a.status != 404 || a.problem() != "not-counted" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := checklist.do(http.MethodPost, "/elections/budget/tally", nil); a.status != 422 || decode[Problem](t, a).Code != string(contract.WrongStage) {
		t.Errorf("count an open election: %d %s", a.status, a.body)
	}
	must(t, 201, tw.twoSign(t, "election.close", contract.ElectionStep{Election: "budget"}))
	late := must(t, 422, b.post(tw.ballot(t, e, on, heads[54], 1)))
	if decode[Problem](t, late).Code != "CLOSED" {
		t.Errorf("%s", late.body)
	}
	for _, body := range tw.Constitution.Bodies[1:] {
		signed, err := e.Unseal(body.ID)
		if err != nil {
			t.Fatal(err)
		}
		must(t, 201, b.post(signed))
	}
	tallied := decode[Tallied](t, must(t, 200, checklist.do(http.MethodPost, "/elections/budget/tally", nil)))
	if again := decode[Tallied](t, must(t, 200, checklist.do(http.MethodPost, "/elections/budget/tally", nil))); again != tallied {
		t.Errorf("%+v, %+v", tallied, again)
	}
	must(t, 201, tw.twoSign(t, "election.publish", contract.ElectionPublish{Election: "budget", Result: tallied.Hash}))
	b.play([]scenario{
		{path: path + "/result", status: 200, has: []string{tallied.Hash, `"published":{"act":`, "Civil Code Art. 278", `"counted":1`, `"superseded":1`}},
		{path: path + "/result", headers: []string{"Accept-Language", "zh"}, status: 200, has: []string{"民法典第二百七十八条"}},
		{path: "/communities/" + garden + "/acts/" + counted.Act, status: 200, has: []string{`"status":"counted"`}},
		{path: "/communities/" + garden + "/acts/" + superseded.Act, status: 200, has: []string{`"status":"superseded"`}},
		{path: "/communities/" + garden + "/acts/" + act.HashOf(foreign.Text).String(), status: 200, has: []string{`"status":"rejected"`, "not-entitled"}},
		{path: "/acts/" + act.HashOf(foreign.Text).String() + "/receipt", status: 422, has: []string{"NOT_ENTITLED"}},
	})
	recount(t, b)
}

// noChoiceKept looks for a choice in what the server has written by itself.
func (tw *town) noChoiceKept(t *testing.T) {
	t.Helper()
	for _, name := range []string{tw.server.Desk, tw.server.Desk + "-wal"} {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, choice := range []string{election.Agree, "disagree", contestID + `"`} {
			if bytes.Contains(raw, []byte(choice)) || strings.Contains(tw.log.String(), choice) {
				t.Errorf("%s or the log has %q", name, choice)
			}
		}
	}
}

// recount exports the ledger over HTTP, and counts it again as a stranger would.
func recount(t *testing.T, b *client) {
	t.Helper()
	trust, err := verify.ReadTrust(strings.NewReader(must(t, 200, b.get("/ledger/trust")).body))
	if err != nil {
		t.Fatal(err)
	}
	exported := must(t, 200, b.get("/ledger/export"))
	report, err := verify.Ledger(t.Context(), strings.NewReader(exported.body), trust, verify.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var words bytes.Buffer
	if err := report.Write(&words); err != nil {
		t.Fatal(err)
	}
	if !report.OK() {
		t.Errorf("the recount does not agree:\n%s", words.String())
	}
}

// One officer alone completes nothing of what takes two, whatever he sends.
func TestOneOfficerAlone(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	tw.open(t, "alone")
	officer := tw.Convener()
	b := tw.browser(t)
	b.mustLogIn(officer.Key)
	draft := tw.Draft("election.close", 1, officer)
	for _, signers := range [][]*village.Signer{{officer}, {officer, officer}} {
		signed, err := village.Sign(draft, contract.ElectionStep{Election: "alone"}, signers...)
		if err != nil {
			t.Fatal(err)
		}
		if a := b.post(signed); a.status != 422 {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	if a := b.get("/communities/" + garden + "/elections/alone"); !strings.Contains(a.body, `"stage":"open"`) {
		t.Errorf("%s", a.body)
	}
}
