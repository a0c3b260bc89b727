// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"cmp"
	"strconv"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/rules/breach"
	rules "github.com/linli-project/linli/rules/convention"
	events "github.com/linli-project/linli/rules/device"
)

const day = 24 * 3600

// MaxAge is for how many seconds something that happened may be found to be a breach.
const MaxAge = 30 * day

// BreachFind is the body of breach.find: two bodies show what happened, and whose household it was. The article's rule decides whether it
// is a breach. What happened is an event of a device, a report, an order that no household waits for, or a report beside one of those; the
// others are "".
type BreachFind struct {
	Article    act.Int   `json:"article"`
	Convention string    `json:"convention"` // SHA-256 (hex) of the text in force
	Event      string    `json:"event"`      // its canonical text
	Ground     string    `json:"ground"`     // hash of why it was this household and no visitor; "" if that is not proved
	Home       string    `json:"home"`       // unit
	Index      act.Int   `json:"index"`      // the proof is as that of alarm.acknowledge
	Oracle     string    `json:"oracle"`
	Order      string    `json:"order"`
	Proof      act.Bytes `json:"proof"`
	Report     string    `json:"report"`
	Size       act.Int   `json:"size"`
}

// cause is what has one breach, whatever became of it.
func (b BreachFind) cause() string {
	if b.Event != "" {
		return events.IDOf(b.Event).String()
	}
	return cmp.Or(b.Order, b.Report)
}

func find(c *contract.Context, b BreachFind) error {
	rule, version, err := inForce(c, b)
	if err != nil {
		return err
	}
	if err := b.concerns(c); err != nil {
		return err
	}
	shown, err := b.facts(c)
	if err != nil {
		return err
	}
	if err := shown.timely(c.Tx.Time, version); err != nil {
		return err
	}
	home, earlier, err := earlierOf(c, b.Home)
	if err != nil {
		return err
	}
	shown.Earlier = earlier
	outcome := rule.Judge(int64(b.Article), shown.Facts)
	if !outcome.Breach {
		return act.Refuse(NoBreach, "why", outcome.Why, "fact", outcome.Fact)
	}
	terms, unproved := rule.Terms(outcome.Earlier), b.Ground == "" && !shown.card
	if unproved && terms.Rung.Effect.Penalty() { // it may have been a visitor
		terms.Rung = breach.Rung{Effect: breach.Warning}
	}
	return home.begin(c, b, shown, terms, unproved)
}

// inForce is the rule that a breach is to be of, and the version of the convention that has it.
func inForce(c *contract.Context, b BreachFind) (rules.Rule, Version, error) {
	history, _, err := Histories.Get(c, c.Act.Community)
	if err != nil {
		return rules.Rule{}, Version{}, err
	}
	version := history.At(c.Tx.Time)
	switch {
	case version.Hash == "":
		return rules.Rule{}, version, act.Refuse(NoConvention)
	case version.Hash != b.Convention:
		return rules.Rule{}, version, act.Refuse(NotInForce, "of", "find", "hash", version.Hash)
	}
	kept, ok, err := Articles.Share(c, c.Act.Community, version.Hash, strconv.FormatInt(int64(b.Article), 10))
	switch {
	case err != nil:
		return rules.Rule{}, version, err
	case !ok:
		return rules.Rule{}, version, act.Refuse(contract.NotFound, "of", "article-rule")
	}
	rule, err := Compiled(kept.Rule)
	return rule, version, err
}

// Compiled is a rule whose condition can be judged: the ledger has its text, of which nothing was refused.
func Compiled(rule rules.Rule) (rules.Rule, error) {
	reading, err := compiler()
	if err != nil {
		return rule, err
	}
	condition, refused := reading.Compile(rule.When)
	if len(refused) > 0 {
		return rule, act.Refuse(BadConvention, "line", rule.Line, "refusal", refused[0].Code)
	}
	rule.Condition = condition
	return rule, nil
}

