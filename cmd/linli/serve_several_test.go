// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/postgrestest"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// Residents vote at one server of a body, which is killed in the middle. Whoever has no receipt sends the same again to the other one:
// everybody gets his receipt, and each ballot is on the ledger once. The one that was killed goes on from its files.
func TestSeveralServersOneKilled(t *testing.T) {
	p := newPoll(t, "serve-several", 32)
	at, dirs := postgrestest.URL(t), []string{t.TempDir(), t.TempDir()}
	servers := []*anyOf{p.serve(at, dirs[0]), p.serve(at, dirs[1])}
	var receipts sync.WaitGroup
	some, next := make(chan bool, len(p.ballots)), make(chan act.Signed, len(p.ballots))
	for _, b := range p.ballots {
		next <- b
	}
	close(next)
	for range 4 {
		receipts.Go(func() {
			for b := range next {
				p.cast(b, servers)
				some <- true
			}
		})
	}
	for range len(p.ballots) / 4 {
		<-some
	}
	servers[0].kill()
	receipts.Wait()
	for _, b := range p.ballots { // the answer may have been lost, and the ballot is not there twice
		p.cast(b, servers[1:])
	}
	again := p.serve(at, dirs[0])
	for _, s := range []*anyOf{servers[1], again} {
		p.healthy(s)
	}
	if again.clash(dirs[0]) == nil {
		t.Error("two servers work with the same files")
	}
	count := map[string]int{}
	for item, err := range p.ledger.Client.List(t.Context(), vote.Boxes, p.village.ID, p.election) {
		p.must(err)
		box, err := vote.Boxes.Decode(item.Value)
		p.must(err)
		count[box.Right] += len(box.Ballots)
	}
	for _, right := range p.village.Heads() {
		if count[right.ID] != 1 {
			t.Errorf("%d ballots for %s", count[right.ID], right.ID)
		}
	}
	p.must(p.ledger.Accepted(t.Context()))
}

// poll is an open election, and a ballot of each head.
type poll struct {
	*testing.T
	ledger   *village.Ledger
	village  *village.Village
	body     string
	election string
	ballots  []act.Signed
}

func (p *poll) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func newPoll(t *testing.T, id string, heads int) *poll {
	t.Helper()
	n := networktest.Network(t)
	p := &poll{T: t, election: "budget"}
	constitution, err := village.Constitute(n, "Several", "rehearsal")
	p.must(err)
	p.village, err = village.New(id, constitution)
	p.must(err)
	p.body = p.village.Convener().Body
	p.ledger, err = village.Connect(t.Context(), n)
	p.must(err)
	t.Cleanup(p.ledger.Close)
	var homes []community.Unit
	for i := range heads {
		homes = append(homes, community.Unit{
			ID: fmt.Sprintf("%032x", 1000+i), Kind: community.Home, Status: community.Sold, AreaDm2: 9000,
			Owners: []string{fmt.Sprintf("%032x", i+1)},
		})
	}
	p.must(p.village.SetRoll(homes))
	p.must(p.ledger.Found(t.Context(), p.village))
	p.must(p.ledger.Settle(t.Context(), p.village))
	e, err := p.village.NewElection(p.election)
	p.must(err)
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	on, err := p.ledger.Open(t.Context(), e, "Budget", rules, []vote.DraftContest{{
		ID: "budget", Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority, Title: "Budget",
	}})
	p.must(err)
	for _, right := range p.village.Heads() {
		ballot, err := e.Cast(on, p.village.Voter(right), right.ID, 1, election.Selections{"budget": {election.Agree}})
		p.must(err)
		p.ballots = append(p.ballots, ballot)
	}
	return p
}

// cast sends a ballot to one server after the other, under one key, until there is a receipt.
func (p *poll) cast(ballot act.Signed, servers []*anyOf) {
	key := rand.Text()
	for i := 0; p.Context().Err() == nil; i++ {
		err := servers[i%len(servers)].post(p.Context(), ballot, key)
		if err == nil {
			return
		}
		if refused, ok := errors.AsType[refusedError](err); ok && refused.status != http.StatusAccepted && refused.status < 500 {
			p.Error(err)
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// healthy waits until a server says that it is.
func (p *poll) healthy(s *anyOf) {
	p.Helper()
	for p.Context().Err() == nil {
		response, err := http.Get("http://" + s.metrics + "/health") //nolint:noctx // the test's own server
		p.must(err)
		_ = response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// anyOf is one of a body's servers, a process of its own.
type anyOf struct {
	poll    *poll
	pages   string
	metrics string
	kill    func()
	at      string
}

var servedAt = regexp.MustCompile(`on http://(127\.0\.0\.1:\d+)`)

// serve starts a server, and returns when it serves.
func (p *poll) serve(at, dir string) *anyOf {
	p.Helper()
	cmd := linli(p.T, "serve", "--data", p.ledger.Network.Dir(), "--body", p.body, "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0",
		"--store", at, "--files", dir)
	log, err := cmd.StderrPipe()
	p.must(err)
	said, err := cmd.StdoutPipe()
	p.must(err)
	p.must(cmd.Start())
	s := &anyOf{poll: p, at: at}
	s.metrics, _ = logged(p.T, log, "metrics", "metrics")
	var reading sync.WaitGroup
	reading.Go(func() { _, _ = io.Copy(io.Discard, log) })
	text := ""
	for buffer := make([]byte, 256); s.pages == ""; {
		n, err := said.Read(buffer)
		p.must(err)
		text += string(buffer[:n])
		if m := servedAt.FindStringSubmatch(text); m != nil {
			s.pages = m[1]
		}
	}
	var once sync.Once
	s.kill = func() {
		once.Do(func() {
			_ = cmd.Process.Kill() // SIGKILL
			reading.Wait()
			_ = cmd.Wait()
		})
	}
	p.Cleanup(s.kill)
	return s
}

// clash starts another server with files that this one works with.
func (s *anyOf) clash(dir string) error {
	s.poll.Helper()
	p := s.poll
	return linli(p.T, "serve", "--data", p.ledger.Network.Dir(), "--body", p.body, "--listen", "127.0.0.1:0", "--store", s.at,
		"--files", dir).Run()
}

type refusedError struct {
	status int
	text   string
}

func (e refusedError) Error() string { return fmt.Sprint(e.status, " ", e.text) }

// post sends an act. There is no error if there is a receipt.
func (s *anyOf) post(ctx context.Context, signed act.Signed, key string) error {
	raw, err := json.Marshal(signed)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.pages+"/api/v1/acts", bytes.NewReader(raw))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", key)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusCreated {
		err = refusedError{response.StatusCode, string(text)}
	}
	return err
}
