// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/ledger/index"
)

// mirror is the world state as the read model has it, for the ledger's own rules to be asked early. It may be some blocks
// behind, so what it says about the state is a hint, and what it says about an act itself is certain.
type mirror struct {
	ctx   context.Context //nolint:containedctx // contract.State has none
	index *index.Index
}

var errReadOnly = errors.New("the mirror is not written to")

func (m mirror) Get(keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		kind, attributes, ok := contract.SplitKey(key)
		if !ok {
			continue
		}
		d, err := m.index.Get(m.ctx, contract.Ref[any](kind), attributes...)
		if err != nil && !errors.Is(err, index.ErrNotFound) {
			return nil, err
		}
		values[i] = d.Value
	}
	return values, nil
}

func (m mirror) Put(string, []byte) error { return errReadOnly }

func (m mirror) Range(kind string, attributes ...string) ([]contract.Entry, error) {
	var all []contract.Entry
	for d, err := range m.index.List(m.ctx, contract.Ref[any](kind), attributes...) {
		if err != nil {
			return nil, err
		}
		all = append(all, contract.Entry{Key: contract.Key(d.Kind, d.Attributes...), Value: d.Value})
	}
	return all, nil
}

// judge asks the ledger's rules what they would say to an act now.
func (s *Server) judge(ctx context.Context, signed act.Signed) (contract.Outcome, error) {
	return s.judgeOver(mirror{ctx, s.Index}, signed)
}

func (s *Server) judgeOver(state contract.State, signed act.Signed) (contract.Outcome, error) {
	batch, err := json.Marshal([]act.Signed{signed})
	if err != nil {
		return contract.Outcome{}, err
	}
	raw, err := chapters.Current().Check(state, contract.Tx{Time: s.Now().Unix()}, string(batch))
	if err != nil {
		return contract.Outcome{}, err
	}
	var outcomes []contract.Outcome
	if err := json.Unmarshal(raw, &outcomes); err != nil {
		return contract.Outcome{}, err
	}
	return outcomes[0], nil
}
