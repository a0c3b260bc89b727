// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// aboutPendingAct says whom and what a waiting act is about, so that the second officer need not sign hashes alone. It is this
// body's word, and no part of what is signed.
func (s *Server) aboutPendingAct(c *echo.Context) error {
	ctx := c.Request().Context()
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	p, _, err := s.pending(c)
	if err != nil {
		return err
	}
	a, err := act.Parse(p.Text, len(p.Text))
	if err != nil {
		return err
	}
	var about AboutAct
	switch a.Type {
	case people.TypeCredentialRevoke:
		err = s.aboutRevocation(ctx, p.Community, officer, a, &about)
	case people.TypeRollAnswer:
		err = s.aboutAnswer(ctx, p.Community, officer, a, &about)
	case people.TypeOfficerDeclare:
		err = s.aboutOffices(ctx, p.Community, officer, a, &about)
	}
	if err != nil && !errors.Is(err, identity.ErrNotFound) && !errors.Is(err, index.ErrNotFound) { // another body may know
		return err
	}
	return private(c, http.StatusOK, about)
}

func (s *Server) aboutRevocation(ctx context.Context, community, officer string, a act.Act, about *AboutAct) error {
	var b people.CredentialRevoke
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	credential, err := index.Read(ctx, s.Index, contract.Credentials, community, b.Credential)
	if err != nil {
		return err
	}
	key, err := s.Store.Passkey(ctx, community, b.Credential)
	if err != nil && !errors.Is(err, identity.ErrNotFound) { // another body may know it
		return err
	}
	about.Passkey = key.Label
	return s.aboutPerson(ctx, community, officer, credential.Person, b.Reason, about)
}

func (s *Server) aboutAnswer(ctx context.Context, community, officer string, a act.Act, about *AboutAct) error {
	var b people.RollAnswer
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	o, err := index.Read(ctx, s.Index, people.Objections, community, b.Objection)
	if err != nil {
		return err
	}
	answer, err := s.Store.Text(ctx, community, o.Person, b.Answer)
	if err != nil {
		return err
	}
	about.Answer = answer.Text
	return s.aboutPerson(ctx, community, officer, o.Person, o.Text, about)
}

func (s *Server) aboutOffices(ctx context.Context, community, officer string, a act.Act, about *AboutAct) error {
	var b people.OfficerDeclare
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	found, err := s.Store.Found(ctx, community, b.Person, officer)
	about.Name, about.Houses = found.Name, found.Houses
	return err
}

// aboutPerson adds who it is, which the audit log notes, and the text about him with a hash.
func (s *Server) aboutPerson(ctx context.Context, community, officer, person, hash string, about *AboutAct) error {
	found, err := s.Store.Found(ctx, community, person, officer)
	if err != nil {
		return err
	}
	about.Name, about.Houses = found.Name, found.Houses
	text, err := s.Store.Text(ctx, community, person, hash)
	about.Text = text.Text
	return err
}
