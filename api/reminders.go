// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
)

// listReminders names the heads that have not voted: by name and door where this server's store has a letter to them.
func (s *Server) listReminders(c *echo.Context) error {
	if _, err := s.officer(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	v := who(c)
	e, err := index.Read[contract.Election](ctx, s.Index, "election", v.community, c.Param("election"))
	if err != nil {
		return err
	}
	voted, err := s.desk.voted(ctx, v.community, e.ID)
	if err != nil {
		return err
	}
	letters, err := s.Store.Letters(ctx, v.community, "")
	if err != nil {
		return err
	}
	known := map[string]ReminderOwner{}
	for _, l := range letters {
		known[l.Person] = ReminderOwner{Person: l.Person, Name: l.Name, House: l.House}
	}
	list := Reminders{Items: []Reminder{}}
	err = s.eachHead(ctx, v.community, e, func(right community.Right) error {
		if voted[right.ID] {
			return nil
		}
		item := Reminder{Right: right.ID, AreaDm2: right.Weight(e.Rules.CountParking).AreaDm2}
		for _, owner := range right.Owners {
			who := known[owner]
			who.Person = owner
			item.Owners = append(item.Owners, who)
		}
		list.Items = append(list.Items, item)
		return nil
	})
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, list)
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
