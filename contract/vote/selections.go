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

// OpenBallot opens the selections of a ballot's act, as Election.Open does with the one in the box.
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
	return e.Open(private, a.Net, a.Community, body.Right, Ballot{Seq: int64(a.Seq), Sealed: body.Sealed})
}

// Open opens a ballot's selections with the keys that the bodies have published, or says why they cannot be used. The
// error is about the ledger, not about the ballot.
func (e Election) Open(private []seal.PrivateKey, net, community, right string, b Ballot) (election.Selections, election.Reason, error) {
	context := seal.Context{Net: net, Community: community, Election: e.ID, Right: right, Seq: act.Int(b.Seq)}
	raw, err := e.Seal().Open(private, context, b.Sealed)
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
