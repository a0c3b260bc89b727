// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/community"
)

// rightsPerChunk keeps a chunk of the roll, with its keys, well inside one transaction of the ledger.
const rightsPerChunk = 250

// A Draft is a version of the roll that the bodies have still to approve: the body of the act roll.approve, and the roll with
// the chunks to be loaded after it.
type Draft struct {
	Version int64              `json:"version"`
	Approve people.RollApprove `json:"approve"`
	Roll    community.Roll     `json:"roll"`
}

func newDraft(version int64, units []community.Unit) (Draft, error) {
	roll, err := community.NewRoll(units, rightsPerChunk)
	if err != nil {
		return Draft{}, err
	}
	return Draft{Version: version, Roll: roll, Approve: people.RollApprove{
		Version: act.Int(version), Root: roll.Root, Chunks: act.Int(len(roll.Chunks)), Rights: act.Int(roll.Rights),
		Units: act.Int(roll.Units),
	}}, nil
}

// Accept keeps an import as the draft of the next version, in the place of an earlier draft. People and units that the store
// knows keep their pseudonyms. ErrNewerRoll says that another version came into force since the dry run; ErrChanged that the draft
// in whose place it would be is not the one of Import.Over; community.ErrInvalidRoll that the file has findings.
func (s *Store) Accept(ctx context.Context, i *Import, officer string) (Draft, error) {
	var draft Draft
	err := s.change(ctx, i.Community, func(t *transaction) error {
		version, err := currentVersion(ctx, t, i.Community)
		if err != nil {
			return err
		}
		if version != i.Base {
			return ErrNewerRoll
		}
		if err := t.mayReplace(ctx, i); err != nil {
			return err
		}
		known, err := secrets(ctx, t, i.Community)
		if err != nil {
			return err
		}
		units, private, err := i.roll.Pseudonymise(known, s.Random)
		if err != nil {
			return err
		}
		if draft, err = newDraft(max(version, i.After)+1, units); err != nil {
			return err
		}
		return t.keepDraft(ctx, i, draft, units, private, officer)
	})
	return draft, err
}

func (t *transaction) mayReplace(ctx context.Context, i *Import) error {
	roots, err := all(ctx, t, column[string], "SELECT root FROM rolls WHERE community = $1 AND approved = 0", i.Community)
	if err != nil || i.Over == nil {
		return err
	}
	if strings.Join(roots, "") != *i.Over {
		return fmt.Errorf("the draft of the next version: %w", ErrChanged)
	}
	return nil
}

