// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

var twoHomes = []community.Unit{home("1", 100, "ann"), home("2", 110, "bob")}

// steps are the acts that only move an election on, with a body that fits them.
func (v *vote) steps() map[string]act.Signed {
	v.w.Helper()
	w := v.w
	all := map[string]act.Signed{
		"election.hear": w.make("election.hear", contract.ElectionStep{Election: v.ID}, w.Convener()),
		"election.unseal": w.make("election.unseal", contract.ElectionUnseal{Election: v.ID, Private: make([]byte, 32)},
			w.Convener()),
		"election.publish": w.make("election.publish", contract.ElectionPublish{Election: v.ID}, w.Two()...),
		"election.notice":  w.make("election.notice", contract.ElectionNotice{Election: v.ID, OpensAt: 1, ClosesAt: 2}, w.Two()...),
	}
	all["election.open"] = w.make("election.open", contract.ElectionOpen{Election: v.ID, Without: []string{}}, w.Two()...)
	for _, kind := range []string{"election.close", "election.final", "election.annul"} {
		all[kind] = w.make(kind, contract.ElectionStep{Election: v.ID}, w.Two()...)
	}
	return all
}

// outOfOrder demands that every step but those allowed is refused at this stage.
func (v *vote) outOfOrder(allowed ...string) {
	v.w.Helper()
	for kind, step := range v.steps() {
		if o := v.w.check(step)[0]; !slices.Contains(allowed, kind) && o.Code != contract.WrongStage {
			v.w.Errorf("%s: %s (%s); want %s", kind, o.Code, o.Message, contract.WrongStage)
		}
	}
	if !slices.Contains(allowed, "tally") {
		fails(v.w, v.tally("0"), contract.WrongStage)
	}
}

func TestStagesHaveOneOrder(t *testing.T) {
	w := newTown(t, "", "rehearsal").found().settle(twoHomes)
	v := w.draftVote("vote", plainRules, question("c0"))
	v.outOfOrder("election.notice", "election.annul")
	notice, err := v.Notice()
	w.ok(must(t, notice, err))
	v.outOfOrder("election.open", "election.annul")
	v.drilled()
	w.ok(v.step("election.open"))
	v.outOfOrder("election.close", "election.annul")
	w.refused(contract.WrongStage, w.make("election.key", contract.ElectionKey{Election: "vote", Public: make([]byte, 32)}, w.Convener()))
	w.refused(contract.WrongStage, w.make("election.test", contract.ElectionTest{Election: "vote", Drills: []contract.BodyDrill{}}, w.Convener()))
	v.unsealed()
	v.outOfOrder("election.unseal", "election.annul")
	w.ok(v.unseal("owners"), v.unseal("street"), v.unseal("property"))
	v.reload().outOfOrder("tally", "election.annul")
	v.counted()
	v.outOfOrder("election.publish", "election.annul")
	publish, err := v.Publish(v.on.Result)
	w.ok(must(t, publish, err))
	v.outOfOrder("election.hear", "election.annul")
	hear, err := v.Hear()
	w.ok(must(t, hear, err))
	v.outOfOrder("election.final", "election.annul")
	w.ok(v.step("election.final"))
	v.outOfOrder()
}

// An election can be annulled from any stage but the last, and nothing follows.
func TestAnnul(t *testing.T) {
	w := newTown(t, "", "rehearsal").found().settle(twoHomes)
	draft := w.draftVote("draft", plainRules, question("c0"))
	opened := w.openVote("opened", plainRules)
	ballot := opened.cast(w.People["ann"], right("ann"), 1, agree)
	closed := w.openVote("closed", plainRules).unsealed("owners")
	for _, v := range []*vote{draft, opened, closed} {
		w.ok(v.step("election.annul"))
		v.outOfOrder()
	}
	w.refused("CLOSED", ballot)
}

