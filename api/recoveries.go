// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
)

// A person who lost his passkeys comes to the desk: officers of two bodies agree, he gets a new letter, and two bodies revoke the
// old passkeys. What has an effect are the acts; the server prints and drafts.

func (s *Server) listRecoveries(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	officer, err := s.saw(c, "recoveries")
	if err != nil {
		return err
	}
	all, err := s.Store.Recoveries(ctx, v.community)
	if err != nil {
		return err
	}
	people := make([]string, len(all))
	for i, r := range all {
		people[i] = r.Person
	}
	cases, err := s.Store.Cases(ctx, v.community, officer, people...)
	if err != nil {
		return err
	}
	list := Recoveries{Items: []RecoveryItem{}}
	for _, r := range all {
		reason, err := s.Store.Text(ctx, v.community, r.Person, r.Reason)
		if err != nil && !errors.Is(err, identity.ErrNotFound) {
			return err
		}
		shared, err := s.sharesOffice(ctx, v, r.Person)
		if err != nil {
			return err
		}
		known := cases[r.Person]
		list.Items = append(list.Items, RecoveryItem{Recovery: r, Name: known.Name, Houses: orEmpty(known.Houses), OwnCase: known.OwnCase || shared, Text: reason.Text})
	}
	return private(c, http.StatusOK, list)
}

func (s *Server) openRecovery(c *echo.Context) error {
	var body OpenRecoveryJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	opened, err := s.Store.OpenRecovery(c.Request().Context(), who(c).community, body.Person, body.Reason, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, opened)
}

func (s *Server) agreeRecovery(c *echo.Context) error {
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	agreed, err := s.Store.AgreeRecovery(c.Request().Context(), who(c).community, c.Param("recovery"), officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, agreed)
}

func (s *Server) cancelRecovery(c *echo.Context) error {
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	if err := s.Store.CancelRecovery(c.Request().Context(), who(c).community, c.Param("recovery"), officer); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *Server) finishRecovery(c *echo.Context) error {
	var body FinishRecoveryJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	var pdf bytes.Buffer
	ctx, community := c.Request().Context(), who(c).community
	recovery, printed, err := s.Store.FinishRecovery(ctx, community, c.Param("recovery"), identity.LetterOrder{
		Expires: time.Unix(body.Expires, 0).In(beijing), Help: body.Help, Officer: officer, Origin: s.Origin,
	}, &pdf)
	if err != nil {
		return err
	}
	enrolled, err := s.Index.CredentialsOf(ctx, community, recovery.Person)
	if err != nil {
		return err
	}
	answer := Recovered{Revoke: []people.CredentialRevoke{}, Batch: printed.Batch, Issue: printed.Issue, Pdf: pdf.Bytes(), Missing: len(printed.Missing)}
	for _, key := range enrolled {
		if key.Status != contract.StatusRevoked {
			answer.Revoke = append(answer.Revoke, people.CredentialRevoke{Credential: key.ID, Reason: recovery.Reason})
		}
	}
	return private(c, http.StatusCreated, answer)
}
