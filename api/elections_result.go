// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
)

func (g *electionsGroup) getResult(c *echo.Context) error {
	ctx := c.Request().Context()
	community := c.Param("community")
	e, err := g.election(c)
	if err != nil {
		return err
	}
	result, err := g.count(ctx, community, e)
	if err != nil {
		return err
	}
	detail := ResultDetail{Result: result, Hash: e.Result, Stage: e.Stage, Title: e.Title, Profile: e.Profile}
	detail.Thresholds, detail.Contests = thresholds(e, languageOf(c.Request())), contestTexts(e)
	if detail.Published, err = g.published(ctx, community, e.ID); err != nil {
		return err
	}
	c.Response().Header().Add("Vary", "Accept-Language")
	return tagged(c, detail)
}

func contestTexts(e vote.Election) []ContestText {
	texts := make([]ContestText, len(e.Contests))
	for i, contest := range e.Contests {
		texts[i] = ContestText{ID: contest.ID, Title: contest.Title, Options: contest.Options}
	}
	return texts
}

// published is the act by which two bodies signed the result, or nil.
func (g *electionsGroup) published(ctx context.Context, community, id string) (*Signing, error) {
	acts, err := g.index.ActsAbout(ctx, community, vote.About(id, ""), vote.TypeElectionPublish)
	if err != nil || len(acts) == 0 {
		return nil, err
	}
	a := acts[len(acts)-1]
	signing := Signing{Act: a.Hash, Tx: a.Tx, Block: a.Block, Number: a.Number, At: a.At}
	for _, id := range a.Signers {
		credential, err := index.Read(ctx, g.index, contract.Credentials, community, id)
		if err != nil {
			return nil, err
		}
		signing.Signers = append(signing.Signers, Signer{Credential: id, Body: credential.Body})
	}
	return &signing, nil
}

// laws says in words what the rules ask for, and where it stands. The rules themselves are package election.
var laws = map[ThresholdNeeds]struct {
	words  text
	source text
}{
	"two-thirds": {
		text{"专有部分面积占比三分之二以上且人数占比三分之二以上的业主参与表决",
			"Owners of two thirds or more of the area and two thirds or more of the heads must take part"},
		text{"民法典第二百七十八条", "Civil Code Art. 278"},
	},
	"majority": {
		text{"参与表决专有部分面积过半数且参与表决人数过半数的业主同意", "More than half of the area and more than half of the heads taking part must agree"},
		text{"民法典第二百七十八条", "Civil Code Art. 278"},
	},
	"three-quarters": {
		text{"参与表决专有部分面积四分之三以上且参与表决人数四分之三以上的业主同意", "Three quarters or more of the area and of the heads taking part must agree"},
		text{"民法典第二百七十八条", "Civil Code Art. 278"},
	},
	"eligible-majority": {
		text{"有选举权的人过半数参加投票，选举有效", "More than half of those entitled must take part"},
		text{"居民委员会组织法", "Organic Law of the Residents' Committees"},
	},
	"votes-majority": {
		text{"候选人获得参加投票人过半数的选票，始得当选", "A candidate needs more than half of the votes cast"},
		text{"居民委员会组织法", "Organic Law of the Residents' Committees"},
	},
	"none": {text{"意见征询，没有通过门槛", "A poll: there is nothing to reach"}, text{"", ""}},
}

func thresholds(e vote.Election, speak language) []Threshold {
	quorum, contests := ThresholdNeeds("none"), func(election.Threshold) ThresholdNeeds { return "none" }
	switch e.Rules.Kind {
	case election.Committee:
		quorum = "eligible-majority"
		contests = func(election.Threshold) ThresholdNeeds { return "votes-majority" }
	case election.Owners, "":
		quorum = "two-thirds"
		contests = func(t election.Threshold) ThresholdNeeds {
			if t == election.ThreeQuarters {
				return "three-quarters"
			}
			return "majority"
		}
	case election.Poll:
	}
	say := func(id string, needs ThresholdNeeds) Threshold {
		law := laws[needs]
		return Threshold{ID: id, Needs: needs, Words: law.words.in(speak), Source: law.source.in(speak)}
	}
	all := []Threshold{say("quorum", quorum)}
	for _, contest := range e.Contests {
		all = append(all, say(contest.ID, contests(contest.Threshold)))
	}
	return all
}
