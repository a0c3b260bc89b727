// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/cosign"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/notify"
)

// cosigningGroup is for acts that await more signatures.
type cosigningGroup struct {
	register
	waiting cosign.Store
	sender  *sender
	notify  *notify.Notifier
	log     *slog.Logger
}

// shown is a waiting act as a visitor sees it; nil if it does not concern him.
func (g *cosigningGroup) shown(ctx context.Context, p cosign.Act, v visitor) (*PendingAct, error) {
	if p.OfParties() {
		return g.shownToParties(ctx, p, v)
	}
	item := PendingAct{
		Act: p.Hash, Type: p.Type, Text: p.Text, Body: p.Body, By: p.By, Created: p.Created, Expires: p.Expires,
		Mine: p.Body == v.credential.Body, Signed: p.Signed(), Missing: []string{}, Sent: p.Sent(),
	}
	if v.credential.Kind == contract.Officer && p.Body == "" || v.credential.Kind == contract.Owner && p.Body != "" {
		return nil, nil //nolint:nilnil // it does not concern him, which is no error
	}
	if p.Body == "" {
		owners, err := g.ownersWhoSign(ctx, p)
		if err != nil {
			return nil, err
		}
		if v.credential.Status != contract.Active || !slices.Contains(owners, v.credential.Person) {
			return nil, nil //nolint:nilnil // the same
		}
		item.Mine = slices.Contains(item.Signed, v.credential.Person)
		item.Missing = cosign.Missing(owners, item.Signed)
	}
	var err error
	item.Overtaken, err = g.waiting.Overtaken(ctx, p)
	return &item, err
}

func (g *cosigningGroup) ownersWhoSign(ctx context.Context, p cosign.Act) ([]string, error) {
	_, rolls, err := g.inUse(ctx, p.Community)
	if err != nil {
		return nil, err
	}
	return g.waiting.Owners(ctx, p, rolls)
}

func (g *cosigningGroup) listPendingActs(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	all, err := g.waiting.Waiting(ctx, v.community, g.now().Unix())
	if err != nil {
		return err
	}
	list := PendingActs{Items: []PendingAct{}}
	for _, p := range all {
		item, err := g.shown(ctx, p, v)
		if err != nil && !errors.Is(err, index.ErrNotFound) { // a right may be in no roll any more
			return err
		}
		if item == nil {
			continue
		}
		if err := g.refusedAnyway(ctx, p, item.Missing); err != nil {
			why, ok := errors.AsType[*refusal](err)
			if !ok {
				return err
			}
			if !item.Mine { // nobody can do anything about it but who signed it
				continue
			}
			item.Refused = why.detail.in(languageOf(c.Request()))
		}
		list.Items = append(list.Items, *item)
	}
	return private(c, http.StatusOK, list)
}

func (g *cosigningGroup) postPendingAct(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	var signed act.Signed
	if err := c.Bind(&signed); err != nil {
		return err
	}
	a, err := g.awaits(ctx, signed)
	if err != nil {
		return err
	}
	if len(signed.Signatures) != 1 || a.By != v.credential.ID || a.Community != v.community {
		return refuse("act-mismatch", "第一个签名应当是您登录所用的通行密钥的。", "The one signature has to be that of the passkey you logged in with.")
	}
	p, err := g.begun(ctx, a, signed, v)
	if err != nil {
		return err
	}
	item, err := g.shown(ctx, p, v)
	if err != nil {
		return err
	}
	if item == nil {
		return refuse("wrong-role", "您不是这个表决权的共有人。", "You do not share in this right.")
	}
	if item.Overtaken {
		return ledgerRefusal(&act.Error{Code: contract.Replayed}, p.Hash, "")
	}
	if len(item.Missing) >= contract.MaxSignatures {
		return refuse("not-possible-now", "共有人过多，账本无法记录他们的共同签名。", "There are more owners than one act can carry signatures of.")
	}
	if err := g.refusedAnyway(ctx, p, item.Missing); err != nil {
		return err
	}
	if err := g.waiting.Keep(ctx, p); err != nil {
		return whyNot(err)
	}
	g.tellSigners(ctx, p, item.Missing)
	return private(c, http.StatusCreated, item)
}

// begun is an act as it begins to wait.
func (g *cosigningGroup) begun(ctx context.Context, a act.Act, signed act.Signed, v visitor) (cosign.Act, error) {
	now := g.now().Unix()
	p := cosign.Act{
		Hash: act.HashOf(signed.Text).String(), Community: v.community, Type: a.Type, Text: signed.Text, Body: v.credential.Body,
		By:      v.credential.ID,
		Created: now, Expires: min(int64(a.Exp), now+cosign.WaitsFor),
	}
	person, err := g.signsFor(ctx, p, v)
	p.Signatures = []cosign.Signature{{Signature: signed.Signatures[0], Person: person}}
	return p, err
}

// awaits returns an act of which nothing is wrong but that signatures are missing: another body's, other owners', or of sides of a case.
func (g *cosigningGroup) awaits(ctx context.Context, signed act.Signed) (act.Act, error) {
	outcome, err := g.sender.judge(ctx, signed)
	if err != nil {
		return act.Act{}, err
	}
	refused := ledgerRefusal(outcome.Refusal(), act.HashOf(signed.Text).String(), "")
	a, err := act.Parse(signed.Text, len(signed.Text))
	if err != nil {
		return a, refused
	}
	if cosign.Awaits(a.Type, outcome.Code) {
		return a, nil
	}
	if outcome.Code == contract.OK {
		refused = refuse("act-mismatch", "此行为不需要其他人签名，请直接提交。", "The act needs no other signature; post it.")
	}
	return a, refused
}

// pending returns the waiting act that a request names, if it concerns the visitor.
func (g *cosigningGroup) pending(c *echo.Context) (cosign.Act, *PendingAct, error) {
	ctx := c.Request().Context()
	p, err := g.waiting.Act(ctx, who(c).community, c.Param("act"), g.now().Unix())
	if err != nil {
		return cosign.Act{}, nil, whyNot(err)
	}
	item, err := g.shown(ctx, p, who(c))
	if err == nil && item == nil {
		err = whyNot(cosign.ErrGone)
	}
	return p, item, err
}

// whyNot says to people what package cosign does not do; other errors are handed on.
func whyNot(err error) error {
	switch {
	case errors.Is(err, cosign.ErrGone):
		return refuse("not-found", "没有等待签名的此行为；可能已经完成或过期。", "No such act awaits a signature; it may be done, or have expired.")
	case errors.Is(err, cosign.ErrSent):
		return refuse("not-possible-now", "已经提交。", "It was sent already.")
	case errors.Is(err, cosign.ErrTooMany):
		return refuse("not-possible-now", "等待签名的事项过多，请先处理。", "Too many of your acts await signatures already.")
	}
	return err
}

func (g *cosigningGroup) withdrawPendingAct(c *echo.Context) error {
	p, _, err := g.pending(c)
	if err != nil {
		return err
	}
	if p.By != who(c).credential.ID {
		return refuse("wrong-role", "只有先签名的人可以撤回。", "Only who signed first can take it back.")
	}
	if err := g.waiting.TakeBack(c.Request().Context(), p.Hash); err != nil {
		return whyNot(err)
	}
	return c.NoContent(http.StatusNoContent)
}
