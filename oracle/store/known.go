// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/linli-project/linli/rules/device"
)

// Known is what is remembered of a device, which is nothing before it spoke.
func (t *Tx) Known(community, id string) (device.Known, error) {
	key := deviceKey{community, id}
	if k, ok := t.known[key]; ok {
		return k.Known, nil
	}
	var known device.Known
	if err := t.document(&known, "SELECT json FROM known WHERE community = ? AND device = ?", community, id); err != nil {
		return device.Known{}, fmt.Errorf("read what is known of a device: %w", err)
	}
	t.known[key] = heldDevice{Known: known}
	return known, nil
}

// Remember keeps what is known of a device. What it refers to is not to be changed afterwards.
func (t *Tx) Remember(community, id string, known device.Known) {
	t.known[deviceKey{community, id}] = heldDevice{known, true}
}

// Known is what is remembered of the devices of a community, by their ids.
func (s *Store) Known(ctx context.Context, community string) (map[string]device.Known, error) {
	rows, err := s.db.Read.QueryContext(ctx, "SELECT device, json FROM known WHERE community = ?", community)
	if err != nil {
		return nil, fmt.Errorf("list what is known of devices: %w", err)
	}
	defer rows.Close()
	all := map[string]device.Known{}
	for rows.Next() {
		var id string
		var raw []byte
		if err := rows.Scan(&id, &raw); err != nil {
			return nil, err
		}
		var known device.Known
		if err := json.Unmarshal(raw, &known); err != nil {
			return nil, err
		}
		all[id] = known
	}
	return all, rows.Err()
}

// document reads the JSON of one row, and leaves what it is read into as it is if there is none.
func (t *Tx) document(to any, query string, args ...any) error {
	var raw []byte
	return decoded(to, &raw, t.scan(&raw, query, args...))
}

// document is the same outside of a transaction.
func (s *Store) document(ctx context.Context, to any, query string, args ...any) error {
	var raw []byte
	return decoded(to, &raw, s.db.Read.QueryRowContext(ctx, query, args...).Scan(&raw))
}

func decoded(to any, raw *[]byte, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(*raw, to)
}
