// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"fmt"
	"strings"

	"github.com/linli-project/linli/rules/fold"
)

// A Contact is how a person, a worker or an officer is reached. An officer has no telephone here: his body knows it.
type Contact struct {
	Email, Phone string
	Confirmed    int64 // when he followed a link sent to Email
}

func (c *Contact) fields() []any { return []any{&c.Email, &c.Phone, &c.Confirmed} }

// keptIn is where a holder's contact is kept, and what is true of him as long as it may be read; of workers nothing has to be.
type keptIn struct{ table, key, still, phone string }

func (h Holder) keptIn() keptIn {
	switch {
	case h.Officer != "":
		return keptIn{"officers", "id", " AND ended = 0", "''"}
	case h.Worker != "":
		return keptIn{"workers", "id", "", "phone"}
	}
	return keptIn{"people", "pseudonym", " AND erased = 0", "phone"}
}

func (k keptIn) where() string { return " WHERE community = $1 AND " + k.key + " = $2" + k.still }

// Contact returns how somebody is reached. ErrNotFound: he is not known here, was erased, or his office has ended.
func (s *Store) Contact(ctx context.Context, community string, h Holder) (Contact, error) {
	k := h.keptIn()
	query := "SELECT email, " + k.phone + ", email_confirmed FROM " + k.table + k.where()
	c, err := one(ctx, s.read, (*Contact).fields, query, community, h.actor())
	return c, named(err, "contact of %q", h.actor())
}

// SetContact sets how somebody wants to be reached; both may be empty, and an officer's telephone is not kept. by is he himself or an
// officer. Another e-mail address than before has to be confirmed again.
func (s *Store) SetContact(ctx context.Context, community string, h Holder, email, phone, by string) error {
	k := h.keptIn()
	set := "UPDATE " + k.table + " SET email = $3, email_confirmed = CASE WHEN email = $3 THEN email_confirmed ELSE 0 END"
	args := []any{h.actor(), strings.TrimSpace(fold.Visible(email))}
	if h.Officer == "" {
		set, args = set+", phone = $4", append(args, strings.TrimSpace(fold.Visible(phone)))
	}
	return s.change(ctx, community, func(t *transaction) error {
		if err := t.must(ctx, fmt.Errorf("contact of %q: %w", h.actor(), ErrNotFound), set+k.where(), args...); err != nil {
			return err
		}
		return t.audit(ctx, by, contactChanged, h.actor())
	})
}

// ConfirmEmail notes that somebody can read what is sent to an address. ErrNotFound: it is not his address any more.
func (s *Store) ConfirmEmail(ctx context.Context, community string, h Holder, email string) error {
	k := h.keptIn()
	return s.change(ctx, community, func(t *transaction) error {
		if err := t.must(ctx, fmt.Errorf("this address of %q: %w", h.actor(), ErrNotFound),
			"UPDATE "+k.table+" SET email_confirmed = $4"+k.where()+" AND email = $3 AND email <> ''", h.actor(), email, t.at); err != nil {
			return err
		}
		return t.audit(ctx, h.actor(), emailConfirmed, h.actor())
	})
}
