// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
)

// A Pending enrolment is what an officer has to know before he confirms it.
type Pending struct {
	Credential string      `json:"credential"`
	Person     string      `json:"person"`
	Name       string      `json:"name"`
	At         int64       `json:"at"`
	Letter     LetterState `json:"letter"`
	Houses     []string    `json:"houses"`   // of the roll in force
	Others     int         `json:"others"`   // further passkeys of this person that are not revoked
	Contact    bool        `json:"contact"`  // whether the person left an e-mail address or a telephone number
	HasNumber  bool        `json:"idNumber"` // whether CheckIDNumber can tell
	Checks     []Check     `json:"checks"`
	Ready      bool        `json:"ready"`   // its letter was delivered or an officer checked it, and nobody doubts it
	OwnCase    bool        `json:"ownCase"` // this officer may not decide
}

// A Check is what an officer found out about who enrolled.
type Check struct {
	Credential string `json:"credential"`
	Officer    string `json:"officer"`
	Body       string `json:"body"`
	At         int64  `json:"at"`
	Good       bool   `json:"good"` // false is a doubt
	Note       string `json:"note,omitempty"`
}

func (c *Check) fields() []any {
	return []any{&c.Credential, &c.Officer, &c.Body, &c.At, &c.Good, &c.Note}
}

const checkColumns = `SELECT c.credential, c.officer, o.body, c.at, c.good, c.note FROM checks c
	JOIN officers o ON o.community = c.community AND o.id = c.officer `

// waiting is the condition of an enrolment that still has to be confirmed.
const waiting = "e.community = $1 AND e.confirmed = 0 AND k.revoked = 0"

// Pending lists the enrolments that wait for confirmation, the oldest first, as one officer may see them.
func (s *Store) Pending(ctx context.Context, community, officerID string) ([]Pending, error) {
	o, err := officer(ctx, s.read, community, officerID)
	if err != nil {
		return nil, err
	}
	own, err := partial(ctx, s.read, community, o)
	if err != nil {
		return nil, err
	}
	list, err := all(ctx, s.read, func(p *Pending) []any {
		return append([]any{&p.Credential, &p.At, &p.Others, &p.Contact, &p.HasNumber}, p.Letter.fields()...)
	}, `SELECT e.credential, e.at,
			(SELECT COUNT(*) FROM passkeys k2 WHERE k2.community = e.community AND k2.person = e.person AND k2.revoked = 0 AND k2.id <> e.credential),
			p.email <> '' OR p.phone <> '', p.id_number <> '',
			l.code, l.batch, l.number, l.person, p.name, u.number, l.expires, l.printed, l.delivered, l.returned, l.used, l.withdrawn
		FROM enrolments e
		JOIN passkeys k ON k.community = e.community AND k.id = e.credential
		JOIN letters l ON l.community = e.community AND l.code = e.code
		JOIN people p ON p.community = e.community AND p.pseudonym = e.person
		JOIN units u ON u.community = l.community AND u.pseudonym = l.unit
		WHERE `+waiting+" ORDER BY e.at, e.credential", community)
	if err != nil {
		return nil, err
	}
	houses, err := s.Houses(ctx, community)
	if err != nil {
		return nil, err
	}
	checks, err := s.checks(ctx, community)
	if err != nil {
		return nil, err
	}
	for i := range list {
		p := &list[i]
		p.Person, p.Name = p.Letter.Person, p.Letter.Name
		p.Houses, p.Checks, p.OwnCase = houses[p.Person], checks[p.Credential], own[p.Person]
		p.Ready = p.ready()
	}
	return list, nil
}

func (s *Store) checks(ctx context.Context, community string) (map[string][]Check, error) {
	rows, err := all(ctx, s.read, (*Check).fields, checkColumns+"WHERE c.community = $1 ORDER BY c.at, c.officer", community)
	if err != nil {
		return nil, err
	}
	checks := make(map[string][]Check)
	for _, c := range rows {
		checks[c.Credential] = append(checks[c.Credential], c)
	}
	return checks, nil
}

// Check notes how an officer satisfied himself, or did not, of who enrolled; an officer's later check replaces his earlier one.
// ErrOwnCase: the enrolment is his own or of a unit of his; ErrNotFound: it does not wait for confirmation.
func (s *Store) Check(ctx context.Context, community, credential, officerID string, good bool, note string) error {
	return s.change(ctx, community, func(t *transaction) error {
		person, err := one(ctx, t, column[string], `SELECT e.person FROM enrolments e
			JOIN passkeys k ON k.community = e.community AND k.id = e.credential WHERE `+waiting+" AND e.credential = $2", community, credential)
		if err != nil {
			return named(err, "enrolment %q that waits", credential)
		}
		if _, err := impartial(ctx, t, community, officerID, person); err != nil {
			return err
		}
		if _, err := t.do(ctx, `INSERT INTO checks (community, credential, officer, at, good, note) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (community, credential, officer) DO UPDATE SET at = excluded.at, good = excluded.good, note = excluded.note`,
			credential, officerID, t.at, good, note); err != nil {
			return err
		}
		action := enrolmentChecked
		if !good {
			action = enrolmentDoubted
		}
		return t.audit(ctx, officerID, action, credential)
	})
}

func (p Pending) ready() bool {
	good := p.Letter.Delivered > 0
	for _, c := range p.Checks {
		if !c.Good {
			return false
		}
		good = true
	}
	return good
}
