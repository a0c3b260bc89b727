// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/passkey"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// A town is a village on the tests' network, with a desk to act at.
type town struct {
	*village.Village
	testing.TB
	n    *network.Network
	desk *desk // a client of the first body
}

const (
	rpID   = "garden.example"
	origin = "https://garden.example"
)

// newTown makes a community's people; nothing of it is on the ledger yet. At the end of the test the whole ledger is
// audited.
func newTown(t testing.TB, suffix, profile string) *town {
	t.Helper()
	n := networktest.Network(t)
	t.Cleanup(func() { audit(t, n) })
	c := contract.Constitution{
		Name: "翠苑 Garden", Net: genesis(t, n), Profile: profile, RP: act.RelyingParty{ID: rpID, Origins: []string{origin}},
	}
	peers, err := n.Peers()
	for _, p := range must(t, peers, err) {
		c.Bodies = append(c.Bodies, contract.Body{ID: p.Body, MSP: p.MSPID, Name: p.Body})
	}
	v, err := village.New(nameOf(t, suffix), c)
	done(t, err)
	return &town{Village: v, TB: t, n: n, desk: deskOf(t, n, c.Bodies[0].ID, network.Client)}
}

// found has every body found the community, with its officer.
func (w *town) found() *town {
	w.Helper()
	for _, body := range w.Constitution.Bodies {
		done(w, w.foundAs(body.ID, network.Admin, w.Officers[body.ID]))
	}
	return w
}

// foundAs is one body's part, or that of more officers later.
func (w *town) foundAs(body, role string, officers ...*village.Signer) error {
	w.Helper()
	keys := []contract.OfficerKey{}
	for _, o := range officers {
		keys = append(keys, contract.OfficerKey{ID: o.Key.ID(), Passkey: o.Key.Passkey(), Person: o.Person})
	}
	_, err := deskOf(w, w.n, body, role).transact(w, w.n, "Found", w.ID, asJSON(w, w.Constitution), asJSON(w, keys))
	return err
}

// settle brings the roll onto the ledger, and every owner with a confirmed passkey.
func (w *town) settle(units []community.Unit) *town {
	w.Helper()
	done(w, w.SetRoll(units))
	approval, err := w.ApproveRoll(1)
	w.ok(must(w, approval, err))
	for i := range w.Village.Roll.Chunks {
		done(w, w.loadChunk(1, i))
	}
	codes, err := w.IssueCodes()
	must(w, codes, err)
	enrolments, err := w.Enrol()
	must(w, enrolments, err)
	confirmations, err := w.Confirm()
	must(w, confirmations, err)
	w.ok(append(append(codes, enrolments...), confirmations...)...)
	return w
}

// designate has the owners of each co-owned right agree on a voter.
func (w *town) designate() *town {
	w.Helper()
	acts, err := w.Designate()
	w.ok(must(w, acts, err)...)
	return w
}

func (w *town) loadChunk(version, index int) error {
	w.Helper()
	proof, err := w.Village.Roll.Proof(uint64(index))
	must(w, proof, err)
	return w.load(version, index, string(w.Village.Roll.Chunks[index]), asJSON(w, proof))
}

func (w *town) load(version, index int, chunk, proof string) error {
	_, err := w.desk.transact(w, w.n, "LoadRoll", w.ID, number(version), number(index), chunk, proof)
	return err
}

// submit sends acts in one transaction, which must take effect.
func (w *town) submit(acts ...act.Signed) []contract.Outcome {
	w.Helper()
	raw, err := w.trySubmit(acts...)
	return outcomes(w, must(w, raw, err))
}

func (w *town) trySubmit(acts ...act.Signed) ([]byte, error) {
	w.Helper()
	return w.desk.transact(w, w.n, "Submit", batch(w, acts))
}

// ok sends acts that must all take effect.
func (w *town) ok(acts ...act.Signed) {
	w.Helper()
	for i, o := range w.submit(acts...) {
		if o.Code != contract.OK {
			w.Fatalf("act %d: %s: %s\n%.300s", i, o.Code, o.Message, acts[i].Text)
		}
	}
}

// recorded sends a ballot that must be written down as rejected with the code, and is not taken a second time.
func (w *town) recorded(code act.Code, ballot act.Signed) {
	w.Helper()
	if o := w.submit(ballot)[0]; o.Code != code {
		w.Errorf("%s (%s); want %s", o.Code, o.Message, code)
	}
	var kept contract.Kept
	if !w.desk.read(w, &kept, "act", w.ID, act.HashOf(ballot.Text).String()) {
		w.Error("the rejected ballot is not on the ledger")
	}
	w.refused(code, ballot)
}

// check asks what would become of acts.
func (w *town) check(acts ...act.Signed) []contract.Outcome {
	w.Helper()
	raw, err := w.desk.ledger.EvaluateTransaction("Check", batch(w, acts))
	return outcomes(w, must(w, raw, err))
}

// refused sends one act that must not get onto the ledger.
func (w *town) refused(code act.Code, signed act.Signed) {
	w.Helper()
	if o := w.check(signed)[0]; o.Code != code {
		w.Errorf("%s (%s); want %s", o.Code, o.Message, code)
	}
	_, err := w.trySubmit(signed)
	fails(w, err, contract.NoEffect)
}

// signer makes somebody with a fresh passkey who is not on the ledger.
func (w *town) signer(body, person string) *village.Signer {
	w.Helper()
	key, err := passkey.New(w.Constitution.RP)
	return &village.Signer{Key: must(w, key, err), Body: body, Person: person}
}

