// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/linli-project/linli/contract/people"
)

// A Recovery lets a person who lost his passkeys enrol again: officers of two bodies agree, he gets a new letter, and his old
// passkeys are revoked.
type Recovery struct {
	ID        string   `json:"id"`
	Person    string   `json:"person"`
	Reason    string   `json:"reason"` // hash of a text (Store.Text)
	Opened    int64    `json:"opened"`
	OpenedBy  string   `json:"openedBy"` // an officer or the person
	Agreed    []string `json:"agreed"`   // bodies
	Done      int64    `json:"done,omitempty"`
	Cancelled int64    `json:"cancelled,omitempty"`
}

func (r *Recovery) fields() []any {
	return []any{&r.ID, &r.Person, &r.Reason, &r.Opened, &r.OpenedBy, &r.Done, &r.Cancelled}
}

const recoveryColumns = "SELECT id, person, reason, opened, opened_by, done, cancelled FROM recoveries "

// BodiesToAgree is how many bodies a recovery takes.
const BodiesToAgree = 2

// OpenRecovery opens the recovery of a person; by is an officer or the person himself. It is no agreement yet. ErrConflict: one
// is open; ErrOwnCase: the person is the officer or shares a unit with him.
func (s *Store) OpenRecovery(ctx context.Context, community, person, reason, by string) (Recovery, error) {
	id, err := s.draw(idBytes)
	if err != nil {
		return Recovery{}, err
	}
	why, err := s.newText(Reason, person, reason)
	if err != nil {
		return Recovery{}, err
	}
	r := Recovery{ID: id, Person: person, Reason: why.Hash, Opened: s.now(), OpenedBy: by, Agreed: []string{}}
	return r, s.change(ctx, community, func(t *transaction) error {
		if _, err := one(ctx, t, (*Person).fields, personColumns+"WHERE community = $1 AND pseudonym = $2 AND erased = 0", community,
			person); err != nil {
			return named(err, "person %q", person)
		}
		if err := disinterested(ctx, t, community, by, person); err != nil {
			return err
		}
		open, err := all(ctx, t, column[string],
			"SELECT id FROM recoveries WHERE community = $1 AND person = $2 AND done = 0 AND cancelled = 0", community, person)
		if err != nil || len(open) > 0 {
			return orElse(err, ErrRecoveryOpen)
		}
		if err := t.keepText(ctx, why); err != nil {
			return err
		}
		if _, err := t.do(ctx, "INSERT INTO recoveries (community, id, person, reason, opened, opened_by) VALUES ($1, $2, $3, $4, $5, $6)",
			r.ID, r.Person, r.Reason, r.Opened, r.OpenedBy); err != nil {
			return err
		}
		return t.audit(ctx, by, recoveryOpened, r.Person)
	})
}

// Recoveries lists a community's recoveries, the newest first.
func (s *Store) Recoveries(ctx context.Context, community string) ([]Recovery, error) {
	list, err := all(ctx, s.read, (*Recovery).fields, recoveryColumns+"WHERE community = $1 ORDER BY opened DESC, id", community)
	for i := range list {
		if err == nil {
			list[i].Agreed, err = agreed(ctx, s.read, community, list[i].ID)
		}
	}
	return list, err
}

func agreed(ctx context.Context, q querier, community, id string) ([]string, error) {
	return all(ctx, q, column[string], "SELECT body FROM agreements WHERE community = $1 AND recovery = $2 ORDER BY at, body", community,
		id)
}

// AgreeRecovery is an officer's agreement, for his body. ErrOwnCase: it is his own or of a unit of his.
func (s *Store) AgreeRecovery(ctx context.Context, community, id, officerID string) (Recovery, error) {
	var r Recovery
	err := s.change(ctx, community, func(t *transaction) error {
		var err error
		if r, err = t.openRecovery(ctx, id); err != nil {
			return err
		}
		o, err := impartial(ctx, t, community, officerID, r.Person)
		if err != nil {
			return err
		}
		if slices.Contains(r.Agreed, o.Body) {
			return ErrBodyAgreed
		}
		if _, err := t.do(ctx, "INSERT INTO agreements (community, recovery, body, officer, at) VALUES ($1, $2, $3, $4, $5)",
			id, o.Body, o.ID, t.at); err != nil {
			return err
		}
		r.Agreed = append(r.Agreed, o.Body)
		return t.audit(ctx, officerID, recoveryAgreed, r.Person)
	})
	return r, err
}

