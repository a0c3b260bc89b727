// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/rules/community"
)

// A RollVersion is one version of a community's roll in the store.
type RollVersion struct {
	Version   int64  `json:"version"`
	Base      int64  `json:"base"`
	File      string `json:"file,omitempty"` // SHA-256 (hex) of the imported file
	Root      string `json:"root"`
	Drafted   int64  `json:"drafted"`
	DraftedBy string `json:"draftedBy"`
	Approved  int64  `json:"approved,omitempty"` // 0 for a draft
	Act       string `json:"act,omitempty"`      // hash of its approval
}

func (r *RollVersion) fields() []any {
	return []any{&r.Version, &r.Base, &r.File, &r.Root, &r.Drafted, &r.DraftedBy, &r.Approved, &r.Act}
}

// Versions lists the versions of the roll, the newest first.
func (s *Store) Versions(ctx context.Context, community string) ([]RollVersion, error) {
	return all(ctx, s.read, (*RollVersion).fields, `SELECT version, base, file, root, drafted, drafted_by, approved, act
		FROM rolls WHERE community = $1 ORDER BY version DESC`, community)
}

// Version is the version in force: the latest approved one, or 0 if there is none.
func (s *Store) Version(ctx context.Context, community string) (int64, error) {
	return currentVersion(ctx, s.read, community)
}

// inForce is the version in force of the community $1, as a subquery.
const inForce = "(SELECT COALESCE(MAX(version), 0) FROM rolls WHERE community = $1 AND approved > 0)"

func currentVersion(ctx context.Context, q querier, community string) (int64, error) {
	return one(ctx, q, column[int64], "SELECT "+inForce, community)
}

// Draft returns a version as it was accepted, with its chunks. ErrConflict says that the store's rows do not give the root
// that was drafted.
func (s *Store) Draft(ctx context.Context, id string, version int64) (Draft, error) {
	root, err := one(ctx, s.read, column[string], "SELECT root FROM rolls WHERE community = $1 AND version = $2", id, version)
	if err != nil {
		return Draft{}, named(err, "version %d of the roll", version)
	}
	units, err := rollUnits(ctx, s.read, id, version)
	if err != nil {
		return Draft{}, err
	}
	d, err := newDraft(version, units)
	if err == nil && d.Roll.Root != root {
		err = fmt.Errorf("version %d of the roll has another root than it was drafted with; restore the store from its backup: %w", version,
			ErrConflict)
	}
	return d, err
}

// rollUnits returns the units of a version under pseudonyms.
func rollUnits(ctx context.Context, q querier, id string, version int64) ([]community.Unit, error) {
	units, err := all(ctx, q, func(u *community.Unit) []any { return []any{&u.ID, &u.Kind, &u.Status, &u.AreaDm2} },
		"SELECT unit, use, status, area_dm2 FROM roll_units WHERE community = $1 AND version = $2 ORDER BY unit", id, version)
	if err != nil {
		return nil, err
	}
	type owned struct{ unit, person string }
	rows, err := all(ctx, q, func(o *owned) []any { return []any{&o.unit, &o.person} },
		"SELECT unit, person FROM ownership WHERE community = $1 AND version = $2 ORDER BY unit, person", id, version)
	if err != nil {
		return nil, err
	}
	owners := make(map[string][]string)
	for _, row := range rows {
		owners[row.unit] = append(owners[row.unit], row.person)
	}
	for i := range units {
		units[i].Owners = owners[units[i].ID]
	}
	return units, nil
}

// secrets returns all the store knows. A person whose name is erased stands under the pseudonym instead, so that units he
// still owns keep their owner.
func secrets(ctx context.Context, q querier, community string) (Secrets, error) {
	fields := func(s *Secret) []any { return []any{&s.Name, &s.Salt, &s.Pseudonym} }
	people, err := all(ctx, q, fields,
		"SELECT CASE WHEN name = '' THEN pseudonym ELSE name END, salt, pseudonym FROM people WHERE community = $1", community)
	if err != nil {
		return Secrets{}, err
	}
	units, err := all(ctx, q, fields, "SELECT number, salt, pseudonym FROM units WHERE community = $1", community)
	return Secrets{People: people, Units: units}, err
}

// named returns a version with names and house numbers.
func (s *Store) named(ctx context.Context, id string, version int64) (Roll, error) {
	units, err := rollUnits(ctx, s.read, id, version)
	if err != nil {
		return Roll{}, err
	}
	known, err := secrets(ctx, s.read, id)
	if err != nil {
		return Roll{}, err
	}
	people, houses := namesOf(known.People), namesOf(known.Units)
	people[community.Developer] = community.Developer
	entries := make([]rollfile.Entry, len(units))
	for i, unit := range units {
		names := make([]string, len(unit.Owners))
		for j, owner := range unit.Owners {
			names[j] = people[owner]
		}
		slices.Sort(names)
		unit.ID, unit.Owners = houses[unit.ID], nil
		entries[i] = rollfile.Entry{Unit: unit, Owners: names}
	}
	slices.SortFunc(entries, func(a, b rollfile.Entry) int { return byHouse(a.Unit.ID, b.Unit.ID) })
	return Roll{rollfile.Roll{Entries: entries}}, nil
}

func namesOf(secrets []Secret) map[string]string {
	names := make(map[string]string, len(secrets))
	for _, secret := range secrets {
		names[secret.Pseudonym] = secret.Name
	}
	return names
}

// ExportRoll writes the private side of a version as CSV, which Import reads again: houses, areas and owners by name. Telephones
// and ID numbers are not in it, as the store has none from the register.
func (s *Store) ExportRoll(ctx context.Context, id string, version int64, officer string, w io.Writer) error {
	if _, err := s.Draft(ctx, id, version); err != nil {
		return err
	}
	roll, err := s.named(ctx, id, version)
	if err != nil {
		return err
	}
	err = s.change(ctx, id, func(t *transaction) error {
		return t.audit(ctx, officer, rollExported, strconv.FormatInt(version, 10))
	})
	if err != nil {
		return err
	}
	return rollfile.Write(w, roll.Entries)
}
