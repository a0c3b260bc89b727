// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/dispatch"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/points"
)

// servers are those of two bodies, which ask one ledger for what is over.
type servers struct {
	*site

	mu    sync.Mutex
	asked int
	done  map[string]int // transactions that took effect
	all   []*dispatch.Dispatch
}

// Submit is what servers send to.
func (v *servers) Submit(_ context.Context, function string, args ...string) (ledger.Receipt, []byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.asked++
	_, err := v.Transact(village.User{MSP: "StrangerMSP"}, function, args...)
	if err == nil {
		v.done[function]++
		for _, d := range v.all {
			err = d.Apply(context.Background(), v.Book().Blocks[len(v.Book().Blocks)-1])
		}
	}
	return ledger.Receipt{}, nil, err
}

func (v *servers) Now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.site.Now()
}

// pass has days go by, a quarter of one at a time.
func (v *servers) pass(days int) {
	for range 4 * days {
		v.mu.Lock()
		v.Clock.Pass(6 * time.Hour)
		v.mu.Unlock()
		time.Sleep(time.Minute)
	}
	synctest.Wait()
}

// What was there before servers began, and what comes while they run, ends at its time, and once, though both ask for it: the voucher that
// nobody used, whose points come back, and then the points themselves.
func TestServersEndWhatIsOver(t *testing.T) {
	s := newSite(t)
	s.serves()
	s.earned(100)
	old := s.redeemed(1)
	x, err := index.Open(filepath.Join(t.TempDir(), "index.db"))
	town.Done(t, err)
	defer func() { town.Done(t, x.Close()) }()
	for _, b := range s.Book().Blocks {
		town.Done(t, x.Apply(t.Context(), b))
	}
	synctest.Test(t, func(t *testing.T) {
		v := &servers{site: s, done: map[string]int{}}
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		for range 2 {
			d := dispatch.New(v, x, slog.New(slog.DiscardHandler), v.Now)
			_, err := d.Checkpoint(ctx, s.Constitution.Net)
			town.Done(t, err)
			v.all = append(v.all, d)
			running.Go(func() { d.Run(ctx) })
		}
		v.pass(8)
		if voucher, _ := town.Read(s.Town, points.Vouchers, s.ID, old); voucher.State != rules.HoldOpen || v.asked != 0 {
			t.Errorf("before its time: %s, and %d are sent", voucher.State, v.asked)
		}
		v.pass(2)
		if voucher, _ := town.Read(s.Town, points.Vouchers, s.ID, old); voucher.State != rules.HoldReleased || v.done[points.TxLapse] != 1 {
			t.Errorf("its time is over, and it is %s; %v", voucher.State, v.done)
		}
		s.has("1-101", 100)
		v.pass(91)
		if a, _ := town.Read(s.Town, points.Accounts, s.ID, "1-101"); a.Balance() != 0 || v.done[points.TxExpire] != 1 || len(v.done) != 2 {
			t.Errorf("the points have ended: %+v %v", a, v.done)
		}
		asked := v.asked
		v.pass(3)
		if v.asked != asked {
			t.Errorf("%d more are sent when all has ended", v.asked-asked)
		}
		stop()
		running.Wait()
	})
	if _, accused := town.Doctored(s.Town, points.Services, func(*points.Service) {}, "haircut"); len(accused) > 0 {
		t.Errorf("the recount accuses %q", accused)
	}
}
