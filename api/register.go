// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle"
)

// register is the mirror of the ledger beside the personal-data store, which knows the people in it.
type register struct {
	mirror
	store  *identity.Store
	oracle *oracle.Oracle // nil: this server hears no devices
}

// officesOf are the bodies that a person is an officer of, as two bodies have put on record.
func (r register) officesOf(ctx context.Context, community, person string) ([]string, error) {
	offices, err := index.Optional(ctx, r.index, people.OfficesOf, community, person)
	return offices.Bodies, err
}

// sharesOffice says whether a person is on record as an officer of the visitor's body: then the ledger takes from the visitor no
// confirmation or revocation of that person's passkeys, no answer to his objections and no paper ballot of his.
func (r register) sharesOffice(ctx context.Context, v visitor, person string) (bool, error) {
	bodies, err := r.officesOf(ctx, v.community, person)
	return slices.Contains(bodies, v.credential.Body), err
}

// saw notes that an officer is shown a list about people, and returns his id.
func (r register) saw(c *echo.Context, list string) (string, error) {
	officer, err := r.officer(c)
	if err != nil {
		return "", err
	}
	return officer, r.store.Saw(c.Request().Context(), who(c).community, officer, list)
}

// officer is the id that the personal-data store knows the officer by.
func (r register) officer(c *echo.Context) (string, error) {
	v := who(c)
	key, err := r.store.Passkey(c.Request().Context(), v.community, v.credential.ID)
	if errors.Is(err, identity.ErrNotFound) || err == nil && key.Officer == "" {
		return "", refuse("not-registered-here", "请在本单位的服务器上登记您的通行密钥。", "Register your passkey on your own body's server.")
	}
	if err == nil && key.Revoked > 0 { // his office has ended, if the ledger does not know it yet
		return "", identity.ErrRevoked
	}
	return key.Officer, err
}

// sessionOf is a visitor's session, as he is shown it.
func (r register) sessionOf(ctx context.Context, v visitor) (Session, error) {
	_, err := r.store.Passkey(ctx, v.community, v.credential.ID)
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return Session{}, err
	}
	return Session{
		Community: v.community, Credential: v.credential.ID, Kind: SessionKind(v.credential.Kind),
		Status: SessionStatus(v.credential.Status),
		Person: v.credential.Person, Body: v.credential.Body, Expires: v.expires.Unix(), RegisteredHere: err == nil,
		Ineligible: v.ineligible, Desk: hears(r.oracle, v),
	}, nil
}
