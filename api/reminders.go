// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
)

// listReminders names the heads that have not voted, or all of them: by name and door where this server's store knows them.
func (s *Server) listReminders(c *echo.Context) error {
	if _, err := s.saw(c, "reminders"); err != nil {
		return err
	}
	ctx := c.Request().Context()
	v := who(c)
	e, err := index.Read(ctx, s.Index, vote.Elections, v.community, c.Param("election"))
	if err != nil {
		return err
	}
	voted, err := s.desk.voted(ctx, v.community, e.ID)
	if err != nil {
		return err
	}
	known, err := s.named(ctx, v.community)
	if err != nil {
		return err
	}
	everybody := c.QueryParam("all") == "true"
	list := Reminders{Items: []Reminder{}}
	err = s.eachHead(ctx, v.community, e, func(right community.Right) error {
		if voted[right.ID] && !everybody {
			return nil
		}
		item, err := s.reminder(ctx, v, e, right, known)
		list.Items = append(list.Items, item)
		return err
	})
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, list)
}

// reminder is a head as officers see it: who may cast for it, and which ballots it has.
func (s *Server) reminder(ctx context.Context, v visitor, e vote.Election, right community.Right, known map[string]ReminderOwner) (Reminder, error) {
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
	if item.Voter, err = s.voterOf(ctx, v.community, right); err != nil {
		return item, err
	}
	grant, err := optional(ctx, s.Index, vote.Proxies, v.community, e.ID, right.ID)
	if err != nil {
		return item, err
	}
	if grant.Proxy != "" {
		proxy := person(grant.Proxy)
		item.Proxy = &proxy
	}
	box, err := optional(ctx, s.Index, vote.Boxes, e.BoxOf(v.community, right.ID)...)
	for _, b := range box.Ballots {
		item.Cast = append(item.Cast, CastBefore{Person: b.Person, Role: CastBeforeRole(b.Role), Channel: CastBeforeChannel(b.Channel)})
	}
	return item, err
}

// named are the people whom this server's store knows, with the door where their letter went, or else the first they own.
func (s *Server) named(ctx context.Context, c string) (map[string]ReminderOwner, error) {
	people, err := s.Store.People(ctx, c)
	if err != nil {
		return nil, err
	}
	houses, err := s.Store.Houses(ctx, c)
	if err != nil {
		return nil, err
	}
	letters, err := s.Store.Letters(ctx, c, "")
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

// voted are the rights with a ballot in their box.
func (d *desk) voted(ctx context.Context, c, election string) (map[string]bool, error) {
	rows, err := d.read.QueryContext(ctx, "SELECT right FROM boxes WHERE community = ? AND election = ?", c, election)
	if err != nil {
		return nil, fmt.Errorf("list who voted: %w", err)
	}
	defer rows.Close()
	rights := map[string]bool{}
	for rows.Next() {
		var right string
		if err := rows.Scan(&right); err != nil {
			return nil, err
		}
		rights[right] = true
	}
	return rights, rows.Err()
}
