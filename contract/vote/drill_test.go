// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
)

// No election opens before every body has proved, to another one, that it can open ballots.
func TestDrill(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	v := w.DraftVote("vote", town.Rules(), town.Question("c0"))
	notice, err := v.Notice()
	w.OK(town.Must(t, notice, err))
	mayOpen := func(code act.Code) {
		t.Helper()
		if o := w.Outcomes(w.Make("election.open", vote.ElectionOpen{Election: "vote", Without: []string{}},
			w.Two()...))[0]; o.Code != code {
			t.Errorf("opening: %s; want %s", town.Said(o), code)
		}
	}
	mayOpen(vote.NotDrilled)
	keys, err := v.Keys()
	w.OK(town.Must(t, keys, err)...)
	mayOpen(vote.NotDrilled)
	tests, answers, err := v.Drill()
	town.Done(t, err)
	token := drillToken(t, answers[0])
	answer := func(body, maker string, token []byte) act.Signed {
		t.Helper()
		return w.Make("election.drill", vote.ElectionDrill{Election: "vote", Maker: maker, Token: token}, w.Officers[body])
	}
	bodies := v.Town.Constitution.Bodies
	first, second, third := bodies[0].ID, bodies[1].ID, bodies[2].ID
	testsThenAnswer := func(code act.Code, last act.Signed) {
		t.Helper()
		if o := w.Outcomes(last)[0]; o.Code != code {
			t.Errorf("%s; want %s", town.Said(o), code)
		}
	}
	testsThenAnswer(contract.NotFound, answer(first, third, token))
	w.OK(tests...)
	testsThenAnswer(contract.NotFound, answer(first, third, token))
	testsThenAnswer(vote.BadDrill, answer(first, first, token))
	testsThenAnswer(vote.BadDrill, answer(first, second, make([]byte, 32)))
	testsThenAnswer(vote.BadDrill, answer(first, second, token[:31]))
	testsThenAnswer(vote.BadDrill, answer(third, first, token))
	w.OK(answers[:len(answers)-1]...)
	mayOpen(vote.NotDrilled)
	w.OK(answers[len(answers)-1])
	mayOpen(contract.OK)
	w.Refused(act.BadKey, w.Make("election.key", vote.ElectionKey{Election: "vote", Public: make([]byte, 31)}, w.Convener()))
	w.Refused(act.BadKey, w.Make("election.key", vote.ElectionKey{Election: "vote", Public: make([]byte, 32)}, w.Convener()))
	again, err := w.Act("election.key", vote.ElectionKey{Election: "vote", Public: keyOf(t, keys[1])}, w.Convener())
	w.OK(town.Must(t, again, err))
	mayOpen(vote.NotDrilled) // a new key is not drilled yet
}

func drillToken(t testing.TB, answer act.Signed) []byte {
	t.Helper()
	var body vote.ElectionDrill
	town.BodyOf(t, answer, &body)
	return body.Token
}

func keyOf(t testing.TB, signed act.Signed) act.Bytes {
	t.Helper()
	var body vote.ElectionKey
	town.BodyOf(t, signed, &body)
	return body.Public
}
