// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
)

const (
	listEvery = 2 * time.Second // looks whether a gate's list is as it should be
	listAgain = time.Hour       // after which a gate is told all of it once more, whatever it may have lost
	listFor   = time.Minute     // for which a device may take what it is told
	listPause = 10 * time.Second
)

// admission is whom gates have been told to let in.
type admission struct {
	*Oracle
	group *errgroup.Group

	mu    sync.Mutex
	busy  map[string]bool      // gates that are being told
	whole map[string]time.Time // when one was last told all
}

// admit keeps the lists of this body's gates as the ledger's bookings and visits have them, until ctx ends. What a gate may not have taken
// it is told again. A gate that cannot be told is told when it is back.
func (o *Oracle) admit(ctx context.Context) error {
	if err := o.abreast(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	a := &admission{Oracle: o, group: group, busy: map[string]bool{}, whole: map[string]time.Time{}}
	group.Go(func() error {
		for {
			if err := a.round(ctx); err != nil {
				return fmt.Errorf("bring gates their lists: %w", err)
			}
			if err := pause(ctx, listEvery); err != nil {
				return err
			}
		}
	})
	return group.Wait()
}

// round looks at the lists of all gates through which cars come in. None waits for another one that is being told.
func (a *admission) round(ctx context.Context) error {
	lots, err := a.lots(ctx)
	if err != nil {
		return err
	}
	sum := guests{}
	listed := 0
	for _, lot := range lots {
		wanted, err := a.guestsOf(ctx, lot.Lot)
		if err != nil {
			return err
		}
		listed, sum.unknown, sum.beyond = listed+len(wanted.list), sum.unknown+wanted.unknown, sum.beyond+wanted.beyond
		for _, g := range lot.Gates {
			if err := a.gate(ctx, g, wanted.list); err != nil {
				return err
			}
		}
	}
	a.metrics.listed(listed, sum.unknown, sum.beyond)
	return nil
}

// gate has a gate be told its list, if that can be, and is not under way.
func (a *admission) gate(ctx context.Context, g parking.Gate, list []dialect.Guest) error {
	d, err := index.Optional(ctx, a.Mirror, device.Devices, a.Community, g.Device)
	if err != nil || g.Way == rules.WayOut || !takesList(d) {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.busy[g.Device] {
		return nil
	}
	a.busy[g.Device] = true
	a.group.Go(func() error {
		took, err := a.bring(ctx, d, list)
		if err == nil && !took {
			err = pause(ctx, listPause)
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.busy, g.Device)
		return err
	})
	return nil
}

// times are what a gate has been told of cars, by plate. The zero Guest is one of which it is not known what the gate has.
type times map[string]dialect.Guest

// bring tells a gate what is new in its list, and whom to let in no more. That it is about to be told is kept before. took is false if it
// did not answer.
func (a *admission) bring(ctx context.Context, d device.Device, list []dialect.Guest) (took bool, err error) {
	before, err := a.toldTo(ctx, d.Device)
	if err != nil {
		return false, err
	}
	now := a.Now()
	whole := a.wholeIsDue(d, now)
	news, after := before.news(list, now, whole)
	if len(news) == 0 {
		return true, a.keepTold(ctx, d.Device, before, after)
	}
	unknown := maps.Clone(before)
	for _, g := range news {
		unknown[g.Plate] = dialect.Guest{}
	}
	if err := a.keepTold(ctx, d.Device, before, unknown); err != nil {
		return false, err
	}
	err = a.sayList(ctx, d, news, now)
	if ctx.Err() == nil {
		if err := a.cameOf(ctx, d.Device, outcomeOf(err)); err != nil {
			return false, err
		}
	}
	switch {
	case err == nil:
		a.Log.InfoContext(ctx, "a gate has its list", "device", d.Device, "news", len(news), "guests", len(list))
		if whole {
			a.told(d.Device, now)
		}
		return true, a.keepTold(ctx, d.Device, unknown, after)
	case errors.Is(err, broker.ErrAway), errors.Is(err, broker.ErrBusy): // nothing was sent
		return true, a.keepTold(ctx, d.Device, unknown, before)
	case ctx.Err() != nil:
		return false, ctx.Err()
	}
	a.Log.WarnContext(ctx, "a gate may not have its list", "device", d.Device, "error", err)
	return false, nil
}

// wholeIsDue says whether a gate is to be told all of its list: it has connected anew, or it is long ago.
func (a *admission) wholeIsDue(d device.Device, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	last := a.whole[d.Device]
	since, connected := a.broker.ConnectedSince(d.Transport)
	return now.Sub(last) >= listAgain || connected && since.After(last)
}

func (a *admission) told(id string, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.whole[id] = at
}

// news are what a gate is to be told so that it has a list, and what it has then. Whom it is to let in no more it is told with a time that
// is over. What is over by itself it forgets by itself.
func (t times) news(list []dialect.Guest, now time.Time, whole bool) (news []dialect.Guest, after times) {
	after = times{}
	for _, g := range list {
		after[g.Plate] = g
		if whole || t[g.Plate] != g {
			news = append(news, g)
		}
	}
	over := act.Int(now.UnixMilli())
	for _, plate := range slices.Sorted(maps.Keys(t)) {
		if _, stays := after[plate]; !stays && (t[plate] == dialect.Guest{} || t[plate].Until > over) {
			news = append(news, dialect.Guest{From: over - 1000, Plate: plate, Until: over})
		}
	}
	return news, after
}

// sayList tells a gate of cars.
func (a *admission) sayList(ctx context.Context, d device.Device, news []dialect.Guest, now time.Time) error {
	expires := now.Add(listFor)
	var messages []dialect.Command
	for some := range slices.Chunk(news, MaxGuests) {
		more, err := dialect.TellList(d.Profile, d.Transport, some, dialect.Telling{ID: rand.Text(), Expires: expires.UnixMilli()})
		if err != nil {
			return err
		}
		messages = append(messages, more...)
	}
	return a.say(ctx, d.Transport, messages, expires.Unix()+int64(len(messages)))
}

// toldTo is what a gate has been told.
func (o *Oracle) toldTo(ctx context.Context, id string) (times, error) {
	raw, err := o.Store.ToldList(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return times{}, nil
	}
	t := times{}
	if err == nil {
		err = json.Unmarshal(raw, &t)
	}
	return t, err
}

// keepTold keeps what a gate has been told, if that is something else than before.
func (a *admission) keepTold(ctx context.Context, id string, before, now times) error {
	if maps.Equal(before, now) {
		return nil
	}
	raw, err := json.Marshal(now)
	if err != nil {
		return err
	}
	return a.Store.Change(ctx, func(tx *store.Tx) error { return tx.KeepTold(id, raw) })
}
