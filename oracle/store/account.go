// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/json"
	"fmt"
)

// Account is by what a device proves its name, in one of four ways, and on which topics of MQTT it may speak and listen. It has no
// secret but the digest, with which who reads this file could log in as that camera.
type Account struct {
	Name        string   `json:"name"`
	Certificate string   `json:"certificate,omitempty"` // fingerprint
	Password    string   `json:"password,omitempty"`    // bcrypt
	DigestMD5   string   `json:"digestMD5,omitempty"`
	DigestSHA   string   `json:"digestSHA256,omitempty"`
	Token       string   `json:"token,omitempty"` // hash
	Says        []string `json:"says,omitempty"`
	Told        []string `json:"told,omitempty"`
	Issued      int64    `json:"issued"` // Unix time in milliseconds
}

// KeepAccount keeps how a device proves its name. What it proved it with before no longer counts.
func (t *Tx) KeepAccount(a Account) error {
	raw, err := json.Marshal(a) //nolint:gosec // hashes
	if err == nil {
		_, err = t.exec("INSERT INTO accounts (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json", a.Name, string(raw))
	}
	if err != nil {
		return fmt.Errorf("keep the account of a device: %w", err)
	}
	return nil
}

// Accounts are all accounts, by name.
func (s *Store) Accounts(ctx context.Context) (map[string]Account, error) {
	rows, err := s.db.Read.QueryContext(ctx, "SELECT json FROM accounts")
	if err != nil {
		return nil, fmt.Errorf("list the accounts of devices: %w", err)
	}
	defer rows.Close()
	all := map[string]Account{}
	for rows.Next() {
		var raw []byte
		var a Account
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(raw, &a); err != nil {
			return nil, err
		}
		all[a.Name] = a
	}
	return all, rows.Err()
}
