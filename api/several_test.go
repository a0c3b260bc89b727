// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/postgrestest"
)

// several are two servers of one body, that share a PostgreSQL database.
func several(t *testing.T) (a, b *town) {
	t.Helper()
	tw, at := townOf(t), postgrestest.URL(t)
	for _, one := range []**town{&a, &b} {
		*one = &town{Village: tw.Village, Ledger: tw.Ledger, log: tw.log}
		(*one).serve(t, "owners", tw.server.Origin, at)
	}
	return a, b
}

func TestSeveralServers(t *testing.T) {
	a, b := several(t)
	for name, test := range map[string]func(*testing.T, *town, *town){"go on elsewhere": goOnElsewhere, "read own acts": readOwnActs} {
		t.Run(name, func(t *testing.T) { test(t, a, b) })
	}
	countGuesses(t, a, b) // in the end, as it takes the database away
}

// Whoever signs in at one server is signed in at the other; what is begun at one goes on at the other; and what happens at one is heard
// at the other.
func goOnElsewhere(t *testing.T, a, b *town) {
	v := townOf(t).shared(t, "api-several")
	couple := rightOf(t, v, 2)
	wife, husband := v.People[couple.Owners[0]], v.People[couple.Owners[1]]
	for _, one := range []*town{a, b} {
		if err := one.catchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	hers, his := a.browser(t), a.browser(t)
	hers.community, his.community = v.ID, v.ID
	hers.mustLogIn(wife.Key)
	hers.town = b
	must(t, 200, hers.get("/session"))
	options := decode[LoginOptions](t, must(t, 200, his.do(http.MethodPost, "/session/begin", map[string]string{"community": v.ID})))
	nonce, err := base64.RawURLEncoding.DecodeString(options.Nonce)
	if err != nil {
		t.Fatal(err)
	}
	stolen := his.ceremonies()
	his.town = b
	challenge := loginChallenge(a.server.Origin, nonce)
	answer := assertion(t, husband.Key, v.Constitution.RP, challenge[:])
	must(t, 200, his.do(http.MethodPost, "/session/finish", answer))
	his.town = a
	if again := his.do(http.MethodPost, "/session/finish", answer, "Cookie", stolen); again.problem() != "ceremony-refused" {
		t.Errorf("an answer that was taken at one server is taken at the other: %d %s", again.status, again.body)
	}

	listening, end := context.WithCancel(t.Context())
	defer end()
	heard := a.listen(listening, t, "?community="+v.ID, "")
	signed, err := v.Act("voter.designate", vote.VoterDesignate{Right: couple.ID, Owners: couple.Owners, Voter: husband.Person}, wife)
	if err != nil {
		t.Fatal(err)
	}
	left := decode[PendingAct](t, must(t, 201, hers.do(http.MethodPost, "/pending-acts", signed))) // at b
	if waiting := decode[PendingActs](t, his.get("/pending-acts")); len(waiting.Items) != 1 || waiting.Items[0].Act != left.Act {
		t.Fatalf("%+v waits at the other server", waiting)
	}
	his.town = b
	sign := "/pending-acts/" + left.Act + "/sign"
	receipt := decode[Receipt](t, must(t, 201, his.do(http.MethodPost, sign, mustSign(t, husband, signed.Text))))
	await(t, heard, "act", left.Act)
	his.town = a // who is told what he could not hear
	again := decode[Receipt](t, must(t, 201, his.do(http.MethodPost, sign, mustSign(t, husband, signed.Text))))
	if again.Block != receipt.Block || again.Receipt != receipt.Receipt {
		t.Errorf("%+v, then %+v", receipt, again)
	}
	must(t, 404, hers.do(http.MethodPost, "/pending-acts/"+act.HashOf("another").String()+"/sign", mustSign(t, wife, signed.Text)))
	kept := []string{"Cookie", "__Host-linli=" + hers.token()}
	must(t, 200, a.browser(t).get("/session", kept...))
	must(t, 204, hers.do(http.MethodDelete, "/session", nil))
	if out := a.browser(t).get("/session", kept...); out.problem() != "no-session" {
		t.Errorf("signed out at one server, and not at the other: %d %s", out.status, out.body)
	}
}

// ceremonies are a browser's cookies of what it has begun, as it sends them.
func (b *client) ceremonies() string {
	var all []string
	for _, c := range b.cookies() {
		if strings.HasPrefix(c.Name, "__Host-linli-") {
			all = append(all, c.Name+"="+c.Value)
		}
	}
	return strings.Join(all, "; ")
}

// What somebody has done at one server he finds at the other, though that is behind.
func readOwnActs(t *testing.T, a, b *town) {
	c := a.browser(t)
	height := b.server.hub.height()
	for _, one := range []struct {
		block string
		waits bool
	}{
		{strconv.FormatUint(height-1, 10), false}, {strconv.FormatUint(height, 10), true},
		{strconv.FormatUint(height+furtherAtMost+1, 10), false}, {"-1", false},
	} {
		began := time.Now()
		b.browser(t).get("/communities", "Cookie", b.server.heights.cookieName()+"="+one.block)
		if waited := time.Since(began) >= readableWithin; waited != one.waits && b.server.hub.height() == height {
			t.Errorf("%s: %v", one.block, time.Since(began))
		}
	}
	e, on := townOf(t).open(t, "several")
	if err := a.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	right := a.singles()[60]
	receipt := decode[Receipt](t, must(t, 201, c.post(a.ballot(t, e, on, right, 1))))
	c.town = b
	found := must(t, 200, c.get("/acts/"+receipt.Act+"/receipt"))
	if height, err := strconv.ParseInt(found.header.Get("Linli-Height"), 10, 64); err != nil || height <= receipt.Block {
		t.Errorf("block %d is found at a height of %d, %v", receipt.Block, height, err)
	}
}

// Guesses are counted over both. Without the database nobody guesses, and everybody reads.
func countGuesses(t *testing.T, a, b *town) {
	problems := map[string]int{}
	guess := func(tw *town) {
		code, err := act.NewInviteCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		now, encode := time.Now().Unix(), base64.RawURLEncoding.EncodeToString
		problems[tw.browser(t).do(http.MethodPost, "/enrolments/lookup", EnrolmentProof{
			Community: garden, Code: encode(code.Public()), At: now, Proof: encode(code.Sign(proofText(tw.server.Origin, garden, now)).Sig),
		}).problem()]++
	}
	for range 13 {
		guess(a)
		guess(b)
	}
	// on a slow machine, who waits may guess once more
	if guessed, refused := problems["bad-proof"], problems["too-many-requests"]; guessed < 20 || refused < 1 || guessed+refused != 26 {
		t.Errorf("%v", problems)
	}
	if err := a.server.Ready(t.Context()); err != nil {
		t.Errorf("not ready: %v", err)
	}
	if err := a.server.db.shared.Close(); err != nil {
		t.Fatal(err)
	}
	guess(a)
	if problems["store-unavailable"] != 1 || a.server.Ready(t.Context()) == nil {
		t.Errorf("without the database: %v", problems)
	}
	must(t, 200, a.browser(t).get("/communities"))
}
