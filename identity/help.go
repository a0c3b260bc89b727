// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"fmt"
	"strings"

	"github.com/linli-project/linli/rules/volunteer"
)

// A HelpOffer is what somebody offers to do for neighbours.
type HelpOffer struct {
	Person string            `json:"person"` // pseudonym
	Skills []volunteer.Skill `json:"skills"`
	Times  volunteer.Times   `json:"times"`
	At     int64             `json:"at"`

	skills string
}

func (o *HelpOffer) fields() []any { return []any{&o.Person, &o.skills, &o.Times, &o.At} }

// A HelpAsk is what somebody asks neighbours for.
type HelpAsk struct {
	ID     string          `json:"id"`
	Person string          `json:"person"` // pseudonym
	Unit   string          `json:"unit"`   // the household
	Skill  volunteer.Skill `json:"skill"`
	Times  volunteer.Times `json:"times"`
	Until  int64           `json:"until"`            // Unix s, after which nobody is asked any more
	Helper string          `json:"helper,omitempty"` // pseudonym of who has agreed to help; "" as long as nobody has
	Given  int64           `json:"given,omitempty"`  // when he signed that he has helped; 0 before
	At     int64           `json:"at"`
	Words  string          `json:"words"` // in his own words

	sealed string
}

func (a *HelpAsk) fields() []any {
	return []any{&a.ID, &a.Person, &a.Unit, &a.Skill, &a.Times, &a.Until, &a.Helper, &a.Given, &a.At, &a.sealed}
}

const (
	// OpenAsks is how much one person may ask for at a time.
	OpenAsks = 5
	// askKept is how long an ask is kept after its last day, in seconds: until what came of it is confirmed on the ledger.
	askKept = 30 * secondsADay
)

// OfferHelp keeps what somebody offers, in place of what he offered before.
func (s *Store) OfferHelp(ctx context.Context, community string, o HelpOffer) error {
	return s.change(ctx, community, func(t *transaction) error {
		skills := make([]string, len(o.Skills))
		for i, skill := range o.Skills {
			skills[i] = string(skill)
		}
		_, err := t.do(ctx, `INSERT INTO help_offers (community, person, skills, times, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (community, person) DO UPDATE SET skills = $3, times = $4, at = $5`, o.Person, strings.Join(skills, ","), int64(o.Times), t.at)
		return err
	})
}

// WithdrawOffer forgets what somebody offers. It can be repeated.
func (s *Store) WithdrawOffer(ctx context.Context, community, person string) error {
	return s.change(ctx, community, func(t *transaction) error {
		_, err := t.do(ctx, "DELETE FROM help_offers WHERE community = $1 AND person = $2", person)
		return err
	})
}

// HelpOffers are all that a community's people offer, the oldest first.
func (s *Store) HelpOffers(ctx context.Context, community string) ([]HelpOffer, error) {
	return s.offers(ctx, "WHERE community = $1 ORDER BY at, person", community)
}

func (s *Store) offers(ctx context.Context, where string, args ...any) ([]HelpOffer, error) {
	offers, err := all(ctx, s.read, (*HelpOffer).fields, "SELECT person, skills, times, at FROM help_offers "+where, args...)
	for i := range offers {
		for skill := range strings.SplitSeq(offers[i].skills, ",") {
			offers[i].Skills = append(offers[i].Skills, volunteer.Skill(skill))
		}
	}
	return offers, err
}

