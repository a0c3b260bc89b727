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
)

// exportPerson gives a person's record to an officer, or to the person.
func (s *Server) exportPerson(c *echo.Context) error {
	v := who(c)
	person := c.Param("person")
	actor := v.credential.Person
	if v.credential.Kind == contract.Officer {
		officer, err := s.officer(c)
		if err != nil {
			return err
		}
		actor = officer
	} else if v.credential.Status != contract.Active || person != actor {
		return refuse("wrong-role", "只能导出自己的资料，并且通行密钥须已确认。", "Only your own record, with a confirmed passkey.")
	}
	var record bytes.Buffer
	if err := s.Store.ExportPerson(c.Request().Context(), v.community, person, actor, &record); err != nil {
		return err
	}
	return private(c, http.StatusOK, json.RawMessage(record.Bytes()))
}

func (s *Server) erasePerson(c *echo.Context) error {
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	if err := s.Store.ErasePerson(c.Request().Context(), who(c).community, c.Param("person"), identity.Erasure{Actor: officer}); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// saw notes that an officer is shown a list about people, and returns his id.
func (s *Server) saw(c *echo.Context, list string) (string, error) {
	officer, err := s.officer(c)
	if err != nil {
		return "", err
	}
	return officer, s.Store.Saw(c.Request().Context(), who(c).community, officer, list)
}

func (s *Server) searchPeople(c *echo.Context) error {
	var body SearchPeopleJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	found, err := s.Store.Search(c.Request().Context(), who(c).community, body.Q, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, FoundPeople{Items: found})
}

func (s *Server) getPerson(c *echo.Context) error {
	ctx := c.Request().Context()
	community, person := who(c).community, c.Param("person")
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	found, err := s.Store.Found(ctx, community, person, officer)
	if err != nil {
		return err
	}
	detail := PersonDetail{
		Person: person, Name: found.Name, Houses: found.Houses, Letters: []identity.LetterState{}, Recoveries: []identity.Recovery{},
	}
	offices, err := s.officesOf(ctx, community, person)
	if err != nil {
		return err
	}
	detail.Offices, detail.OwnCase = orEmpty(offices), found.OwnCase || slices.Contains(offices, who(c).credential.Body)
	if detail.Passkeys, err = s.passkeysOf(ctx, community, person); err != nil {
		return err
	}
	letters, err := s.Store.Letters(ctx, community, "")
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l.Person == person {
			detail.Letters = append(detail.Letters, l)
		}
	}
	recoveries, err := s.Store.Recoveries(ctx, community)
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

// checkIDNumber compares an ID number that somebody shows at the desk with the register.
func (s *Server) checkIDNumber(c *echo.Context) error {
	var body CheckIDNumberJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	matches, err := s.Store.CheckIDNumber(c.Request().Context(), who(c).community, c.Param("person"), body.Number, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, IDNumberChecked{Matches: matches})
}

// proposeRevocation drafts the act that revokes a person's passkey. The page has two bodies sign it.
func (s *Server) proposeRevocation(c *echo.Context) error {
	ctx := c.Request().Context()
	var body ProposeRevocationJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	community := who(c).community
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	key, err := optional(ctx, s.Index, contract.Credentials, community, body.Credential)
	switch {
	case err != nil:
		return err
	case key.Kind != contract.Owner || key.Person != c.Param("person"):
		return refuse("not-found", "此人没有这个通行密钥。", "The person has no such passkey.")
	case key.Status == contract.StatusRevoked:
		return refuse("not-possible-now", "这个通行密钥已经撤销。", "The passkey is revoked already.")
	}
	draft, err := s.Store.Revoke(ctx, community, key.Person, key.ID, body.Reason, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, draft)
}
