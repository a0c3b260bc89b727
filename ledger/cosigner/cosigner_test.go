// SPDX-License-Identifier: Apache-2.0

package cosigner

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/tree"
)

// A square is a ledger on which four bodies' servers sign heads. Time passes when the test says so.
type square struct {
	*testing.T
	*village.Book

	now    time.Time
	down   error // of the ledger, for who sends to it
	bodies []*body
}

// A body is a server, that reads the blocks as its own peer has them.
type body struct {
	*Cosigner

	square *square
	dir    string
	said   strings.Builder
	alter  func(*ledger.Block) // what its peer has made of a block; nil: nothing
	stops  bool                // its server does not run
	rekeys string              // what its key is made of besides its name
}

const net = "abababababababababababababababababababababababababababababababab" // of a book

func newSquare(t *testing.T) *square {
	s := &square{T: t, now: time.Unix(1_800_000_000, 0)}
	s.Book = &village.Book{Now: func() time.Time { return s.now }, Handle: s.handle}
	for i, b := range village.Garden().Bodies {
		is := &body{square: s, dir: t.TempDir()}
		s.bodies = append(s.bodies, is)
		is.start(b.MSP, time.Duration(i)*time.Second)
		is.name()
	}
	return s
}

// name has a body's administrator name the key that its server has.
func (b *body) name() {
	b.square.Helper()
	key := checkpoint.Witness{MSP: b.MSP, Key: b.Key.Public().(ed25519.PublicKey)}
	if _, err := b.square.Transact(village.User{MSP: b.MSP, Admin: true}, witness.TxName, key.String()); err != nil {
		b.square.Fatal(err)
	}
}

// start has a server begin, or begin again, on what it has kept.
func (b *body) start(msp string, delay time.Duration) {
	s := b.square
	seed := sha256.Sum256([]byte(msp + b.rekeys))
	kept, err := tree.Open(filepath.Join(b.dir, "tree.db"))
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = kept.Close() })
	b.Cosigner, err = Open(s.Context(), Config{
		MSP: msp, Bodies: func() int { return 4 }, Key: ed25519.NewKeyFromSeed(seed[:]), File: filepath.Join(b.dir, "witness.db"),
		Tree: kept, Ledger: b,
		Every: time.Hour, Delay: time.Minute, Random: func(time.Duration) time.Duration { return delay },
		Now: func() time.Time { return s.now }, Log: slog.New(slog.NewTextHandler(&b.said, nil)),
	})
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = b.Close() })
	b.read()
}

// read has the server catch up with the blocks.
func (b *body) read() {
	at, err := b.Tree.Checkpoint(b.square.Context(), net)
	if err == nil {
		_, err = b.Checkpoint(b.square.Context(), net)
	}
	for _, block := range b.square.Blocks[min(at.Blocks, uint64(len(b.square.Blocks))):] {
		err = errors.Join(err, b.take(block))
	}
	if err != nil {
		b.square.Fatal(err)
	}
}

func (b *body) take(block ledger.Block) error {
	if b.alter != nil {
		b.alter(&block)
	}
	at, err := b.memory.checkpoint(b.square.Context(), net)
	if err == nil {
		err = b.Tree.Apply(b.square.Context(), block)
	}
	if err == nil && at.Blocks <= block.Number {
		err = b.Apply(b.square.Context(), block)
	}
	return err
}

// handle hands a block to every server.
func (s *square) handle(block ledger.Block) error {
	for _, b := range s.bodies {
		if err := b.take(block); err != nil {
			return err
		}
	}
	return nil
}

// Submit implements Ledger.
func (b *body) Submit(_ context.Context, function string, args ...string) (ledger.Receipt, []byte, error) {
	if b.square.down != nil {
		return ledger.Receipt{}, nil, b.square.down
	}
	_, err := b.square.Transact(village.User{MSP: b.MSP}, function, args...)
	return ledger.Receipt{}, nil, err
}

