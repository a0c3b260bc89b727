// SPDX-License-Identifier: Apache-2.0

// Package town is a village whose every step a test watches: it sends acts, one transaction after the other, and fails the test if
// the ledger answers otherwise than it should. The ledger is a book in memory, for what only the contract decides, or a peer of
// a running network (package chaincode's tests), for what only a network can show.
package town

import (
	"encoding/json"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/passkey"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
)

// A Ledger is where a town's transactions go.
type Ledger interface {
	// Transact carries out a transaction; when it returns, everybody reads what it wrote. An error holds the code of a refusal.
	Transact(by village.User, function string, args ...string) ([]byte, error)
	// Check answers what would become of a batch of acts.
	Check(batch string) ([]byte, error)
	// Document is a document of the world state, empty if there is none.
	Document(kind string, attributes ...string) ([]byte, error)
}

// A Town is a village on a ledger. Its test fails with its first step that goes wrong.
type Town struct {
	*village.Village
	testing.TB
	Ledger
	*Clock
	bodies []contract.Body // of the ledger, whatever the constitution says
	sent   map[string]bool // the texts of the acts that were sent, for whoever counts
}

// New makes a community's people; nothing of it is on the ledger yet. A clock of nil is the system's.
func New(t testing.TB, l Ledger, id string, c contract.Constitution, clock *Clock) *Town {
	t.Helper()
	v, err := village.New(id, c)
	Must(t, v, err)
	v.Now = clock.Now
	return &Town{Village: v, TB: t, Ledger: l, Clock: clock, bodies: c.Bodies, sent: map[string]bool{}}
}

// Constitution is that of a community under a profile, but for its channel and bodies.
func Constitution(profile string) contract.Constitution {
	c := village.Garden()
	c.Name, c.Profile, c.RP = "翠苑 Garden", profile, act.RelyingParty{ID: rpID, Origins: []string{Origin}}
	return c
}

const rpID = "garden.example"

// Origin is where the community's pages are.
const Origin = "https://garden.example"

// OnBook is a town on a book of its own, whose clock stands until the test moves it. At the end of the test the whole book is
// replayed and recounted.
func OnBook(t testing.TB, profile string) *Town {
	t.Helper()
	clock := &Clock{time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)}
	book := &village.Book{Now: clock.Now}
	t.Cleanup(func() {
		if t.Failed() {
			return // the fault that was found comes first
		}
		if err := book.Accepted(); err != nil {
			t.Errorf("the recount refuses the book: %v", err)
		}
	})
	return New(t, book, "garden", Constitution(profile), clock)
}

// Book is the ledger of a town that is on a book.
func (w *Town) Book() *village.Book { return w.Ledger.(*village.Book) }

// Under is the town reporting to another test.
func (w *Town) Under(t testing.TB) *Town {
	clone := *w
	clone.TB = t
	return &clone
}

// Now is the town's time.
func (w *Town) Now() time.Time { return w.Clock.Now() }

// Read reads a document and says whether there is one.
func Read[D any](w *Town, ref contract.Ref[D], attributes ...string) (doc D, ok bool) {
	w.Helper()
	raw, err := w.Document(ref.Kind(), attributes...)
	if Must(w, raw, err); len(raw) == 0 {
		return doc, false
	}
	Done(w, json.Unmarshal(raw, &doc))
	return doc, true
}

// Admin is a body's Fabric administrator.
func (w *Town) Admin(body string) village.User { return village.User{MSP: w.mspOf(body), Admin: true} }

// Client is another user of a body.
func (w *Town) Client(body string) village.User { return village.User{MSP: w.mspOf(body)} }

func (w *Town) mspOf(id string) string {
	for _, body := range w.bodies {
		if body.ID == id {
			return body.MSP
		}
	}
	w.Helper()
	w.Fatalf("there is no body %q", id)
	return ""
}

// anybody sends what any user may send.
func (w *Town) anybody() village.User { return village.User{MSP: w.bodies[0].MSP} }