// A city's days are kept, and what was announced is.
func TestStepsTakenEarly(t *testing.T) {
	now := time.Now().Unix()
	const day = 24 * 3600
	notice := func(v *vote, opens, closes int64) act.Signed {
		v.w.Helper()
		return v.w.make("election.notice", contract.ElectionNotice{Election: v.ID, OpensAt: act.Int(opens), ClosesAt: act.Int(closes)}, v.w.Two()...)
	}
	t.Run("a city", func(t *testing.T) {
		w := newTown(t, "", "hangzhou").found().settle(twoHomes)
		v := w.draftVote("vote", plainRules, question("c0")).drilled()
		w.refused(contract.BadElection, notice(v, now+16*day, now+21*day-1))
		w.refused(contract.BadElection, notice(v, now+16*day, now+77*day))
		w.refused(contract.BadElection, notice(v, now+16*day, now+16*day))
		w.refused(contract.BadElection, notice(v, now+16*day, now+15*day))
		w.refused(contract.BadElection, notice(v, now, now+5*day))
		w.ok(notice(v, now+15*day+60, now+21*day))
		w.refused(contract.TooEarly, w.make("election.open", contract.ElectionOpen{Election: "vote", Without: []string{}}, w.Two()...))
		if v.reload(); v.on.Timing.NoticeDays != 15 {
			t.Errorf("notice of %d days; Hangzhou has 15", v.on.Timing.NoticeDays)
		}
	})
	t.Run("as announced", func(t *testing.T) {
		w := newTown(t, "", "rehearsal").found().settle(twoHomes)
		later := w.draftVote("later", plainRules, question("c0")).drilled()
		w.ok(notice(later, now+3600, now+7200))
		w.refused(contract.TooEarly, w.make("election.open", contract.ElectionOpen{Election: "later", Without: []string{}}, w.Two()...))
	})
}

// Online ballots that come after the announced end are rejected; paper is keyed in until the bodies close.
func TestAfterTheEnd(t *testing.T) {
	w := newTown(t, "", "rehearsal").found().settle(twoHomes)
	v := w.draftVote("vote", plainRules, question("c0")).drilled()
	v.Window = time.Second
	v.open()
	time.Sleep(time.Until(time.Unix(v.on.Times["closesAt"], 0)))
	w.recorded("CLOSED", v.cast(w.People["ann"], right("ann"), 1, agree))
	w.ok(v.paper("ann", right("ann"), 1, agree))
}

func TestDrafts(t *testing.T) {
	w := newTown(t, "", "rehearsal").found().settle(twoHomes)
	w.draftVote("taken", plainRules, question("c0"))
	good := contract.ElectionCreate{
		Election: "vote", Title: "Budget", Roll: 1, Rules: plainRules, Contests: []contract.DraftContest{question("c0")}, Threshold: 3,
	}
	for _, c := range []struct {
		name   string
		code   act.Code
		change func(*contract.ElectionCreate)
	}{
		{"good", contract.OK, func(*contract.ElectionCreate) {}},
		{"all bodies' keys are needed", contract.OK, func(e *contract.ElectionCreate) { e.Threshold = 4 }},
		{"an id that is taken", contract.Exists, func(e *contract.ElectionCreate) { e.Election = "taken" }},
		{"an id in capitals", act.BadField, func(e *contract.ElectionCreate) { e.Election = "Vote" }},
		{"an id with a control character", act.BadField, func(e *contract.ElectionCreate) { e.Election = "a\x00b" }},
		{"no title", act.BadField, func(e *contract.ElectionCreate) { e.Title = "" }},
		{"a roll that is not", contract.NotFound, func(e *contract.ElectionCreate) { e.Roll = 7 }},
		{"one body's key suffices", contract.BadElection, func(e *contract.ElectionCreate) { e.Threshold = 1 }},
		{"more keys than bodies", contract.BadElection, func(e *contract.ElectionCreate) { e.Threshold = 5 }},
		{"no contest", contract.BadElection, func(e *contract.ElectionCreate) { e.Contests = []contract.DraftContest{} }},
		{"a contest twice", contract.BadElection, func(e *contract.ElectionCreate) { e.Contests = append(e.Contests, question("c0")) }},
		{"nothing to agree to", contract.BadElection, func(e *contract.ElectionCreate) { e.Contests[0].Options = []string{"yes", "no"} }},
		{"an option twice", contract.BadElection, func(e *contract.ElectionCreate) { e.Contests[0].Options = []string{"agree", "agree"} }},
		{"another vote's threshold", contract.BadElection, func(e *contract.ElectionCreate) { e.Contests[0].Threshold = election.Elect }},
		{"an unknown collision rule", contract.BadElection, func(e *contract.ElectionCreate) { e.Rules.Collision = "both" }},
		{"an unknown kind", contract.BadElection, func(e *contract.ElectionCreate) { e.Rules.Kind = "lottery" }},
		{"more proxies than the profile has", contract.BadElection, func(e *contract.ElectionCreate) { e.Rules.ProxyCap = 1000 }},
		{"too long to be sealed", contract.BadElection, func(e *contract.ElectionCreate) {
			e.Contests[0].Options = append(e.Contests[0].Options, strings.Repeat("x", 5000))
		}},
	} {
		draft := good
		draft.Contests = []contract.DraftContest{question("c0")}
		c.change(&draft)
		if o := w.check(w.make("election.create", draft, w.Convener()))[0]; o.Code != c.code {
			t.Errorf("%s: %s (%s); want %s", c.name, o.Code, o.Message, c.code)
		}
	}
}

