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

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/identity/letter"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// court is a settled community whose roll the server's store has, so that its people enrol by letters and have contacts.
type court struct {
	ID       string   `json:"id"`
	Helper   string   `json:"helper"`   // see bailiff.serve
	Election string   `json:"election"` // open, of one question
	Counted  string   `json:"counted"`  // a published one
	Lone     []string `json:"lone"`     // owners of a home each
	Couple   []string `json:"couple"`   // owners of one home together
	Voter    holder   `json:"voter"`    // the passkey of another owner
}

// bailiff does in the court what officers do.
type bailiff struct {
	*registrar
	village *village.Village
	lone    string          // who objects
	voted   map[string]bool // rights
}

func (r *registrar) court(t *testing.T) court {
	t.Helper()
	r.store.Random = r.codes
	c := court{ID: "web-court", Election: "lamps", Counted: "court-spring"}
	constitution := r.constitution
	constitution.Name = "小院"
	v, err := village.New(c.ID, constitution)
	must(t, err)
	must(t, r.ledger.Found(t.Context(), v))
	must(t, r.store.KeepCommunity(t.Context(), c.ID, constitution))
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
	c.Helper = (&bailiff{r, v, c.Lone[0], map[string]bool{}}).serve(t)
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
	rules := contract.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	_, err = r.ledger.Open(ctx, e, title, rules, []contract.DraftContest{{
		ID: "lamps", Options: []string{election.Agree, "disagree", "abstain"}, Seats: 1, Threshold: election.Majority, Title: title,
	}})
	return err
}

// short opens a vote of so many seconds, which nobody closes.
func (b *bailiff) short(ctx context.Context, seconds string) (any, error) {
	window, err := time.ParseDuration(seconds + "s")
	if err != nil {
		return nil, err
	}
	return nil, b.open(ctx, b.village, "short-"+seconds, "短时表决", window)
}

// serve returns the address where scripts ask for what officers do.
func (b *bailiff) serve(t *testing.T) string {
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
	answer("POST /letters/{whom}", b.letter)
	answer("POST /confirm/{whom}", func(ctx context.Context, credential string) (any, error) {
		return nil, b.ledger.Do(ctx)(b.village.Act("credential.confirm", contract.CredentialConfirm{Credentials: []string{credential}}, b.village.Two()...))
	})
	answer("POST /officers/{whom}", b.invite)
	answer("POST /vote/{whom}", b.vote)
	answer("POST /short/{whom}", b.short)
	answer("POST /answers/{whom}", b.answer)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// letter prints a person's letter and makes its code known to the ledger.
func (b *bailiff) letter(ctx context.Context, person string) (any, error) {
	printed, err := b.store.PrintLetters(ctx, b.village.ID, identity.LetterOrder{
		People: []string{person}, Expires: time.Now().Add(time.Hour), Officer: "test", Origin: b.village.Constitution.RP.Origins[0],
	}, io.Discard)
	if err != nil {
		return nil, err
	}
	issue := printed.Issue[0]
	code, err := b.codes.Of(issue.Codes[0].Code)
	if err != nil {
		return nil, err
	}
	return letter.Compact(code), b.ledger.Do(ctx)(b.village.Act("codes.issue", issue, b.village.Convener()))
}

// answer has two bodies find an objection right.
func (b *bailiff) answer(ctx context.Context, objection string) (any, error) {
	officer, err := b.store.AddOfficer(ctx, b.village.ID, "owners", "经办人", "")
	if err != nil {
		return nil, err
	}
	hash, err := b.store.KeepAnswer(ctx, b.village.ID, b.lone, "已核对，是我们量错了。", officer.ID)
	if err != nil {
		return nil, err
	}
	return nil, b.ledger.Do(ctx)(b.village.Act("roll.answer", contract.RollAnswer{Accepted: true, Answer: hash, Objection: objection}, b.village.Two()...))
}

// vote has a software couple, who have not voted yet, vote in an election.
func (b *bailiff) vote(ctx context.Context, id string) (any, error) {
	e := &village.Election{Village: b.village, ID: id}
	on, err := b.ledger.Election(ctx, e)
	if err != nil {
		return nil, err
	}
	heads := b.village.Heads()
	i := slices.IndexFunc(heads, func(right community.Right) bool { return len(right.Owners) == 2 && !b.voted[right.ID] })
	b.voted[heads[i].ID] = true
	return nil, b.ledger.Do(ctx)(e.Cast(on, b.village.Voter(heads[i]), heads[i].ID, 1, election.Selections{on.Contests[0].ID: {election.Agree}}))
}
