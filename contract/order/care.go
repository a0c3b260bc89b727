// SPDX-License-Identifier: Apache-2.0

package order

import (
	"cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/community"
	rules "github.com/linli-project/linli/rules/order"
)

// Bounds of a consent.
const (
	FewestCareHours = 4 // of silence
	MostCareHours   = 72
	MaxCareTime     = 366 * 24 * 3600 // seconds for which one is given
	MaxCareDevices  = 16
)

// Care is what somebody who lives alone has agreed to: that it becomes an order when his devices say nothing for some hours.
type Care struct {
	CareConsent
	Act       string `json:"act"`                 // hash of the act that agreed
	From      int64  `json:"from"`                // Unix time
	Order     string `json:"order,omitempty"`     // the last one that was raised
	Since     int64  `json:"since,omitempty"`     // the beginning of the silence that it was raised for
	Withdrawn string `json:"withdrawn,omitempty"` // hash of the act that took it back
}

// Cares are a community's, by person.
const Cares contract.Ref[Care] = "care" // C~person: that a person agreed to be looked after when his devices are silent

// CareConsent is the body of care.consent: an owner agrees for himself. A later one takes the place of the one before.
type CareConsent struct {
	Devices []string `json:"devices"` // ids, sorted: any of them is a sign of life
	Grid    string   `json:"grid"`    // who is to come
	Hours   act.Int  `json:"hours"`   // of silence
	Unit    string   `json:"unit"`    // of his, where he lives
	Until   act.Int  `json:"until"`   // Unix time
}

func consentToCare(c *contract.Context, b CareConsent) error {
	person := c.Signers[0].Person
	if err := cmp.Or(b.check(c.Tx.Time), people.Owns(c, person, b.Unit)); err != nil {
		return err
	}
	for _, id := range b.Devices {
		d, err := careDevice(c, id)
		switch {
		case err != nil:
			return err
		case d.Withdrawn != "":
			return act.Refuse(contract.Revoked, "of", "device")
		}
	}
	if _, err := loadGrid(c, b.Grid); err != nil {
		return err
	}
	before, _, err := Cares.Get(c, c.Act.Community, person)
	if err != nil {
		return err
	}
	return Cares.Put(c, Care{
		CareConsent: b, Act: c.Hash, From: c.Tx.Time, Order: before.Order, Since: before.Since,
	}, c.Act.Community, person)
}

func (b CareConsent) check(now int64) error {
	until := int64(b.Until)
	switch {
	case len(b.Devices) == 0 || len(b.Devices) > MaxCareDevices || !ascending(b.Devices, contract.IsID):
		return act.Refuse(act.BadField, "of", "care-devices", "most", MaxCareDevices)
	case b.Hours < FewestCareHours || b.Hours > MostCareHours:
		return act.Refuse(act.BadField, "of", "care-hours", "least", FewestCareHours, "most", MostCareHours)
	case until <= now || until-now > MaxCareTime:
		return act.Refuse(act.BadField, "of", "care-until", "most", MaxCareTime)
	}
	return nil
}

func careDevice(c *contract.Context, id string) (device.Device, error) {
	d, ok, err := device.Devices.Get(c, c.Act.Community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "device")
	}
	return d, err
}

// CareWithdraw is the body of care.withdraw: a person takes his consent back, at any time; two bodies end that of somebody who cannot.
type CareWithdraw struct {
	Person string `json:"person"`
}

func withdrawCare(c *contract.Context, b CareWithdraw) error {
	if by := c.Signers[0]; by.Kind == contract.Owner && by.Person != b.Person {
		return act.Refuse(contract.WrongPerson, "of", "care")
	}
	care, err := loadCare(c, b.Person)
	switch {
	case err != nil:
		return err
	case care.Withdrawn != "":
		return act.Refuse(NoConsent)
	}
	care.Withdrawn = c.Hash
	return Cares.Put(c, care, c.Act.Community, b.Person)
}

func loadCare(c *contract.Context, person string) (Care, error) {
	if !community.WellFormed(person) {
		return Care{}, act.Refuse(act.BadField, "of", "person-pseudonym")
	}
	care, ok, err := Cares.Get(c, c.Act.Community, person)
	if err == nil && !ok {
		err = act.Refuse(NoConsent)
	}
	return care, err
}

// OrderCare is the body of order.care: an oracle that hears the devices says that they have been silent for the hours that the person
// agreed to.
type OrderCare struct {
	Person string  `json:"person"`
	Since  act.Int `json:"since"` // Unix time of the last sign of life, or of the consent
}

func raiseCare(c *contract.Context, b OrderCare) error {
	if err := onceOnly(c); err != nil {
		return err
	}
	care, err := loadCare(c, b.Person)
	if err != nil {
		return err
	}
	if err := cmp.Or(care.checkSilence(c, int64(b.Since)), care.heardBy(c)); err != nil {
		return err
	}
	if care.Order != "" {
		last, _, err := Orders.Get(c, c.Act.Community, care.Order)
		if err != nil {
			return err
		}
		if _, over := last.Due(c.Tx.Time).Over(); !over {
			return act.Refuse(contract.Exists, "of", "care-order", "order", care.Order)
		}
	}
	duty, err := dutyFor(c, rules.Care, "")
	if err != nil {
		return err
	}
	duty.Grid, duty.Priority = care.Grid, rules.Emergency
	care.Order, care.Since = c.Hash, int64(b.Since)
	if err := Cares.Put(c, care, c.Act.Community, b.Person); err != nil {
		return err
	}
	return raise(c, c.Hash, duty, rules.Report{Kind: rules.Care, Affected: []string{care.Unit}}, Order{})
}

// checkSilence refuses a silence that is none of those that the person agreed to, or that an order was raised for.
func (m Care) checkSilence(c *contract.Context, since int64) error {
	if since == m.Since && m.Order != "" {
		if _, ok, err := contract.Acts.Get(c, c.Act.Community, c.Hash); err != nil || ok {
			return cmp.Or(err, act.Refuse(contract.Already))
		}
	}
	switch {
	case m.Withdrawn != "" || int64(m.Until) < c.Tx.Time:
		return act.Refuse(NoConsent)
	case since < m.From || since > c.Tx.Time:
		return act.Refuse(act.BadField, "of", "silent-since")
	case since <= m.Since:
		return act.Refuse(contract.Exists, "of", "care-order", "order", m.Order)
	case c.Tx.Time < since+int64(m.Hours)*3600:
		return act.Refuse(contract.NotYet, "of", "silence", "hours", m.Hours)
	}
	return nil
}

// heardBy refuses an oracle of another body than the one whose oracles hear the devices.
func (m Care) heardBy(c *contract.Context) error {
	oracle, _, err := device.Oracles.Get(c, c.Act.Community, c.Act.By)
	if err != nil {
		return err
	}
	for _, id := range m.Devices {
		d, err := careDevice(c, id)
		switch {
		case err != nil:
			return err
		case d.Body != oracle.Body:
			return act.Refuse(device.OtherBody, "of", "heard", "body", d.Body)
		}
	}
	return nil
}
