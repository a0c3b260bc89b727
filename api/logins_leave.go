// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// leaveOthers loads the request's session, and ends it if it is somebody else's than the holder's of a letter or a link. People share
// browsers: whoever enrols where another one is signed in would otherwise go on in that one's name.
func (in *logins) leaveOthers(c *echo.Context, community string, holder identity.Holder) error {
	if err := in.loadSession(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	id := in.sessions.GetString(ctx, "credential")
	if id == "" {
		return nil
	}
	if in.sessions.GetString(ctx, "community") == community {
		same, err := in.isOf(ctx, community, id, holder)
		if same || err != nil {
			return err
		}
	}
	if err := in.sessions.Destroy(ctx); err != nil {
		return err
	}
	return in.keepSession(c)
}

// isOf says whether a passkey is the holder's: an owner's by the ledger, an officer's or worker's, whom the ledger does not tell from
// his colleagues, by this server's store.
func (in *logins) isOf(ctx context.Context, community, id string, holder identity.Holder) (bool, error) {
	if holder.Person != "" {
		credential, err := index.Read(ctx, in.index, contract.Credentials, community, id)
		if errors.Is(err, index.ErrNotFound) {
			return false, nil
		}
		return credential.Person == holder.Person, err
	}
	key, err := in.store.Passkey(ctx, community, id)
	if errors.Is(err, identity.ErrNotFound) {
		return false, nil
	}
	return key.Holder == holder, err
}
