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
