// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger"
)

// watch notes when orders of a community are seen to have escalated: on the ledger, by another body's peer, and by who has a page of the
// server open.
type watch struct {
	community string
	changed   chan struct{} // has something when one more was seen

	mu     sync.Mutex
	orders map[string]*sighting // that are waited for
}

// sighting is when an order had to escalate, and was seen to have.
type sighting struct{ deadline, ledger, told time.Time }

// expect has some orders be waited for, and no others any more.
func (w *watch) expect(orders []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.orders = map[string]*sighting{}
	for _, id := range orders {
		w.orders[id] = &sighting{}
	}
}

// late returns by how many seconds after its deadline each order was seen, when all have been.
func (w *watch) late(ctx context.Context) (onLedger, told []float64, err error) {
	for !w.all() {
		select {
		case <-w.changed:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.orders {
		onLedger, told = append(onLedger, s.ledger.Sub(s.deadline).Seconds()), append(told, s.told.Sub(s.deadline).Seconds())
	}
	return onLedger, told, nil
}

func (w *watch) all() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.orders {
		if s.ledger.IsZero() || s.told.IsZero() {
			return false
		}
	}
	return true
}

// see has what was seen of an order be noted, if it is waited for.
func (w *watch) see(id string, note func(*sighting)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, ok := w.orders[id]
	if !ok {
		return
	}
	note(s)
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// follow reads the blocks of a body's peer.
func (w *watch) follow(ctx context.Context, from *ledger.Client) error {
	height, err := from.Height(ctx)
	if err != nil {
		return err
	}
	return from.Follow(ctx, ledger.Checkpoint{Blocks: height}, func(_ context.Context, b ledger.Block) error {
		now := time.Now()
		for _, t := range b.Transactions {
			if t.Code != peer.TxValidationCode_VALID {
				continue
			}
			for _, written := range t.Writes {
				if err := w.written(written, now); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// written notes an order that has missed something: the first is that nobody accepted it.
func (w *watch) written(write ledger.Write, now time.Time) error {
	kind, key, ok := contract.SplitKey(write.Key)
	if !ok || kind != order.Orders.Kind() || key[0] != w.community {
		return nil
	}
	o, err := order.Orders.Decode(write.Value)
	if err != nil || len(o.Missed) == 0 {
		return err
	}
	w.see(key[1], func(s *sighting) {
		if s.ledger.IsZero() {
			s.ledger, s.deadline = now, time.Unix(o.Missed[0].At, 0)
		}
	})
	return nil
}

// listen hears what a server tells its pages.
func (w *watch) listen(ctx context.Context, at string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at+"/events?community="+url.QueryEscape(w.community), nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", request.URL, response.Status)
	}
	name := ""
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		if event, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = event
		}
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && name == "order" {
			if err := w.heard(data, time.Now()); err != nil {
				return err
			}
		}
	}
	return lines.Err()
}

// heard notes an event of an order that has escalated.
func (w *watch) heard(data string, now time.Time) error {
	var event struct {
		Order string
		Level int
	}
	err := json.Unmarshal([]byte(data), &event)
	if err == nil && event.Level > 0 {
		w.see(event.Order, func(s *sighting) {
			if s.told.IsZero() {
				s.told = now
			}
		})
	}
	return err
}
