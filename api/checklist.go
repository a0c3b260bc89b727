// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

const daySeconds = 24 * 3600

// getChecklist says what the ledger would ask for before it opens an election.
func (s *Server) getChecklist(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	e, err := index.Read(ctx, s.Index, vote.Elections, v.community, c.Param("election"))
	if err != nil {
		return err
	}
	roll, err := index.Read(ctx, s.Index, people.Rolls, v.community, version(e.Roll))
	if err != nil {
		return err
	}
	keys, err := s.bodyKeys(ctx, v.community, e)
	if err != nil {
		return err
	}
	list := Checklist{Election: e.ID, Items: []CheckItem{{
		Check: "roll-loaded", Done: roll.Complete(), Have: roll.LoadedChunks, Want: roll.Chunks,
	}}}
	for _, body := range e.Bodies {
		list.Items = append(list.Items, keyChecks(body, keys)...)
	}
	notice := noticeChecks(e, s.Now().Unix())
	list.Without = openableWithout(e, notice, keys)
	list.Items = append(list.Items, notice...)
	passkeys, err := s.passkeyCheck(ctx, v.community, e)
	if err != nil {
		return err
	}
	list.Ready = true
	for _, item := range list.Items {
		list.Ready = list.Ready && item.Done
	}
	list.Items = append(list.Items, passkeys) // who has none can vote on paper, so that it holds nothing up
	return private(c, http.StatusOK, list)
}

// openableWithout are the bodies that are not drilled, if all else is done and the others are enough to open the ballots.
func openableWithout(e vote.Election, notice []CheckItem, keys []BodyKey) []string {
	without := []string{}
	for _, body := range e.Bodies {
		if !keyChecks(body, keys)[1].Done {
			without = append(without, body)
		}
	}
	missing := slices.ContainsFunc(notice, func(item CheckItem) bool { return !item.Done })
	if missing || len(e.Bodies)-len(without) < e.Needed {
		return []string{}
	}
	slices.Sort(without)
	return without
}

func keyChecks(body string, keys []BodyKey) []CheckItem {
	key, drill := CheckItem{Check: "key", Body: body}, CheckItem{Check: "drill", Body: body}
	for _, k := range keys {
		if k.Body == body {
			key.Done, drill.Done = true, k.Drilled != ""
		}
	}
	return []CheckItem{key, drill}
}

func noticeChecks(e vote.Election, now int64) []CheckItem {
	noticed, given := e.Times[string(election.StageNotice)]
	notice, days, opening := CheckItem{Check: "notice", Done: given}, CheckItem{Check: "notice-days"}, CheckItem{Check: "opening-time"}
	rest := CheckItem{Check: "rest"} // until its due time the vote may open
	if given {
		days.Due, opening.Due = noticed+e.Timing.NoticeDays*daySeconds, e.OpensAt()
		days.Done, opening.Done = e.Timing.MayOpen(noticed, now) == nil, now >= opening.Due
		rest.Due = e.ClosesAt() - e.Timing.WindowMinDays*daySeconds
		rest.Done = e.Timing.CheckRest(now, e.ClosesAt()) == nil
	}
	return []CheckItem{notice, days, opening, rest}
}

// passkeyCheck counts the heads whose voter has a confirmed passkey.
func (s *Server) passkeyCheck(ctx context.Context, c string, e vote.Election) (CheckItem, error) {
	item := CheckItem{Check: "passkeys"}
	active := map[string]bool{}
	for d, err := range s.Index.List(ctx, contract.Credentials, c) {
		if err != nil {
			return item, err
		}
		var credential contract.Credential
		if err := json.Unmarshal(d.Value, &credential); err != nil {
			return item, err
		}
		if credential.Kind == contract.Owner && credential.Status == contract.Active {
			active[credential.Person] = true
		}
	}
	err := s.eachHead(ctx, c, e, func(right community.Right) error {
		item.Want++
		voter, err := s.voterOf(ctx, c, right)
		if active[voter] {
			item.Have++
		}
		return err
	})
	item.Done = item.Have == item.Want
	return item, err
}

// voterOf is who casts for a right: its one owner, or whom the co-owners have designated; empty until they have.
func (s *Server) voterOf(ctx context.Context, c string, right community.Right) (string, error) {
	designation, err := optional(ctx, s.Index, vote.Designations, c, right.ID)
	if designation.Voter == "" && len(right.Owners) == 1 {
		return right.Owners[0], err
	}
	return designation.Voter, err
}

// eachHead goes through the rights that count in an election.
func (s *Server) eachHead(ctx context.Context, c string, e vote.Election, do func(community.Right) error) error {
	for d, err := range s.Index.List(ctx, people.Rights, c, version(e.Roll)) {
		if err != nil {
			return err
		}
		var right community.Right
		if err := json.Unmarshal(d.Value, &right); err != nil {
			return err
		}
		if _, isHead := right.Counted(e.Rules.CountParking); !isHead {
			continue
		}
		if err := do(right); err != nil {
			return err
		}
	}
	return nil
}
