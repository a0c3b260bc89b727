// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// peopleGroup is for the officers who know who people are. A person may have his own record.
type peopleGroup struct{ register }

// exportPerson gives a person's record to an officer, or to the person.
func (g *peopleGroup) exportPerson(c *echo.Context) error {
	v := who(c)
	person := c.Param("person")
	actor := v.credential.Person
	if v.credential.Kind == contract.Officer {
		officer, err := g.officer(c)
		if err != nil {
			return err
		}
		actor = officer
	} else if v.credential.Status != contract.Active || person != actor {
		return refuse("wrong-role", "只能导出自己的资料，并且通行密钥须已确认。", "Only your own record, with a confirmed passkey.")
	}
	var record bytes.Buffer
	if err := g.store.ExportPerson(c.Request().Context(), v.community, person, actor, &record); err != nil {
		return err
	}
	return private(c, http.StatusOK, json.RawMessage(record.Bytes()))
}

func (g *peopleGroup) erasePerson(c *echo.Context) error {
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	if err := g.store.ErasePerson(c.Request().Context(), who(c).community, c.Param("person"),
		identity.Erasure{Actor: officer}); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (g *peopleGroup) searchPeople(c *echo.Context) error {
	var body SearchPeopleJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	found, err := g.store.Search(c.Request().Context(), who(c).community, body.Q, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, FoundPeople{Items: found})
}

func (g *peopleGroup) getPerson(c *echo.Context) error {
	ctx := c.Request().Context()
	community, person := who(c).community, c.Param("person")
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	found, err := g.store.Found(ctx, community, person, officer)
	if err != nil {
		return err
	}
	detail := PersonDetail{
		Person: person, Name: found.Name, Houses: found.Houses, Letters: []identity.LetterState{}, Recoveries: []identity.Recovery{},
	}
	offices, err := g.officesOf(ctx, community, person)
	if err != nil {
		return err
	}
	detail.Offices, detail.OwnCase = orEmpty(offices), found.OwnCase || slices.Contains(offices, who(c).credential.Body)
	if detail.Passkeys, err = g.passkeysOf(ctx, community, person); err != nil {
		return err
	}
	letters, err := g.store.Letters(ctx, community, "")
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l.Person == person {
			detail.Letters = append(detail.Letters, l)
		}
	}
	recoveries, err := g.store.Recoveries(ctx, community)
	if err != nil {
		return err
	}
	for _, r := range recoveries {
		if r.Person == person {
			detail.Recoveries = append(detail.Recoveries, r)
		}
	}
	return private(c, http.StatusOK, detail)
}

// checkIDNumber compares an ID number that somebody shows to an officer with the register.
func (g *peopleGroup) checkIDNumber(c *echo.Context) error {
	var body CheckIDNumberJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	matches, err := g.store.CheckIDNumber(c.Request().Context(), who(c).community, c.Param("person"), body.Number, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, IDNumberChecked{Matches: matches})
}

// proposeRevocation drafts the act that revokes a person's passkey. The page has two bodies sign it.
func (g *peopleGroup) proposeRevocation(c *echo.Context) error {
	ctx := c.Request().Context()
	var body ProposeRevocationJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	community := who(c).community
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	key, err := index.Optional(ctx, g.index, contract.Credentials, community, body.Credential)
	switch {
	case err != nil:
		return err
	case key.Kind != contract.Owner || key.Person != c.Param("person"):
		return refuse("not-found", "此人没有这个通行密钥。", "The person has no such passkey.")
	case key.Status == contract.StatusRevoked:
		return refuse("not-possible-now", "这个通行密钥已经撤销。", "The passkey is revoked already.")
	}
	draft, err := g.store.Revoke(ctx, community, key.Person, key.ID, body.Reason, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, draft)
}