// Height implements Ledger.
func (b *body) Height(context.Context) (uint64, error) { return uint64(len(b.square.Blocks)), nil }

// news is a transaction of somebody.
func (s *square) news() {
	s.Helper()
	if _, err := s.Transact(village.User{MSP: "OwnersMSP"}, "Probe"); err != nil {
		s.Fatal(err)
	}
}

// counted is what a server's metrics say.
func (b *body) counted(what string) float64 {
	registry := prometheus.NewRegistry()
	registry.MustRegister(b)
	all, err := registry.Gather()
	if err != nil {
		b.square.Fatal(err)
	}
	for _, family := range all {
		if family.GetName() == "linli_witness_"+what+"_total" {
			return family.GetMetric()[0].GetCounter().GetValue()
		}
	}
	b.square.Fatalf("nobody counts %s", what)
	return 0
}

// pass lets time pass, in which every server does what it has to: a second at a time, or if it is long a minute.
func (s *square) pass(d time.Duration) {
	s.Helper()
	step := time.Second
	if d > 10*time.Minute {
		step = time.Minute
	}
	for range d / step {
		s.now = s.now.Add(step)
		for _, b := range s.bodies {
			for range 10 {
				if b.stops {
					break
				}
				if next, err := b.step(s.Context()); err != nil && s.down == nil {
					s.Fatal(b.MSP, err)
				} else if err != nil || next > 0 {
					break
				}
			}
		}
	}
}

// heads are those on the ledger: sizes with the bodies that have signed.
func (s *square) heads() map[uint64][]string {
	all := map[uint64][]string{}
	for _, block := range s.Blocks {
		for _, h := range read(block).heads {
			all[h.Size] = append(all[h.Size], h.msp)
		}
	}
	return all
}

func (s *square) want(sizes ...uint64) {
	s.Helper()
	all := s.heads()
	if len(all) != len(sizes) {
		s.Errorf("%v, not %v", all, sizes)
	}
	for _, size := range sizes {
		if len(all[size]) != len(s.bodies) {
			s.Errorf("%d: %v", size, all[size])
		}
	}
}

// One body begins and all the others join. Their heads alone are no reason for another one.
func TestBodiesSignTheSameHead(t *testing.T) {
	s := newSquare(t)
	s.pass(5 * time.Second)
	s.want(4)
	s.pass(3 * time.Hour)
	s.want(4)
	s.news() // in block 8
	s.pass(10 * time.Second)
	s.want(4, 9)
	s.news() // at once after one, so that the next waits for its time
	s.pass(50 * time.Minute)
	s.want(4, 9)
	s.pass(10 * time.Minute)
	s.want(4, 9, 14)
	for _, b := range s.bodies {
		if n := b.counted("heads"); n != 3 {
			t.Errorf("%s counts %v heads", b.MSP, n)
		}
	}
}

// A result is co-signed at once.
func TestPublishedResultIsSignedAtOnce(t *testing.T) {
	s := newSquare(t)
	s.pass(5 * time.Second)
	const form = `{"body":{},"by":"x","community":"garden","exp":"1","nbf":"1","net":"%s","seq":"1","type":"election.publish","v":"1"}`
	text := fmt.Sprintf(form, net)
	batch, err := json.Marshal([]act.Signed{{Text: text, Signatures: []act.Signature{}}})
	if err != nil {
		t.Fatal(err)
	}
	published := ledger.Transaction{ID: "p", Code: peer.TxValidationCode_VALID, Function: "Submit", Args: []string{string(batch)}}
	published.Response = []byte(`{"acts":1}`)
	published.Writes = []ledger.Write{{Key: contract.Acts.Key("garden", act.HashOf(text).String()), Value: []byte(`{}`)}}
	if err := s.Append(published); err != nil {
		t.Fatal(err)
	}
	s.pass(5 * time.Second)
	s.want(4, 9)
}

