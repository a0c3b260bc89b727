// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/identity/rollfile"
)

// A Worker (网格员) works for a body. The ledger knows his passkey alone.
type Worker struct {
	ID         string `json:"id"`
	Body       string `json:"body"`
	Name       string `json:"name"`
	Phone      string `json:"phone"`
	Agreed     string `json:"agreed"` // his passkey's agreement to work for the body, JSON; "" before
	Added      int64  `json:"added"`
	Credential string `json:"credential"` // his passkey; "" before it is made
}

func (w *Worker) fields() []any {
	return []any{&w.ID, &w.Body, &w.Name, &w.Phone, &w.Agreed, &w.Added, &w.Credential}
}

const workerColumns = `SELECT w.id, w.body, w.name, w.phone, w.agreed, w.added, COALESCE(k.id, '')
	FROM workers w LEFT JOIN passkeys k ON k.community = w.community AND k.worker = w.id `

// AddWorker adds a worker of a body, whom an officer of it invites.
func (s *Store) AddWorker(ctx context.Context, community, body, name, phone, officer string) (Worker, error) {
	id, err := s.draw(idBytes)
	if err != nil {
		return Worker{}, err
	}
	handle, err := s.draw(handleBytes)
	if err != nil {
		return Worker{}, err
	}
	w := Worker{ID: body + "." + id, Body: body, Name: rollfile.Normal(name), Phone: phone, Added: s.now()}
	return w, s.change(ctx, community, func(t *transaction) error {
		if _, err := t.do(ctx, "INSERT INTO workers (community, id, handle, body, name, phone, added) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			w.ID, handle, w.Body, w.Name, w.Phone, w.Added); err != nil {
			return err
		}
		return t.audit(ctx, officer, workerAdded, w.ID)
	})
}

// WorkerAgreed keeps the agreement of a worker's passkey to work for his body.
func (s *Store) WorkerAgreed(ctx context.Context, community, worker, agreed string) error {
	return s.change(ctx, community, func(t *transaction) error {
		if err := t.must(ctx, fmt.Errorf("worker %q: %w", worker, ErrNotFound),
			"UPDATE workers SET agreed = $3 WHERE community = $1 AND id = $2", worker, agreed); err != nil {
			return err
		}
		return t.audit(ctx, worker, workerAgreed, worker)
	})
}

// WorkerRevoked notes that a worker's passkey was revoked on the ledger. Of him stay his id and the passkey's, which are on the ledger:
// what he did goes on being somebody's. What the passkey was called is erased and, unless he has another one, his name, addresses and
// agreement (PIPL Art. 47). Noting it again, or of a worker whom another body's store knows, changes nothing. Purge makes the
// database's files forget it.
func (s *Store) WorkerRevoked(ctx context.Context, community, passkey, actor string) error {
	return s.change(ctx, community, func(t *transaction) error {
		changed, err := t.do(ctx, `UPDATE passkeys SET label = '', record = '', transports = '', revoked = $3
			WHERE community = $1 AND id = $2 AND worker <> '' AND revoked = 0`, passkey, t.at)
		if err != nil || changed == 0 {
			return err
		}
		if _, err := t.do(ctx, `UPDATE workers SET name = '', phone = '', email = '', email_confirmed = 0, agreed = ''
			WHERE community = $1 AND id = (SELECT worker FROM passkeys WHERE community = $1 AND id = $2)
			AND NOT EXISTS (SELECT 1 FROM passkeys WHERE community = $1 AND worker = workers.id AND revoked = 0)`, passkey); err != nil {
			return err
		}
		return t.audit(ctx, actor, passkeyRevoked, passkey)
	})
}

// Workers lists a community's, each with each of his passkeys, in the order in which they were added.
func (s *Store) Workers(ctx context.Context, community string) ([]Worker, error) {
	return all(ctx, s.read, (*Worker).fields, workerColumns+"WHERE w.community = $1 ORDER BY w.added, w.id, k.added", community)
}

// Worker returns one, or ErrNotFound.
func (s *Store) Worker(ctx context.Context, community, id string) (Worker, error) {
	w, err := one(ctx, s.read, (*Worker).fields, workerColumns+"WHERE w.community = $1 AND w.id = $2", community, id)
	return w, named(err, "worker %q", id)
}
