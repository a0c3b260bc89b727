// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/ownersvote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	rules "github.com/linli-project/linli/rules/convention"
)

// story is what a run leaves to report.
type story struct {
	*ownersvote.Vote
	enrolled rate
}

// rate is how many acts took how long.
type rate struct {
	count int
	took  time.Duration
}

func (r rate) String() string {
	return fmt.Sprintf("%d in %.1f s = %.0f/s", r.count, r.took.Seconds(), float64(r.count)/r.took.Seconds())
}

// hold founds a community and holds the vote.
func (d *demo) hold(ctx context.Context, l *village.Ledger) (*village.Village, *story, error) {
	v, err := d.found(ctx, l)
	if err != nil {
		return nil, nil, err
	}
	s := &story{}
	if s.enrolled, err = d.enrol(ctx, l, v); err != nil {
		return nil, nil, err
	}
	texts, err := texts()
	if err != nil {
		return nil, nil, err
	}
	carry := func(ctx context.Context, ballots []act.Signed) error { return l.Must(ctx, ballots...) }
	if s.Vote, err = ownersvote.Open(ctx, l, v, ownersvote.Hooks{Texts: texts, Tell: d.step, Carry: carry}); err != nil {
		return nil, nil, err
	}
	if err := s.Cast(ctx); err != nil {
		return nil, nil, err
	}
	return v, s, s.Count(ctx)
}

// found makes the next community of the demo: garden-1, garden-2, …
func (d *demo) found(ctx context.Context, l *village.Ledger) (*village.Village, error) {
	constitution, err := village.Constitute(l.Network, "花园小区 (synthetic)", "rehearsal")
	if err != nil {
		return nil, err
	}
	constitution.RP = act.RelyingParty{ID: "localhost", Origins: []string{d.origin}}
	id, err := freeID(ctx, l)
	if err != nil {
		return nil, err
	}
	v, err := village.New(id, constitution)
	if err != nil {
		return nil, err
	}
	if err := l.Found(ctx, v); err != nil {
		return nil, err
	}
	d.step("four bodies found the community %s, each with an officer", id)
	return v, nil
}

func freeID(ctx context.Context, l *village.Ledger) (string, error) {
	for i := 1; ; i++ {
		id := fmt.Sprintf("garden-%d", i)
		_, err := ledger.Read(ctx, l.Client, contract.Communities, id)
		if act.CodeOf(err) == contract.NotFound {
			return id, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// enrol imports the roll, prints letters and enrols the owners.
func (d *demo) enrol(ctx context.Context, l *village.Ledger, v *village.Village) (enrolled rate, err error) {
	if err := os.MkdirAll(d.file(""), 0o700); err != nil {
		return enrolled, err
	}
	store, err := identity.Open(ctx, d.file("people.db"))
	if err != nil {
		return enrolled, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := d.importRoll(ctx, l, v, store); err != nil {
		return enrolled, err
	}
	if err := d.letters(ctx, l, v, store, nil); err != nil {
		return enrolled, err
	}
	began := time.Now()
	if err := l.EnrolAll(ctx, v); err != nil {
		return enrolled, err
	}
	d.step("%d owners get a letter and enrol a passkey; two officers confirm them", len(v.People))
	return rate{count: len(v.People), took: time.Since(began)}, nil
}

// importRoll brings the register into the personal-data store, and its pseudonyms onto the ledger.
func (d *demo) importRoll(ctx context.Context, l *village.Ledger, v *village.Village, store *identity.Store) error {
	file, err := os.Open(d.roll)
	if err != nil {
		return fmt.Errorf("open the roll: %w (run the demo in the repository's folder, or name a file with --roll)", err)
	}
	defer file.Close()
	if err := ownersvote.LoadRoll(ctx, l, v, store, file); err != nil {
		return err
	}
	d.step("roll approved by two bodies: %d units, %d heads, %s m²", v.Roll.Units, v.Roll.WithoutParking.Heads,
		amount(v.Roll.WithoutParking.AreaDm2, " m²"))
	return nil
}

// texts are the hashes of what is voted on.
func texts() (map[string]string, error) {
	plan, err := pointsPlan.Hash()
	if err != nil {
		return nil, err
	}
	sharing, err := regulation.Hash()
	return map[string]string{ownersvote.Points: plan, ownersvote.Convention: rules.Hash(conventionText()), ownersvote.Parking: sharing}, err
}

// rates says how fast it went.
func (d *demo) rates(s *story) {
	fmt.Fprintf(d.out, "\nEnrolled %s; ballots %s (each with a passkey signature checked by three bodies)\n", s.enrolled,
		rate{count: len(s.Plan.Online), took: s.Took})
	for _, code := range slices.Sorted(maps.Keys(s.Refused)) {
		fmt.Fprintf(d.out, "  kept off the ledger, %-16s %d\n", code, s.Refused[code])
	}
}