// A body whose peer has another block signs nothing that others sign, says so, and signs nothing of its own either.
func TestOtherBlocksAreNotSigned(t *testing.T) {
	s := newSquare(t)
	s.pass(5 * time.Second)
	liar := s.bodies[3]
	liar.alter = func(b *ledger.Block) {
		if b.Number == 8 {
			b.Transactions = slices.Clone(b.Transactions)
			b.Transactions[0].Writes = []ledger.Write{{Key: "k", Value: []byte("another")}}
		}
	}
	s.news()
	s.pass(5 * time.Hour)
	s.news()
	s.pass(5 * time.Hour)
	for size, by := range s.heads() {
		if size > 8 && (slices.Contains(by, liar.MSP) || len(by) != 3) {
			t.Errorf("%d is signed by %v", size, by)
		}
	}
	if n := liar.counted("differing"); n < 3 || !strings.Contains(liar.said.String(), "level=ERROR") {
		t.Errorf("%v were told:\n%s", n, liar.said.String())
	}
	if n := s.bodies[0].counted("differing"); n != 0 {
		t.Errorf("honest bodies tell of %v", n)
	}
}

// What a body has signed is no longer in its peer's blocks: it signs nothing any more.
func TestExchangedBlocksAreNoticed(t *testing.T) {
	s := newSquare(t)
	s.pass(5 * time.Second)
	b := s.bodies[1]
	exchange(t, b)
	b.alter = func(block *ledger.Block) {
		if block.Number == 2 {
			block.Transactions = nil
		}
	}
	b.start(b.MSP, 0)
	s.news()
	s.pass(3 * time.Hour)
	for size, by := range s.heads() {
		if size > 4 && slices.Contains(by, b.MSP) {
			t.Errorf("it has signed %d", size)
		}
	}
	if !strings.Contains(b.said.String(), "are not those that this body has co-signed") {
		t.Errorf("it says %q", b.said.String())
	}
}

// exchange ends a server, and takes away the tree that it has kept.
func exchange(t *testing.T, b *body) {
	t.Helper()
	if err := errors.Join(b.Tree.Close(), b.Close()); err != nil {
		t.Fatal(err)
	}
	b.dir = strings.TrimSuffix(b.dir, "/")
	for _, name := range []string{"tree.db", "tree.db-wal", "tree.db-shm"} {
		remove(t, filepath.Join(b.dir, name))
	}
}

// One body that lies, first and about the newest head, holds the others up for a while and no longer.
func TestOneLiarHoldsNobodyUp(t *testing.T) {
	s := newSquare(t)
	liar := s.bodies[0]
	liar.stops = true
	for _, size := range []uint64{3, 1000} {
		liar.lies(size)
	}
	s.pass(2 * time.Hour)
	joined := 0
	for size, by := range s.heads() {
		if size != 3 && size != 1000 && len(by) == 3 {
			joined++
		}
	}
	if joined == 0 {
		t.Errorf("%v", s.heads())
	}
	for _, b := range s.bodies[1:] {
		if n := b.counted("differing"); n != 1 { // the newest of it
			t.Errorf("%s tells of %v heads", b.MSP, n)
		}
	}
}

// lies puts a head on the ledger that is none.
func (b *body) lies(size uint64) {
	t := b.square
	t.Helper()
	head := checkpoint.Head{Size: size, Root: sha256.Sum256([]byte("a lie"))}
	head.Genesis, _ = checkpoint.ReadHash(net)
	note, err := checkpoint.Cosign(head, b.MSP, b.Key, t.now.Unix())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Submit(t.Context(), witness.TxCosign, note); err != nil {
		t.Fatal(err)
	}
}

// A lie is outvoted though nothing else happens, and once: the others' heads are no news to each other.
func TestLieIsNews(t *testing.T) {
	for _, lie := range []uint64{5, 1000} { // another root, and blocks that are not there
		s := newSquare(t)
		s.pass(5 * time.Second)
		s.want(4)
		s.bodies[0].stops = true
		s.bodies[0].lies(lie) // in block 8
		s.pass(6 * time.Hour)
		all := s.heads()
		if len(all) != 3 || len(all[9]) != 3 {
			t.Errorf("%v", all)
		}
	}
}

