// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// A refusal is a small change to a good act, and the code with which the ledger must refuse it.
type refusal struct {
	name string
	code act.Code
	act  act.Signed
}

// wanted is the least number of refusals there are to be.
const wanted = 80

// A bench is what the refusals start from: a town with an open election, people in every condition, and a ballot that
// would be accepted.
type bench struct {
	*town
	vote    *vote
	neutral *town // another community, with the same officers

	ann, bob         *village.Signer // owners of a home each
	pending, revoked *village.Signer
	colleague        *village.Signer // a second officer of the first body
	resident         *village.Signer // an officer of the third body, who is the owner "bob"
	dismissed        *village.Signer // an officer whose body revoked him
	objection        act.Signed      // by bob

	draft act.Act // of ann's ballot
	body  contract.BallotCast
	text  string
}

func newBench(t *testing.T) *bench {
	w := newTown(t, "", "rehearsal").found().settle([]community.Unit{
		home("1-101", 10000, "ann"), home("1-102", 9000, "bob"), home("1-103", 8000, "cat"), home("1-104", 7000, "dan", "eve"),
	})
	b := &bench{town: w, vote: w.openVote("vote", plainRules), ann: w.People["ann"], bob: w.People["bob"]}
	b.makePeople()
	b.neutral = newTown(t, "-2", "rehearsal")
	b.neutral.Officers = w.Officers
	b.neutral.found()
	b.draft = w.Draft("ballot.cast", 1, b.ann)
	sealed, err := b.vote.Seal(b.vote.on, b.draft, right("ann"), agree)
	b.body = contract.BallotCast{Election: "vote", Right: right("ann"), Sealed: must(t, sealed, err)}
	b.text = b.encode(b.draft, b.body)
	return b
}

func (b *bench) makePeople() {
	first, third, fourth := b.Constitution.Bodies[0].ID, b.Constitution.Bodies[2].ID, b.Constitution.Bodies[3].ID
	b.pending, b.revoked = b.signer("", "ann"), b.signer("", "ann")
	enrolRevoked, err := b.EnrolWith(b.revoked, b.invite(time.Now().Add(time.Hour), "ann")[0])
	b.ok(must(b, enrolRevoked, err))
	enrolPending, err := b.EnrolWith(b.pending, b.invite(time.Now().Add(time.Hour), "ann")[0])
	must(b, enrolPending, err)
	confirm, err := b.Act("credential.confirm", contract.CredentialConfirm{Credentials: []string{b.revoked.Key.ID()}}, b.Two()...)
	must(b, confirm, err)
	revoke := b.make("credential.revoke", contract.CredentialRevoke{Credential: b.revoked.Key.ID(), Reason: genesis(b, b.n)}, b.ann)
	b.ok(enrolPending, confirm, revoke)

	b.colleague, b.resident, b.dismissed = b.signer(first, ""), b.signer(third, "bob"), b.signer(fourth, "")
	done(b, b.foundAs(first, "admin", b.colleague))
	done(b, b.foundAs(third, "admin", b.resident))
	done(b, b.foundAs(fourth, "admin", b.dismissed))
	_, err = deskOf(b, b.n, fourth, "admin").transact(b, b.n, "RevokeOfficer", b.ID, b.dismissed.Key.ID())
	done(b, err)
	b.objection = b.make("roll.object", contract.RollObject{Version: 1, Text: genesis(b, b.n)}, b.bob)
	b.ok(b.objection)
}

func (b *bench) encode(draft act.Act, body any) string {
	b.Helper()
	text, err := act.Encode(draft, body)
	return must(b, text, err)
}

// Every way of spoiling an act that we could think of is refused by the chaincode, with a code of its own, and leaves
// nothing on the ledger.
func TestRefusals(t *testing.T) {
	b := newBench(t)
	enrolments := b.enrolments() // these take numbers of the convener, so they come first
	themes := []struct {
		name string
		all  []refusal
	}{
		{"altered", b.altered()}, {"fields", b.fields()}, {"form", b.form()}, {"numbers", b.numbers()},
		{"clientData", b.clientData()}, {"authData", b.authData()}, {"signature", b.signatures()},
		{"signers", b.signers()}, {"enrolment", enrolments}, {"bodies", b.bodies()},
	}
	before := b.desk.dump(t, b.ID)
	names := map[string]bool{}
	var acts []act.Signed
	for _, theme := range themes {
		t.Run(theme.name, func(t *testing.T) {
			for _, r := range theme.all {
				if o := b.check(r.act)[0]; o.Code != r.code {
					t.Errorf("%s: %s (%s); want %s", r.name, o.Code, o.Message, r.code)
				}
				names[theme.name+": "+r.name] = true
				acts = append(acts, r.act)
			}
		})
	}
	t.Logf("%d distinct refusals", len(names))
	if len(names) < wanted || len(names) != len(acts) {
		t.Errorf("%d names for %d refusals; want %d or more, each with its own", len(names), len(acts), wanted)
	}
	_, err := b.trySubmit(acts...)
	fails(t, err, contract.NoEffect)
	unchanged(t, before, b.desk.dump(t, b.ID))
	b.controls(t)
	b.replays(t)
}

