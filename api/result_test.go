// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity/rollfile"
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

// An act of two bodies with a number that was used is not left to wait.
func TestUsedNumberDoesNotWait(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	tw.open(t, "used")
	b := tw.browser(t)
	officer := tw.Convener()
	b.mustLogIn(officer.Key)
	signed, err := village.Sign(tw.Draft("election.close", 1, officer), vote.ElectionStep{Election: "used"}, officer)
	if err != nil {
		t.Fatal(err)
	}
	if a := b.do(http.MethodPost, "/pending-acts", signed); a.status != 409 || decode[Problem](t, a).Code != string(contract.Replayed) {
		t.Errorf("%d %s", a.status, a.body)
	}
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

	if a := b.get(path + "/result"); a.status != 404 || a.problem() != "not-counted" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := checklist.do(http.MethodPost, "/elections/budget/tally", nil); a.status != 422 ||
		decode[Problem](t, a).Code != string(vote.WrongStage) {
		t.Errorf("count an open election: %d %s", a.status, a.body)
	}
	must(t, 201, tw.twoSign(t, "election.close", vote.ElectionStep{Election: "budget"}))
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
	if a := b.get(path + "/result.jwt"); a.status != 404 || a.problem() != "not-published" {
		t.Errorf("a credential before the publication: %d %s", a.status, a.body)
	}
	must(t, 201, tw.twoSign(t, "election.publish", vote.ElectionPublish{Election: "budget", Result: tallied.Hash}))
	tw.namesPublishers(t, b, path)
	credentialVerifies(t, b, path, tallied.Hash)
	b.play([]scenario{
		{path: path + "/result", status: 200, has: []string{tallied.Hash, `"published":{"act":`, `"profile":{"id":"rehearsal"`,
			"Civil Code Art. 278", `"counted":1`, `"superseded":1`}},
		{path: path + "/result", headers: []string{"Accept-Language", "zh"}, status: 200, has: []string{"民法典第二百七十八条"}},
		{path: path + "/result.csv", status: 200, has: []string{
			"\ufeffrow,contest,title,option,heads,area m2,outcome\r\n", "\r\ntook part,,,,1,", ",quorum not met\r\n",
			"\r\noption,budget,年度预算,disagree,1,", "\r\noption,budget,年度预算,agree,0,0.00,not passed\r\n",
			"\r\nblank,budget,年度预算,,0,0.00,\r\n",
		}},
		{path: path + "/result.csv", headers: []string{"Accept-Language", "zh"}, status: 200, has: []string{"人数", "未达到法定参与比例"},
			hasNot: []string{"quorum"}},
		{path: "/communities/" + garden + "/elections/nothing/result.csv", status: 404},
		{path: path + "/tests", status: 200, has: []string{`"maker":"owners"`, `"sealed":"`}},
		{path: "/communities/" + garden + "/acts/" + counted.Act, status: 200, has: []string{`"status":"counted"`}},
		{path: "/communities/" + garden + "/acts/" + superseded.Act, status: 200, has: []string{`"status":"superseded"`}},
		{path: "/communities/" + garden + "/acts/" + act.HashOf(foreign.Text).String(), status: 200,
			has: []string{`"status":"rejected"`, "not-entitled"}},
		{path: "/acts/" + act.HashOf(foreign.Text).String() + "/receipt", status: 422, has: []string{"NOT_ENTITLED"}},
	})
	recount(t, b)
}

