// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"encoding/json"
	"io"
)

// Record is everything the store holds about one person (PIPL Art. 45).
type Record struct {
	Community  string        `json:"community"`
	Person     Person        `json:"person"`
	Salt       string        `json:"salt"`               // with it, the person can prove that a pseudonym is his
	IDNumber   string        `json:"idNumber,omitempty"` // what his number hashes to under the salt
	Handle     string        `json:"handle"`
	Units      []OwnedUnit   `json:"units"`
	Letters    []LetterState `json:"letters"`
	Passkeys   []Passkey     `json:"passkeys"`
	Enrolments []Enrolment   `json:"enrolments"`
	Checks     []Check       `json:"checks"`
	Recoveries []Recovery    `json:"recoveries"`
	Texts      []Text        `json:"texts"`
	Enclosures []Enclosed    `json:"enclosures"`
	Offers     []HelpOffer   `json:"offers"`            // what he offers to do for neighbours
	Asks       []HelpAsk     `json:"asks"`              // what he asks them for
	Reports    []Report      `json:"reports,omitempty"` // what he has seen and signed; in nobody's hands but his own
	Offices    []Officer     `json:"offices"`
	Audit      []Event       `json:"audit"`
}

// OwnedUnit is a unit a person owns or owned, in one version of the roll.
type OwnedUnit struct {
	Version int64  `json:"version"`
	Unit    string `json:"unit"` // pseudonym
	House   string `json:"house"`
	AreaDm2 int64  `json:"areaDm2"`
}

// Enrolment is a passkey's enrolment on the ledger.
type Enrolment struct {
	Credential string `json:"credential"`
	Code       string `json:"code"` // public key of the letter's code
	Act        string `json:"act"`
	At         int64  `json:"at"`
	Confirmed  int64  `json:"confirmed,omitempty"`
}

// ExportPerson writes everything the store holds about a person as JSON; actor is who asked for it. What the person has reported, and what
// is said in mediation, is in it only if that is himself: no officer learns who reports, and of a case only who has to do with it.
func (s *Store) ExportPerson(ctx context.Context, community, person, actor string, w io.Writer) error {
	record, err := s.record(ctx, community, person)
	if err == nil && actor == person {
		record.Reports, err = s.ReportsOf(ctx, community, person)
		var said []Text
		gather(ctx, s, &err, &said, (*Text).fields, textColumns+"WHERE community = $1 AND person = $2 AND about <> '' ORDER BY at", community,
			person)
		record.Texts = append(record.Texts, said...)
	}
	if err != nil {
		return err
	}
	err = s.change(ctx, community, func(t *transaction) error { return t.audit(ctx, actor, personExported, person) })
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(record)
}

func (s *Store) record(ctx context.Context, community, person string) (Record, error) {
	r := Record{Community: community}
	var err error
	if r.Person, err = s.Person(ctx, community, person); err != nil {
		return r, err
	}
	private, err := one(ctx, s.read, func(p *Record) []any { return []any{&p.Salt, &p.IDNumber, &p.Handle} },
		"SELECT salt, id_number, handle FROM people WHERE community = $1 AND pseudonym = $2", community, person)
	r.Salt, r.IDNumber, r.Handle = private.Salt, private.IDNumber, private.Handle
	gather(ctx, s, &err, &r.Units, func(u *OwnedUnit) []any { return []any{&u.Version, &u.Unit, &u.House, &u.AreaDm2} },
		`SELECT o.version, o.unit, u.number, r.area_dm2 FROM ownership o
		JOIN units u ON u.community = o.community AND u.pseudonym = o.unit
		JOIN roll_units r ON r.community = o.community AND r.version = o.version AND r.unit = o.unit
		WHERE o.community = $1 AND o.person = $2 ORDER BY o.version, u.number`, community, person)
	gather(ctx, s, &err, &r.Letters, (*LetterState).fields, letterColumns+"WHERE l.community = $1 AND l.person = $2 ORDER BY l.printed",
		community, person)
	gather(ctx, s, &err, &r.Passkeys, (*Passkey).fields, passkeyColumns+"WHERE k.community = $1 AND k.person = $2 ORDER BY k.added",
		community, person)
	gather(ctx, s, &err, &r.Enrolments, func(e *Enrolment) []any { return []any{&e.Credential, &e.Code, &e.Act, &e.At, &e.Confirmed} },
		"SELECT credential, code, act, at, confirmed FROM enrolments WHERE community = $1 AND person = $2 ORDER BY at", community, person)
	gather(ctx, s, &err, &r.Checks, (*Check).fields, checkColumns+`JOIN enrolments e ON e.community = c.community AND e.credential = c.credential
		WHERE c.community = $1 AND e.person = $2 ORDER BY c.at`, community, person)
	gather(ctx, s, &err, &r.Recoveries, (*Recovery).fields, recoveryColumns+"WHERE community = $1 AND person = $2 ORDER BY opened",
		community, person)
	gather(ctx, s, &err, &r.Texts, (*Text).fields, textColumns+"WHERE community = $1 AND person = $2 AND about = '' ORDER BY at",
		community, person)
	gather(ctx, s, &err, &r.Offices, (*Officer).fields, officerColumns+"WHERE community = $1 AND person = $2 ORDER BY added", community,
		person)
	gather(ctx, s, &err, &r.Audit, (*Event).fields, `SELECT number, at, actor, action, subject FROM audit WHERE community = $1
		AND (actor = $2 OR subject = $2 OR subject IN (SELECT id FROM passkeys WHERE community = $1 AND person = $2)) ORDER BY number`, community, person)
	if err == nil {
		r.Enclosures, err = s.enclosedOf(ctx, community, person)
	}
	if err == nil {
		r.Offers, r.Asks, err = s.helpOf(ctx, community, person)
	}
	for i := range r.Recoveries {
		if err == nil {
			r.Recoveries[i].Agreed, err = agreed(ctx, s.read, community, r.Recoveries[i].ID)
		}
	}
	return r, err
}

// gather fills list unless there was an error before.
func gather[T any](ctx context.Context, s *Store, failed *error, list *[]T, fields func(*T) []any, query string, args ...any) {
	if *failed == nil {
		*list, *failed = all(ctx, s.read, fields, query, args...)
	}
}
