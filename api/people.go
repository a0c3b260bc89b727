// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"encoding/json"
	"net/http"

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
