// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/fold"
)

// titles refuses an election whose title or contests cannot be told by eye.
func (e Election) titles() error {
	if fold.Text(e.Title) == "" {
		return act.Refuse(act.BadField, "of", "election-id")
	}
	err := contract.Shown(BadElection, "title-unseen", e.Title)
	seen := make(map[string]string, len(e.Contests))
	for _, contest := range e.Contests {
		key := fold.Text(contest.Title)
		other, twice := seen[key]
		if twice && key != "" {
			err = cmp.Or(err, act.Refuse(BadElection, "of", "titles-alike", "one", other, "other", contest.ID))
		}
		seen[key] = contest.ID
		err = cmp.Or(err, contract.Shown(BadElection, "contest-title-unseen", contest.Title))
	}
	return err
}

// texts refuses an election of which a contest puts something else to the vote than what a hash says.
func (e Election) texts() error {
	for _, contest := range e.Contests {
		if contest.Text != "" && !contract.IsHash(contest.Text) {
			return act.Refuse(BadElection, "of", "contest-text", "contest", contest.ID)
		}
	}
	return nil
}
