// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
)

// judge asks the ledger's rules what they would say to an act now.
func (s *Server) judge(ctx context.Context, signed act.Signed) (contract.Outcome, error) {
	return index.Judge(s.Index.State(ctx), s.Now().Unix(), signed)
}
