// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger/number"
	"github.com/linli-project/linli/rules/election"
)

func TestPostAct(t *testing.T) {
	tw := townOf(t)
	e, on := tw.open(t, "post")
	b := tw.browser(t)
	heads := tw.singles()
	first := tw.ballot(t, e, on, heads[20], 1)
	key := rand.Text()
	cast := b.do(http.MethodPost, "/acts", first, "Idempotency-Key", key)
	receipt := decode[Receipt](t, cast)
	if cast.status != http.StatusCreated || receipt.Code != "OK" || receipt.Receipt != number.Of(receipt.Act) {
		t.Fatalf("%d %s", cast.status, cast.body)
	}
	again := b.do(http.MethodPost, "/acts", first, "Idempotency-Key", key)
	if r := decode[Receipt](t, again); again.status != http.StatusCreated || r.Tx != receipt.Tx || r.Block != receipt.Block ||
		r.Code != "ALREADY" {
		t.Errorf("the same again: %d %s", again.status, again.body)
	}
	second := tw.ballot(t, e, on, heads[20], 2)
	if a := b.do(http.MethodPost, "/acts", second, "Idempotency-Key", key); a.status != http.StatusConflict || a.problem() != "key-reused" {
		t.Errorf("another act with the key: %d %s", a.status, a.body)
	}
	stranger, err := tw.Stranger()
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := e.Cast(on, stranger, heads[21].ID, 1, election.Selections{})
	if err != nil {
		t.Fatal(err)
	}
	altered := first
	altered.Text = strings.Replace(first.Text, heads[20].ID, heads[21].ID, 1)
	for _, c := range []struct {
		name   string
		signed act.Signed
		status int
		code   act.Code
	}{
		{"not JSON", act.Signed{Text: "{]", Signatures: first.Signatures}, 422, act.NotJSON},
		{"not canonical", act.Signed{Text: " " + first.Text, Signatures: first.Signatures}, 422, act.NotCanonical},
		{"altered on the way", altered, 422, act.WrongChallenge},
		{"not signed by who is named", act.Signed{Text: first.Text, Signatures: second.Signatures}, 422, act.WrongChallenge},
		{"not enrolled", foreign, 422, contract.NotEnrolled},
		{"a number that was used", tw.ballot(t, e, on, heads[20], 1), 409, contract.Replayed},
		{"a number too far", tw.ballot(t, e, on, heads[20], 5), 409, contract.SeqGap},
		{"a right of somebody else", mustCast(t, tw, e, on, 22, 23), 422, "NOT_ENTITLED"},
	} {
		a := b.post(c.signed)
		if p := decode[Problem](t, a); a.status != c.status || p.Code != string(c.code) || a.problem() != "act-refused" {
			t.Errorf("%s: %d %s", c.name, a.status, a.body)
		}
	}
	b.play([]scenario{
		{name: "the rejected one", path: "/communities/" + garden + "/elections/post/rejected", status: 200, has: []string{"not-entitled"}},
		{name: "in Chinese", method: http.MethodPost, path: "/acts", body: altered,
			headers: []string{"Idempotency-Key", rand.Text(), "Accept-Language", "zh"},
			status:  422, has: []string{"签名针对的是另一份内容"}},
	})
}

