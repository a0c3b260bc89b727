// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/electorate"
	"github.com/linli-project/linli/ledger/index"
)

// conductGroup is for the officers who conduct an election.
type conductGroup struct {
	register
	analyst *analyst
	client  *ledger.Client
	hub     *hub
}

// getChecklist says what the ledger would ask for before it opens an election.
func (g *conductGroup) getChecklist(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	e, err := index.Read(ctx, g.index, vote.Elections, v.community, c.Param("election"))
	if err != nil {
		return err
	}
	roll, err := index.Read(ctx, g.index, people.Rolls, v.community, people.Version(e.Roll))
	if err != nil {
		return err
	}
	keys, err := vote.BodyKeys(contract.NewView(g.index.State(ctx)), v.community, e)
	if err != nil {
		return err
	}
	needs := e.Needs(keys, g.now().Unix())
	list := Checklist{Election: e.ID, Without: []string{}, Items: []CheckItem{{
		Check: "roll-loaded", Done: roll.Complete(), Have: roll.LoadedChunks, Want: roll.Chunks,
	}}}
	for _, need := range needs {
		list.Items = append(list.Items, CheckItem{Check: CheckItemCheck(need.Of), Body: need.Body, Due: need.Due,
			Done: need.Lacking == nil})
	}
	if undrilled := vote.Undrilled(needs); e.MayOpen(needs, undrilled) == nil {
		list.Without = undrilled
	}
	passkeys, err := g.passkeyCheck(ctx, v.community, e)
	if err != nil {
		return err
	}
	list.Ready = true
	for _, item := range list.Items {
		list.Ready = list.Ready && item.Done
	}
	list.Items = append(list.Items, passkeys) // who has none can vote on paper, so that it holds nothing up
	return private(c, http.StatusOK, list)
}

// passkeyCheck counts the heads whose voter has a confirmed passkey.
func (g *conductGroup) passkeyCheck(ctx context.Context, c string, e vote.Election) (CheckItem, error) {
	item := CheckItem{Check: "passkeys"}
	active := map[string]bool{}
	for credential, err := range index.All(ctx, g.index, contract.Credentials, c) {
		if err != nil {
			return item, err
		}
		if credential.Kind == contract.Owner && credential.Status == contract.Active {
			active[credential.Person] = true
		}
	}
	for right, err := range electorate.Heads(ctx, g.index, c, e) {
		if err != nil {
			return item, err
		}
		voter, err := electorate.Voter(ctx, g.index, c, right)
		if err != nil {
			return item, err
		}
		item.Want++
		if active[voter] {
			item.Have++
		}
	}
	item.Done = item.Have == item.Want
	return item, nil
}
