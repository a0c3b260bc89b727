// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
)

// note tells the personal-data store what an act did on the ledger.
func (s *Server) note(ctx context.Context, c string, a sentAct) error {
	switch a.act.Type {
	case "codes.withdraw":
		var body contract.CodesWithdraw
		if err := json.Unmarshal(a.act.Body, &body); err != nil {
			return err
		}
		return s.Store.CodesWithdrawn(ctx, c, body.Codes)
	case "credential.enrol":
		return s.Store.Enrolled(ctx, c, a.signed)
	case "credential.confirm":
		var body contract.CredentialConfirm
		if err := json.Unmarshal(a.act.Body, &body); err != nil {
			return err
		}
		return s.Store.Confirmed(ctx, c, body.Credentials)
	case "credential.revoke":
		var body contract.CredentialRevoke
		if err := json.Unmarshal(a.act.Body, &body); err != nil {
			return err
		}
		return s.Store.Revoked(ctx, c, body.Credential, "")
	}
	return nil
}

// keepCommunity keeps the constitution of a community that every body has founded.
func (s *Server) keepCommunity(ctx context.Context, id string, value []byte) error {
	var c contract.Community
	if err := json.Unmarshal(value, &c); err != nil {
		return err
	}
	known, err := s.Store.Constitution(ctx, id)
	if err == nil && reflect.DeepEqual(known, c.Constitution) {
		return nil
	}
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return err
	}
	return s.Store.KeepCommunity(ctx, id, c.Constitution)
}

// rollLoaded puts a version of the roll in force, once all of it is on the ledger, if it is the one that was drafted here.
func (s *Server) rollLoaded(ctx context.Context, c string, value []byte) error {
	var roll contract.Roll
	if err := json.Unmarshal(value, &roll); err != nil || roll.LoadedChunks < roll.Chunks {
		return err
	}
	versions, err := s.Store.Versions(ctx, c)
	if err != nil {
		return err
	}
	for _, v := range versions {
		if v.Version == roll.Version && v.Root == roll.Root && v.Approved == 0 {
			return s.Store.Approved(ctx, c, roll.Version, roll.Act)
		}
	}
	return nil
}

func version(v int64) string { return strconv.FormatInt(v, 10) }