// controls shows that the refusals start from what is good, and that no more is refused than must be.
func (b *bench) controls(t *testing.T) {
	for name, change := range map[string]func(*assertion){
		"unchanged":                      func(*assertion) {},
		"(r, n-s) is as good as (r, s)":  func(a *assertion) { a.Numbers = malleated },
		"an extension's output":          func(a *assertion) { a.AuthData[flags] |= extended; a.AuthData = append(a.AuthData, 0xa0) },
		"a member that browsers add":     func(a *assertion) { a.ClientData = insert(a.ClientData, `"other":{"a":1}`) },
		"no crossOrigin, as Firefox did": func(a *assertion) { a.ClientData = replace(a.ClientData, `,"crossOrigin":false`, "") },
	} {
		a := good(b.text)
		change(a)
		if o := b.check(act.Signed{Text: b.text, Signatures: []act.Signature{a.by(b, b.ann)}})[0]; o.Code != contract.OK {
			t.Errorf("control %q: %s (%s)", name, o.Code, o.Message)
		}
	}
}

// replays sends the good ballot, in its (r, n-s) form, and then what somebody who saw it could send after it.
func (b *bench) replays(t *testing.T) {
	flipped := good(b.text)
	flipped.Numbers = malleated
	cast := act.Signed{Text: b.text, Signatures: []act.Signature{flipped.by(b, b.ann)}}
	b.ok(cast)
	other := cast
	other.Signatures = []act.Signature{remalleated(b, cast.Signatures[0])}
	officer := b.make("codes.issue", contract.CodesIssue{Codes: []contract.IssuedCode{{Code: newCode(b).Public(), Person: "x"}}}, b.Convener())
	b.ok(officer)
	later := b.make("codes.issue", contract.CodesIssue{Codes: []contract.IssuedCode{{Code: newCode(b).Public(), Person: "x"}}}, b.Convener())
	b.ok(later)
	reuse := b.Draft("codes.issue", 1, b.Convener())
	gap := b.Draft("codes.issue", 4000, b.Convener())
	issue := contract.CodesIssue{Codes: []contract.IssuedCode{{Code: newCode(b).Public(), Person: "y"}}}

	before := b.desk.dump(t, b.ID)
	for _, r := range []refusal{
		{"the very same ballot", contract.Already, cast},
		{"the ballot with its signature rewritten", contract.Already, other},
		{"another ballot with its number", contract.Replayed, b.vote.cast(b.ann, right("ann"), 1, disagree())},
		{"a ballot that skips a number", contract.SeqGap, b.vote.cast(b.ann, right("ann"), 3, disagree())},
		{"an officer's last act", contract.Already, later},
		{"an officer's earlier act", contract.Already, officer},
		{"another act with an officer's used number", contract.Replayed, b.sign(reuse, issue, b.Convener())},
		{"an officer's act that skips numbers", contract.SeqGap, b.sign(gap, issue, b.Convener())},
	} {
		t.Run("replay/"+r.name, func(t *testing.T) { b.under(t).refused(r.code, r.act) })
	}
	unchanged(t, before, b.desk.dump(t, b.ID))
	b.ok(b.vote.cast(b.ann, right("ann"), 2, disagree()))
}

// under is the town reporting to another test.
func (w *town) under(t testing.TB) *town {
	clone := *w
	clone.TB = t
	return &clone
}

// remalleated turns a signature's (r, s) into (r, n-s).
func remalleated(t testing.TB, s act.Signature) act.Signature {
	t.Helper()
	r, sNumber := numbersOf(t, s.Sig)
	s.Sig = malleated(r, sNumber)
	return s
}

// A right's box does not grow without end, even where revoting is allowed; and a proxy cannot fill it up before the
// owner, whose own ballot beats the proxy's, has cast.
func TestBallotsOfOneRightAreBounded(t *testing.T) {
	w := newTown(t, "", "rehearsal").found().settle(twoHomes)
	v := w.openVote("vote", plainRules)
	grant, err := v.Grant(right("ann"), "bob", w.People["ann"])
	w.ok(must(t, grant, err))
	fill := func(by *village.Signer) {
		t.Helper()
		var ballots []act.Signed
		for i := range int64(election.MaxBallots) {
			ballots = append(ballots, v.cast(by, right("ann"), i+1, election.Selections{}))
		}
		w.ok(ballots...)
		w.refused(contract.BadElection, v.cast(by, right("ann"), election.MaxBallots+1, agree))
	}
	fill(w.People["bob"])
	fill(w.People["ann"])
	w.ok(v.paper("ann", right("ann"), election.MaxBallots+1, agree))
}
