// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
)

// State is the world state as the index has it, for the ledger's own rules to be asked early. It may be some blocks behind, so what
// it says about the state is a hint, and what it says about an act itself is certain.
func (x *Index) State(ctx context.Context) contract.State { return state{ctx, x} }

type state struct {
	ctx   context.Context //nolint:containedctx // contract.State has none
	index *Index
}

var errReadOnly = errors.New("the mirror is not written to")

func (s state) Get(keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		kind, attributes, ok := contract.SplitKey(key)
		if !ok {
			continue
		}
		d, err := s.index.Get(s.ctx, contract.Ref[any](kind), attributes...)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
		values[i] = d.Value
	}
	return values, nil
}

func (s state) Put(string, []byte) error { return errReadOnly }

func (s state) Range(kind string, attributes ...string) ([]contract.Entry, error) {
	var all []contract.Entry
	for d, err := range s.index.List(s.ctx, contract.Ref[any](kind), attributes...) {
		if err != nil {
			return nil, err
		}
		all = append(all, contract.Entry{Key: contract.Key(d.Kind, d.Attributes...), Value: d.Value})
	}
	return all, nil
}

// Judge asks the ledger's rules what they would say to an act at a time (Unix seconds), over a state.
func Judge(s contract.State, now int64, signed act.Signed) (contract.Outcome, error) {
	batch, err := json.Marshal([]act.Signed{signed})
	if err != nil {
		return contract.Outcome{}, err
	}
	raw, err := chapters.Current().Check(s, contract.Tx{Time: now}, string(batch))
	if err != nil {
		return contract.Outcome{}, err
	}
	outcomes, err := contract.ReadOutcomes(raw)
	if err != nil {
		return contract.Outcome{}, err
	}
	return outcomes[0], nil
}

// Certain are the refusals that no block can change: they are about the act itself.
var Certain = map[act.Code]bool{
	act.TooLarge: true, act.NotJSON: true, act.NotCanonical: true, act.NumberInAct: true, act.UnknownField: true, act.BadField: true,
	act.BadVersion: true, act.NoSignature: true, act.DuplicateSigner: true, act.WrongSigner: true, act.BadKey: true,
	act.BadClientData: true, act.WrongCeremony: true, act.WrongChallenge: true, act.WrongOrigin: true, act.CrossOrigin: true,
	act.BadAuthData: true, act.WrongRP: true, act.NotPresent: true, act.NotVerified: true, act.BackupFlags: true,
	act.BadSignature: true, act.BadDER: true,
	contract.UnknownType: true, contract.OtherNet: true, contract.Expired: true, contract.Revoked: true, contract.NotOfficer: true,
	contract.NotOwner: true, contract.TwoBodies: true,
}