// No election opens before every body has proved, to another one, that it can open ballots.
func TestDrill(t *testing.T) {
	w := newTown(t, "", "rehearsal").found().settle(twoHomes)
	v := w.draftVote("vote", plainRules, question("c0"))
	notice, err := v.Notice()
	w.ok(must(t, notice, err))
	mayOpen := func(code act.Code) {
		t.Helper()
		if o := w.check(w.make("election.open", contract.ElectionOpen{Election: "vote", Without: []string{}}, w.Two()...))[0]; o.Code != code {
			t.Errorf("opening: %s (%s); want %s", o.Code, o.Message, code)
		}
	}
	mayOpen(contract.NotDrilled)
	keys, err := v.Keys()
	w.ok(must(t, keys, err)...)
	mayOpen(contract.NotDrilled)
	tests, answers, err := v.Drill()
	done(t, err)
	token := drillToken(t, answers[0])
	answer := func(body, maker string, token []byte) act.Signed {
		t.Helper()
		return w.make("election.drill", contract.ElectionDrill{Election: "vote", Maker: maker, Token: token}, w.Officers[body])
	}
	bodies := v.w.Constitution.Bodies
	first, second, third := bodies[0].ID, bodies[1].ID, bodies[2].ID
	testsThenAnswer := func(code act.Code, last act.Signed) {
		t.Helper()
		if o := w.check(last)[0]; o.Code != code {
			t.Errorf("%s (%s); want %s", o.Code, o.Message, code)
		}
	}
	testsThenAnswer(contract.NotFound, answer(first, third, token))
	w.ok(tests...)
	testsThenAnswer(contract.NotFound, answer(first, third, token))
	testsThenAnswer(contract.BadDrill, answer(first, first, token))
	testsThenAnswer(contract.BadDrill, answer(first, second, make([]byte, 32)))
	testsThenAnswer(contract.BadDrill, answer(first, second, token[:31]))
	testsThenAnswer(contract.BadDrill, answer(third, first, token))
	w.ok(answers[:len(answers)-1]...)
	mayOpen(contract.NotDrilled)
	w.ok(answers[len(answers)-1])
	mayOpen(contract.OK)
	w.refused(act.BadKey, w.make("election.key", contract.ElectionKey{Election: "vote", Public: make([]byte, 31)}, w.Convener()))
	w.refused(act.BadKey, w.make("election.key", contract.ElectionKey{Election: "vote", Public: make([]byte, 32)}, w.Convener()))
	again, err := w.Act("election.key", contract.ElectionKey{Election: "vote", Public: keyOf(t, keys[1])}, w.Convener())
	w.ok(must(t, again, err))
	mayOpen(contract.NotDrilled) // a new key is not drilled yet
}

func bodyOf(t testing.TB, signed act.Signed, body any) {
	t.Helper()
	a, err := act.Parse(signed.Text, 1<<20)
	done(t, act.Strict(must(t, a, err).Body, body))
}

func drillToken(t testing.TB, answer act.Signed) []byte {
	t.Helper()
	var body contract.ElectionDrill
	bodyOf(t, answer, &body)
	return body.Token
}

func keyOf(t testing.TB, signed act.Signed) act.Bytes {
	t.Helper()
	var body contract.ElectionKey
	bodyOf(t, signed, &body)
	return body.Public
}
