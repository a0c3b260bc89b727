// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/linli-project/linli/rules/device"
)

// Alarm is that of a device and kind, which is none before it was raised.
func (t *Tx) Alarm(community, id string, kind device.Kind) (device.Alarm, error) {
	alarm := device.Alarm{Device: id, Kind: kind}
	if err := t.document(&alarm, anAlarm, community, id, kind); err != nil {
		return device.Alarm{}, fmt.Errorf("read an alarm: %w", err)
	}
	return alarm, nil
}

// Alarm is the same outside of a transaction.
func (s *Store) Alarm(ctx context.Context, community, id string, kind device.Kind) (device.Alarm, error) {
	alarm := device.Alarm{Device: id, Kind: kind}
	if err := s.document(ctx, &alarm, anAlarm, community, id, kind); err != nil {
		return device.Alarm{}, fmt.Errorf("read an alarm: %w", err)
	}
	return alarm, nil
}

const anAlarm = "SELECT json FROM alarms WHERE community = ? AND device = ? AND kind = ?"

// KeepAlarm keeps an alarm as it is now.
func (t *Tx) KeepAlarm(community string, a device.Alarm) error {
	raw, err := json.Marshal(a)
	if err == nil {
		_, err = t.exec(`INSERT INTO alarms (community, device, kind, json, open) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (community, device, kind) DO UPDATE SET json = excluded.json, open = excluded.open`,
			community, a.Device, a.Kind, string(raw), a.Open())
	}
	if err != nil {
		return fmt.Errorf("keep an alarm: %w", err)
	}
	return nil
}

// Alarms lists a community's alarms that are open, or all there ever were, by device and kind.
func (s *Store) Alarms(ctx context.Context, community string, open bool) ([]device.Alarm, error) {
	rows, err := s.db.Read.QueryContext(ctx, "SELECT json FROM alarms WHERE community = ? AND (open OR NOT ?) ORDER BY device, kind",
		community, open)
	if err != nil {
		return nil, fmt.Errorf("list the alarms: %w", err)
	}
	defer rows.Close()
	var all []device.Alarm
	for rows.Next() {
		var raw []byte
		var alarm device.Alarm
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(raw, &alarm); err != nil {
			return nil, err
		}
		all = append(all, alarm)
	}
	return all, rows.Err()
}