// draft is an act with the number that is really next for the signer.
func (w *town) draft(kind string, by *village.Signer) act.Act {
	w.Helper()
	var last struct {
		Seq int64 `json:"seq"`
	}
	credential := contract.Credential{Kind: contract.Officer, ID: by.Key.ID()}
	if by.Body == "" {
		credential = contract.Credential{Kind: contract.Owner, Person: by.Person}
	}
	w.desk.read(w, &last, "seq", append([]string{w.ID}, credential.Numbering()...)...)
	return w.Draft(kind, last.Seq+1, by)
}

// make signs an act with the number that is really next for its first signer, without taking that number.
func (w *town) make(kind string, body any, signers ...*village.Signer) act.Signed {
	w.Helper()
	return w.sign(w.draft(kind, signers[0]), body, signers...)
}

func (w *town) sign(draft act.Act, body any, signers ...*village.Signer) act.Signed {
	w.Helper()
	signed, err := village.Sign(draft, body, signers...)
	return must(w, signed, err)
}

// invite issues codes to persons and returns them in order.
func (w *town) invite(expires time.Time, persons ...string) []act.InviteCode {
	w.Helper()
	body := contract.CodesIssue{Expires: act.Int(expires.Unix())}
	codes := make([]act.InviteCode, len(persons))
	for i, person := range persons {
		codes[i] = newCode(w)
		body.Codes = append(body.Codes, contract.IssuedCode{Code: codes[i].Public(), Person: person})
	}
	signed, err := w.Act("codes.issue", body, w.Convener())
	w.ok(must(w, signed, err))
	return codes
}

// right is the right of a set of owners.
func right(owners ...string) string { return community.RightID(owners) }

// home is a sold home.
func home(id string, area int64, owners ...string) community.Unit {
	return community.Unit{ID: id, Kind: community.Home, Status: community.Sold, AreaDm2: area, Owners: owners}
}

// A vote is an election of a town.
type vote struct {
	*village.Election
	w  *town
	on contract.Election // as last read
}

var plainRules = contract.DraftRules{
	Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true,
}

func question(id string) contract.DraftContest {
	return contract.DraftContest{
		ID: id, Options: []string{"agree", "disagree", "abstain"}, Seats: 1, Threshold: election.Majority, Title: "Question " + id,
	}
}

// draftVote creates an election and goes no further.
func (w *town) draftVote(id string, rules contract.DraftRules, contests ...contract.DraftContest) *vote {
	w.Helper()
	e, err := w.NewElection(id)
	done(w, err)
	v := &vote{Election: must(w, e, err), w: w}
	created, err := e.Create("Budget", 1, rules, contests)
	w.ok(must(w, created, err))
	return v
}

// drilled publishes keys and holds the drill.
func (v *vote) drilled() *vote {
	v.w.Helper()
	keys, err := v.Keys()
	must(v.w, keys, err)
	tests, answers, err := v.Drill()
	done(v.w, err)
	v.w.ok(append(append(keys, tests...), answers...)...)
	return v
}

// open goes through notice and opening.
func (v *vote) open() *vote {
	v.w.Helper()
	notice, err := v.Notice()
	must(v.w, notice, err)
	v.w.ok(notice, v.step("election.open"))
	return v.reload()
}

// openVote is an election with one contest "c0", open for ballots.
func (w *town) openVote(id string, rules contract.DraftRules) *vote {
	w.Helper()
	return w.draftVote(id, rules, question("c0")).drilled().open()
}

func (v *vote) step(kind string) act.Signed {
	v.w.Helper()
	signed, err := v.Step(kind)
	return must(v.w, signed, err)
}

func (v *vote) reload() *vote {
	v.w.Helper()
	v.on = contract.Election{}
	if !v.w.desk.read(v.w, &v.on, "election", v.w.ID, v.ID) {
		v.w.Fatalf("no election %q", v.ID)
	}
	return v
}

// cast is a ballot with its number among those of this person for this right.
func (v *vote) cast(by *village.Signer, right string, seq int64, s election.Selections) act.Signed {
	v.w.Helper()
	ballot, err := v.Cast(v.on, by, right, seq, s)
	return must(v.w, ballot, err)
}

// paper is a paper ballot; seq counts this person's ballots for this right.
func (v *vote) paper(person, right string, seq int64, s election.Selections) act.Signed {
	v.w.Helper()
	ballot, err := v.Paper(v.on, person, right, seq, [32]byte{1}, s)
	return must(v.w, ballot, err)
}

// unsealed closes the election and publishes the keys of the bodies.
func (v *vote) unsealed(bodies ...string) *vote {
	v.w.Helper()
	v.w.ok(v.step("election.close"))
	for _, body := range bodies {
		v.w.ok(v.unseal(body))
	}
	return v.reload()
}

func (v *vote) unseal(body string) act.Signed {
	v.w.Helper()
	signed, err := v.Unseal(body)
	return must(v.w, signed, err)
}

func (v *vote) tally(shard string) error {
	_, err := v.w.desk.transact(v.w, v.w.n, "Tally", v.w.ID, v.ID, shard)
	return err
}

// counted tallies every shard and returns the result.
func (v *vote) counted() contract.Result {
	v.w.Helper()
	var pending []func() (uint64, error)
	for _, shard := range v.on.ShardNames() {
		pending = append(pending, v.w.endorse("Tally", v.w.ID, v.ID, shard)())
	}
	for _, wait := range pending {
		_, err := wait()
		done(v.w, err)
	}
	done(v.w, v.tally(contract.Whole))
	var result contract.Result
	v.w.desk.read(v.w, &result, "result", v.w.ID, v.ID)
	v.reload()
	return result
}

var agree = election.Selections{"c0": {"agree"}}

func disagree() election.Selections { return election.Selections{"c0": {"disagree"}} }

func newCode(t testing.TB) act.InviteCode {
	t.Helper()
	code, err := act.NewInviteCode(randomness)
	return must(t, code, err)
}
