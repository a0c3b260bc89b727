// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/convention"
)

// A Report is what an owner has signed that he has seen. Who he is stays in this table: no line of the audit log has it.
type Report struct {
	ID     string `json:"id"`              // hash (hex) of the text, which his passkey signed
	Person string `json:"person"`          // pseudonym
	Signed string `json:"signed"`          // HashText of salt and text, which the ledger has once it is filed
	Filed  string `json:"filed,omitempty"` // hash of the act; "" as long as it is open
	Given  int64  `json:"given"`           // when he signed, Unix time
	Evidence

	content string
}

// Evidence is what shows, to whom it is shown, that somebody has signed a report which the ledger has as a hash.
type Evidence struct {
	convention.Statement
	Text      string        `json:"text"` // Statement.Text
	Salt      string        `json:"salt"`
	Signature act.Signature `json:"signature"` // of the passkey that the text names, over act.HashOf(text)
}

func (r *Report) fields() []any {
	return []any{&r.ID, &r.Person, &r.Signed, &r.Filed, &r.Given, &r.content}
}

const reportColumns = "SELECT id, person, signed, filed, at, content FROM reports "

const (
	// ReportsADay is how much somebody may report in 24 hours. It is counted by person: who shares his home does not learn of it.
	ReportsADay = 3
	// openReports bounds what is read at once, of a community.
	openReports = 2000
	// reportKept is how long what was filed is kept, in seconds: longer than a breach of it may count.
	reportKept = 5 * 365 * secondsADay
	// reportSaltBytes makes a text that somebody can guess, since he knows passkeys and places, not to be found by trying.
	reportSaltBytes = 32
)

// SignReport keeps what an owner has signed; the same again is harmless. ErrManyReports: he has reported enough today. ErrNotFound: the
// store does not know him.
func (s *Store) SignReport(ctx context.Context, community, person string, e Evidence) error {
	r := Report{ID: act.HashOf(e.Text).String(), Evidence: e}
	if err := s.saltReport(&r); err != nil {
		return err
	}
	return s.change(ctx, community, func(t *transaction) error {
		if err := t.forgetReports(ctx); err != nil {
			return err
		}
		if _, err := one(ctx, t, column[string], "SELECT pseudonym FROM people WHERE community = $1 AND pseudonym = $2 AND erased = 0",
			community, person); err != nil {
			return named(err, "person %q", person)
		}
		today, err := one(ctx, t, column[int64], "SELECT COUNT(*) FROM reports WHERE community = $1 AND person = $2 AND at > $3 AND id <> $4",
			community, person, t.at-secondsADay, r.ID)
		if err == nil && today >= ReportsADay {
			err = ErrManyReports
		}
		if err != nil {
			return err
		}
		_, err = t.do(ctx, `INSERT INTO reports (community, id, person, signed, happened, content, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT DO NOTHING`, r.ID, person, r.Signed, e.Statement.At, r.content, t.at)
		return err
	})
}

func (s *Store) saltReport(r *Report) (err error) {
	if r.Salt, err = s.draw(reportSaltBytes); err != nil {
		return err
	}
	r.Signed = HashText(r.Salt, r.Text)
	evidence, err := json.Marshal(r.Evidence)
	if err == nil {
		r.content, err = s.sealed(r.ID, "", evidence)
	}
	return err
}

// forgetReports deletes what nobody can file any more, and what no breach can be of.
func (t *transaction) forgetReports(ctx context.Context) error {
	_, err := t.do(ctx, "DELETE FROM reports WHERE community = $1 AND (filed = '' AND happened < $2 OR at < $3)",
		t.at-convention.MaxAge, t.at-reportKept)
	return err
}

// Reports are those of a community of which a breach may still be found, the first that happened first; at most 2000, of which the last
// that were given: nobody can crowd others out for weeks by dating his own back.
func (s *Store) Reports(ctx context.Context, community string) ([]Report, error) {
	list, err := s.reports(ctx, "WHERE community = $1 AND happened >= $2 ORDER BY at DESC, id LIMIT $3", community,
		s.now()-convention.MaxAge, openReports)
	slices.SortFunc(list, func(a, b Report) int { return cmp.Or(cmp.Compare(a.At, b.At), strings.Compare(a.ID, b.ID)) })
	return list, err
}

// ReportsOf are a person's own, the last one first. Of others of his household there are none: they may not know of each other's.
func (s *Store) ReportsOf(ctx context.Context, community, person string) ([]Report, error) {
	return s.reports(ctx, "WHERE community = $1 AND person = $2 ORDER BY at DESC, id", community, person)
}

// ReportSigned is the one whose hash the ledger has. ErrNotFound: another body's store has it, or it was withdrawn or erased.
func (s *Store) ReportSigned(ctx context.Context, community, hash string) (Report, error) {
	list, err := s.reports(ctx, "WHERE community = $1 AND signed = $2", community, hash)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("report %q: %w", hash, ErrNotFound)
	}
	if err != nil {
		return Report{}, err
	}
	return list[0], nil
}

func (s *Store) reports(ctx context.Context, where string, args ...any) ([]Report, error) {
	list, err := all(ctx, s.read, (*Report).fields, reportColumns+where, args...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		evidence, err := s.unsealed(list[i].ID, list[i].content)
		if err == nil {
			err = json.Unmarshal(evidence, &list[i].Evidence)
		}
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// WithdrawReport forgets what somebody has reported. ErrReportFiled: it is filed, or not his.
func (s *Store) WithdrawReport(ctx context.Context, community, id, person string) error {
	return s.change(ctx, community, func(t *transaction) error {
		return t.must(ctx, fmt.Errorf("report %q: %w", id, ErrReportFiled),
			"DELETE FROM reports WHERE community = $1 AND id = $2 AND person = $3 AND filed = ''", id, person)
	})
}

// ReportsFiled notes that the ledger has the hashes of some.
func (s *Store) ReportsFiled(ctx context.Context, community string, hashes []string, filed string) error {
	return s.change(ctx, community, func(t *transaction) error {
		return t.each(ctx, len(hashes), "UPDATE reports SET filed = $3 WHERE community = $1 AND signed = $2 AND filed = ''",
			func(i int) []any { return []any{hashes[i], filed} })
	})
}
