// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"encoding/json"
	"errors"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// OpenBallot opens the selections of the act that casts a ballot with the keys that the bodies have published, or says why they cannot be
// used. The error is about the ledger, not about the ballot.
func OpenBallot(e Election, private []seal.PrivateKey, text string) (election.Selections, election.Reason, error) {
	a, err := act.Parse(text, contract.MaxSize)
	if err != nil {
		return nil, "", err
	}
	var body struct {
		Right  string      `json:"right"`
		Sealed seal.Sealed `json:"sealed"`
	}
	if err := json.Unmarshal(a.Body, &body); err != nil {
		return nil, "", err
	}
	raw, err := e.Seal().Open(private, BallotContext(a, e.ID, body.Right), body.Sealed)
	if err != nil {
		for _, reason := range []error{seal.ErrShape, seal.ErrShare, seal.ErrCommitment, seal.ErrContent, seal.ErrReseal} {
			if errors.Is(err, reason) {
				return nil, election.Reason(reason.Error()), nil
			}
		}
		return nil, "", err
	}
	var selections election.Selections
	if err := act.Strict(raw, &selections); err != nil {
		return nil, election.BadSelection, nil //nolint:nilerr // the reason says it
	}
	return selections, selections.Check(e.RuleContests()), nil
}
