// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/rules/breach"
	rules "github.com/linli-project/linli/rules/convention"
)

// Breach is one on the ledger: as it stands, and what of it only hashes are here.
type Breach struct {
	breach.Breach
	Act      string   `json:"act"`                // hash of the act that found it
	Answer   string   `json:"answer,omitempty"`   // hash of what the household says, in its own words
	Event    string   `json:"event,omitempty"`    // id
	Ground   string   `json:"ground,omitempty"`   // hash of why it was this household
	Happened int64    `json:"happened"`           // Unix time
	Kind     string   `json:"kind"`               // of the event, the order, or the report
	Order    string   `json:"order,omitempty"`    // id
	Photos   []string `json:"photos,omitempty"`   // hashes of those of the household
	Place    string   `json:"place,omitempty"`    // where it happened, as the duties name places
	Reasons  []string `json:"reasons,omitempty"`  // hashes of why each body decided or pardoned as it did, in the order in which they did
	Report   string   `json:"report,omitempty"`   // id
	Transfer string   `json:"transfer,omitempty"` // id of the one that withheld points
	Unproved bool     `json:"unproved,omitempty"` // it may have been a visitor: it counts for no later one
	Withheld int64    `json:"withheld,omitempty"` // points that were withheld
}

// MaxKept is how many breaches of a household are looked through. Those that count no more are forgotten first.
const MaxKept = 100

// Household is what a household is answerable for.
type Household struct {
	Breaches []string `json:"breaches"` // causes, those that were found first are first

	unit string
}

// Documents of breaches.
const (
	Breaches   contract.Ref[Breach]    = "breach"   // C~cause: a breach, as it stands
	Households contract.Ref[Household] = "breaches" // C~unit: which breaches a household has had
)

// earlierOf is a household with those of its breaches that still count, and these.
func earlierOf(c *contract.Context, unit string) (Household, []rules.Earlier, error) {
	all, _, err := Households.Get(c, c.Act.Community, unit)
	if err != nil {
		return Household{}, nil, err
	}
	kept := Household{unit: unit}
	var earlier []rules.Earlier
	for _, cause := range all.Breaches {
		b, _, err := Breaches.Get(c, c.Act.Community, cause)
		if err != nil {
			return kept, nil, err
		}
		if !b.Unproved && b.Counts(c.Tx.Time) {
			earlier = append(earlier, rules.Earlier{Article: b.Article, At: b.Found})
		}
		if !b.At(c.Tx.Time).State.Closed() {
			kept.Breaches = append(kept.Breaches, cause)
		}
	}
	return kept, earlier, nil
}

// begin keeps a breach that was found.
func (h Household) begin(c *contract.Context, b BreachFind, s shown, terms breach.Terms, unproved bool) error {
	cause := b.cause()
	before, _, err := Breaches.Get(c, c.Act.Community, cause)
	if err != nil {
		return err
	}
	begun, reason := breach.Find(before.Breach, c.Tx.Time, breach.Found{
		Cause: cause, Home: b.Home, Convention: b.Convention, Article: int64(b.Article), Terms: terms,
	})
	switch {
	case reason != breach.Allowed:
		return refuse(reason, before.At(c.Tx.Time).State)
	case len(h.Breaches) >= MaxKept:
		return act.Refuse(contract.TooMany, "of", "breaches", "most", MaxKept)
	}
	doc := Breach{
		Breach: begun, Act: c.Hash, Ground: b.Ground, Happened: s.At, Order: b.Order, Report: b.Report, Unproved: unproved,
	}
	doc.Kind, doc.Place = s.what()
	if b.Event != "" {
		doc.Event = cause
	}
	if err := serves(c, b.Report, cause); err != nil {
		return err
	}
	h.Breaches = append(h.Breaches, cause)
	if err := Households.Put(c, h, c.Act.Community, b.Home); err != nil {
		return err
	}
	return Breaches.Put(c, doc, c.Act.Community, cause)
}

// load reads a breach.
func load(v contract.Viewer, community, cause string) (Breach, error) {
	if !contract.IsHash(cause) {
		return Breach{}, act.Refuse(contract.NotFound, "of", "breach")
	}
	b, ok, err := Breaches.Get(v, community, cause)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "breach")
	}
	return b, err
}

// step takes a breach through one of the rules' steps, after what concerns it has been checked.
func step(c *contract.Context, cause string, may func(Breach) error, take func(*Breach) breach.Reason) error {
	b, err := load(c, c.Act.Community, cause)
	if err != nil {
		return err
	}
	if err := may(b); err != nil {
		return err
	}
	if reason := take(&b); reason != breach.Allowed {
		return refuse(reason, b.At(c.Tx.Time).State)
	}
	return Breaches.Put(c, b, c.Act.Community, cause)
}