func (t *transaction) openRecovery(ctx context.Context, id string) (Recovery, error) {
	r, err := one(ctx, t, (*Recovery).fields, recoveryColumns+"WHERE community = $1 AND id = $2 AND done = 0 AND cancelled = 0",
		t.community, id)
	if err != nil {
		return r, named(err, "open recovery %q", id)
	}
	r.Agreed, err = agreed(ctx, t, t.community, id)
	return r, err
}

// CancelRecovery ends a recovery without effect, for example because the person found his telephone. by is the person or an
// officer whose own case it is not (ErrOwnCase).
func (s *Store) CancelRecovery(ctx context.Context, community, id, by string) error {
	return s.change(ctx, community, func(t *transaction) error {
		r, err := t.openRecovery(ctx, id)
		if err == nil {
			err = disinterested(ctx, t, community, by, r.Person)
		}
		if err != nil {
			return err
		}
		if _, err := t.do(ctx, "UPDATE recoveries SET cancelled = $3 WHERE community = $1 AND id = $2", id, t.at); err != nil {
			return err
		}
		return t.audit(ctx, by, recoveryCancelled, r.Person)
	})
}

// FinishRecovery prints the new letter to w once two bodies have agreed. The order's People are ignored. What remains is to revoke
// the person's passkeys that the ledger has, by two officers each and for the recovery's reason.
// ErrConflict: a body's agreement is missing; ErrOwnCase: the letter is for the order's officer or who shares a unit with him.
func (s *Store) FinishRecovery(ctx context.Context, community, id string, order LetterOrder, w io.Writer) (Recovery, Printed, error) {
	var r Recovery
	err := s.change(ctx, community, func(t *transaction) error {
		var err error
		if r, err = t.openRecovery(ctx, id); err != nil {
			return err
		}
		if err := disinterested(ctx, t, community, order.Officer, r.Person); err != nil {
			return err
		}
		if len(r.Agreed) < BodiesToAgree {
			return ErrAgreements
		}
		r.Done = t.at // before the letter is printed: a second one would withdraw it
		_, err = t.do(ctx, "UPDATE recoveries SET done = $3 WHERE community = $1 AND id = $2", id, t.at)
		return err
	})
	if err != nil {
		return r, Printed{}, err
	}
	order.People = []string{r.Person}
	printed, err := s.PrintLetters(ctx, community, order, w)
	if err != nil {
		return r, printed, errors.Join(err, s.reopen(context.WithoutCancel(ctx), community, id))
	}
	return r, printed, s.change(ctx, community, func(t *transaction) error { return t.audit(ctx, order.Officer, recoveryDone, r.Person) })
}

// reopen makes a recovery one that is not done, because its letter was not printed.
func (s *Store) reopen(ctx context.Context, community, id string) error {
	return s.change(ctx, community, func(t *transaction) error {
		_, err := t.do(ctx, "UPDATE recoveries SET done = 0 WHERE community = $1 AND id = $2", id)
		return err
	})
}

// Revoke drafts the act that revokes a passkey which the ledger has for a person, and keeps the reason's text. The person or two
// officers sign it; Revoked notes that it took effect. by is the person or an officer whose own case it is not (ErrOwnCase).
// ErrNotFound: there is no such person.
func (s *Store) Revoke(ctx context.Context, community, person, credential, reason, by string) (people.CredentialRevoke, error) {
	if _, err := s.Person(ctx, community, person); err != nil {
		return people.CredentialRevoke{}, err
	}
	why, err := s.newText(Reason, person, reason)
	if err != nil {
		return people.CredentialRevoke{}, err
	}
	return people.CredentialRevoke{Credential: credential, Reason: why.Hash}, s.change(ctx, community, func(t *transaction) error {
		if err := disinterested(ctx, t, community, by, person); err != nil {
			return err
		}
		if err := t.keepText(ctx, why); err != nil {
			return err
		}
		return t.audit(ctx, by, revocationProposed, credential)
	})
}
