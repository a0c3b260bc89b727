// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

func TestOneActAtATime(t *testing.T) {
	n := networktest.Network(t)
	v, _ := found(t, n, 0)
	c := connect(t, n, "owners", network.Client)
	r := relay(t, c, ledger.Options{})
	var receipts []ledger.Receipt
	var took []time.Duration
	for range 20 {
		begin := time.Now()
		receipt, err := r.Cast(t.Context(), issue(t, v, v.Convener()))
		if err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(begin))
		receipts = append(receipts, receipt)
	}
	slices.Sort(took)
	t.Logf("one act: p50 %s, worst %s", took[len(took)/2], took[len(took)-1])
	onLedger(t, c, v, receipts)
}

func TestManyCastersAtOnce(t *testing.T) {
	n := networktest.Network(t)
	v, officers := found(t, n, 50)
	c := connect(t, n, "owners", network.Client)
	r := relay(t, c, ledger.Options{})
	begin := time.Now()
	receipts := castAll(t, r, v, officers, 10)
	t.Logf("500 acts from 50 goroutines: %s, %+v", time.Since(begin), r.Stats())
	for _, receipt := range receipts {
		if receipt.Code != contract.OK {
			t.Errorf("%+v", receipt)
		}
	}
	onLedger(t, c, v, receipts)
}

