// SPDX-License-Identifier: Apache-2.0

package order

import (
	"cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	rules "github.com/linli-project/linli/rules/order"
)

// MaxPhotos is how many photos go with a report, and with what a worker says of his work.
const MaxPhotos = 3

// OrderReport is the body of order.report: an owner says that something is to be done.
type OrderReport struct {
	Kind   rules.Kind `json:"kind"`
	Photos []string   `json:"photos"` // hashes
	Place  string     `json:"place"`  // as the duties name places; "" if none is known
	Text   string     `json:"text"`   // hash of his own words, or ""
	Unit   string     `json:"unit"`   // of his, which it affects
}

func report(c *contract.Context, b OrderReport) error {
	by := c.Signers[0]
	if err := cmp.Or(checkReport(b.Kind, b.Place, b.Text, b.Photos), people.Owns(c, by.Person, b.Unit)); err != nil {
		return err
	}
	duty, err := dutyFor(c, b.Kind, b.Place)
	if err != nil {
		return err
	}
	if err := countOpen(c, by.Kind, by.Person, MaxOpen); err != nil {
		return err
	}
	return raise(c, c.Hash, duty, rules.Report{Kind: b.Kind, Place: b.Place, Reporter: by.Person, Affected: []string{b.Unit}},
		Order{Photos: b.Photos, Text: b.Text})
}

// OrderTake is the body of order.take: an officer writes down what somebody says on the telephone.
type OrderTake struct {
	Kind     rules.Kind `json:"kind"`
	Photos   []string   `json:"photos"`
	Place    string     `json:"place"`
	Priority string     `json:"priority"` // "" for what the duties say
	Text     string     `json:"text"`
	Unit     string     `json:"unit"` // that it affects; "" for none
}

func take(c *contract.Context, b OrderTake) error {
	priority := rules.Priority(b.Priority)
	if priority != "" && !priority.Known() {
		return act.Refuse(act.BadField, "of", "order-priority")
	}
	if err := checkReport(b.Kind, b.Place, b.Text, b.Photos); err != nil {
		return err
	}
	affected, err := household(c, b.Unit)
	if err != nil {
		return err
	}
	duty, err := dutyFor(c, b.Kind, b.Place)
	if err != nil {
		return err
	}
	duty.Priority = cmp.Or(priority, duty.Priority)
	by := c.Signers[0]
	if err := countOpen(c, by.Kind, by.ID, MaxOpenOfficer); err != nil {
		return err
	}
	return raise(c, c.Hash, duty, rules.Report{Kind: b.Kind, Place: b.Place, Reporter: by.ID, Affected: affected},
		Order{Photos: b.Photos, Taken: by.Body, Text: b.Text})
}

// household is a unit that is affected, as a list; none for "".
func household(c *contract.Context, unit string) ([]string, error) {
	if unit == "" {
		return nil, nil
	}
	_, err := people.RightOf(c, unit)
	return []string{unit}, err
}

func checkReport(kind rules.Kind, at, text string, photos []string) error {
	switch {
	case !kind.Reported():
		return act.Refuse(act.BadField, "of", "order-kind")
	case at != "" && !place.MatchString(at):
		return act.Refuse(act.BadField, "of", "order-place")
	}
	return checkTexts(text, photos)
}

// checkTexts checks what stands for a text, or for none, and for photos.
func checkTexts(text string, photos []string) error {
	if text != "" && !contract.IsHash(text) {
		return act.Refuse(act.BadField, "of", "order-text")
	}
	for _, photo := range photos {
		if !contract.IsHash(photo) {
			return act.Refuse(act.BadField, "of", "order-photos", "most", MaxPhotos)
		}
	}
	if len(photos) > MaxPhotos || repeated(photos) {
		return act.Refuse(act.BadField, "of", "order-photos", "most", MaxPhotos)
	}
	return nil
}

// countOpen counts one order more that somebody raised and that is open.
func countOpen(c *contract.Context, kind contract.CredentialKind, by string, most int) error {
	all, _, err := reported.Get(c, c.Act.Community, string(kind), by)
	if err != nil {
		return err
	}
	if all.Open++; all.Open > most {
		return act.Refuse(contract.TooMany, "of", "open-orders", "most", most)
	}
	return reported.Put(c, all, c.Act.Community, string(kind), by)
}

// raise makes an order of a report, by a duty. kept is what else there is to keep of it.
func raise(c *contract.Context, id string, duty rules.Duty, r rules.Report, kept Order) error {
	var plan rules.Plan
	if duty.Grid != "" {
		g, err := loadGrid(c, duty.Grid)
		if err != nil {
			return err
		}
		if plan, err = planOf(c, g); err != nil {
			return err
		}
	}
	o, reason := rules.Raise(c.Tx.Time, r, duty, plan)
	if reason != rules.Allowed {
		return refuse(reason, o)
	}
	kept.Order, kept.Act, kept.By = o, c.Hash, c.Act.By
	return Orders.Put(c, kept, c.Act.Community, id)
}
