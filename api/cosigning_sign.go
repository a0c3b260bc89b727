// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/cosign"
	"github.com/linli-project/linli/ledger/index"
)

func (g *cosigningGroup) signPendingAct(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	var signature act.Signature
	if err := c.Bind(&signature); err != nil {
		return err
	}
	p, item, err := g.pending(c)
	if err != nil {
		return g.orReceipt(c, err)
	}
	p, person, err := g.mySide(ctx, p, v)
	if err != nil {
		return err
	}
	add := cosign.Signature{Signature: signature, Person: person}
	if err := maySign(p, item, v, add); err != nil {
		return err
	}
	if err := g.sender.certainlyRefused(ctx, p.With(add)); err != nil {
		return err
	}
	if err := g.refusedHere(ctx, p); err != nil {
		return err
	}
	signed, err := g.waiting.Sign(ctx, p.Hash, slices.Concat(item.Missing, item.Signed), add, g.now().Unix())
	if err != nil {
		return whyNot(err)
	}
	if signed == nil {
		if _, item, err = g.pending(c); err != nil {
			return err
		}
		return private(c, http.StatusOK, item)
	}
	if err = g.sender.relay(c, *signed); err != nil { // the act waits on, for a better moment or officer
		err = errors.Join(err, g.waiting.TakeBackSignature(context.WithoutCancel(ctx), p.Hash, signature.By))
	}
	return err
}

// orReceipt answers with the receipt of an act that waits no longer if the visitor has signed it: his server may have ended before it told
// him. Otherwise the error stays.
func (g *cosigningGroup) orReceipt(c *echo.Context, why error) error {
	if asRefusal(why).kind != "not-found" {
		return why
	}
	a, err := g.sender.onLedger(c.Request().Context(), c.Param("act"))
	if err != nil || !slices.Contains(a.Signers, who(c).credential.ID) {
		return errors.Join(ignoreMissing(err), why)
	}
	return private(c, http.StatusCreated, Receipt{Act: a.Hash, Code: ALREADY, Tx: a.Tx, Receipt: a.Number, Block: a.Block})
}

func ignoreMissing(err error) error {
	if errors.Is(err, index.ErrNotFound) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// maySign says whether a visitor may add a signature to a waiting act.
func maySign(p cosign.Act, item *PendingAct, v visitor, add cosign.Signature) error {
	again := slices.ContainsFunc(p.Signatures[1:], func(s cosign.Signature) bool { return s.By == add.By })
	switch {
	case add.By != v.credential.ID:
		return refuse("act-mismatch", "签名应当是您登录所用的通行密钥的。", "The signature has to be that of the passkey you logged in with.")
	case p.OfParties() && (p.By == add.By || p.Signatures[0].Person == add.Person):
		return refuse("not-possible-now", "您这一方已经签名，正在等待另一方。", "Your side has signed; the other side's signature is awaited.")
	case p.OfParties():
	case p.Body != "" && v.credential.Body == p.Body:
		return ledgerRefusal(&act.Error{Code: contract.TwoBodies}, p.Hash, "")
	case p.Body == "" && item.Mine && !again:
		return refuse("not-possible-now", "您已经签名，正在等待其他共有人。", "You have signed; the other owners' signatures are awaited.")
	}
	if item.Overtaken {
		return refuse("not-possible-now", "先签名的人已用这个序号办理了其他事项，须由其重新签名。",
			"Its first signer used its number for another act and has to sign it anew.")
	}
	return nil
}
