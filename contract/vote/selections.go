// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"encoding/json"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// OpenBallot opens the selections of a ballot's act, as an Opener does with the one in the box.
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
	opened, err := e.Opener(private, a.Net, a.Community).Open(body.Right, Ballot{Seq: int64(a.Seq), Sealed: body.Sealed})
	return opened.Selections, opened.Reason, err
}
