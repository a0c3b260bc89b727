// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/fold"
)

// shown refuses a text that would not be seen as it is signed: with characters that show nothing, or that turn what follows round.
func shown(code act.Code, what, text string) error {
	if unseen := fold.Unseen(text); unseen != "" {
		return act.Refuse(code, "%s holds a character that is not seen (%s), type it anew", what, unseen)
	}
	return nil
}

// titles refuses an election whose title or contests cannot be told by eye.
func (e Election) titles() error {
	if fold.Text(e.Title) == "" {
		return act.Refuse(act.BadField, "an election has a title, and an id of small letters, digits and hyphens")
	}
	err := shown(BadElection, "the title", e.Title)
	seen := make(map[string]string, len(e.Contests))
	for _, contest := range e.Contests {
		key := fold.Text(contest.Title)
		other, twice := seen[key]
		if twice && key != "" {
			err = orElse(err, act.Refuse(BadElection, "contests %q and %q have titles that look the same", other, contest.ID))
		}
		seen[key] = contest.ID
		err = orElse(err, shown(BadElection, "the title of a contest", contest.Title))
	}
	return err
}

// names refuses a constitution whose bodies cannot be told by eye.
func (c Constitution) names() error {
	err := shown(BadArguments, "the community's name", c.Name)
	seen := make(map[string]bool, len(c.Bodies))
	for _, b := range c.Bodies {
		key := fold.Text(b.Name)
		if key == "" || seen[key] {
			err = orElse(err, act.Refuse(BadArguments, "the name of body %q is none, or looks like another one's", b.ID))
		}
		seen[key] = true
		err = orElse(err, shown(BadArguments, "a body's name", b.Name))
	}
	return err
}
