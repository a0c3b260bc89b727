// SPDX-License-Identifier: Apache-2.0

package points

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"unicode/utf8"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	events "github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/rules/fold"
	rules "github.com/linli-project/linli/rules/points"
)

// Bounds of a plan.
const (
	MaxRules  = 32
	MaxTitle  = 40            // characters, of a rule's or a service's
	MaxPoints = 1_000_000     // for an hour or a piece
	MaxBudget = 1_000_000_000 // of a rule
	MaxHave   = 1_000_000_000 // of a household
)

// Way is how points are earned by a rule.
type Way string

// The ways.
const (
	Help      Way = "help"      // an hour of help to another household, whose owner confirms it
	Volunteer Way = "volunteer" // an hour of work for the community, which an officer confirms
	Bin       Way = "bin"       // something sorted into a bin that has told who put it in
)

// Ways are all of them.
func Ways() []Way { return []Way{Help, Volunteer, Bin} }

// Plan is what a community adopts for its points. Its texts are public.
type Plan struct {
	Gifts      bool    `json:"gifts"`      // whether households may give points to one another
	Least      act.Int `json:"least"`      // usable points from which on a household may redeem some
	LifeDays   act.Int `json:"lifeDays"`   // for which a lot is good; 0: without end
	MaxBalance act.Int `json:"maxBalance"` // of a household; 0: no bound
	Rules      []Rule  `json:"rules"`      // by id
}

// Rule is how points are earned.
type Rule struct {
	Budget act.Int `json:"budget"` // the most points that there are by it, less those that were reversed
	DayCap act.Int `json:"dayCap"` // points of a household in a day of Beijing; 0: no bound
	Points act.Int `json:"points"` // for an hour, or for a piece
	Rule   string  `json:"rule"`   // id
	Stream string  `json:"stream"` // what has to be in a bin; "" for anything, and for what is no bin
	Title  string  `json:"title"`
	Way    Way     `json:"way"`
}

// Hash is what a contest puts to the vote that is to adopt the plan: SHA-256 (hex) of its canonical JSON (RFC 8785).
func (p Plan) Hash() (string, error) {
	text, err := act.Canonical(p)
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:]), err
}

// ReadPlan reads a plan that is put to the vote, so that nobody votes on what could never be put in force. The text has to be canonical, as
// its hash is; a refusal says which rule of the plan cannot be.
func ReadPlan(text string) (Plan, error) {
	var p Plan
	if err := act.Strict([]byte(text), &p); err != nil {
		return p, err
	}
	return p, p.check()
}

// Adopted is the plan in force.
type Adopted struct {
	Plan
	Act      string `json:"act"` // hash of the act that put it in force
	At       int64  `json:"at"`  // Unix time
	Contest  string `json:"contest"`
	Election string `json:"election"`
	Version  int64  `json:"version"` // from 1
	Voted    int64  `json:"voted"`   // when the result was published, Unix time
}

// Plans are the communities' plans in force.
const Plans contract.Ref[Adopted] = "plan" // C: how points are earned and spent, as adopted last

// inForce is the community's plan. Nobody may change it.
func inForce(c *contract.Context) (*Adopted, error) {
	p, ok, err := Plans.Share(c, c.Act.Community)
	if err == nil && !ok {
		err = act.Refuse(NoPlan)
	}
	return p, err
}

// rule is one of the plan's.
func (p Plan) rule(id string) (Rule, error) {
	i := slices.IndexFunc(p.Rules, func(r Rule) bool { return r.Rule == id })
	if i < 0 {
		return Rule{}, act.Refuse(contract.NotFound, "of", "points-rule")
	}
	return p.Rules[i], nil
}

// Takes says whether something sorted into a bin's stream is paid by a rule; "" is a bin that does not say.
func (r Rule) Takes(stream string) bool {
	return r.Way == Bin && (r.Stream == "" || r.Stream == stream)
}

func (p Plan) program() rules.Program {
	return rules.Program{LifeDays: int64(p.LifeDays), MaxBalance: int64(p.MaxBalance), Gifts: p.Gifts}
}

// PointsAdopt is the body of points.adopt: two bodies put a plan in force that the owners have adopted. The contest names the plan by its
// hash.
type PointsAdopt struct {
	Contest  string `json:"contest"`
	Election string `json:"election"`
	Plan     Plan   `json:"plan"`
}

func adopt(c *contract.Context, b PointsAdopt) error {
	if err := b.Plan.check(); err != nil {
		return err
	}
	hash, err := b.Plan.Hash()
	if err != nil {
		return err
	}
	voted, err := vote.AgreedTo(c, b.Election, b.Contest, hash)
	if err != nil {
		return err
	}
	before, _, err := Plans.Get(c, c.Act.Community)
	switch {
	case err != nil:
		return err
	case voted <= before.Voted:
		return act.Refuse(contract.Exists, "of", "points-plan", "version", before.Version)
	}
	for _, rule := range b.Plan.Rules {
		if err := spread(c, rule); err != nil {
			return err
		}
	}
	return Plans.Put(c, Adopted{
		Plan: b.Plan, Act: c.Hash, At: c.Tx.Time, Contest: b.Contest, Election: b.Election, Version: before.Version + 1, Voted: voted,
	}, c.Act.Community)
}

func (p Plan) check() error {
	switch {
	case p.LifeDays > rules.MaxLife || p.MaxBalance > MaxHave || p.Least > MaxHave || p.MaxBalance != 0 && p.Least > p.MaxBalance:
		return act.Refuse(act.BadField, "of", "points-plan")
	case len(p.Rules) == 0 || len(p.Rules) > MaxRules:
		return act.Refuse(act.BadField, "of", "points-rules", "most", MaxRules)
	}
	for i, rule := range p.Rules {
		if i > 0 && p.Rules[i-1].Rule >= rule.Rule {
			return act.Refuse(act.BadField, "of", "points-rules", "most", MaxRules)
		}
		if err := rule.check(p.Rules[:i]); err != nil {
			return err
		}
	}
	return nil
}

// check refuses a rule that is none, or leaves it open by which of two a piece is paid.
func (r Rule) check(before []Rule) error {
	same := func(o Rule) bool {
		return r.Way == Bin && o.Way == Bin && (r.Stream == o.Stream || r.Stream == "" || o.Stream == "")
	}
	switch {
	case !contract.IsID(r.Rule), !slices.Contains(Ways(), r.Way), r.Points < 1 || r.Points > MaxPoints,
		r.Budget < 1 || r.Budget > MaxBudget, r.DayCap > MaxBudget,
		r.Stream != "" && (r.Way != Bin || !slices.Contains(events.Streams(), r.Stream)), slices.ContainsFunc(before, same):
		return act.Refuse(act.BadField, "of", "points-rule", "rule", r.Rule)
	}
	return cmp.Or(checkTitle(r.Title), contract.Shown(act.BadField, "points-title-unseen", r.Title))
}

// checkTitle refuses a text for everybody that says nothing, or too much.
func checkTitle(title string) error {
	if fold.Text(title) == "" || utf8.RuneCountInString(title) > MaxTitle {
		return act.Refuse(act.BadField, "of", "points-title", "most", MaxTitle)
	}
	return nil
}