// A server that was killed after it had signed, and before it had sent, sends that very note; and whatever else it is asked to sign of that
// size, it does not.
func TestKilledBeforeItSent(t *testing.T) {
	s := newSquare(t)
	b := s.bodies[0]
	for _, other := range s.bodies[1:] {
		other.stops = true
	}
	s.down = ledger.ErrUnavailable
	s.pass(2 * time.Second)
	before, err := b.memory.recall(t.Context())
	if err != nil || before.last.Size != 4 || before.last.kept {
		t.Fatalf("%+v, %v", before.last, err)
	}
	if err := errors.Join(b.Tree.Close(), b.Close()); err != nil {
		t.Fatal(err)
	}
	s.now = s.now.Add(time.Hour)
	b.start(b.MSP, 0)
	s.down = nil
	s.news()
	s.pass(time.Second)
	doc, ok := village.Read(s.Book, witness.Heads, witness.SizeName(4), b.MSP)
	if !ok || doc.Note != before.last.note {
		t.Errorf("%+v", doc)
	}
	other := before.last.signed
	other.Root[0] ^= 1
	if err := b.memory.sign(t.Context(), other); !errors.Is(err, errTwice) {
		t.Errorf("another head of that size is signed: %v", err)
	}
}

// A server that has lost what it had kept learns from the blocks what it has signed, before it signs anything.
func TestLostFile(t *testing.T) {
	s := newSquare(t)
	s.pass(5 * time.Second)
	b := s.bodies[2]
	exchange(t, b)
	for _, name := range []string{"witness.db", "witness.db-wal", "witness.db-shm"} {
		remove(t, filepath.Join(b.dir, name))
	}
	b.start(b.MSP, 0)
	known, err := b.memory.recall(t.Context())
	if err != nil || known.last.Size != 4 || !known.last.kept {
		t.Errorf("%+v, %v", known.last, err)
	}
	s.pass(2 * time.Hour)
	s.want(4)
}

// A thief of the key silences the server, which cannot tell that from other blocks; with a new key that is named it signs again, whether
// it has kept what it saw under the old one or not.
func TestStolenKey(t *testing.T) {
	for _, lost := range []bool{false, true} {
		s := newSquare(t)
		s.pass(5 * time.Second)
		b := s.bodies[2]
		b.lies(5)
		b.lies(1000)
		s.news()
		s.pass(3 * time.Hour)
		for size, by := range s.heads() {
			if size > 5 && size != 1000 && slices.Contains(by, b.MSP) {
				t.Errorf("it has signed %d", size)
			}
		}
		exchange(t, b)
		if lost {
			for _, name := range []string{"witness.db", "witness.db-wal", "witness.db-shm"} {
				remove(t, filepath.Join(b.dir, name))
			}
		}
		b.rekeys = " again"
		b.start(b.MSP, 0)
		b.name()
		at := uint64(len(s.Blocks))
		s.pass(3 * time.Hour)
		if by := s.heads()[at]; len(by) != 4 {
			t.Errorf("lost %v: %d is signed by %v", lost, at, by)
		}
		other := signed{checkpoint.Head{Size: 1000}, b.MSP, 1, "of a size that the thief has signed"}
		if err := b.memory.sign(t.Context(), other); err != nil {
			t.Errorf("lost %v: %v", lost, err)
		}
	}
}

// Who is behind its own peer signs nothing.
func TestWhoIsBehindWaits(t *testing.T) {
	s := newSquare(t)
	b := s.bodies[0]
	s.Handle = nil
	s.news()
	if next, err := b.step(t.Context()); err != nil || next != look {
		t.Errorf("%v, %v", next, err)
	}
	s.pass(time.Minute)
	if len(s.heads()) != 0 {
		t.Errorf("%v", s.heads())
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}
