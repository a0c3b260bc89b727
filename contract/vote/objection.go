// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/election"
)

// ElectionObject is the body of election.object.
type ElectionObject struct {
	Election string `json:"election"`
	Text     string `json:"text"`
}

func objectToResult(c *contract.Context, b ElectionObject) error {
	e, err := loadElection(c, b.Election)
	if err != nil {
		return err
	}
	if e.Stage != election.StagePublished && e.Stage != election.StageObjection {
		return act.Refuse(WrongStage, "of", "object", "stage", e.Stage)
	}
	return people.Object(c, "election "+e.ID, b.Text)
}