// Found has every body found the community, with its officer.
func (w *Town) Found() *Town {
	w.Helper()
	for _, body := range w.Constitution.Bodies {
		Done(w, w.FoundAs(w.Admin(body.ID), w.Officers[body.ID]))
	}
	return w
}

// FoundAs is one body's part, or that of more officers later.
func (w *Town) FoundAs(by village.User, officers ...*village.Signer) error {
	w.Helper()
	_, err := w.Propose(by, officers...)
	return err
}

// Propose is FoundAs, with what the ledger says of the founding.
func (w *Town) Propose(by village.User, officers ...*village.Signer) (f people.Founding, err error) {
	w.Helper()
	keys := []people.OfficerKey{}
	for _, o := range officers {
		keys = append(keys, people.OfficerKey{ID: o.Key.ID(), Passkey: o.Key.Passkey(), Person: o.Person})
	}
	raw, err := w.Transact(by, "Found", w.ID, JSON(w, w.Constitution), JSON(w, keys))
	if err == nil {
		Done(w, json.Unmarshal(raw, &f))
	}
	return f, err
}

// Settle brings the roll onto the ledger, and every owner with a confirmed passkey.
func (w *Town) Settle(units []community.Unit) *Town {
	w.Helper()
	Done(w, w.SetRoll(units))
	approval, err := w.ApproveRoll(1)
	w.OK(Must(w, approval, err))
	for i := range w.Roll.Chunks {
		Done(w, w.LoadChunk(1, i))
	}
	codes, err := w.IssueCodes()
	Must(w, codes, err)
	enrolments, err := w.Enrol()
	Must(w, enrolments, err)
	confirmations, err := w.Confirm()
	Must(w, confirmations, err)
	for some := range slices.Chunk(slices.Concat(codes, enrolments, confirmations), contract.MaxBatch) {
		w.OK(some...)
	}
	return w
}

// Designated has the owners of each co-owned right agree on a voter.
func (w *Town) Designated() *Town {
	w.Helper()
	acts, err := w.Designate()
	w.OK(Must(w, acts, err)...)
	return w
}

// LoadChunk loads a chunk of the town's roll.
func (w *Town) LoadChunk(version, index int) error {
	w.Helper()
	proof, err := w.Roll.Proof(uint64(index)) //nolint:gosec // not negative
	Must(w, proof, err)
	return w.Load(version, index, string(w.Roll.Chunks[index]), JSON(w, proof))
}

// Load loads what may be a chunk, with what may be its proof.
func (w *Town) Load(version, index int, chunk, proof string) error {
	_, err := w.Transact(w.anybody(), "LoadRoll", w.ID, strconv.Itoa(version), strconv.Itoa(index), chunk, proof)
	return err
}

// Signer makes somebody with a fresh passkey who is not on the ledger.
func (w *Town) Signer(body, person string) *village.Signer {
	w.Helper()
	key, err := passkey.New(w.Constitution.RP)
	return &village.Signer{Key: Must(w, key, err), Body: body, Person: person}
}

// SignersOf are the people of a list: "cat+dan".
func (w *Town) SignersOf(list string) []*village.Signer {
	var signers []*village.Signer
	for _, owner := range Owners(list) {
		signers = append(signers, w.People[owner])
	}
	return signers
}

// CodesFor issues codes to persons and returns them in order.
func (w *Town) CodesFor(lasting time.Duration, persons ...string) []act.InviteCode {
	w.Helper()
	body := people.CodesIssue{Expires: act.Int(w.Now().Add(lasting).Unix())}
	codes := make([]act.InviteCode, len(persons))
	for i, person := range persons {
		codes[i] = NewCode(w)
		body.Codes = append(body.Codes, people.IssuedCode{Code: codes[i].Public(), Person: person})
	}
	signed, err := w.Act(people.TypeCodesIssue, body, w.Convener())
	w.OK(Must(w, signed, err))
	return codes
}