func TestTheSameActTwice(t *testing.T) {
	n := networktest.Network(t)
	v, _ := found(t, n, 0)
	c := connect(t, n, "owners", network.Client)
	r := relay(t, c, ledger.Options{})
	signed := issue(t, v, v.Convener())
	var receipts [2]ledger.Receipt
	var group sync.WaitGroup
	for i := range receipts {
		group.Go(func() {
			var err error
			if receipts[i], err = r.Cast(t.Context(), signed); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if receipts[0] != receipts[1] {
		t.Errorf("two answers to one act: %+v and %+v", receipts[0], receipts[1])
	}
	again, err := r.Cast(t.Context(), signed)
	want := receipts[0]
	want.Code = contract.Already
	if err != nil || again != want {
		t.Errorf("cast again: %+v, %v; want %+v", again, err, want)
	}
	if _, err := r.Cast(t.Context(), issue(t, v, v.Convener())); err != nil {
		t.Fatal(err)
	}
	older, err := r.Cast(t.Context(), signed)
	if err != nil || older != want {
		t.Errorf("cast again after a later act of the signer: %+v, %v; want %+v", older, err, want)
	}
}

// TestAnotherRelay casts again, through a new relay, what an earlier one has cast: each act gets its first receipt.
func TestAnotherRelay(t *testing.T) {
	n := networktest.Network(t)
	v, officers := found(t, n, 50)
	c := connect(t, n, "owners", network.Client)
	acts := slices.Concat(issueAll(t, v, officers, 10)...)
	first := relay(t, c, ledger.Options{}).CastAll(t.Context(), acts)
	begin := time.Now()
	again := relay(t, c, ledger.Options{}).CastAll(t.Context(), acts)
	t.Logf("%d acts looked up in %s", len(acts), time.Since(begin))
	for i, want := range first {
		want.Code = contract.Already
		if want.Err != nil || want.Block == 0 || again[i] != want {
			t.Errorf("act %d: %+v, want %+v", i, again[i], want)
		}
	}
}

func TestRefusals(t *testing.T) {
	n := networktest.Network(t)
	v, officers := found(t, n, 20)
	c := connect(t, n, "owners", network.Client)
	r := relay(t, c, ledger.Options{Shards: 1})
	var group sync.WaitGroup
	for i, acts := range issueAll(t, v, officers, 1) {
		group.Go(func() {
			signed := acts[0]
			if i%2 == 1 {
				signed.Signatures[0].Sig[8] ^= 1
			}
			receipt, err := r.Cast(t.Context(), signed)
			if refused := act.CodeOf(err); i%2 == 0 && err != nil || i%2 == 1 && refused != act.BadSignature {
				t.Errorf("act %d: %+v, %v", i, receipt, err)
			}
		})
	}
	group.Wait()
	lone := issue(t, v, officers[1])
	lone.Signatures[0].By = officers[2].Key.ID()
	if receipt, err := r.Cast(t.Context(), lone); act.CodeOf(err) != act.WrongSigner || receipt.TxID != "" {
		t.Errorf("a batch without effect: %+v, %v", receipt, err)
	}
	if _, err := r.Cast(t.Context(), act.Signed{Text: "no act"}); act.CodeOf(err) != act.NotJSON {
		t.Errorf("no act: %v", err)
	}
	if _, _, err := c.Submit(t.Context(), "Submit", "[]"); act.CodeOf(err) != contract.BadArguments {
		t.Errorf("an empty batch: %v", err)
	}
	if _, err := ledger.Read(t.Context(), c, contract.Communities, "nowhere"); act.CodeOf(err) != contract.NotFound {
		t.Errorf("a document that does not exist: %v", err)
	}
}

// TestConflicts has two relays cast acts that write the same document, the signer's sequence number.
func TestConflicts(t *testing.T) {
	n := networktest.Network(t)
	v, officers := found(t, n, 20)
	first := relay(t, connect(t, n, "owners", network.Client), ledger.Options{})
	c := connect(t, n, "residents", network.Client)
	second := relay(t, c, ledger.Options{})
	var mu sync.Mutex
	var receipts []ledger.Receipt
	var group sync.WaitGroup
	for _, acts := range issueAll(t, v, officers, 4) {
		group.Go(func() {
			for _, signed := range acts {
				var answers [2]ledger.Receipt
				var casts sync.WaitGroup
				for i, r := range []*ledger.Relay{first, second} {
					casts.Go(func() {
						var err error
						if answers[i], err = r.Cast(t.Context(), signed); err != nil {
							t.Error(err)
						}
					})
				}
				casts.Wait()
				if answers[0].TxID != answers[1].TxID {
					t.Errorf("two relays, two answers: %+v, %+v", answers[0], answers[1])
				}
				mu.Lock()
				receipts = append(receipts, answers[0])
				mu.Unlock()
			}
		})
	}
	group.Wait()
	t.Logf("%+v, %+v", first.Stats(), second.Stats())
	if first.Stats().Conflicts+second.Stats().Conflicts == 0 {
		t.Error("no conflict was met")
	}
	onLedger(t, c, v, receipts)
}

// TestCastAllKeepsOrder casts many acts of one signer at once, whose numbers have to follow each other.
func TestCastAllKeepsOrder(t *testing.T) {
	n := networktest.Network(t)
	v, _ := found(t, n, 0)
	c := connect(t, n, "owners", network.Client)
	r := relay(t, c, ledger.Options{MaxBatch: 7})
	acts := issueAll(t, v, []*village.Signer{v.Convener()}, 50)[0]
	var receipts []ledger.Receipt
	for i, answer := range r.CastAll(t.Context(), acts) {
		if answer.Err != nil || answer.Act != act.HashOf(acts[i].Text).String() {
			t.Errorf("act %d: %+v", i, answer)
		}
		receipts = append(receipts, answer.Receipt)
	}
	onLedger(t, c, v, receipts)
}

// TestCloseWaits closes a relay while acts are on their way.
func TestCloseWaits(t *testing.T) {
	n := networktest.Network(t)
	v, officers := found(t, n, 10)
	c := connect(t, n, "owners", network.Client)
	r := ledger.NewRelay(c, ledger.Options{Shards: 2})
	acts := issueAll(t, v, officers, 1)
	answers := make(chan ledger.Answer, len(acts))
	for _, own := range acts {
		go func() {
			receipt, err := r.Cast(t.Context(), own[0])
			answers <- ledger.Answer{Receipt: receipt, Err: err}
		}()
	}
	for taken := int64(0); taken < int64(len(acts)); time.Sleep(time.Millisecond) {
		stats := r.Stats()
		taken = stats.Waiting + stats.Acts
	}
	r.Close()
	var receipts []ledger.Receipt
	for range acts {
		answer := <-answers
		if answer.Err != nil {
			t.Error(answer.Err)
		}
		receipts = append(receipts, answer.Receipt)
	}
	onLedger(t, c, v, receipts)
	if _, err := r.Cast(t.Context(), acts[0][0]); !errors.Is(err, ledger.ErrClosed) {
		t.Errorf("cast after Close: %v", err)
	}
}

// TestCallerWhoDoesNotWait leaves while an act is on its way. Where the act is quicker than who leaves, it leaves another one.
func TestCallerWhoDoesNotWait(t *testing.T) {
	n := networktest.Network(t)
	v, _ := found(t, n, 0)
	r := relay(t, connect(t, n, "owners", network.Client), ledger.Options{})
	for range 20 {
		signed := issue(t, v, v.Convener())
		_, err := castAndLeave(t, r, signed)
		if err == nil {
			continue
		}
		if _, ok := errors.AsType[*ledger.UnknownOutcome](err); !ok {
			t.Fatalf("left while the act was on its way: %v", err)
		}
		if receipt, err := r.Cast(t.Context(), signed); err != nil || receipt.TxID == "" {
			t.Errorf("cast again: %+v, %v", receipt, err)
		}
		return
	}
	t.Error("every act arrived before its caller had left")
}

// castAndLeave waits no longer once the act is sent.
func castAndLeave(t *testing.T, r *ledger.Relay, signed act.Signed) (ledger.Receipt, error) {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	sent := r.Stats().Batches
	go func() {
		for ; ctx.Err() == nil; time.Sleep(time.Millisecond) {
			if r.Stats().Batches > sent {
				leave()
			}
		}
	}()
	return r.Cast(ctx, signed)
}
