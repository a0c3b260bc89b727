// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/electorate"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
)

// listReminders names the heads that have not voted, or all of them: by name and door where this server's store knows them.
func (g *conductGroup) listReminders(c *echo.Context) error {
	if _, err := g.saw(c, "reminders"); err != nil {
		return err
	}
	ctx := c.Request().Context()
	v := who(c)
	e, err := index.Read(ctx, g.index, vote.Elections, v.community, c.Param("election"))
	if err != nil {
		return err
	}
	known, err := g.named(ctx, v.community)
	if err != nil {
		return err
	}
	heads := electorate.Absent
	if c.QueryParam("all") == "true" {
		heads = electorate.Heads
	}
	list := Reminders{Items: []Reminder{}}
	for right, err := range heads(ctx, g.index, v.community, e) {
		if err != nil {
			return err
		}
		item, err := g.reminder(ctx, v, e, right, known)
		if err != nil {
			return err
		}
		list.Items = append(list.Items, item)
	}
	return private(c, http.StatusOK, list)
}

// reminder is a head as officers see it: who may cast for it, and which ballots it has.
func (g *conductGroup) reminder(ctx context.Context, v visitor, e vote.Election, right community.Right,
	known map[string]ReminderOwner) (Reminder, error) {
	person := func(pseudonym string) ReminderOwner {
		p := known[pseudonym]
		p.Person = pseudonym
		return p
	}
	item := Reminder{Right: right.ID, AreaDm2: right.Weight(e.Rules.CountParking).AreaDm2}
	for _, owner := range right.Owners {
		item.Owners = append(item.Owners, person(owner))
	}
	var err error
	if item.Voter, err = electorate.Voter(ctx, g.index, v.community, right); err != nil {
		return item, err
	}
	grant, err := index.Optional(ctx, g.index, vote.Proxies, v.community, e.ID, right.ID)
	if err != nil {
		return item, err
	}
	if grant.Proxy != "" {
		proxy := person(grant.Proxy)
		item.Proxy = &proxy
	}
	box, err := index.Optional(ctx, g.index, vote.Boxes, e.BoxOf(v.community, right.ID)...)
	for _, b := range box.Ballots {
		item.Cast = append(item.Cast, CastBefore{Person: b.Person, Role: CastBeforeRole(b.Role), Channel: CastBeforeChannel(b.Channel)})
	}
	return item, err
}

// named are the people whom this server's store knows, with the door where their letter went, or else the first they own.
func (g *conductGroup) named(ctx context.Context, c string) (map[string]ReminderOwner, error) {
	people, err := g.store.People(ctx, c)
	if err != nil {
		return nil, err
	}
	houses, err := g.store.Houses(ctx, c)
	if err != nil {
		return nil, err
	}
	letters, err := g.store.Letters(ctx, c, "")
	if err != nil {
		return nil, err
	}
	known := map[string]ReminderOwner{}
	for _, p := range people {
		owner := ReminderOwner{Person: p.Pseudonym, Name: p.Name}
		if own := houses[p.Pseudonym]; len(own) > 0 {
			owner.House = own[0]
		}
		known[p.Pseudonym] = owner
	}
	for _, l := range letters {
		if owner, ok := known[l.Person]; ok {
			owner.House = l.House
			known[l.Person] = owner
		}
	}
	return known, nil
}
