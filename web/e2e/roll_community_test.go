// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/identity/letter"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// rollCommunity is a settled community whose roll the server's store has, so that its people enrol by letters and have contacts.
type rollCommunity struct {
	ID       string   `json:"id"`
	Helper   string   `json:"helper"`   // see rollOfficers.serve
	Election string   `json:"election"` // open, of one question
	Counted  string   `json:"counted"`  // a published one
	Lone     []string `json:"lone"`     // owners of a home each
	Couple   []string `json:"couple"`   // owners of one home together
	Voter    holder   `json:"voter"`    // the passkey of another owner
}

// rollOfficers does what the officers of that community do.
type rollOfficers struct {
	*registrar
	village *village.Village
	lone    string          // who objects
	voted   map[string]bool // rights
}

func (r *registrar) rollCommunity(t *testing.T) rollCommunity {
	t.Helper()
	c := rollCommunity{ID: "web-roll", Election: "lamps", Counted: "roll-spring"}
	v := r.founded(t, c.ID, "小院")
	r.takeRoll(t, v)
	must(t, r.ledger.EnrolAll(t.Context(), v))
	for _, right := range v.Heads() { // the last couple; the first ones vote by software
		switch len(right.Owners) {
		case 1:
			c.Lone = append(c.Lone, right.Owners[0])
		case 2:
			c.Couple = right.Owners
		}
	}
	last := len(c.Lone) - 1
	c.Voter, c.Lone = holderOf(t, v.People[c.Lone[last]]), c.Lone[:last]
	hold(t, r.ledger, v, c.Counted, true)
	must(t, r.open(t.Context(), v, c.Election, "更换楼道灯具", 48*time.Hour))
	c.Helper = (&rollOfficers{r, v, c.Lone[0], map[string]bool{}}).serve(t)
	return c
}

// takeRoll imports the roll as an officer would, and has it approved.
func (r *registrar) takeRoll(t *testing.T, v *village.Village) {
	t.Helper()
	file, err := os.ReadFile("../../identity/testdata/tower-16.csv")
	must(t, err)
	imported, err := r.store.Import(t.Context(), v.ID, bytes.NewReader(file))
	must(t, err)
	draft, err := r.store.Accept(t.Context(), imported, "test")
	must(t, err)
	must(t, v.TakeRoll(draft.Roll))
	must(t, r.ledger.LoadRoll(t.Context(), v, draft.Version, func(int, int) {}))
	for { // the server notes in the store that the ledger has it
		version, err := r.store.Version(t.Context(), v.ID)
		must(t, err)
		if version == draft.Version {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// open opens an election of one question.
func (r *registrar) open(ctx context.Context, v *village.Village, id, title string, window time.Duration) error {
	e, err := v.NewElection(id)
	if err != nil {
		return err
	}
	e.Window = window
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	_, err = r.ledger.Open(ctx, e, title, rules, []vote.DraftContest{{
		ID: "lamps", Options: []string{election.Agree, "disagree", "abstain"}, Seats: 1, Threshold: election.Majority, Title: title,
	}})
	return err
}

// short opens a vote of so many seconds, which nobody closes.
func (o *rollOfficers) short(ctx context.Context, seconds string) (any, error) {
	window, err := time.ParseDuration(seconds + "s")
	if err != nil {
		return nil, err
	}
	return nil, o.open(ctx, o.village, "short-"+seconds, "短时表决", window)
}

// serve returns the address where scripts ask for what officers do.
func (o *rollOfficers) serve(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	answer := func(pattern string, of func(context.Context, string) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, q *http.Request) {
			value, err := of(q.Context(), q.PathValue("whom"))
			if err != nil {
				t.Errorf("%s: %v", q.URL.Path, err)
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			_ = json.NewEncoder(w).Encode(value)
		})
	}
	answer("POST /letters/{whom}", o.letter)
	answer("POST /confirm/{whom}", func(ctx context.Context, credential string) (any, error) {
		return nil, o.ledger.Do(ctx)(o.village.Act("credential.confirm", people.CredentialConfirm{Credentials: []string{credential}},
			o.village.Two()...))
	})
	answer("POST /officers/{whom}", o.invite)
	answer("POST /vote/{whom}", o.vote)
	answer("POST /short/{whom}", o.short)
	answer("POST /answers/{whom}", o.answer)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// letter prints a person's letter and makes its code known to the ledger.
func (o *rollOfficers) letter(ctx context.Context, person string) (any, error) {
	printed, err := o.store.PrintLetters(ctx, o.village.ID, identity.LetterOrder{
		People: []string{person}, Expires: time.Now().Add(time.Hour), Officer: "test", Origin: o.village.Constitution.RP.Origins[0],
	}, io.Discard)
	if err != nil {
		return nil, err
	}
	issue := printed.Issue[0]
	code, err := o.codes.Of(issue.Codes[0].Code)
	if err != nil {
		return nil, err
	}
	return letter.Compact(code), o.ledger.Do(ctx)(o.village.Act("codes.issue", issue, o.village.Convener()))
}

// answer has two bodies find an objection right.
func (o *rollOfficers) answer(ctx context.Context, objection string) (any, error) {
	officer, err := o.store.AddOfficer(ctx, o.village.ID, "owners", "经办人", "")
	if err != nil {
		return nil, err
	}
	hash, err := o.store.KeepAnswer(ctx, o.village.ID, o.lone, "已核对，是我们量错了。", officer.ID)
	if err != nil {
		return nil, err
	}
	return nil, o.ledger.Do(ctx)(o.village.Act("roll.answer", people.RollAnswer{Accepted: true, Answer: hash, Objection: objection},
		o.village.Two()...))
}

// vote has a software couple, who have not voted yet, vote in an election.
func (o *rollOfficers) vote(ctx context.Context, id string) (any, error) {
	e := &village.Election{Village: o.village, ID: id}
	on, err := o.ledger.Election(ctx, e)
	if err != nil {
		return nil, err
	}
	heads := o.village.Heads()
	i := slices.IndexFunc(heads, func(right community.Right) bool { return len(right.Owners) == 2 && !o.voted[right.ID] })
	o.voted[heads[i].ID] = true
	return nil, o.ledger.Do(ctx)(e.Cast(on, o.village.Voter(heads[i]), heads[i].ID, 1,
		election.Selections{on.Contests[0].ID: {election.Agree}}))
}