// concerns refuses a household that there is not, and officers who decide on their own.
func (b BreachFind) concerns(c *contract.Context) error {
	if b.Ground != "" && !contract.IsHash(b.Ground) {
		return act.Refuse(act.BadField, "of", "breach-ground")
	}
	if _, err := people.RightOf(c, b.Home); err != nil {
		return err
	}
	return people.NotOwnHome(c, b.Home)
}

// shown is what a rule is shown, and what else is known of it.
type shown struct {
	rules.Facts
	since int64 // Unix time of the first of all that is shown: when it happened, when an oracle heard of it, what a report is of
	card  bool  // a card of the household proves who it was
}

// what is what happened, and where: the event or the order goes before a report of it.
func (s shown) what() (kind, place string) {
	switch {
	case s.Event != nil:
		return s.Event.Kind, s.Event.Place
	case s.Order != nil:
		return s.Order.Kind, s.Order.Place
	}
	return s.Report.Kind, s.Report.Place
}

// timely refuses what happened before the convention was in force, or is too long ago.
func (s shown) timely(now int64, v Version) error {
	switch {
	case s.since < v.From:
		return act.Refuse(NotInForce, "of", "then", "hash", v.Hash)
	case s.since < now-MaxAge:
		return act.Refuse(CauseOld, "days", MaxAge/day)
	}
	return nil
}

// facts reads what happened.
func (b BreachFind) facts(c *contract.Context) (s shown, err error) {
	switch {
	case b.Event != "" && b.Order != "" || b.cause() == "":
		return s, act.Refuse(act.BadField, "of", "breach-cause")
	case b.Event != "":
		err = s.event(c, b)
	case b.Order != "":
		err = s.order(c, b.Order)
	}
	if err == nil && b.Report != "" {
		err = s.report(c, b.Report)
	}
	return s, err
}

func (s *shown) event(c *contract.Context, b BreachFind) error {
	e, d, err := device.ProvenEvent(c, device.Proof{Event: b.Event, Index: b.Index, Oracle: b.Oracle, Proof: b.Proof, Size: b.Size})
	if err != nil {
		return err
	}
	event := rules.EventOf(e, order.PlaceOf(d))
	s.Event, s.At, s.since = &event, event.At, min(event.At, int64(e.Received)/1000)
	_, commitment, dropped := e.Dropped()
	if !dropped {
		return nil
	}
	card, ok, err := points.Cards.Get(c, c.Act.Community, commitment)
	switch {
	case err != nil:
		return err
	case ok && card.Unit != "" && card.Unit != b.Home:
		return act.Refuse(points.OtherCard)
	}
	s.card = ok && card.Unit == b.Home
	return nil
}

func (s *shown) order(c *contract.Context, id string) error {
	if !contract.IsHash(id) {
		return act.Refuse(contract.NotFound, "of", "order")
	}
	o, ok, err := order.Orders.Get(c, c.Act.Community, id)
	switch {
	case err != nil:
		return err
	case !ok:
		return act.Refuse(contract.NotFound, "of", "order")
	case o.Done == 0:
		return act.Refuse(order.OrderState, "state", o.State)
	case len(o.Affected) > 0: // the breach names the order, and the order a household
		return act.Refuse(act.BadField, "of", "breach-order")
	}
	s.Order = OrderFact(o)
	s.At, s.since = o.Raised, o.Raised
	return nil
}

func (s *shown) report(c *contract.Context, id string) error {
	r, err := loadReport(c, id)
	switch {
	case err != nil:
		return err
	case r.Breach != "":
		return act.Refuse(contract.Exists, "of", "breach")
	}
	s.Report = r.Fact()
	if s.At == 0 {
		s.At, s.since = int64(r.At), int64(r.At)
	}
	s.since = min(s.since, int64(r.At))
	return nil
}

// OrderFact is an order that is done, as a rule sees it.
func OrderFact(o order.Order) *rules.Order {
	return &rules.Order{Kind: string(o.Kind), Outcome: string(o.Outcome), Place: o.Place, At: o.Raised}
}

// Fact is a report as a rule sees it.
func (r Report) Fact() *rules.Report {
	return &rules.Report{
		Kind: r.Kind, Place: r.Place, Households: int64(len(r.Signed)), Confirmed: r.Confirmed != "", At: int64(r.At),
	}
}
