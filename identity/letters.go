// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity/letter"
)

// A LetterOrder says whom to invite.
type LetterOrder struct {
	People  []string  // pseudonyms; none: everybody of the roll in force without an enrolled passkey or an open letter
	Expires time.Time // printed in its own zone
	Help    []string  // where to get help, a line each
	Officer string    // who prints
	Origin  string    // of the pages that the letters' links open: those of the server that has this store
}

// Printed is a batch of letters: what the ledger must be told before they work, and what to write by hand.
type Printed struct {
	Batch   string              `json:"batch"`
	Letters int                 `json:"letters"`
	Issue   []people.CodesIssue `json:"issue"`   // bodies of codes.issue, to be signed by an officer
	Missing []letter.Missing    `json:"missing"` // characters that the font lacks
}

// PerAct is how many codes, or passkeys, the desk puts into one act: well below what it may hold.
const PerAct = 500

// PrintLetters draws a code for each person, writes the letters as PDF to w, and keeps the codes' public keys; neither the
// codes nor the PDF are kept. Earlier unused letters of the same people are withdrawn, here at once and on the
// ledger when it learns the new codes. If w fails, the batch is withdrawn.
// ErrNobody says that there is nobody to invite, ErrDatePast what it says.
func (s *Store) PrintLetters(ctx context.Context, community string, order LetterOrder, w io.Writer) (Printed, error) {
	constitution, err := s.Constitution(ctx, community)
	if err != nil {
		return Printed{}, err
	}
	if !slices.Contains(constitution.RP.Origins, order.Origin) {
		return Printed{}, fmt.Errorf("%w: %s", ErrOrigin, order.Origin)
	}
	if !order.Expires.After(s.Now()) {
		return Printed{}, ErrDatePast
	}
	to, err := s.addressees(ctx, community, order.People)
	if err != nil {
		return Printed{}, err
	}
	id, err := s.draw(idBytes)
	if err != nil {
		return Printed{}, err
	}
	batch := letter.Batch{
		ID: id, Community: community, Name: constitution.Name, Origin: order.Origin,
		Issued: s.Now().In(order.Expires.Location()), Expires: order.Expires, Help: order.Help,
	}
	if batch.Letters, err = s.lettersTo(to); err != nil {
		return Printed{}, err
	}
	var pdf bytes.Buffer
	missing, err := batch.Print(&pdf)
	if err != nil {
		return Printed{}, err
	}
	printed := Printed{Batch: id, Letters: len(to), Missing: missing, Issue: issue(to, batch)}
	if err := s.keepLetters(ctx, community, order, to, batch); err != nil {
		return Printed{}, err
	}
	if _, err := pdf.WriteTo(w); err != nil {
		return Printed{}, orElse(s.withdrawBatch(ctx, community, id, order.Officer), fmt.Errorf("write the letters: %w", err))
	}
	return printed, nil
}

// addressee is a person and the unit where his letter goes.
type addressee struct {
	person, name, unit, house string
	units                     int
}

// addressees are the people to invite, each with the first of his houses, in the order of the doors.
func (s *Store) addressees(ctx context.Context, community string, people []string) ([]addressee, error) {
	type row struct{ person, name, unit, house, use string }
	rows, err := all(ctx, s.read, func(r *row) []any { return []any{&r.person, &r.name, &r.unit, &r.house, &r.use} },
		`SELECT p.pseudonym, p.name, u.pseudonym, u.number, r.use FROM ownership o
		JOIN people p ON p.community = o.community AND p.pseudonym = o.person
		JOIN units u ON u.community = o.community AND u.pseudonym = o.unit
		JOIN roll_units r ON r.community = o.community AND r.version = o.version AND r.unit = o.unit
		WHERE o.community = $1 AND o.version = `+inForce+` AND p.erased = 0`, community)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b row) int { // homes before shops before parking spaces
		return orCompare(rank(a.use)-rank(b.use), byHouse(a.house, b.house))
	})
	index := make(map[string]int)
	var list []addressee
	for _, r := range rows {
		i, known := index[r.person]
		if !known {
			i = len(list)
			index[r.person] = i
			list = append(list, addressee{person: r.person, name: r.name, unit: r.unit, house: r.house})
		}
		list[i].units++
	}
	if len(people) == 0 {
		list, err = s.uninvited(ctx, community, list)
	} else {
		list, err = chosen(list, index, people)
	}
	if err == nil && len(list) == 0 {
		err = ErrNobody
	}
	slices.SortStableFunc(list, func(a, b addressee) int { return byHouse(a.house, b.house) })
	return list, err
}

