// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"

	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/cosign"
)

// refusedAnyway is a refusal that says why a waiting act can no longer take effect, whoever signs it, or nil. missing are the owners who
// have not signed.
func (g *cosigningGroup) refusedAnyway(ctx context.Context, p cosign.Act, missing []string) error {
	outcome, refused, err := g.waiting.Refusal(ctx, p, missing, g.now().Unix())
	if err != nil || p.Sent() {
		return err
	}
	if refused {
		return ledgerRefusal(outcome.Refusal(), p.Hash, "")
	}
	return g.refusedHere(ctx, p)
}

// refusedHere refuses what this server's store, and not the ledger, says can no longer be signed.
func (g *cosigningGroup) refusedHere(ctx context.Context, p cosign.Act) error {
	switch p.Type {
	case people.TypeRollApprove:
		return g.draftReplaced(ctx, p)
	case mediation.TypeCaseAgree:
		_, err := g.agreementOf(ctx, p)
		return err
	}
	return nil
}

// draftReplaced refuses the approval of a draft in whose place this server's store has another one.
func (g *cosigningGroup) draftReplaced(ctx context.Context, p cosign.Act) error {
	var b people.RollApprove
	if err := p.Read(&b); err != nil {
		return err
	}
	versions, err := g.store.Versions(ctx, p.Community)
	for _, v := range versions {
		if v.Version == int64(b.Version) && v.Root != b.Root {
			return refuse("not-possible-now", "名册草案已换成新的一份，请批准新的。", "Another draft of the roll has taken its place; approve that one.")
		}
	}
	return err
}
