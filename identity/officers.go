// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity/rollfile"
)

// handleBytes is the length of a WebAuthn user handle, idBytes of an officer's, a recovery's or a batch's id.
const (
	handleBytes = 32
	idBytes     = 6
)

// An Officer (经办人) acts for a body.
type Officer struct {
	ID     string `json:"id"`
	Body   string `json:"body"`
	Name   string `json:"name"`
	Person string `json:"person,omitempty"` // his pseudonym, if he is an owner here
	Added  int64  `json:"added"`
	Ended  int64  `json:"ended,omitempty"`
}

func (o *Officer) fields() []any {
	return []any{&o.ID, &o.Body, &o.Name, &o.Person, &o.Added, &o.Ended}
}

const officerColumns = "SELECT id, body, name, person, added, ended FROM officers "

// AddOfficer adds an officer of a body and draws his id; person is "" unless he is an owner. ErrNotFound says that there is no
// such body or person.
func (s *Store) AddOfficer(ctx context.Context, community, body, name, person string) (Officer, error) {
	c, err := s.Constitution(ctx, community)
	if err != nil {
		return Officer{}, err
	}
	if !hasBody(c, body) {
		return Officer{}, fmt.Errorf("body %q of %q: %w", body, community, ErrNotFound)
	}
	if person != "" {
		if _, err := s.Person(ctx, community, person); err != nil {
			return Officer{}, err
		}
	}
	id, err := s.draw(idBytes)
	if err != nil {
		return Officer{}, err
	}
	handle, err := s.draw(handleBytes)
	if err != nil {
		return Officer{}, err
	}
	o := Officer{ID: body + "." + id, Body: body, Name: rollfile.Normal(name), Person: person, Added: s.now()}
	return o, s.change(ctx, community, func(t *transaction) error {
		if _, err := t.do(ctx,
			"INSERT INTO officers (community, id, handle, body, name, person, added) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			o.ID, handle, o.Body, o.Name, o.Person, o.Added); err != nil {
			return err
		}
		return t.audit(ctx, "", officerAdded, o.ID)
	})
}

// EndOfficer ends an office: the officer can no longer log in or decide. His passkeys on the ledger are revoked by his body's
// administrator (contract RevokeOfficer); they are returned.
func (s *Store) EndOfficer(ctx context.Context, community, id string) ([]Passkey, error) {
	keys, err := s.Passkeys(ctx, community, Holder{Officer: id})
	if err != nil {
		return nil, err
	}
	return keys, s.change(ctx, community, func(t *transaction) error {
		if err := t.must(ctx, fmt.Errorf("officer %q in office: %w", id, ErrNotFound),
			"UPDATE officers SET ended = $3 WHERE community = $1 AND id = $2 AND ended = 0", id, t.at); err != nil {
			return err
		}
		if _, err := t.do(ctx, "UPDATE passkeys SET revoked = $3 WHERE community = $1 AND officer = $2 AND revoked = 0", id,
			t.at); err != nil {
			return err
		}
		return t.audit(ctx, "", officerEnded, id)
	})
}

// Officers lists a community's officers, those who ended their office last.
func (s *Store) Officers(ctx context.Context, community string) ([]Officer, error) {
	return all(ctx, s.read, (*Officer).fields, officerColumns+"WHERE community = $1 ORDER BY ended, body, id", community)
}

// OfficerKeys are the passkeys of a body's officers, as its Fabric administrator registers them when founding the community.
func (s *Store) OfficerKeys(ctx context.Context, community, body string) ([]people.OfficerKey, error) {
	officers, err := all(ctx, s.read, (*Officer).fields, officerColumns+"WHERE community = $1 AND body = $2 AND ended = 0 ORDER BY id",
		community, body)
	if err != nil {
		return nil, err
	}
	list := []people.OfficerKey{}
	for _, o := range officers {
		keys, err := s.Passkeys(ctx, community, Holder{Officer: o.ID})
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			ledger, err := k.Ledger()
			if err != nil {
				return nil, err
			}
			if k.Revoked == 0 {
				list = append(list, people.OfficerKey{ID: k.ID, Passkey: ledger, Person: o.Person})
			}
		}
	}
	return list, nil
}

// Officer returns an officer in office, or ErrNotFound.
func (s *Store) Officer(ctx context.Context, community, id string) (Officer, error) {
	return officer(ctx, s.read, community, id)
}

// officer returns an officer in office, or ErrNotFound.
func officer(ctx context.Context, q querier, community, id string) (Officer, error) {
	o, err := one(ctx, q, (*Officer).fields, officerColumns+"WHERE community = $1 AND id = $2 AND ended = 0", community, id)
	return o, named(err, "officer %q in office", id)
}

// sharers is who owns a unit together with the person $2 in the roll in force, himself included. PostgreSQL has to be told the
// type of a parameter that stands alone.
const sharers = `SELECT CAST($2 AS TEXT) UNION SELECT theirs.person FROM ownership own JOIN ownership theirs
	ON theirs.community = own.community AND theirs.version = own.version AND theirs.unit = own.unit
	WHERE own.community = $1 AND own.person = $2 AND own.version = ` + inForce

// partial lists the people in whose cases an officer may not decide: himself and who shares a unit with him.
func partial(ctx context.Context, q querier, community string, o Officer) (map[string]bool, error) {
	if o.Person == "" {
		return nil, nil
	}
	people, err := all(ctx, q, column[string], sharers, community, o.Person)
	set := make(map[string]bool, len(people))
	for _, person := range people {
		set[person] = true
	}
	return set, err
}

// impartial returns the officer, or ErrOwnCase if the person's case is his own.
func impartial(ctx context.Context, q querier, community, id, person string) (Officer, error) {
	o, err := officer(ctx, q, community, id)
	if err != nil {
		return o, err
	}
	own, err := partial(ctx, q, community, o)
	if err == nil && own[person] {
		err = ErrOwnCase
	}
	return o, err
}

// disinterested refuses an officer in his own case; the person himself may act for himself.
func disinterested(ctx context.Context, q querier, community, by, person string) error {
	if by == person {
		return nil
	}
	_, err := impartial(ctx, q, community, by, person)
	return err
}
