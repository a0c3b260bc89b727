// SPDX-License-Identifier: Apache-2.0

package election

import (
	"fmt"
	"slices"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/fold"
)

// validateNames refuses a case whose people or homes are told apart by how they are typed alone, or that takes a placeholder for an
// owner: it would count heads that are none. On the ledger there are pseudonyms; there the office's register is looked at so.
func (c Case) validateNames() error {
	people := make(map[string]string)
	units := make(map[string]string)
	for _, unit := range c.Roll {
		key := fold.House(unit.ID)
		if other, twice := units[key]; twice {
			return fmt.Errorf("%w: unit %q: the same unit twice, the other time as %q", community.ErrInvalidRoll, unit.ID, other)
		}
		units[key] = unit.ID
		if err := ownersSpelled(unit, people); err != nil {
			return err
		}
	}
	for _, name := range c.named() {
		if spelled, known := people[fold.Name(name)]; known && spelled != name {
			return fmt.Errorf("%w: %q is written %q in the roll; write one person in one way", ErrInvalidCase, name, spelled)
		}
	}
	return nil
}

// ownersSpelled adds a unit's owners to people, by their key.
func ownersSpelled(unit community.Unit, people map[string]string) error {
	for _, owner := range unit.Owners {
		if fold.Nobody(owner) || fold.Unknown(owner) {
			return fmt.Errorf("%w: unit %q: %q stands for an owner and is not a name; leave it out, or write the name",
				community.ErrInvalidRoll, unit.ID, owner)
		}
		key := fold.Name(owner)
		if spelled, known := people[key]; known && spelled != owner {
			return fmt.Errorf("%w: unit %q: %q is written %q above; write one person in one way", community.ErrInvalidRoll, unit.ID, owner,
				spelled)
		}
		people[key] = owner
	}
	return nil
}

// named are the people whom a case names outside its roll.
func (c Case) named() []string {
	names := slices.Concat(c.BarredProxies, c.Rules.Barred)
	for _, d := range c.Designations {
		names = append(append(names, d.Owners...), d.Voter)
	}
	for _, p := range c.Proxies {
		names = append(append(names, p.Principal...), p.Proxy)
	}
	for _, b := range c.Ballots {
		names = append(append(names, b.Right...), b.By)
	}
	return names
}
