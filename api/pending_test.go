// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/cosign"
	"github.com/linli-project/linli/internal/postgrestest"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/sqlitefile"
)

// shared is a community of one home with many owners, one with two, and one with one; nobody is designated.
func (tw *town) shared(t *testing.T, id string) *village.Village {
	t.Helper()
	v, err := village.New(id, tw.of(2))
	if err != nil {
		t.Fatal(err)
	}
	person := 0
	unit := func(owners int) community.Unit {
		u := community.Unit{ID: fmt.Sprintf("%032x", 1000+person), Kind: community.Home, Status: community.Sold, AreaDm2: 9000}
		for range owners {
			person++
			u.Owners = append(u.Owners, fmt.Sprintf("%032x", person))
		}
		return u
	}
	if err := v.SetRoll([]community.Unit{unit(contract.MaxSignatures), unit(2), unit(1)}); err != nil {
		t.Fatal(err)
	}
	if err := tw.Found(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if err := tw.Inhabit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	return v
}

// as logs a person of another community in.
func (tw *town) as(t *testing.T, v *village.Village, s *village.Signer) *client {
	t.Helper()
	b := tw.browser(t)
	b.community = v.ID
	b.mustLogIn(s.Key)
	return b
}

// rightOf is the right with so many owners.
func rightOf(t *testing.T, v *village.Village, owners int) community.Right {
	t.Helper()
	i := slices.IndexFunc(v.Rights, func(r community.Right) bool { return len(r.Owners) == owners })
	if i < 0 {
		t.Fatalf("no right of %d owners", owners)
	}
	return v.Rights[i]
}

// As many owners as an act can carry signatures of designate a voter; all but the first sign at the same moment. No signature is
// lost, and the act is sent once.
func TestOwnersSignTogether(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	v := tw.shared(t, "api-shared")
	right := rightOf(t, v, contract.MaxSignatures)
	first := v.People[right.Owners[0]]
	signed, err := v.Act("voter.designate", vote.VoterDesignate{Right: right.ID, Owners: right.Owners, Voter: right.Owners[1]}, first)
	if err != nil {
		t.Fatal(err)
	}
	browsers := make([]*client, len(right.Owners))
	for i, owner := range right.Owners {
		browsers[i] = tw.as(t, v, v.People[owner])
	}
	left := decode[PendingAct](t, must(t, 201, browsers[0].do(http.MethodPost, "/pending-acts", signed)))
	if len(left.Missing) != contract.MaxSignatures-1 || !slices.Equal(left.Signed, right.Owners[:1]) || !left.Mine {
		t.Errorf("left: %d missing, signed by %v", len(left.Missing), left.Signed)
	}
	must(t, 201, browsers[0].do(http.MethodPost, "/pending-acts", signed))
	if a := browsers[0].post(signed); a.status != 422 || decode[Problem](t, a).Code != string(contract.WrongPerson) {
		t.Errorf("one owner alone: %d %s", a.status, a.body)
	}
	var together sync.WaitGroup
	statuses := make([]int, len(browsers))
	for i, b := range browsers[1:] {
		waiting := decode[PendingActs](t, b.get("/pending-acts"))
		if len(waiting.Items) != 1 || waiting.Items[0].Mine || waiting.Items[0].Text != signed.Text {
			t.Fatalf("owner %d is shown %+v", i+1, waiting)
		}
		signature, err := v.People[right.Owners[i+1]].Key.Sign(signed.Text)
		if err != nil {
			t.Fatal(err)
		}
		together.Go(func() { statuses[i+1] = b.do(http.MethodPost, "/pending-acts/"+left.Act+"/sign", signature).status })
	}
	together.Wait()
	counts := map[int]int{}
	for _, status := range statuses[1:] {
		counts[status]++
	}
	if counts[200] != contract.MaxSignatures-2 || counts[201] != 1 {
		t.Errorf("answers %v", counts)
	}
	designated, err := index.Read(t.Context(), tw.server.Index, vote.Designations, v.ID, right.ID)
	if err != nil || designated.Voter != right.Owners[1] {
		t.Errorf("%+v %v", designated, err)
	}
	if waiting := decode[PendingActs](t, browsers[5].get("/pending-acts")); len(waiting.Items) != 0 {
		t.Errorf("still waiting: %+v", waiting)
	}
}

func TestOwnersActsWait(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	v := tw.shared(t, "api-couple")
	e, err := v.NewElection("grants")
	if err != nil {
		t.Fatal(err)
	}
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	if err := tw.Prepare(t.Context(), e, "年度预算", rules, []vote.DraftContest{{
		ID: contestID, Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority, Title: "年度预算",
	}}); err != nil {
		t.Fatal(err)
	}
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	couple, single := rightOf(t, v, 2), rightOf(t, v, 1)
	wife, husband, neighbour := v.People[couple.Owners[0]], v.People[couple.Owners[1]], v.People[single.Owners[0]]
	hers, his, theirs := tw.as(t, v, wife), tw.as(t, v, husband), tw.as(t, v, neighbour)
	grant := vote.ProxyGrant{Election: e.ID, Proxy: neighbour.Person, Right: couple.ID}
	sign := func(kind string, body any, by *village.Signer) act.Signed {
		t.Helper()
		signed, err := v.Act(kind, body, by)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	first := func(s *village.Signer) *village.Signer { return &village.Signer{Key: s.Key, Person: s.Person} } // whose next number is 1
	stray := sign("proxy.grant", grant, first(neighbour))
	strangers := slices.Sorted(slices.Values([]string{neighbour.Person, wife.Person})) // who own nothing together
	for name, c := range map[string]struct {
		by      *client
		signed  act.Signed
		problem string
	}{
		"somebody else's right": {theirs, stray, "wrong-role"},
		"another's signature":   {hers, stray, "act-mismatch"},
		"an act of one": {theirs, sign("roll.object", people.RollObject{Version: 1, Text: strings.Repeat("a", 64)},
			first(neighbour)), "act-mismatch"},
		"a right that does not exist": {theirs, sign("voter.designate", vote.VoterDesignate{
			Right: community.RightID(strangers), Owners: strangers, Voter: neighbour.Person,
		}, first(neighbour)), "not-found"},
	} {
		if a := c.by.do(http.MethodPost, "/pending-acts", c.signed); a.problem() != c.problem {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	waiting := sign("proxy.grant", grant, wife)
	path := "/pending-acts/" + act.HashOf(waiting.Text).String()
	must(t, 201, hers.do(http.MethodPost, "/pending-acts", waiting))
	his.play([]scenario{{path: "/pending-acts", status: 200, has: []string{`"missing":["` + husband.Person + `"]`, `"mine":false`}}})
	theirs.play([]scenario{
		{path: "/pending-acts", status: 200, hasNot: []string{wife.Person}},
		{name: "sign what is none of his", method: http.MethodPost, path: path + "/sign", body: mustSign(t, neighbour, waiting.Text),
			status: 404},
		{name: "take back another's", method: http.MethodDelete, path: path, status: 404},
	})
	his.play([]scenario{
		{name: "her signature", method: http.MethodPost, path: path + "/sign", body: waiting.Signatures[0], status: 422,
			has: []string{"act-mismatch"}},
		{name: "over another text", method: http.MethodPost, path: path + "/sign", body: mustSign(t, husband, waiting.Text+" "),
			status: 422, has: []string{string(act.WrongChallenge)}},
		{name: "take back another's", method: http.MethodDelete, path: path, status: 403},
	})
	hers.play([]scenario{{name: "sign twice", method: http.MethodPost, path: path + "/sign", body: waiting.Signatures[0], status: 409}})

	// Her waiting act does not keep her from doing something else: it is then overtaken, and she signs it anew.
	other := sign("roll.object", people.RollObject{Version: 1, Text: strings.Repeat("b", 64)}, first(wife))
	must(t, 201, hers.post(other))
	his.play([]scenario{
		{path: "/pending-acts", status: 200, has: []string{`"overtaken":true`}},
		{name: "sign an overtaken act", method: http.MethodPost, path: path + "/sign", body: mustSign(t, husband, waiting.Text),
			status: 409, has: []string{"anew"}},
	})
	anew := sign("proxy.grant", grant, wife)
	must(t, 201, hers.do(http.MethodPost, "/pending-acts", anew))
	if items := decode[PendingActs](t, his.get("/pending-acts")).Items; len(items) != 1 || items[0].Overtaken ||
		items[0].Text != anew.Text {
		t.Fatalf("%+v", items)
	}
	path = "/pending-acts/" + act.HashOf(anew.Text).String()
	must(t, 204, hers.do(http.MethodDelete, path, nil))
	must(t, 201, hers.do(http.MethodPost, "/pending-acts", anew))
	must(t, 201, his.do(http.MethodPost, path+"/sign", mustSign(t, husband, anew.Text)))
	if a := theirs.get("/me/elections/grants/rights/" + couple.ID); !strings.Contains(a.body, `"role":"proxy"`) {
		t.Errorf("the proxy: %d %s", a.status, a.body)
	}
	next, err := village.Sign(v.Draft("proxy.grant", decode[Me](t, hers.get("/me")).Seq, wife), grant, wife)
	if err != nil {
		t.Fatal(err)
	}
	if a := hers.do(http.MethodPost, "/pending-acts", next); a.status != 422 || decode[Problem](t, a).Code != string(vote.ProxyRefused) {
		t.Errorf("a second proxy: %d %s", a.status, a.body)
	}
	// A designated voter grants alone, and his act need not wait.
	designate := sign("voter.designate", vote.VoterDesignate{Right: couple.ID, Owners: couple.Owners, Voter: wife.Person}, wife)
	must(t, 201, hers.do(http.MethodPost, "/pending-acts", designate))
	must(t, 201, his.do(http.MethodPost, "/pending-acts/"+act.HashOf(designate.Text).String()+"/sign",
		mustSign(t, husband, designate.Text)))
}

// Whoever signs first is told at once what the ledger would refuse; and what it would refuse meanwhile, since the election has moved on,
// is nothing for others to sign.
func TestActsThatCannotTakeEffect(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	e, _ := tw.open(t, "hopeless")
	first, other := tw.Officers[tw.Constitution.Bodies[2].ID], tw.Officers[tw.Constitution.Bodies[3].ID]
	b, second := tw.as(t, tw.Village, first), tw.as(t, tw.Village, other)
	sign := func(kind string, body any) act.Signed {
		t.Helper()
		signed, err := village.Sign(tw.Draft(kind, decode[Me](t, b.get("/me")).Seq, first), body, first)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	now := time.Now().Unix()
	draft, err := tw.NewElection("hopeless-draft")
	if err != nil {
		t.Fatal(err)
	}
	rules, contests := budget()
	if err := errors.Join(tw.Do(t.Context())(draft.Create("V", 1, rules, contests)), tw.catchUp(t.Context())); err != nil {
		t.Fatal(err)
	}
	backwards := sign("election.notice", vote.ElectionNotice{Election: draft.ID, OpensAt: act.Int(now), ClosesAt: act.Int(now - 60)})
	for name, c := range map[string]struct {
		signed act.Signed
		code   act.Code
	}{
		"a notice whose end is before its beginning": {backwards, vote.BadElection},
		"a second notice": {sign("election.notice", vote.ElectionNotice{Election: e.ID, OpensAt: act.Int(now),
			ClosesAt: act.Int(now + 86400*3)}), vote.WrongStage},
		"an old roll": {sign("roll.approve", people.RollApprove{Chunks: 1, Rights: 1, Root: anyHash, Units: 1, Version: 1}),
			people.BadRoll},
	} {
		if a := b.do(http.MethodPost, "/pending-acts", c.signed); a.status != 422 || decode[Problem](t, a).Code != string(c.code) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := b.do(http.MethodPost, "/pending-acts", backwards, "Accept-Language", "zh"); !strings.Contains(a.body, "〔截止须晚于投票开始") {
		t.Error(a.body)
	}
	waiting := sign("election.close", vote.ElectionStep{Election: e.ID})
	path := "/pending-acts/" + act.HashOf(waiting.Text).String()
	must(t, 201, b.do(http.MethodPost, "/pending-acts", waiting))
	second.play([]scenario{{path: "/pending-acts", status: 200, has: []string{waiting.Signatures[0].By}, hasNot: []string{"refused"}}})
	if err := errors.Join(tw.Do(t.Context())(e.Step("election.close")), tw.catchUp(t.Context())); err != nil {
		t.Fatal(err)
	}
	second.play([]scenario{
		{path: "/pending-acts", status: 200, hasNot: []string{waiting.Signatures[0].By}},
		{name: "sign", method: http.MethodPost, path: path + "/sign", body: mustSign(t, other, waiting.Text), status: 422,
			has: []string{string(vote.WrongStage)}},
	})
	b.play([]scenario{
		{path: "/pending-acts", status: 200, has: []string{`"refused":"the election is closed`}},
		{path: "/pending-acts", headers: []string{"Accept-Language", "zh"}, status: 200, has: []string{"〔现在是：已截止〕"}},
		{name: "take it back", method: http.MethodDelete, path: path, status: 204},
	})
}

// Officers of two further bodies sign the same act at the same moment: it takes effect once, and neither is told that it failed.
func TestTwoSecondSignatures(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	e, _ := tw.open(t, "race")
	officers := []*village.Signer{}
	for _, body := range tw.Constitution.Bodies {
		officers = append(officers, tw.Officers[body.ID])
	}
	signed, err := tw.Act("election.close", vote.ElectionStep{Election: e.ID}, officers[0])
	if err != nil {
		t.Fatal(err)
	}
	must(t, 201, tw.as(t, tw.Village, officers[0]).do(http.MethodPost, "/pending-acts", signed))
	path := "/pending-acts/" + act.HashOf(signed.Text).String() + "/sign"
	var together sync.WaitGroup
	answers := make([]answer, 2)
	for i, officer := range officers[1:3] {
		b, signature := tw.as(t, tw.Village, officer), mustSign(t, officer, signed.Text)
		together.Go(func() { answers[i] = b.do(http.MethodPost, path, signature) })
	}
	together.Wait()
	slices.SortFunc(answers, func(a, b answer) int { return a.status - b.status })
	first, second := decode[Receipt](t, answers[0]), decode[Receipt](t, answers[1])
	// the other one's was in a block before this one came, or is on its way, which is said
	late := answers[1].status == 404 || answers[1].status == 409 && strings.Contains(answers[1].body, "It was sent already")
	if answers[0].status != 201 || !late && (answers[1].status != 201 || first.Tx != second.Tx) {
		t.Errorf("%d %s, %d %s", answers[0].status, answers[0].body, answers[1].status, answers[1].body)
	}
	tw.browser(t).play([]scenario{{path: "/communities/" + garden + "/elections/race", status: 200, has: []string{`"stage":"closed"`}}})
}

func mustSign(t *testing.T, s *village.Signer, text string) act.Signature {
	t.Helper()
	signature, err := s.Key.Sign(text)
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

// One signer's acts cannot fill the desk.
func TestWaitingActsAreLimited(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	v := tw.shared(t, "api-many")
	couple := rightOf(t, v, 2)
	wife := v.People[couple.Owners[0]]
	b := tw.as(t, v, wife)
	statuses := map[int]int{}
	for i := range cosign.AtMost + 2 {
		draft := v.Draft("voter.designate", 1, wife)
		draft.Disp = fmt.Sprintf("%064x", i)
		signed, err := village.Sign(draft, vote.VoterDesignate{Right: couple.ID, Owners: couple.Owners, Voter: wife.Person}, wife)
		if err != nil {
			t.Fatal(err)
		}
		statuses[b.do(http.MethodPost, "/pending-acts", signed).status]++
	}
	if statuses[201] != cosign.AtMost || statuses[409] != 2 {
		t.Errorf("%v", statuses)
	}
}

// The process ends between the last signature and the act's way to the ledger: whoever has signed last may sign again at once, and
// anybody when that is forgotten.
func TestKilledWhileSending(t *testing.T) {
	t.Run("one server", func(t *testing.T) { killedWhileSending(t, "") })
	t.Run("several", func(t *testing.T) { killedWhileSending(t, postgrestest.URL(t)) })
}

func killedWhileSending(t *testing.T, shared string) {
	ctx := t.Context()
	d, err := openDatabase(ctx, filepath.Join(t.TempDir(), "server.db"), shared)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	acts, spouses := d.waiting(nil), []string{"wife", "husband"}
	by := func(passkey, person string) cosign.Signature {
		return cosign.Signature{Signature: act.Signature{By: passkey}, Person: person}
	}
	p := cosign.Act{Hash: "hash", Community: "garden", Type: "voter.designate", Text: "text", By: "hers", Expires: 1,
		Signatures: []cosign.Signature{by("hers", "wife")}}
	if err := acts.Keep(ctx, p); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		signed, err := acts.Sign(ctx, p.Hash, spouses, by("his", "husband"), 5)
		if err != nil || signed == nil || len(signed.Signatures) != 2 {
			t.Fatalf("%+v %v", signed, err)
		}
	}
	if signed, err := acts.Sign(ctx, p.Hash, spouses, by("hers", "wife"), 6); !errors.Is(err, cosign.ErrSent) || signed != nil {
		t.Errorf("what is being sent was signed by another: %v", err)
	}
	if err := acts.TakeBack(ctx, p.Hash); !errors.Is(err, cosign.ErrSent) {
		t.Errorf("what is being sent was taken back: %v", err)
	}
	for _, before := range []int64{5, 6} { // it was sent at 5
		if err := acts.TakeBackSent(ctx, before); err != nil {
			t.Fatal(err)
		}
		all, err := acts.Waiting(ctx, "garden", 0)
		if err != nil || len(all) != 1 || all[0].Sent() != (before == 5) {
			t.Errorf("%d: %+v %v", before, all, err)
		}
	}
	if err := acts.TakeBack(ctx, p.Hash); err != nil {
		t.Error(err)
	}
	if _, err := acts.Sign(ctx, p.Hash, spouses, by("his", "husband"), 7); !errors.Is(err, cosign.ErrGone) {
		t.Errorf("what was taken back was signed: %v", err)
	}
}

// A database of an earlier version keeps its waiting acts.
func TestDatabaseOfAnEarlierVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "server.db")
	file, err := sqlitefile.Open(path, 1)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.Write.Exec(databaseSteps[0] + `PRAGMA user_version = 1;
		INSERT INTO pending VALUES ('hash', 'garden', 'roll.approve', '{"act":"text","signatures":[{"by":"key","signature":"c2ln"}]}', 'owners', 'key', 1, 2, '');
		UPDATE checkpoint SET blocks = 7;`)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		d, err := openDatabase(t.Context(), path, "")
		if err != nil {
			t.Fatal(err)
		}
		at, err := d.checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all, err := d.waiting(nil).Waiting(t.Context(), "garden", 0)
		if err != nil || len(all) != 1 || all[0].Text != "text" || all[0].Signatures[0].By != "key" || all[0].Sent() || at.Blocks != 0 {
			t.Errorf("%+v, height %d, %v", all, at.Blocks, err)
		}
		if err := d.close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A server that begins to share a database takes there what waits in its file, in the order of its signatures, once.
func TestWaitingActsMove(t *testing.T) {
	ctx, path, at := t.Context(), filepath.Join(t.TempDir(), "server.db"), postgrestest.URL(t)
	file, err := openDatabase(ctx, path, "")
	if err != nil {
		t.Fatal(err)
	}
	by := func(passkey, person string) cosign.Signature {
		return cosign.Signature{Signature: act.Signature{By: passkey}, Person: person}
	}
	p := cosign.Act{Hash: "hash", Community: "garden", Type: "voter.designate", Text: "text", By: "z", Expires: 1,
		Signatures: []cosign.Signature{by("z", "wife")}}
	if err := file.waiting(nil).Keep(ctx, p); err != nil {
		t.Fatal(err)
	}
	if _, err := file.waiting(nil).Sign(ctx, p.Hash, []string{"wife", "husband", "son"}, by("a", "husband"), 0); err != nil {
		t.Fatal(err)
	}
	if err := file.close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		d, err := openDatabase(ctx, path, at)
		if err != nil {
			t.Fatal(err)
		}
		all, err := d.waiting(nil).Waiting(ctx, "garden", 0)
		if err != nil || len(all) != 1 || len(all[0].Signatures) != 2 || all[0].Signatures[0].By != "z" || all[0].Signatures[1].By != "a" {
			t.Errorf("%+v, %v", all, err)
		}
		if err := d.close(); err != nil {
			t.Fatal(err)
		}
	}
}