func (t *transaction) keepDraft(ctx context.Context, i *Import, d Draft, units []community.Unit, private Secrets, officer string) error {
	if _, err := t.do(ctx, "DELETE FROM rolls WHERE community = $1 AND approved = 0"); err != nil {
		return err
	}
	if err := t.keepPeople(ctx, private.People); err != nil {
		return err
	}
	err := t.each(ctx, len(private.Units), `INSERT INTO units (community, pseudonym, number, salt) VALUES ($1, $2, $3, $4)
		ON CONFLICT (community, pseudonym) DO UPDATE SET number = excluded.number`,
		func(i int) []any {
			return []any{private.Units[i].Pseudonym, private.Units[i].Name, private.Units[i].Salt}
		})
	if err != nil {
		return err
	}
	if err := t.keepIDNumbers(ctx, i.roll, private.People); err != nil {
		return err
	}
	if _, err := t.do(ctx, `INSERT INTO rolls (community, version, base, file, root, drafted, drafted_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, d.Version, i.Base, i.File, d.Roll.Root, t.at, officer); err != nil {
		return err
	}
	if err := t.keepUnits(ctx, d.Version, units); err != nil {
		return err
	}
	if err := t.forgetOrphans(ctx); err != nil {
		return err
	}
	return t.audit(ctx, officer, rollDrafted, strconv.FormatInt(d.Version, 10))
}

// keepPeople keeps the people that are new, each with a handle for his passkeys, and how the others are spelled now.
func (t *transaction) keepPeople(ctx context.Context, people []Secret) error {
	handles := make([]string, len(people))
	for i := range handles {
		var err error
		if handles[i], err = t.store.draw(handleBytes); err != nil {
			return err
		}
	}
	return t.each(ctx, len(people), `INSERT INTO people (community, pseudonym, name, salt, handle) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (community, pseudonym) DO UPDATE SET name = excluded.name WHERE people.erased = 0`,
		func(i int) []any { return []any{people[i].Pseudonym, people[i].Name, people[i].Salt, handles[i]} })
}

// keepIDNumbers keeps what the ID numbers of sole owners hash to; of several owners nobody knows whose number it is.
func (t *transaction) keepIDNumbers(ctx context.Context, roll Roll, people []Secret) error {
	byName := make(map[string]Secret, len(people))
	for _, secret := range people {
		byName[secret.Name] = secret
	}
	var owners, hashes []string
	for _, entry := range roll.Entries {
		if len(entry.Owners) != 1 || entry.IDNumber == "" || entry.Owners[0] == community.Developer {
			continue
		}
		secret := byName[entry.Owners[0]]
		hash, err := hashIDNumber(secret.Salt, entry.IDNumber)
		if err != nil {
			return err
		}
		owners, hashes = append(owners, secret.Pseudonym), append(hashes, hash)
	}
	return t.each(ctx, len(owners), `UPDATE people SET id_number = TRIM(id_number || ' ' || CAST($3 AS TEXT))
		WHERE community = $1 AND pseudonym = $2 AND id_number NOT LIKE '%' || CAST($3 AS TEXT) || '%'`,
		func(i int) []any { return []any{owners[i], hashes[i]} })
}

func (t *transaction) keepUnits(ctx context.Context, version int64, units []community.Unit) error {
	var owned, owners []string
	for _, unit := range units {
		for _, owner := range unit.Owners {
			owned, owners = append(owned, unit.ID), append(owners, owner)
		}
	}
	err := t.each(ctx, len(units),
		"INSERT INTO roll_units (community, version, unit, use, status, area_dm2) VALUES ($1, $2, $3, $4, $5, $6)",
		func(i int) []any {
			u := units[i]
			return []any{version, u.ID, string(u.Kind), string(u.Status), u.AreaDm2}
		})
	if err != nil {
		return err
	}
	return t.each(ctx, len(owners), "INSERT INTO ownership (community, version, unit, person) VALUES ($1, $2, $3, $4)",
		func(i int) []any { return []any{version, owned[i], owners[i]} })
}

// forgetOrphans deletes people and units that were in a dropped draft and nowhere else.
func (t *transaction) forgetOrphans(ctx context.Context) error {
	if _, err := t.do(ctx, `DELETE FROM people WHERE community = $1
		AND NOT EXISTS (SELECT 1 FROM ownership o WHERE o.community = people.community AND o.person = people.pseudonym)
		AND NOT EXISTS (SELECT 1 FROM passkeys k WHERE k.community = people.community AND k.person = people.pseudonym)
		AND NOT EXISTS (SELECT 1 FROM officers f WHERE f.community = people.community AND f.person = people.pseudonym)`); err != nil {
		return err
	}
	_, err := t.do(ctx, `DELETE FROM units WHERE community = $1
		AND NOT EXISTS (SELECT 1 FROM roll_units r WHERE r.community = units.community AND r.unit = units.pseudonym)`)
	return err
}

// Approved marks a draft as in force, once its approval and its chunks are on the ledger; hash is the act's.
func (s *Store) Approved(ctx context.Context, community string, version int64, hash string) error {
	return s.change(ctx, community, func(t *transaction) error {
		known, err := one(ctx, t, column[string], "SELECT act FROM rolls WHERE community = $1 AND version = $2", community, version)
		if err != nil {
			return named(err, "version %d of the roll", version)
		}
		if known == hash {
			return nil
		}
		if err := t.must(ctx, fmt.Errorf("version %d was approved by another act: %w", version, ErrConflict),
			"UPDATE rolls SET approved = $3, act = $4 WHERE community = $1 AND version = $2 AND approved = 0", version, t.at,
			hash); err != nil {
			return err
		}
		return t.audit(ctx, "", rollApproved, strconv.FormatInt(version, 10))
	})
}
