// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
)

const garden = "garden"

var constitution = contract.Constitution{
	Name: "花园小区", Net: strings.Repeat("ab", 32), Profile: "rehearsal",
	RP: act.RelyingParty{ID: "garden.example", Origins: []string{"https://garden.example"}},
	Bodies: []contract.Body{
		{ID: "owners", MSP: "OwnersMSP", Name: "业委会"}, {ID: "residents", MSP: "ResidentsMSP", Name: "居委会"},
		{ID: "property", MSP: "PropertyMSP", Name: "物业"}, {ID: "street", MSP: "StreetMSP", Name: "街道办"},
	},
}

// town is a community whose ledger is written by the contract itself, a block a transaction, and a notifier that is handed
// the blocks. TestNetwork does the same with blocks of a real network.
type town struct {
	t *testing.T
	*village.Village
	*Notifier
	state  map[string][]byte
	writes []ledger.Write
	tx     contract.Tx
	blocks []ledger.Block
	log    lockedBuffer

	mu  sync.Mutex
	now time.Time // of the notifier
}

func newTown(t *testing.T, change func(*Config)) *town {
	t.Helper()
	v, err := village.New(garden, constitution)
	must(t, err)
	tw := &town{t: t, Village: v, state: map[string][]byte{}, now: time.Now()}
	dir := t.TempDir()
	mirror, err := index.Open(filepath.Join(dir, "index.db"))
	must(t, err)
	store, err := identity.Open(t.Context(), filepath.Join(dir, "people.db"))
	must(t, err)
	c := Config{
		File: filepath.Join(dir, "notices.db"), Origin: "https://garden.example", Index: mirror, Store: store,
		Log: slog.New(slog.NewTextHandler(&tw.log, nil)), Now: tw.clock, Random: rand.Reader,
	}
	if change != nil {
		change(&c)
	}
	tw.Notifier, err = Open(t.Context(), c)
	must(t, err)
	t.Cleanup(func() {
		for _, closer := range []interface{ Close() error }{tw.Notifier, store, mirror} {
			if err := closer.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	tw.settle()
	return tw
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (tw *town) clock() time.Time {
	tw.mu.Lock()
	defer tw.mu.Unlock()
	return tw.now
}

// pass lets time pass for the notifier.
func (tw *town) pass(d time.Duration) {
	tw.mu.Lock()
	defer tw.mu.Unlock()
	tw.now = tw.now.Add(d)
}

// settle founds the community and has its roll approved, as the desk imported it.
func (tw *town) settle() {
	tw.t.Helper()
	must(tw.t, tw.Store.KeepCommunity(tw.t.Context(), garden, constitution))
	officer, err := tw.Store.AddOfficer(tw.t.Context(), garden, "owners", "经办人", "")
	must(tw.t, err)
	file, err := os.Open("../identity/testdata/tower-16.csv")
	must(tw.t, err)
	defer file.Close()
	imported, err := tw.Store.Import(tw.t.Context(), garden, file)
	must(tw.t, err)
	draft, err := tw.Store.Accept(tw.t.Context(), imported, officer.ID)
	must(tw.t, err)
	must(tw.t, tw.TakeRoll(draft.Roll))
	for _, body := range constitution.Bodies {
		key := tw.Officers[body.ID].Key
		tw.invoke(body.MSP, "Found", garden, tw.json(constitution), tw.json([]contract.OfficerKey{{ID: key.ID(), Passkey: key.Passkey()}}))
	}
	tw.one(tw.ApproveRoll(1))
	for i, chunk := range tw.Roll.Chunks {
		path, err := tw.Roll.Proof(uint64(i))
		must(tw.t, err)
		tw.invoke("OwnersMSP", "LoadRoll", garden, "1", strconv.Itoa(i), string(chunk), tw.json(path))
	}
	must(tw.t, tw.Store.Approved(tw.t.Context(), garden, 1, "act"))
}

func (tw *town) enrol() {
	tw.t.Helper()
	for _, step := range []func() ([]act.Signed, error){tw.IssueCodes, tw.Enrol, tw.Village.Confirm, tw.Designate} {
		tw.submit(step())
	}
}

// Get, Put and Range are the state as a transaction of the contract sees it.
func (tw *town) Get(keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		values[i] = tw.state[key]
	}
	return values, nil
}

func (tw *town) Put(key string, value []byte) error {
	tw.writes = append(tw.writes, ledger.Write{Key: key, Value: value})
	return nil
}

func (tw *town) Range(kind string, attributes ...string) ([]contract.Entry, error) {
	var entries []contract.Entry
	for _, key := range slices.Sorted(maps.Keys(tw.state)) {
		if strings.HasPrefix(key, contract.Key(kind, attributes...)) {
			entries = append(entries, contract.Entry{Key: key, Value: tw.state[key]})
		}
	}
	return entries, nil
}

// invoke runs one transaction as a block of its own, and hands the block on.
func (tw *town) invoke(msp, function string, args ...string) {
	tw.t.Helper()
	number := uint64(len(tw.blocks))
	now := time.Now()
	tw.tx = contract.Tx{ID: fmt.Sprintf("tx-%d", number), Time: now.Unix(), MSP: msp, Admin: true}
	tw.writes = nil
	if _, err := contract.Invoke(tw, tw.tx, function, args); err != nil {
		tw.t.Fatalf("%s: %v", function, err)
	}
	for _, w := range tw.writes {
		tw.state[w.Key] = w.Value
	}
	tw.hand(ledger.Block{Number: number, Hash: []byte{1}, Transactions: []ledger.Transaction{{
		ID: tw.tx.ID, Code: peer.TxValidationCode_VALID, Timestamp: now, Function: function, Args: args, Writes: tw.writes,
	}}})
}

func (tw *town) hand(b ledger.Block) {
	tw.t.Helper()
	tw.blocks = append(tw.blocks, b)
	must(tw.t, tw.Index.Apply(tw.t.Context(), b))
	must(tw.t, tw.apply(tw.t.Context(), b))
}

func (tw *town) json(value any) string {
	tw.t.Helper()
	raw, err := json.Marshal(value)
	must(tw.t, err)
	return string(raw)
}

func (tw *town) submit(acts []act.Signed, err error) {
	tw.t.Helper()
	must(tw.t, err)
	tw.invoke("OwnersMSP", "Submit", tw.json(acts))
	if len(tw.writes) == 0 {
		tw.t.Fatal("the acts wrote nothing")
	}
}

func (tw *town) one(signed act.Signed, err error) {
	tw.t.Helper()
	tw.submit([]act.Signed{signed}, err)
}

// secret names the contest and its options, so that a test finds them wherever they turn up.
var secret = contract.DraftContest{
	ID: "contest-c0ffee", Options: []string{election.Agree, "option-0ddba11", "option-5ca1ab1e"}, Seats: 1, Threshold: election.Majority, Title: "Contest Title 8badf00d",
}

// open opens an election whose casting ends after window.
func (tw *town) open(id, title string, window time.Duration) *village.Election {
	tw.t.Helper()
	e, err := tw.NewElection(id)
	must(tw.t, err)
	e.Window = window
	rules := contract.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	tw.one(e.Create(title, 1, rules, []contract.DraftContest{secret}))
	tw.submit(e.Keys())
	tests, answers, err := e.Drill()
	tw.submit(tests, err)
	tw.submit(answers, nil)
	tw.one(e.Notice())
	tw.one(e.Step("election.open"))
	return e
}

func (tw *town) on(e *village.Election) contract.Election {
	tw.t.Helper()
	on, err := index.Read[contract.Election](tw.t.Context(), tw.Index, "election", garden, e.ID)
	must(tw.t, err)
	return on
}

// notices are what a person has been told, the oldest first.
func (tw *town) notices(r Reader) []Notice {
	tw.t.Helper()
	r.Community = garden
	list, _, err := tw.List(tw.t.Context(), r, 0)
	must(tw.t, err)
	slices.Reverse(list)
	return list
}

func kinds(list []Notice) []Kind {
	all := []Kind{}
	for _, n := range list {
		all = append(all, n.Kind)
	}
	return all
}

// address gives a person an e-mail address that is confirmed.
func (tw *town) address(person, email string) {
	tw.t.Helper()
	must(tw.t, tw.Store.SetContact(tw.t.Context(), garden, person, email, "", person))
	must(tw.t, tw.Store.ConfirmEmail(tw.t.Context(), garden, person, email))
}

// lockedBuffer is a log that tests read.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
