// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
)

// NotAdopted is the code of an act that puts in force what the owners have not agreed to.
const NotAdopted act.Code = "NOT_ADOPTED"

// AgreedTo is when it was published (Unix time) that owners have agreed to the text with a hash, in a contest of an election that names it.
func AgreedTo(c *contract.Context, id, contest, hash string) (int64, error) {
	e, ok, err := Elections.Share(c, c.Act.Community, id)
	switch {
	case err != nil:
		return 0, err
	case !ok:
		return 0, act.Refuse(contract.NotFound, "of", "election")
	}
	result, _, err := Results.Get(c, c.Act.Community, id)
	if err != nil {
		return 0, err
	}
	return Agreed(*e, result, contest, hash)
}

// Agreed is AgreedTo of an election and its result, which is of no effect before it is published. Otherwise it is refused as NotAdopted,
// because "of" the stage, the text or the result.
func Agreed(e Election, result Result, contest, hash string) (int64, error) {
	i := slices.IndexFunc(e.Contests, func(c Contest) bool { return c.ID == contest })
	switch {
	case !e.Published() || e.Stage == election.StageAnnulled:
		return 0, act.Refuse(NotAdopted, "of", "stage", "stage", e.Stage)
	case i < 0:
		return 0, act.Refuse(contract.NotFound, "of", "contest")
	case e.Contests[i].Text != hash:
		return 0, act.Refuse(NotAdopted, "of", "text", "hash", hash)
	case e.Rules.Kind != election.Owners && e.Rules.Kind != "" || !result.Contests[i].Passed:
		return 0, act.Refuse(NotAdopted, "of", "result")
	}
	return e.Times[string(election.StagePublished)], nil
}
