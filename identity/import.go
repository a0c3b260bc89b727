// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/fold"
)

// An Import is a dry run: what a roll file says, what has to be corrected in it, and what it would change. It names people
// and houses, so it is for the committee alone.
type Import struct {
	Community string `json:"community"`
	File      string `json:"file,omitempty"` // SHA-256 (hex) of the file
	Encoding  string `json:"encoding,omitempty"`
	// Sheets and Buildings are what was read, and what was left out.
	Sheets    []rollfile.Sheet    `json:"sheets,omitempty"`
	Buildings []rollfile.Building `json:"buildings"`

	Base       int64             `json:"base"` // the version in force that it is compared with, or 0
	Remarks    []rollfile.Remark `json:"remarks"`
	Findings   int               `json:"findings"` // rows that have to be corrected; with any, nothing can be accepted
	Difference Difference        `json:"difference"`

	// Over is the root of the draft that this may take the place of, "" for none; nil for any.
	Over *string `json:"-"`
	// After is the latest version that two bodies have approved on the ledger, by whatever server: its number is used.
	After int64 `json:"-"`

	roll Roll
}

// Import reads a roll file and compares it with the version in force. It changes nothing; Accept does. Errors are rollfile.Read's, and
// ErrNotFound for an unknown community.
func (s *Store) Import(ctx context.Context, id string, file io.Reader) (*Import, error) {
	data, err := io.ReadAll(io.LimitReader(file, rollfile.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", rollfile.ErrUnreadable, err)
	}
	roll, err := Read(ctx, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(data)
	return s.compare(ctx, id, roll, hex.EncodeToString(hash[:]))
}

// compare makes the dry run of a roll.
func (s *Store) compare(ctx context.Context, id string, roll Roll, file string) (*Import, error) {
	if _, err := s.Constitution(ctx, id); err != nil {
		return nil, err
	}
	base, last, err := s.inForce(ctx, id)
	if err != nil {
		return nil, err
	}
	difference, err := differ(last, roll)
	if err != nil {
		return nil, err
	}
	return &Import{
		Community: id, File: file, Encoding: roll.Encoding, Sheets: roll.Sheets, Buildings: roll.Buildings(), Base: base,
		Remarks: append([]rollfile.Remark{}, roll.Remarks...), Findings: roll.Findings(),
		Difference: difference, roll: roll,
	}, nil
}

// inForce is the version in force with its roll by names; version 0 is empty.
func (s *Store) inForce(ctx context.Context, id string) (int64, Roll, error) {
	version, err := s.Version(ctx, id)
	if err != nil || version == 0 {
		return 0, Roll{}, err
	}
	roll, err := s.named(ctx, id, version)
	return version, roll, err
}

// A Transfer is a unit that changes hands: sold, inherited, delivered by the developer.
type Transfer struct {
	Unit   string           `json:"unit"` // house number
	Owners []string         `json:"owners"`
	Status community.Status `json:"status"`
}

// Transfer is the dry run of the next version of the roll, in which units have changed hands. Units that are not in the
// version in force give ErrNotFound, owners that a register could not have community.ErrInvalidRoll, units from or to the officer
// or who shares a unit with him ErrOwnCase.
func (s *Store) Transfer(ctx context.Context, id, officerID string, transfers ...Transfer) (*Import, error) {
	own, err := s.ownNames(ctx, id, officerID)
	if err != nil {
		return nil, err
	}
	version, roll, err := s.inForce(ctx, id)
	if err != nil {
		return nil, err
	}
	if version == 0 {
		return nil, fmt.Errorf("%q has no roll in force: %w", id, ErrNotFound)
	}
	people := knows(roll.Entries)
	for _, transfer := range transfers {
		err = errors.Join(err, roll.transfer(transfer, people, own))
	}
	if err != nil {
		return nil, err
	}
	err = s.change(ctx, id, func(t *transaction) error {
		return t.audit(ctx, officerID, rollTransferred, strconv.FormatInt(version+1, 10))
	})
	if err != nil {
		return nil, err
	}
	roll.Remarks = nil
	return s.compare(ctx, id, roll, "")
}

// ownNames are the keys of the names of the people in whose cases an officer may not decide.
func (s *Store) ownNames(ctx context.Context, id, officerID string) (map[string]bool, error) {
	own, err := s.partialTo(ctx, id, officerID)
	if err != nil {
		return nil, err
	}
	names := make(map[string]bool, len(own))
	for person := range own {
		p, err := s.Person(ctx, id, person)
		if err != nil {
			return nil, err
		}
		names[fold.Name(p.Name)] = true
	}
	return names, nil
}

func (r Roll) transfer(t Transfer, people known, own map[string]bool) error {
	i := slices.IndexFunc(r.Entries, func(e rollfile.Entry) bool { return fold.House(e.Unit.ID) == fold.House(t.Unit) })
	if i < 0 {
		return fmt.Errorf("unit %q: %w", t.Unit, ErrNotFound)
	}
	entry := &r.Entries[i]
	before := entry.Owners
	entry.Unit.Status, entry.Owners = t.Status, nil
	if t.Status == community.Sold {
		for _, name := range t.Owners {
			if fold.Nobody(name) || fold.Unknown(name) {
				return fmt.Errorf("%w: unit %q: %q is not a name", community.ErrInvalidRoll, t.Unit, name)
			}
			entry.Owners = append(entry.Owners, people.spelled(rollfile.Normal(name)))
		}
	}
	for _, name := range slices.Concat(before, entry.Owners) {
		if own[fold.Name(name)] {
			return fmt.Errorf("unit %q: %w", t.Unit, ErrOwnCase)
		}
	}
	unit := entry.Unit
	unit.Owners = entry.Owners
	return community.Validate([]community.Unit{unit})
}
