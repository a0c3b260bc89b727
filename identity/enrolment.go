// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
)

// Enrolled notes that an act credential.enrol took effect on the ledger: the letter is used, and the enrolment waits for
// officers. Noting the same act again changes nothing. ErrNotFound: the passkey was not registered here for this person, or no
// unused letter has the code; ErrConflict: another act enrolled the passkey.
func (s *Store) Enrolled(ctx context.Context, community string, signed act.Signed) error {
	a, err := act.Parse(signed.Text, contract.Small)
	if err != nil {
		return err
	}
	var body people.Enrol
	if a.Type != people.TypeCredentialEnrol || a.Community != community {
		return fmt.Errorf("the act is %s of %q, not an enrolment in %q: %w", a.Type, a.Community, community, ErrConflict)
	}
	if err := act.Strict(a.Body, &body); err != nil {
		return err
	}
	hash := act.HashOf(signed.Text).String()
	return s.change(ctx, community, func(t *transaction) error {
		known, err := all(ctx, t, column[string], "SELECT act FROM enrolments WHERE community = $1 AND credential = $2", community, a.By)
		if err != nil {
			return err
		}
		if len(known) > 0 {
			if known[0] != hash {
				return fmt.Errorf("passkey %q was enrolled by another act: %w", a.By, ErrConflict)
			}
			return nil
		}
		return t.enrol(ctx, a.By, hash, body)
	})
}

func (t *transaction) enrol(ctx context.Context, credential, hash string, body people.Enrol) error {
	key, err := one(ctx, t, (*Passkey).fields, passkeyColumns+
		"WHERE k.community = $1 AND k.id = $2 AND k.person = $3 AND k.spki = $4",
		t.community, credential, body.Person, encode(body.Passkey.SPKI))
	if err != nil {
		return named(err, "passkey %q of person %q", credential, body.Person)
	}
	code := encode(body.Code)
	// The ledger has decided whether the letter was still valid; here it is only found.
	if err := t.must(ctx, fmt.Errorf("an unused letter to person %q with this code: %w", key.Person, ErrNotFound),
		"UPDATE letters SET used = $4 WHERE community = $1 AND code = $2 AND person = $3 AND used = 0", code, key.Person,
		t.at); err != nil {
		return err
	}
	if _, err := t.do(ctx, "INSERT INTO enrolments (community, credential, person, code, act, at) VALUES ($1, $2, $3, $4, $5, $6)",
		credential, body.Person, code, hash, t.at); err != nil {
		return err
	}
	return t.audit(ctx, body.Person, enrolled, credential)
}

// Confirmed notes that an act credential.confirm took effect on the ledger for these credentials.
func (s *Store) Confirmed(ctx context.Context, community string, credentials []string) error {
	return s.change(ctx, community, func(t *transaction) error {
		for _, credential := range credentials {
			changed, err := t.do(ctx, "UPDATE enrolments SET confirmed = $3 WHERE community = $1 AND credential = $2 AND confirmed = 0",
				credential, t.at)
			if err != nil {
				return err
			}
			if changed == 0 {
				continue
			}
			if err := t.audit(ctx, "", enrolmentDone, credential); err != nil {
				return err
			}
		}
		return nil
	})
}
