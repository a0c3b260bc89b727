// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"context"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/verify"
)

// trusting is the ledger's trust file, with the witnesses that bodies have named by now.
type trusting struct {
	mirror
	file []byte // without them
}

func (t trusting) witnesses(ctx context.Context) (all []witness.Witness, err error) {
	for w, err := range index.All(ctx, t.index, witness.Witnesses) {
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return all, nil
}

func (t trusting) trust(ctx context.Context) (verify.Trust, error) {
	trust, err := verify.ReadTrust(bytes.NewReader(t.file))
	if err != nil {
		return trust, err
	}
	named, err := t.witnesses(ctx)
	if err != nil {
		return trust, err
	}
	return trust, trust.Name(named...)
}

// Checkpoint is the newest head of the ledger that enough bodies have co-signed; one of no blocks if there is none.
func (s *Server) Checkpoint(ctx context.Context) (checkpoint.Cosigned, error) {
	t := trusting{s.mirror, s.Trust}
	trust, err := t.trust(ctx)
	if err != nil {
		return checkpoint.Cosigned{}, err
	}
	named, err := t.witnesses(ctx)
	if err != nil {
		return checkpoint.Cosigned{}, err
	}
	heads := func(size uint64) (all []witness.Head, err error) {
		for h, err := range index.All(ctx, s.Index, witness.Heads, witness.SizeName(size)) {
			if err != nil {
				return nil, err
			}
			all = append(all, h)
		}
		return all, nil
	}
	return witness.Newest(named, heads, trust.Enough())
}
