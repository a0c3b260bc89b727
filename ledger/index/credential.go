// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger"
)

// CredentialsOf returns the passkeys that a person has enrolled as an owner, the revoked ones too, by id.
func (x *Index) CredentialsOf(ctx context.Context, community, person string) ([]contract.Credential, error) {
	rows, err := x.read.QueryContext(ctx, `SELECT d.json FROM credentials c JOIN documents d ON d.key = c.key
		WHERE c.community = ? AND c.person = ? AND NOT d.deleted ORDER BY c.key`, community, person)
	if err != nil {
		return nil, fmt.Errorf("list a person's credentials: %w", err)
	}
	defer rows.Close()
	var all []contract.Credential
	for rows.Next() {
		var value []byte
		var c contract.Credential
		err := rows.Scan(&value)
		if err == nil {
			err = json.Unmarshal(value, &c)
		}
		if err != nil {
			return nil, fmt.Errorf("list a person's credentials: %w", err)
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

const insertCredential = "INSERT INTO credentials (community, person, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"

// keepCredential notes whose credential a document is, if it is an owner's.
func keepCredential(ctx context.Context, insert *sql.Stmt, community string, w ledger.Write) error {
	var c contract.Credential
	if w.Deleted || json.Unmarshal(w.Value, &c) != nil || c.Kind != contract.Owner {
		return nil
	}
	_, err := insert.ExecContext(ctx, community, c.Person, []byte(w.Key))
	return err
}