// AskForHelp keeps what somebody asks for, and returns its id. ErrManyAsks: he asks for too much at a time.
func (s *Store) AskForHelp(ctx context.Context, community string, a HelpAsk) (id string, err error) {
	if id, err = s.draw(idBytes); err != nil {
		return "", err
	}
	sealed, err := s.sealed(id, "", []byte(a.Words))
	if err != nil {
		return "", err
	}
	return id, s.change(ctx, community, func(t *transaction) error {
		if _, err := t.do(ctx, "DELETE FROM help_asks WHERE community = $1 AND until < $2", t.at-askKept); err != nil {
			return err
		}
		open, err := one(ctx, t, column[int64], "SELECT COUNT(*) FROM help_asks WHERE community = $1 AND person = $2 AND until >= $3",
			community, a.Person, t.at)
		if err == nil && open >= OpenAsks {
			err = ErrManyAsks
		}
		if err != nil {
			return err
		}
		_, err = t.do(ctx, `INSERT INTO help_asks (community, id, person, unit, skill, times, words, until, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, a.Person, a.Unit, string(a.Skill), int64(a.Times), sealed, a.Until, t.at)
		return err
	})
}

// HelpAsks are those of a community that are kept, the oldest first; of those that somebody has agreed to, also whose last day is over.
func (s *Store) HelpAsks(ctx context.Context, community string) ([]HelpAsk, error) {
	return s.asks(ctx, "WHERE community = $1 AND (until >= $2 OR helper <> '') ORDER BY at, id", community, s.now())
}

func (s *Store) asks(ctx context.Context, where string, args ...any) ([]HelpAsk, error) {
	asks, err := all(ctx, s.read, (*HelpAsk).fields,
		"SELECT id, person, unit, skill, times, until, helper, given, at, words FROM help_asks "+where, args...)
	if err != nil {
		return nil, err
	}
	for i := range asks {
		words, err := s.unsealed(asks[i].ID, asks[i].sealed)
		if err != nil {
			return nil, err
		}
		asks[i].Words = string(words)
	}
	return asks, nil
}

// helpOf is what somebody offers and asks for.
func (s *Store) helpOf(ctx context.Context, community, person string) (offers []HelpOffer, asks []HelpAsk, err error) {
	if offers, err = s.offers(ctx, "WHERE community = $1 AND person = $2", community, person); err != nil {
		return nil, nil, err
	}
	asks, err = s.asks(ctx, "WHERE community = $1 AND person = $2 ORDER BY at, id", community, person)
	return offers, asks, err
}

// AgreeToHelp has somebody do what another one asks for. ErrAskTaken: it is his own, it is over, or
// somebody else was first.
func (s *Store) AgreeToHelp(ctx context.Context, community, id, helper string) error {
	return s.change(ctx, community, func(t *transaction) error {
		return t.must(ctx, fmt.Errorf("ask %q: %w", id, ErrAskTaken), `UPDATE help_asks SET helper = $3
			WHERE community = $1 AND id = $2 AND helper IN ('', $3) AND person <> $3 AND until >= $4`, id, helper, t.at)
	})
}

// GiveHelpBack has somebody not do what he had agreed to, so that others are asked again. ErrAskTaken: it is not his, or he has done it.
func (s *Store) GiveHelpBack(ctx context.Context, community, id, helper string) error {
	return s.change(ctx, community, func(t *transaction) error {
		return t.must(ctx, fmt.Errorf("ask %q: %w", id, ErrAskTaken),
			"UPDATE help_asks SET helper = '' WHERE community = $1 AND id = $2 AND helper = $3 AND given = 0", id, helper)
	})
}

// GiveHelp notes that somebody has signed for the help that he had agreed to: it waits for who asked, and is asked for no more. It can be
// repeated. ErrAskTaken: it is not his.
func (s *Store) GiveHelp(ctx context.Context, community, id, helper string) error {
	return s.change(ctx, community, func(t *transaction) error {
		return t.must(ctx, fmt.Errorf("ask %q: %w", id, ErrAskTaken),
			"UPDATE help_asks SET given = $4 WHERE community = $1 AND id = $2 AND helper = $3", id, helper, t.at)
	})
}

// WithdrawAsk forgets what somebody asks for. ErrNotFound: he does not.
func (s *Store) WithdrawAsk(ctx context.Context, community, id, person string) error {
	return s.change(ctx, community, func(t *transaction) error {
		return t.must(ctx, fmt.Errorf("ask %q: %w", id, ErrNotFound),
			"DELETE FROM help_asks WHERE community = $1 AND id = $2 AND person = $3", id, person)
	})
}
