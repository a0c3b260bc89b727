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
		return act.Refuse(act.BadField, "an election has a title, and an id of small letters, digits and hyphens")
	}
	err := contract.Shown(BadElection, "the title", e.Title)
	seen := make(map[string]string, len(e.Contests))
	for _, contest := range e.Contests {
		key := fold.Text(contest.Title)
		other, twice := seen[key]
		if twice && key != "" {
			err = cmp.Or(err, act.Refuse(BadElection, "contests %q and %q have titles that look the same", other, contest.ID))
		}
		seen[key] = contest.ID
		err = cmp.Or(err, contract.Shown(BadElection, "the title of a contest", contest.Title))
	}
	return err
}