// recount exports the ledger over HTTP, and counts it again as a stranger would, with what he holds against it.
func recount(t *testing.T, b *client, held ...verify.PointsSheet) *verify.Report {
	t.Helper()
	trust, err := verify.ReadTrust(strings.NewReader(must(t, 200, b.get("/ledger/trust")).body))
	if err != nil {
		t.Fatal(err)
	}
	exported := must(t, 200, b.get("/ledger/export"))
	if got := exported.header.Get("Content-Disposition"); got != `attachment; filename="ledger.linli"` { // as the page's command has it
		t.Error(got)
	}
	report, err := verify.Ledger(t.Context(), strings.NewReader(exported.body), trust, verify.Options{Sheets: held})
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
	return report
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
		signed, err := village.Sign(draft, vote.ElectionStep{Election: "alone"}, signers...)
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

// namesPublishers looks for who published a result: the act, the passkeys, the bodies.
func (tw *town) namesPublishers(t *testing.T, b *client, path string) {
	t.Helper()
	published := decode[ResultDetail](t, must(t, 200, b.get(path+"/result"))).Published
	if published == nil || published.At == 0 || len(published.Signers) != 2 {
		t.Fatalf("%+v", published)
	}
	for i, officer := range tw.Two() {
		if s := published.Signers[i]; s.Body != officer.Body || s.Credential != officer.Key.ID() {
			t.Errorf("signer %d: %+v", i, s)
		}
	}
}

// credentialVerifies checks a result's credential as a stranger does, with the trust file alone, and that no byte of it can be
// another one.
func credentialVerifies(t *testing.T, b *client, path, hash string) {
	t.Helper()
	trust, err := verify.ReadTrust(strings.NewReader(must(t, 200, b.get("/ledger/trust")).body))
	if err != nil {
		t.Fatal(err)
	}
	a := must(t, 200, b.get(path+"/result.jwt"))
	if got := a.header.Get("Content-Type"); got != "application/vc+jwt" {
		t.Errorf("content type %s", got)
	}
	body, claims, err := verify.Credential(a.body, trust)
	if err != nil || body.MSPID != "OwnersMSP" {
		t.Fatalf("%+v %v", body, err)
	}
	var credential resultCredential
	if err := json.Unmarshal(claims, &credential); err != nil {
		t.Fatal(err)
	}
	counted, err := credential.Subject.Result.Hash()
	if err != nil || counted != hash || credential.Subject.Hash != hash ||
		credential.Context[0] != "https://www.w3.org/ns/credentials/v2" ||
		credential.Type[0] != "VerifiableCredential" || len(credential.Subject.Published.Signers) != 2 {
		t.Errorf("%s %v", claims, err)
	}
	if place := credential.Subject.Profile; place.Source.Zh == "" || place.Read == "" {
		t.Errorf("it does not say under which rules: %+v", place)
	}
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	for i := 0; i < len(a.body); i += 1 + min(6, (len(a.body)-i)/90) { // every byte of the signature, and every seventh before
		changed := []byte(a.body)
		at := strings.IndexByte(letters, changed[i])
		changed[i] = letters[(at+1)%len(letters)]
		if _, _, err := verify.Credential(string(changed), trust); err == nil {
			t.Fatalf("byte %d can be %c instead of %c", i, changed[i], a.body[i])
		}
	}
	others := trust
	others.Bodies = trust.Bodies[1:]
	if _, _, err := verify.Credential(a.body, others); err == nil || !strings.Contains(err.Error(), "no body of the trust file") {
		t.Errorf("without the body's root: %v", err)
	}
	others.Bodies = slices.Clone(trust.Bodies)
	others.Bodies[0].MSPID = "OtherMSP"
	if _, _, err := verify.Credential(a.body, others); err == nil || !strings.Contains(err.Error(), "names the issuer") {
		t.Errorf("of another body: %v", err)
	}
	if _, _, err := verify.Credential(a.body, verify.Trust{}); err == nil {
		t.Error("a credential verifies without trust")
	}
}

// A spreadsheet runs nothing of what people have written into an election.
func TestCSVIsHarmless(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", " =1": "' =1", "＝1": "'＝1", "\u00a0=1": "'\u00a0=1",
		"|x": "'|x", "%x": "'%x",
		"a\tb": "'a\tb", "\r=1": "'\r=1", "a\n=1": "'a\n=1", "": "", "2026 年度": "2026 年度", "a=b": "a=b", "同意": "同意",
	} {
		if got := rollfile.Harmless(cell); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
	e := vote.Election{Contests: []vote.Contest{{Title: "=cmd|' /C calc'!A0",
		Contest: election.Contest{ID: "@x", Options: []string{"+1"}}}}}
	rows := resultRows(e, vote.Result{Contests: []election.ContestResult{{Leading: []string{"+1"}}}}, english)
	if got := strings.Join(rows[3], ";"); got != "option;'@x;'=cmd|' /C calc'!A0;'+1;0;0.00;most heads" {
		t.Errorf("%s", got)
	}
}
