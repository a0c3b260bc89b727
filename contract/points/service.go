// SPDX-License-Identifier: Apache-2.0

package points

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/rules/breach"
	rules "github.com/linli-project/linli/rules/points"
)

// Bounds of services.
const (
	MaxServices = 200 // of a body, those that have ended included
	MaxHours    = 28  // times of the week
	MaxStock    = 1_000_000
)

// Service is something that points are redeemed for.
type Service struct {
	ServiceSet
	Act     string `json:"act"`               // hash of the act that set it last
	Reason  string `json:"reason,omitempty"`  // SHA-256 (hex) of why it was ended
	Retired string `json:"retired,omitempty"` // hash of the act that ended it
	Taken   int64  `json:"taken"`             // of the stock, by vouchers that were not given back
}

// Left is how many can be redeemed.
func (s Service) Left() int64 { return int64(s.Stock) - s.Taken }

// Services are a community's, by id.
const Services contract.Ref[Service] = "service" // C~id: what points are redeemed for, when and where, and how much of it is taken

// offered is how many services a body has set.
type offered struct {
	Services int `json:"services"`
}

const offereds contract.Ref[offered] = "services" // C~body: how many services a body has set, which is bounded

// ServiceSet is the body of service.set: two bodies, of which one serves it, offer a service, or change what they offer. What was redeemed
// before stays as it was.
type ServiceSet struct {
	Body     string  `json:"body"`     // that serves it
	Bookable string  `json:"bookable"` // which of rules/breach.Services it is, so that a convention can pause it; "" for none of them
	From     act.Int `json:"from"`     // Unix time from which on it is redeemed
	Hours    []Hours `json:"hours"`    // in which it is redeemed; none: always
	Points   act.Int `json:"points"`   // for one
	Service  string  `json:"service"`
	Stock    act.Int `json:"stock"` // how many there are in all, with those that are taken
	Title    string  `json:"title"`
	Until    act.Int `json:"until"` // Unix time from which on it is not
}

// Hours are a time of the week, in China.
type Hours struct {
	Days []act.Int `json:"days"` // 0 for Sunday to 6, ascending
	From act.Int   `json:"from"` // minute of the day
	To   act.Int   `json:"to"`   // not in it any more
}

func setService(c *contract.Context, b ServiceSet) error {
	if err := b.check(); err != nil {
		return err
	}
	if !slices.ContainsFunc(c.Signers, func(s contract.Credential) bool { return s.Body == b.Body }) {
		return act.Refuse(device.OtherBody, "of", "service", "body", b.Body)
	}
	before, ok, err := Services.Get(c, c.Act.Community, b.Service)
	switch {
	case err != nil:
		return err
	case ok && before.Body != b.Body:
		return act.Refuse(device.OtherBody, "of", "service", "body", before.Body)
	case ok && before.Retired != "":
		return act.Refuse(contract.Revoked, "of", "service")
	case int64(b.Stock) < before.Taken:
		return act.Refuse(act.BadField, "of", "service-stock", "taken", before.Taken, "most", MaxStock)
	case !ok:
		if err := countService(c, b.Body); err != nil {
			return err
		}
	}
	return Services.Put(c, Service{ServiceSet: b, Act: c.Hash, Taken: before.Taken}, c.Act.Community, b.Service)
}

func (b ServiceSet) check() error {
	switch {
	case !contract.IsID(b.Service):
		return act.Refuse(act.BadField, "of", "service-id")
	case b.Bookable != "" && !slices.Contains(breach.Services(), b.Bookable):
		return act.Refuse(act.BadField, "of", "service-bookable")
	case b.Points < 1 || b.Points > MaxPoints:
		return act.Refuse(act.BadField, "of", "service-points", "most", MaxPoints)
	case b.Stock > MaxStock:
		return act.Refuse(act.BadField, "of", "service-stock", "taken", 0, "most", MaxStock)
	case b.Until <= b.From || b.Until > rules.MaxTime:
		return act.Refuse(act.BadField, "of", "service-until")
	case len(b.Hours) > MaxHours || !wellFormed(b.Hours):
		return act.Refuse(act.BadField, "of", "service-hours", "most", MaxHours)
	}
	return cmp.Or(checkTitle(b.Title), contract.Shown(act.BadField, "points-title-unseen", b.Title))
}

func wellFormed(all []Hours) bool {
	for _, h := range all {
		if len(h.Days) == 0 || h.From >= h.To || h.To > 24*60 {
			return false
		}
		for i, day := range h.Days {
			if day > 6 || i > 0 && h.Days[i-1] >= day {
				return false
			}
		}
	}
	return true
}

// countService counts one service more of a body.
func countService(c *contract.Context, body string) error {
	all, _, err := offereds.Get(c, c.Act.Community, body)
	if err != nil {
		return err
	}
	if all.Services++; all.Services > MaxServices {
		return act.Refuse(contract.TooMany, "of", "services", "most", MaxServices)
	}
	return offereds.Put(c, all, c.Act.Community, body)
}

// Open says whether a service is redeemed at a Unix time.
func (s Service) Open(at int64) bool {
	if at < int64(s.From) || at >= int64(s.Until) {
		return false
	}
	return len(s.Hours) == 0 || slices.ContainsFunc(s.Hours, func(h Hours) bool { return h.forRules().On(at) })
}

func (h Hours) forRules() rules.Hours {
	days := make([]int64, len(h.Days))
	for i, day := range h.Days {
		days[i] = int64(day)
	}
	return rules.Hours{Days: days, From: int64(h.From), To: int64(h.To)}
}

// ServiceRetire is the body of service.retire: two bodies, of which one serves it, end a service. Vouchers for it stay good.
type ServiceRetire struct {
	Reason  string `json:"reason"` // SHA-256 (hex) of the reason's text
	Service string `json:"service"`
}

func retireService(c *contract.Context, b ServiceRetire) error {
	if !contract.IsHash(b.Reason) {
		return act.Refuse(act.BadField, "of", "reason-text")
	}
	s, err := loadService(c, c.Act.Community, b.Service)
	switch {
	case err != nil:
		return err
	case s.Retired != "":
		return act.Refuse(contract.Revoked, "of", "service")
	case !slices.ContainsFunc(c.Signers, func(by contract.Credential) bool { return by.Body == s.Body }):
		return act.Refuse(device.OtherBody, "of", "service", "body", s.Body)
	}
	s.Retired, s.Reason = c.Hash, b.Reason
	return Services.Put(c, s, c.Act.Community, b.Service)
}

func loadService(v contract.Viewer, community, id string) (Service, error) {
	if !contract.IsID(id) {
		return Service{}, act.Refuse(contract.NotFound, "of", "service")
	}
	s, ok, err := Services.Get(v, community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "service")
	}
	return s, err
}

// take takes some of a service's stock, or puts them back if it is less than none.
func (b books) take(service Service, count int64) error {
	service.Taken += count
	return Services.Put(b, service, b.community, service.Service)
}
