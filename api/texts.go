// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/identity"
)

// textsGroup is the whole texts that are put to the vote. A contest on the ledger names one by its hash; anybody reads it here.
type textsGroup struct {
	register
}

// voteTextKinds are what is put to the vote, each with a check of what could be of no effect once people have agreed to it.
var voteTextKinds = map[VoteTextKind]func(text string) error{
	VoteTextKindPlan: func(text string) error {
		_, err := points.ReadPlan(text)
		return err
	},
	VoteTextKindConvention: refuseConvention,
	VoteTextKindRepeal: func(text string) error {
		_, err := convention.ReadRepeal(text)
		return err
	},
	VoteTextKindParking: func(text string) error {
		_, err := parking.ReadRegulation(text)
		return err
	},
}

func (g *textsGroup) getVoteText(c *echo.Context) error {
	text, err := g.store.VoteText(c.Request().Context(), c.Param("community"), c.Param("hash"))
	if err != nil {
		return err
	}
	shown := shownVoteText(text)
	if shown.Kind == VoteTextKindConvention { // it was refused nothing when it was kept
		read, _, err := convention.Read(text.Text)
		if err != nil {
			return err
		}
		shown.Articles = shownArticles(read.Articles)
	}
	return tagged(c, shown)
}

func (g *textsGroup) listVoteTexts(c *echo.Context) error {
	texts, err := g.store.VoteTexts(c.Request().Context(), who(c).community)
	if err != nil {
		return err
	}
	list := VoteTexts{Items: make([]VoteText, len(texts))}
	for i, text := range texts {
		list.Items[i] = shownVoteText(text)
	}
	return private(c, http.StatusOK, list)
}

func (g *textsGroup) keepVoteText(c *echo.Context) error {
	var body KeepVoteTextJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	if err := voteTextKinds[body.Kind](body.Text); err != nil {
		return err
	}
	v := who(c)
	text, err := g.store.KeepVoteText(c.Request().Context(), v.community, string(body.Kind), body.Text, v.credential.ID)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, shownVoteText(text))
}

func shownVoteText(x identity.VoteText) VoteText {
	return VoteText{Hash: x.Hash, Kind: VoteTextKind(x.Kind), Text: x.Text, At: x.At}
}
