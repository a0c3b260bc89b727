// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/fold"
)

// Found is a person as a search shows him to officers.
type Found struct {
	Person     string   `json:"person"`
	Name       string   `json:"name"`
	Houses     []string `json:"houses"`     // of the roll in force
	Units      []Home   `json:"units"`      // the same, as acts name them too
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

// Search finds people of a community by a part of their name or of a house number they own in the roll in force, however it is
// typed, at most 20, by house. The audit log gets a line for everybody who was shown.
func (s *Store) Search(ctx context.Context, community, text, officerID string) ([]Found, error) {
	type named struct{ person, name string }
	people, err := all(ctx, s.read, func(n *named) []any { return []any{&n.person, &n.name} },
		"SELECT pseudonym, name FROM people WHERE community = $1 AND erased = 0", community)
	if err != nil {
		return nil, err
	}
	houses, err := s.Houses(ctx, community)
	if err != nil {
		return nil, err
	}
	sought := soughtBy(text)
	var found []string
	for _, p := range people {
		if sought.name(p.name) || slices.ContainsFunc(houses[p.person], sought.house) {
			found = append(found, p.person)
		}
	}
	slices.SortStableFunc(found, func(a, b string) int { return byHouse(strings.Join(houses[a], " "), strings.Join(houses[b], " ")) })
	return s.find(ctx, community, officerID, found[:min(len(found), foundAtMost)])
}

// sought is a text as it may stand in the key of a name or of a house, and in a house number that is written in part.
type sought struct{ inName, inHouse, inText string }

func soughtBy(text string) sought {
	return sought{inName: fold.Name(text), inHouse: fold.House(text), inText: fold.Text(text)}
}

func (s sought) name(name string) bool {
	return s.inName != "" && strings.Contains(fold.Name(name), s.inName)
}

func (s sought) house(number string) bool {
	return s.inText != "" && (strings.Contains(fold.House(number), s.inHouse) || strings.Contains(fold.Text(number), s.inText))
}

// Found returns one person as a search does. ErrNotFound: there is none, or he was erased.
func (s *Store) Found(ctx context.Context, community, person, officerID string) (Found, error) {
	list, err := s.find(ctx, community, officerID, []string{person})
	if err == nil && len(list) == 0 {
		err = named(ErrNotFound, "person %q", person)
	}
	if err != nil {
		return Found{}, err
	}
	return list[0], nil
}

// find is shown, with a line in the audit log for each.
func (s *Store) find(ctx context.Context, community, officerID string, people []string) ([]Found, error) {
	list, err := s.shown(ctx, community, officerID, people)
	if err != nil {
		return nil, err
	}
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
	list, err := s.shown(ctx, community, officerID, people)
	cases := make(map[string]Found, len(list))
	for _, f := range list {
		cases[f.Person] = f
	}
	return cases, err
}

// shown are people, by house, as this officer sees them.
func (s *Store) shown(ctx context.Context, community, officerID string, people []string) ([]Found, error) {
	own, err := s.partialTo(ctx, community, officerID)
	if err != nil || len(people) == 0 {
		return []Found{}, err
	}
	places, arguments := make([]string, len(people)), []any{community}
	for i, person := range people {
		places[i] = "$" + strconv.Itoa(i+2)
		arguments = append(arguments, person)
	}
	list, err := all(ctx, s.read, (*Found).fields, foundColumns+"AND p.pseudonym IN ("+strings.Join(places, ", ")+")", arguments...)
	if err != nil {
		return nil, err
	}
	homes, err := s.Homes(ctx, community)
	if err != nil {
		return nil, err
	}
	for i := range list {
		f := &list[i]
		f.Units = append([]Home{}, homes[f.Person]...)
		f.Houses, f.OwnCase = numbers(f.Units), own[f.Person]
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