// mustCast is the ballot of one head's owner for another's right.
func mustCast(t *testing.T, tw *town, e *village.Election, on vote.Election, by, right int) act.Signed {
	t.Helper()
	signed, err := e.Cast(on, tw.Voter(tw.singles()[by]), tw.singles()[right].ID, 1, election.Selections{})
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// 200 residents press the button at once. Every ballot gets its own receipt, is in its box once, and turnout counts each once.
func TestTwoHundredAtOnce(t *testing.T) {
	const residents = 200
	tw := townOf(t)
	e, on := tw.open(t, "rush")
	heads := tw.Heads()[:residents]
	acts := make([]act.Signed, residents)
	for i, right := range heads {
		acts[i] = tw.ballot(t, e, on, right, 1)
	}
	var all sync.WaitGroup
	receipts := make([]Receipt, residents)
	began := time.Now()
	for i := range acts {
		b := tw.browser(t)
		b.http.Transport = &http.Transport{}
		all.Go(func() {
			a := b.post(acts[i])
			if a.status != http.StatusCreated {
				t.Errorf("ballot %d: %d %s", i, a.status, a.body)
				return
			}
			receipts[i] = decode[Receipt](t, a)
		})
	}
	all.Wait()
	took := time.Since(began)
	t.Logf("%d residents at once: %.1f s, %.0f ballots/s", residents, took.Seconds(), residents/took.Seconds())
	numbers := map[string]bool{}
	for i, r := range receipts {
		if r.Act != act.HashOf(acts[i].Text).String() || r.Code != "OK" {
			t.Errorf("receipt %d: %+v", i, r)
		}
		numbers[r.Receipt] = true
	}
	if len(numbers) != residents {
		t.Errorf("%d receipts for %d ballots", len(numbers), residents)
	}
	if err := tw.catchUp(t.Context()); err != nil { // the server answers for the blocks it has read
		t.Fatal(err)
	}
	b := tw.browser(t)
	boxed := map[string]int{}
	for path := "/communities/" + garden + "/elections/rush/ballots"; path != ""; {
		page := decode[BallotPage](t, b.get(path))
		for _, item := range page.Items {
			boxed[item.Act]++
		}
		path = ""
		if page.Next != "" {
			path = fmt.Sprintf("/communities/%s/elections/rush/ballots?cursor=%s", garden, page.Next)
		}
	}
	for _, r := range receipts {
		if boxed[r.Act] != 1 {
			t.Errorf("act %s is %d times in a box", r.Act, boxed[r.Act])
		}
	}
	turnout := decode[Turnout](t, b.get("/communities/"+garden+"/elections/rush/turnout"))
	var area int64
	for _, right := range heads {
		area += right.Weight(false).AreaDm2
	}
	if len(boxed) != residents || turnout.Heads != residents || turnout.Ballots != residents || turnout.AreaDm2 != area {
		t.Errorf("%d ballots in boxes, turnout %+v, area %d", len(boxed), turnout, area)
	}
}

// An act whose block does not come in time is not lost, and not called failed: its receipt can be asked for.
func TestUnknownOutcome(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	e, on := tw.open(t, "unknown")
	b := tw.browser(t)
	var signed act.Signed
	var sent answer
	defer func() { tw.server.sender.patience = relayWithin }()
	// On a busy machine the first one's patience is over before it was sent, which is another answer; so a longer one, with another ballot.
	for i, patience := 60, 30*time.Millisecond; i < 70; i, patience = i+1, patience*3/2 {
		signed = tw.ballot(t, e, on, tw.singles()[i], 1)
		tw.server.sender.patience = patience
		if sent = b.post(signed); sent.status == http.StatusAccepted {
			break
		}
	}
	tw.server.sender.patience = relayWithin
	hash := act.HashOf(signed.Text).String()
	if unknown := decode[Unknown](t, sent); sent.status != http.StatusAccepted || unknown.Act != hash || unknown.Status != "unknown" {
		t.Fatalf("%d %s", sent.status, sent.body)
	}
	deadline := time.Now().Add(5 * time.Minute)
	a := b.get("/acts/" + hash + "/receipt")
	for a.status == http.StatusAccepted && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond)
		a = b.get("/acts/" + hash + "/receipt")
	}
	if receipt := decode[Receipt](t, a); a.status != http.StatusOK || receipt.Act != hash {
		t.Errorf("%d %s", a.status, a.body)
	}
	first := decode[Receipt](t, a)
	// The relay may hear of the block after the server: then it answers for the first one.
	for again := ""; again != "ALREADY" && !t.Failed(); {
		sent := b.post(signed)
		receipt := decode[Receipt](t, sent)
		again = string(receipt.Code)
		if sent.status != http.StatusCreated || receipt.Block != first.Block || again != "ALREADY" && again != "OK" ||
			time.Now().After(deadline) {
			t.Errorf("sent again: %d %s", sent.status, sent.body)
		}
	}
}

func TestActsAreLimited(t *testing.T) {
	tw := townOf(t)
	s := tw.server
	saved := s.gate.limits["acts"]
	s.gate.limits["acts"] = &limiter{rate: Rate{0.001, 3}, now: time.Now, buckets: map[string]bucket{}}
	defer func() { s.gate.limits["acts"] = saved }()
	b := tw.browser(t)
	statuses := map[int]int{}
	for range 5 {
		statuses[b.do(http.MethodPost, "/acts", `{}`, "Idempotency-Key", rand.Text()).status]++
	}
	if statuses[http.StatusTooManyRequests] != 2 {
		t.Errorf("%v", statuses)
	}
}

// The pages read as much of the ledger as the API does, and are limited like it.
func TestPagesAreLimited(t *testing.T) {
	tw := townOf(t)
	s := tw.server
	saved := s.gate.limits["reads"]
	s.gate.limits["reads"] = &limiter{rate: Rate{0.001, 3}, now: time.Now, buckets: map[string]bucket{}}
	defer func() { s.gate.limits["reads"] = saved }()
	statuses := map[int]int{}
	for range 5 {
		r := httptest.NewRequest(http.MethodGet, "/c/"+garden+"/track?number=1", nil)
		answer := httptest.NewRecorder()
		s.Handler().ServeHTTP(answer, r)
		statuses[answer.Code]++
	}
	if statuses[http.StatusOK] != 3 || statuses[http.StatusTooManyRequests] != 2 {
		t.Errorf("%v", statuses)
	}
}

func TestCallers(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "::ffff:192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "": "",
	} {
		s := gate{ip: func(*http.Request) string { return address }}
		if got := s.caller(nil); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
