// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/linli-project/linli/rules/fold"
)

// House is the number of a unit, or ErrNotFound.
func (s *Store) House(ctx context.Context, community, unit string) (string, error) {
	number, err := one(ctx, s.read, column[string], "SELECT number FROM units WHERE community = $1 AND pseudonym = $2", community, unit)
	return number, named(err, "unit %q", unit)
}

// Home is a unit of somebody's, by its pseudonym and as people know it.
type Home struct {
	Unit  string `json:"unit"`
	House string `json:"house"`
}

// Homes are the units of everybody in the roll in force, by the owners' pseudonyms, in the order of the houses.
func (s *Store) Homes(ctx context.Context, community string) (map[string][]Home, error) {
	type row struct {
		person string
		Home
	}
	rows, err := all(ctx, s.read, func(r *row) []any { return []any{&r.person, &r.Unit, &r.House} },
		`SELECT o.person, u.pseudonym, u.number FROM ownership o JOIN units u ON u.community = o.community AND u.pseudonym = o.unit
		WHERE o.community = $1 AND o.version = `+inForce, community)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b row) int { return byHouse(a.House, b.House) })
	homes := make(map[string][]Home)
	for _, r := range rows {
		homes[r.person] = append(homes[r.person], r.Home)
	}
	return homes, nil
}

// Houses are the house numbers of everybody in the roll in force, by pseudonym, in the order of the houses.
func (s *Store) Houses(ctx context.Context, community string) (map[string][]string, error) {
	homes, err := s.Homes(ctx, community)
	houses := make(map[string][]string, len(homes))
	for person, of := range homes {
		houses[person] = numbers(of)
	}
	return houses, err
}

// numbers are the house numbers of homes.
func numbers(homes []Home) []string {
	list := make([]string, len(homes))
	for i, home := range homes {
		list[i] = home.House
	}
	return list
}

// Buildings are those of a community's units that this store knows.
type Buildings struct {
	Of    map[string]string // by the units' pseudonyms, each in one spelling; "" for a number that names none
	Names []string          // each once, in the order in which people have them
}

// Buildings reads the buildings off the house numbers.
func (s *Store) Buildings(ctx context.Context, community string) (Buildings, error) {
	type row struct{ unit, number string }
	rows, err := all(ctx, s.read, func(r *row) []any { return []any{&r.unit, &r.number} },
		"SELECT pseudonym, number FROM units WHERE community = $1", community)
	b := Buildings{Of: make(map[string]string, len(rows))}
	for _, r := range rows {
		b.Of[r.unit] = fold.Building(r.number)
	}
	b.Names = slices.SortedFunc(maps.Values(b.Of), byHouse)
	b.Names = slices.Compact(b.Names)
	return b, err
}

// byHouse orders house numbers as people do: 2幢 before 10幢.
func byHouse(a, b string) int {
	for a != "" && b != "" {
		x, restA := leading(a)
		y, restB := leading(b)
		if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 && isDigit(x) && isDigit(y) {
			return c
		}
		if c := strings.Compare(x, y); c != 0 {
			return c
		}
		a, b = restA, restB
	}
	return strings.Compare(a, b)
}

// leading cuts the number, without its zeros in front, or the text that s begins with.
func leading(s string) (part, rest string) {
	digit := isDigit(s)
	end := strings.IndexFunc(s, func(r rune) bool { return (r >= '0' && r <= '9') != digit })
	if end < 0 {
		end = len(s)
	}
	if part = s[:end]; digit {
		part = strings.TrimLeft(part[:end-1], "0") + part[end-1:]
	}
	return part, s[end:]
}

func isDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }
