// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
)

// Plan is a plan of an estate, which was checked before it came here.
type Plan struct {
	SVG  []byte
	Hash string // SHA-256, hex
	At   int64  // when it was put here, Unix time in milliseconds
}

// Place is where a device is on the plan.
type Place struct {
	Device string
	X, Y   int // thousandths of the plan's width and height, from the left and the top
}

// DrawPlan keeps a community's plan in place of the one before. Devices stay where they were.
func (t *Tx) DrawPlan(community string, svg []byte, at int64) error {
	sum := sha256.Sum256(svg)
	_, err := t.exec(`INSERT INTO plans (community, svg, hash, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (community) DO UPDATE SET svg = excluded.svg, hash = excluded.hash, at = excluded.at`,
		community, svg, hex.EncodeToString(sum[:]), at)
	if err != nil {
		return fmt.Errorf("keep a plan: %w", err)
	}
	return nil
}

// Plan is a community's plan. The error is ErrNotFound if it has none.
func (s *Store) Plan(ctx context.Context, community string) (p Plan, err error) {
	err = s.db.Read.QueryRowContext(ctx, "SELECT svg, hash, at FROM plans WHERE community = ?", community).Scan(&p.SVG, &p.Hash, &p.At)
	if errors.Is(err, sql.ErrNoRows) {
		return Plan{}, ErrNotFound
	}
	if err != nil {
		return Plan{}, fmt.Errorf("read the plan: %w", err)
	}
	return p, nil
}

// Put puts a device onto the plan, or moves it.
func (t *Tx) Put(community string, p Place) error {
	_, err := t.exec(`INSERT INTO places (community, device, x, y) VALUES (?, ?, ?, ?)
		ON CONFLICT (community, device) DO UPDATE SET x = excluded.x, y = excluded.y`, community, p.Device, p.X, p.Y)
	return err
}

// Unput takes a device off the plan.
func (t *Tx) Unput(community, device string) error {
	_, err := t.exec("DELETE FROM places WHERE community = ? AND device = ?", community, device)
	return err
}

// Places are where devices are, by device.
func (s *Store) Places(ctx context.Context, community string) ([]Place, error) {
	rows, err := s.db.Read.QueryContext(ctx, "SELECT device, x, y FROM places WHERE community = ? ORDER BY device", community)
	if err != nil {
		return nil, fmt.Errorf("list what is on the plan: %w", err)
	}
	defer rows.Close()
	var all []Place
	for rows.Next() {
		var p Place
		if err := rows.Scan(&p.Device, &p.X, &p.Y); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}
