// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/identity/rollfile"
)

// Found is a person as a search at the desk shows him.
type Found struct {
	Person     string   `json:"person"`
	Name       string   `json:"name"`
	Houses     []string `json:"houses"`     // of the roll in force
	Passkeys   int      `json:"passkeys"`   // not revoked
	Recoveries int      `json:"recoveries"` // open
	OwnCase    bool     `json:"ownCase"`    // this officer may not decide
}

func (f *Found) fields() []any { return []any{&f.Person, &f.Name, &f.Passkeys, &f.Recoveries} }

// foundAtMost keeps a search from being a way to read the whole roll.
const foundAtMost = 20

const foundColumns = `SELECT p.pseudonym, p.name,
	(SELECT COUNT(*) FROM passkeys k WHERE k.community = p.community AND k.person = p.pseudonym AND k.revoked = 0),
	(SELECT COUNT(*) FROM recoveries r WHERE r.community = p.community AND r.person = p.pseudonym AND r.done = 0 AND r.cancelled = 0)
	FROM people p WHERE p.community = $1 AND p.erased = 0 `

// Search finds people of a community by a part of their name or of a house number they own in the roll in force, at most 20, by
// house. The audit log gets a line for everybody who was shown.
func (s *Store) Search(ctx context.Context, community, text, officerID string) ([]Found, error) {
	pattern := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.ToLower(rollfile.Normal(text))) + "%"
	return s.find(ctx, community, officerID, foundColumns+`AND (LOWER(p.name) LIKE $2 ESCAPE '\' OR EXISTS (
		SELECT 1 FROM ownership o JOIN units u ON u.community = o.community AND u.pseudonym = o.unit
		WHERE o.community = p.community AND o.person = p.pseudonym AND o.version = `+inForce+` AND LOWER(u.number) LIKE $2 ESCAPE '\'))`, pattern)
}

// Found returns one person as a search does. ErrNotFound: there is none, or he was erased.
func (s *Store) Found(ctx context.Context, community, person, officerID string) (Found, error) {
	list, err := s.find(ctx, community, officerID, foundColumns+"AND p.pseudonym = $2", person)
	if err == nil && len(list) == 0 {
		err = named(ErrNotFound, "person %q", person)
	}
	if err != nil {
		return Found{}, err
	}
	return list[0], nil
}

// find is shown, with a line in the audit log for each of the first ones, which it returns.
func (s *Store) find(ctx context.Context, community, officerID, query, argument string) ([]Found, error) {
	list, err := s.shown(ctx, community, officerID, query, argument)
	if err != nil {
		return nil, err
	}
	list = list[:min(len(list), foundAtMost)]
	return list, s.change(ctx, community, func(t *transaction) error {
		for _, f := range list {
			if err := t.audit(ctx, officerID, personSeen, f.Person); err != nil {
				return err
			}
		}
		if len(list) == 0 {
			return t.audit(ctx, officerID, personSeen, "")
		}
		return nil
	})
}

// Cases are these people as a search shows them, by their pseudonyms, for a list that Saw notes as a whole. Who was erased is not
// among them.
func (s *Store) Cases(ctx context.Context, community, officerID string, people ...string) (map[string]Found, error) {
	if len(people) == 0 {
		return nil, nil
	}
	places, arguments := make([]string, len(people)), make([]any, len(people))
	for i, person := range people {
		places[i], arguments[i] = "$"+strconv.Itoa(i+2), person
	}
	list, err := s.shown(ctx, community, officerID, foundColumns+"AND p.pseudonym IN ("+strings.Join(places, ", ")+")", arguments...)
	cases := make(map[string]Found, len(list))
	for _, f := range list {
		cases[f.Person] = f
	}
	return cases, err
}

// shown are the people whom a query selects, by house, as this officer sees them.
func (s *Store) shown(ctx context.Context, community, officerID, query string, arguments ...any) ([]Found, error) {
	own, err := s.partialTo(ctx, community, officerID)
	if err != nil {
		return nil, err
	}
	list, err := all(ctx, s.read, (*Found).fields, query, append([]any{community}, arguments...)...)
	if err != nil {
		return nil, err
	}
	houses, err := s.Houses(ctx, community)
	if err != nil {
		return nil, err
	}
	for i := range list {
		f := &list[i]
		f.Houses, f.OwnCase = append([]string{}, houses[f.Person]...), own[f.Person]
	}
	slices.SortStableFunc(list, func(a, b Found) int {
		return orCompare(byHouse(strings.Join(a.Houses, " "), strings.Join(b.Houses, " ")), strings.Compare(a.Name, b.Name))
	})
	return list, nil
}

// partialTo lists the people in whose cases an officer in office may not decide.
func (s *Store) partialTo(ctx context.Context, community, officerID string) (map[string]bool, error) {
	o, err := officer(ctx, s.read, community, officerID)
	if err != nil {
		return nil, err
	}
	return partial(ctx, s.read, community, o)
}
