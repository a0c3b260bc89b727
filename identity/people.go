// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/rules/fold"
)

// A Person is an owner as the store knows him. Name and contacts are empty once they are erased.
type Person struct {
	Pseudonym   string `json:"person"`
	Name        string `json:"name"`
	Email       string `json:"email,omitempty"`
	Phone       string `json:"phone,omitempty"`
	Confirmed   int64  `json:"emailConfirmed,omitempty"` // when the person followed a link sent to Email
	HasIDNumber bool   `json:"hasIdNumber"`              // whether CheckIDNumber can tell
	Erased      int64  `json:"erased,omitempty"`
}

func (p *Person) fields() []any {
	return []any{&p.Pseudonym, &p.Name, &p.Email, &p.Phone, &p.Confirmed, &p.HasIDNumber, &p.Erased}
}

const personColumns = "SELECT pseudonym, name, email, phone, email_confirmed, id_number <> '', erased FROM people "

// Person returns one person, or ErrNotFound.
func (s *Store) Person(ctx context.Context, community, pseudonym string) (Person, error) {
	p, err := one(ctx, s.read, (*Person).fields, personColumns+"WHERE community = $1 AND pseudonym = $2", community, pseudonym)
	return p, named(err, "person %q", pseudonym)
}

// People returns everybody of a community who was not erased, by name.
func (s *Store) People(ctx context.Context, community string) ([]Person, error) {
	return all(ctx, s.read, (*Person).fields, personColumns+"WHERE community = $1 AND erased = 0 ORDER BY name", community)
}

// An officer compares a person's ID number with the register so many times in so many seconds at most: with a birthday known, the rest
// of a number could be guessed.
const (
	idNumberTries = 5
	idNumberFor   = 24 * 3600
)

// CheckIDNumber tells whether a number that a person shows to an officer is one that the register has for him. The store
// holds no numbers, only what they hash to under the person's salt. ErrNoIDNumber: the register has none; ErrManyChecks: the
// officer has asked for this person too often; ErrOwnCase: the person is the officer or shares a unit with him.
func (s *Store) CheckIDNumber(ctx context.Context, community, pseudonym, number, officerID string) (bool, error) {
	var match bool
	err := s.change(ctx, community, func(t *transaction) error {
		if _, err := impartial(ctx, t, community, officerID, pseudonym); err != nil {
			return err
		}
		type private struct{ salt, hashes string }
		p, err := one(ctx, t, func(p *private) []any { return []any{&p.salt, &p.hashes} },
			"SELECT salt, id_number FROM people WHERE community = $1 AND pseudonym = $2", community, pseudonym)
		if err != nil {
			return named(err, "person %q", pseudonym)
		}
		if p.hashes == "" {
			return ErrNoIDNumber
		}
		tries, err := one(ctx, t, column[int],
			"SELECT COUNT(*) FROM audit WHERE community = $1 AND actor = $2 AND action = $3 AND subject = $4 AND at > $5",
			community, officerID, idNumberChecked, pseudonym, t.at-idNumberFor)
		if err == nil && tries >= idNumberTries {
			err = ErrManyChecks
		}
		if err != nil {
			return err
		}
		hash, err := hashIDNumber(p.salt, number)
		if err != nil {
			return err
		}
		match = slices.Contains(strings.Fields(p.hashes), hash)
		return t.audit(ctx, officerID, idNumberChecked, pseudonym)
	})
	return match, err
}

// hashIDNumber commits to an ID number under a person's salt (hex).
func hashIDNumber(salt, number string) (string, error) {
	key, err := hex.DecodeString(salt)
	if err != nil {
		return "", fmt.Errorf("a person's salt: %w", err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("id number\x00" + strings.ToUpper(fold.IDNumber(number))))
	return hex.EncodeToString(mac.Sum(nil)[:16]), nil
}
