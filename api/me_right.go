// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/track"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

func (g *meGroup) getMyRight(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	e, err := index.Read(ctx, g.index, vote.Elections, v.community, c.Param("election"))
	if err != nil {
		return err
	}
	right, err := index.Read(ctx, g.index, people.Rights, v.community, people.Version(e.Roll), c.Param("right"))
	if err != nil {
		return err
	}
	answer := MyRight{Right: right.ID, Election: e.ID, Seq: 1, Ballots: []BallotItem{}}
	mine, err := g.castRole(ctx, v, e, right, &answer)
	if err != nil {
		return err
	}
	if !mine {
		return refuse("wrong-role", "这不是您的表决权。", "This right is not yours.")
	}
	if err := g.castBefore(ctx, v, e, &answer); err != nil {
		return err
	}
	return private(c, http.StatusOK, answer)
}

// castRole says in which role the person would cast for a right, and whether it concerns him at all.
func (g *meGroup) castRole(ctx context.Context, v visitor, e vote.Election, right community.Right, answer *MyRight) (bool, error) {
	designation, err := index.Optional(ctx, g.index, vote.Designations, v.community, right.ID)
	if err != nil {
		return false, err
	}
	grant, err := index.Optional(ctx, g.index, vote.Proxies, v.community, e.ID, right.ID)
	if err != nil {
		return false, err
	}
	role, reason := election.RoleOf(right, designation.Voter, grant.Proxy, v.credential.Person)
	if reason == election.Accepted {
		answer.Role = MyRightRole(role)
	}
	return reason == election.Accepted || slices.Contains(right.Owners, v.credential.Person), nil
}

// castBefore adds what is in the right's box, and what was turned down.
func (g *meGroup) castBefore(ctx context.Context, v visitor, e vote.Election, answer *MyRight) error {
	d, err := g.index.Get(ctx, vote.Boxes, e.BoxOf(v.community, answer.Right)...)
	if err == nil {
		if answer.Ballots, err = g.ballotsIn(ctx, d); err != nil {
			return err
		}
		var box vote.Box
		if err := json.Unmarshal(d.Value, &box); err != nil {
			return err
		}
		tell(box, e, v, answer)
	} else if !errors.Is(err, index.ErrNotFound) {
		return err
	}
	answer.Rejected, err = g.turnedDown(ctx, v, e, answer.Right)
	return err
}

func tell(box vote.Box, e vote.Election, v visitor, answer *MyRight) {
	own := box.Of(v.credential.Person)
	if answer.Mine = len(own); answer.Mine > 0 {
		answer.Seq = own[len(own)-1].Seq + 1
	}
	answer.Standing = track.Standing(e, box)
}

// turnedDown are the person's ballots for a right that were rejected at once.
func (g *meGroup) turnedDown(ctx context.Context, v visitor, e vote.Election, right string) ([]RejectedBallot, error) {
	kept, err := index.Optional(ctx, g.index, vote.Rejected,
		e.RejectionAccount(v.community, election.Online, v.credential.Person, right)...)
	var all []RejectedBallot
	for _, r := range kept.Ballots {
		if r.Right == right {
			all = append(all, rejectedBallot(r))
		}
	}
	return all, err
}
