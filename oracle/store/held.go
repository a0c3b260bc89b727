// SPDX-License-Identifier: Apache-2.0

package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/linli-project/linli/rules/device"
)

// held is what a transaction holds in memory until its end, since a statement costs more than what it writes: what is known of a device
// is read once and written once, and events are written many at a time.
type held struct {
	known   map[deviceKey]heldDevice
	events  []any // the columns of those that are not written yet, one after the other
	waiting int   // events that wait for the ledger, with these; -1 before anybody has asked
}

type deviceKey struct{ community, device string }

type heldDevice struct {
	device.Known
	changed bool
}

const (
	eventColumns = 8
	eventsAtOnce = 256
)

// write writes what is held.
func (t *Tx) write() error {
	if err := t.writeEvents(); err != nil {
		return fmt.Errorf("keep events: %w", err)
	}
	for key, k := range t.known {
		if !k.changed {
			continue
		}
		raw, err := json.Marshal(k.Known)
		if err == nil {
			_, err = t.exec(`INSERT INTO known (community, device, json, heard) VALUES (?, ?, ?, ?)
				ON CONFLICT (community, device) DO UPDATE SET json = excluded.json, heard = excluded.heard`,
				key.community, key.device, string(raw), k.Heard)
		}
		if err != nil {
			return fmt.Errorf("keep what is known of a device: %w", err)
		}
		t.known[key] = heldDevice{Known: k.Known}
	}
	return nil
}

// writeEvents writes the events that are held, in their order. One that is there already is no second one.
func (t *Tx) writeEvents() error {
	rows := len(t.events) / eventColumns
	if rows == 0 {
		return nil
	}
	added, err := t.exec("INSERT INTO events (id, seq, community, device, kind, urgent, text, received) VALUES "+
		strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?), ", rows-1)+"(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", t.events...)
	if err != nil {
		return err
	}
	t.events, t.waiting = t.events[:0], t.waiting-rows+int(added)
	_, err = t.exec("UPDATE totals SET n = n + ? WHERE name = 'pending events'", added)
	return err
}
