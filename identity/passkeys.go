// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/linli-project/linli/act"
)

// A Holder is whose a passkey is: a person, an officer or a worker, one of them.
type Holder struct {
	Person  string `json:"person,omitempty"`  // pseudonym
	Officer string `json:"officer,omitempty"` // id
	Worker  string `json:"worker,omitempty"`  // id
}

func (h Holder) actor() string {
	return cmp.Or(h.Officer, h.Worker, h.Person)
}

// ErrRevoked says that the passkey was revoked. The person logs in with another one, or asks for a recovery.
var ErrRevoked = errors.New("this passkey was revoked")

// A Passkey is a credential of the relying party.
type Passkey struct {
	ID string `json:"id"`
	Holder
	Label      string `json:"label"`
	SPKI       string `json:"spki"`  // base64url
	Flags      uint8  `json:"flags"` // octet of the registration's authenticator data (WebAuthn §6.1)
	Transports string `json:"transports"`
	Added      int64  `json:"added"`
	Used       int64  `json:"used,omitempty"` // for the last login here
	Revoked    int64  `json:"revoked,omitempty"`
	Enrolled   int64  `json:"enrolled,omitempty"`  // on the ledger; 0 for a passkey that can only log in
	Confirmed  int64  `json:"confirmed,omitempty"` // by two bodies; its acts count from then on
}

func (k *Passkey) fields() []any {
	return []any{&k.ID, &k.Person, &k.Officer, &k.Worker, &k.Label, &k.SPKI, &k.Flags, &k.Transports, &k.Added, &k.Used, &k.Revoked,
		&k.Enrolled, &k.Confirmed}
}

//nolint:gosec // columns, no credentials
const passkeyColumns = `SELECT k.id, k.person, k.officer, k.worker, k.label, k.spki, k.flags, k.transports,
	k.added, k.used, k.revoked, COALESCE(e.at, 0), COALESCE(e.confirmed, 0)
	FROM passkeys k LEFT JOIN enrolments e ON e.community = k.community AND e.credential = k.id `

// flagBE is the flag of a passkey that may be backed up.
const flagBE = 1 << 3

// Ledger is the passkey as the act credential.enrol names it: the key, and the backup eligibility of its registration.
func (k Passkey) Ledger() (act.Passkey, error) {
	spki, err := base64.RawURLEncoding.DecodeString(k.SPKI)
	if err != nil {
		return act.Passkey{}, fmt.Errorf("public key of passkey %q: %w", k.ID, err)
	}
	return act.Passkey{SPKI: spki, BackupEligible: k.Flags&flagBE != 0}, nil
}

// Passkeys lists a holder's passkeys, revoked ones included, in the order in which they were added.
func (s *Store) Passkeys(ctx context.Context, community string, h Holder) ([]Passkey, error) {
	return all(ctx, s.read, (*Passkey).fields, passkeyColumns+
		"WHERE k.community = $1 AND k.person = $2 AND k.officer = $3 AND k.worker = $4 ORDER BY k.added, k.id", community, h.Person, h.Officer, h.Worker)
}

// Passkey returns one passkey, or ErrNotFound.
func (s *Store) Passkey(ctx context.Context, community, id string) (Passkey, error) {
	k, err := one(ctx, s.read, (*Passkey).fields, passkeyColumns+"WHERE k.community = $1 AND k.id = $2", community, id)
	return k, named(err, "passkey %q", id)
}

// Used notes that somebody logs in with a passkey. ErrNotFound: it was not registered here; ErrRevoked: it was revoked, or its
// officer's office has ended.
func (s *Store) Used(ctx context.Context, community, id string) error {
	return s.change(ctx, community, func(t *transaction) error {
		k, err := one(ctx, t, (*Passkey).fields, passkeyColumns+"WHERE k.community = $1 AND k.id = $2", community, id)
		if err != nil {
			return named(err, "passkey %q", id)
		}
		if k.Revoked > 0 {
			return ErrRevoked
		}
		if _, err := t.do(ctx, "UPDATE passkeys SET used = $3 WHERE community = $1 AND id = $2", id, t.at); err != nil {
			return err
		}
		return t.audit(ctx, k.actor(), passkeyUsed, id)
	})
}

// LabelPasskey names a passkey for its holder, for example "my phone".
func (s *Store) LabelPasskey(ctx context.Context, community, id, label string, by Holder) error {
	return s.change(ctx, community, func(t *transaction) error {
		if err := t.must(ctx, fmt.Errorf("passkey %q of this holder: %w", id, ErrNotFound),
			"UPDATE passkeys SET label = $5 WHERE community = $1 AND id = $2 AND person = $3 AND officer = $4 AND worker = $6",
			id, by.Person, by.Officer, strings.TrimSpace(label), by.Worker); err != nil {
			return err
		}
		return t.audit(ctx, by.actor(), passkeyLabelled, id)
	})
}

// Revoked notes that a passkey was revoked on the ledger; nobody can log in with it any more.
func (s *Store) Revoked(ctx context.Context, community, id, actor string) error {
	return s.change(ctx, community, func(t *transaction) error {
		changed, err := t.do(ctx, "UPDATE passkeys SET revoked = $3 WHERE community = $1 AND id = $2 AND revoked = 0", id, t.at)
		if err != nil || changed == 0 {
			return err
		}
		return t.audit(ctx, actor, passkeyRevoked, id)
	})
}