func orCompare(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

func rank(use string) int { return slices.Index([]string{"home", "office", "shop", "parking"}, use) }

func chosen(list []addressee, index map[string]int, people []string) ([]addressee, error) {
	picked := make([]addressee, 0, len(people))
	for _, person := range people {
		i, ok := index[person]
		if !ok {
			return nil, fmt.Errorf("owner %q in the roll in force: %w", person, ErrNotFound)
		}
		picked = append(picked, list[i])
	}
	return picked, nil
}

func (s *Store) uninvited(ctx context.Context, community string, list []addressee) ([]addressee, error) {
	served, err := all(ctx, s.read, column[string], `SELECT e.person FROM enrolments e
		JOIN passkeys k ON k.community = e.community AND k.id = e.credential WHERE e.community = $1 AND k.revoked = 0
		UNION SELECT person FROM letters WHERE community = $1 AND used = 0 AND returned = 0 AND withdrawn = 0 AND expires > $2`, community, s.now())
	if err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(served))
	for _, person := range served {
		known[person] = true
	}
	return slices.DeleteFunc(list, func(a addressee) bool { return known[a.person] }), nil
}

func (s *Store) lettersTo(to []addressee) ([]letter.Letter, error) {
	letters := make([]letter.Letter, len(to))
	for i, a := range to {
		code, err := act.NewInviteCode(s.Random)
		if err != nil {
			return nil, fmt.Errorf("draw a code: %w", err)
		}
		letters[i] = letter.Letter{Index: i + 1, Name: a.name, House: a.house, Others: a.units - 1, Code: code}
	}
	return letters, nil
}

// issue makes the bodies of the acts that tell the ledger the codes' public keys.
func issue(to []addressee, batch letter.Batch) []people.CodesIssue {
	var bodies []people.CodesIssue
	expires := act.Int(batch.Expires.Unix())
	for i := range to {
		if i%PerAct == 0 {
			bodies = append(bodies, people.CodesIssue{Expires: expires})
		}
		last := &bodies[len(bodies)-1]
		last.Codes = append(last.Codes, people.IssuedCode{Code: batch.Letters[i].Code.Public(), Person: to[i].person})
	}
	return bodies
}

func (s *Store) keepLetters(ctx context.Context, community string, order LetterOrder, to []addressee, batch letter.Batch) error {
	return s.change(ctx, community, func(t *transaction) error {
		err := t.each(ctx, len(to), `UPDATE letters SET withdrawn = $3
			WHERE community = $1 AND person = $2 AND used = 0 AND withdrawn = 0`, func(i int) []any { return []any{to[i].person, t.at} })
		if err != nil {
			return err
		}
		err = t.each(ctx, len(to), `INSERT INTO letters (community, code, batch, number, person, unit, expires, printed)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, func(i int) []any {
			return []any{encode(batch.Letters[i].Code.Public()), batch.ID, i + 1, to[i].person, to[i].unit, order.Expires.Unix(), t.at}
		})
		if err != nil {
			return err
		}
		return t.audit(ctx, order.Officer, lettersPrinted, batch.ID)
	})
}

func (s *Store) withdrawBatch(ctx context.Context, community, batch, officer string) error {
	return s.change(context.WithoutCancel(ctx), community, func(t *transaction) error {
		if _, err := t.do(ctx, "UPDATE letters SET withdrawn = $3 WHERE community = $1 AND batch = $2", batch, t.at); err != nil {
			return err
		}
		return t.audit(ctx, officer, letterWithdrawn, batch)
	})
}

func encode(bytes []byte) string { return base64.RawURLEncoding.EncodeToString(bytes) }