// BreachNotice is the body of breach.notice: an officer has told the household. Its days begin with that one.
type BreachNotice struct {
	Breach string `json:"breach"`
}

func notice(c *contract.Context, s BreachNotice) error {
	return step(c, s.Breach, byOthers(c), func(b *Breach) (reason breach.Reason) {
		b.Breach, reason = b.Breach.Notice(c.Tx.Time)
		return reason
	})
}

// byOthers refuses officers whose own household it is.
func byOthers(c *contract.Context) func(Breach) error {
	return func(b Breach) error { return people.NotOwnHome(c, b.Home) }
}

// byHousehold refuses whoever is no owner of the household.
func byHousehold(c *contract.Context) func(Breach) error {
	return func(b Breach) error { return people.Owns(c, c.Signers[0].Person, b.Home) }
}

// BreachCure is the body of breach.cure: an owner of the household says that things are put right.
type BreachCure struct {
	Answer string   `json:"answer"` // hash of what he says about it; "" for nothing
	Breach string   `json:"breach"`
	Photos []string `json:"photos"` // hashes
}

func cure(c *contract.Context, s BreachCure) error {
	if err := checkAnswer(s.Answer, s.Photos, false); err != nil {
		return err
	}
	return step(c, s.Breach, byHousehold(c), func(b *Breach) (reason breach.Reason) {
		if s.Answer != "" || len(s.Photos) > 0 { // what it said when it appealed stays
			b.Answer, b.Photos = s.Answer, s.Photos
		}
		b.Breach, reason = b.Breach.Cure(c.Tx.Time)
		return reason
	})
}

// BreachAppeal is the body of breach.appeal: an owner of the household objects, which suspends everything.
type BreachAppeal struct {
	Answer string   `json:"answer"` // hash of why, in his own words
	Breach string   `json:"breach"`
	Photos []string `json:"photos"` // hashes
}

func appeal(c *contract.Context, s BreachAppeal) error {
	if err := checkAnswer(s.Answer, s.Photos, true); err != nil {
		return err
	}
	return step(c, s.Breach, byHousehold(c), func(b *Breach) (reason breach.Reason) {
		b.Answer, b.Photos = s.Answer, s.Photos
		b.Breach, reason = b.Breach.Appeal(c.Tx.Time)
		return reason
	})
}

// MaxPhotos is how many photos a household shows.
const MaxPhotos = 3

func checkAnswer(answer string, photos []string, needed bool) error {
	switch {
	case answer == "" && needed, answer != "" && !contract.IsHash(answer):
		return act.Refuse(act.BadField, "of", "breach-answer")
	case len(photos) > MaxPhotos, slices.ContainsFunc(photos, func(p string) bool { return !contract.IsHash(p) }):
		return act.Refuse(act.BadField, "of", "breach-photos", "most", MaxPhotos)
	}
	return nil
}

// BreachDecide is the body of breach.decide: an officer gives his body's verdict on an appeal. Two bodies that agree decide.
type BreachDecide struct {
	Breach  string         `json:"breach"`
	Reason  string         `json:"reason"` // hash of why
	Verdict breach.Verdict `json:"verdict"`
}

func decide(c *contract.Context, s BreachDecide) error {
	return byReason(c, s.Breach, s.Reason, func(b breach.Breach) (breach.Breach, breach.Reason) {
		return b.Decide(c.Tx.Time, c.Signers[0].Body, s.Verdict)
	})
}

// BreachPardon is the body of breach.pardon: an officer has his body let it be. Two bodies do; what was in effect ends, and points that
// were withheld are given back.
type BreachPardon struct {
	Breach string `json:"breach"`
	Reason string `json:"reason"` // hash of why
}

func pardon(c *contract.Context, s BreachPardon) error {
	if err := byReason(c, s.Breach, s.Reason, func(b breach.Breach) (breach.Breach, breach.Reason) {
		return b.Pardon(c.Tx.Time, c.Signers[0].Body)
	}); err != nil {
		return err
	}
	b, err := load(c, c.Act.Community, s.Breach)
	switch {
	case err != nil || b.State != breach.StatePardoned:
		return err
	case b.Transfer != "":
		return points.Restore(c, b.Transfer)
	case b.Rung.Effect == breach.Pause:
		return points.EndPause(c, c.Act.Community, b.Home, b.Rung.Service, s.Breach, c.Tx.Time)
	}
	return nil
}

// byReason takes a step of an officer who gives a reason for it.
func byReason(c *contract.Context, cause, why string, take func(breach.Breach) (breach.Breach, breach.Reason)) error {
	if !contract.IsHash(why) {
		return act.Refuse(act.BadField, "of", "reason-text")
	}
	return step(c, cause, byOthers(c), func(b *Breach) (reason breach.Reason) {
		b.Reasons = append(b.Reasons, why)
		b.Breach, reason = take(b.Breach)
		return reason
	})
}
