// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
)

// shown is a waiting act as a visitor sees it; nil if it does not concern him.
func (s *Server) shown(ctx context.Context, p pendingAct, v visitor) (*PendingAct, error) {
	item := PendingAct{
		Act: p.hash, Type: p.kind, Text: p.text, Body: p.body, By: p.by, Created: p.created, Expires: p.expires,
		Mine: p.body == v.credential.Body, Signed: p.signed(), Missing: []string{}, Sent: p.sent(),
	}
	if v.credential.Kind == contract.Officer && p.body == "" || v.credential.Kind == contract.Owner && p.body != "" {
		return nil, nil //nolint:nilnil // it does not concern him, which is no error
	}
	if p.body == "" {
		owners, err := s.needed(ctx, p.community, p.kind, p.text)
		if err != nil {
			return nil, err
		}
		if v.credential.Status != contract.Active || !slices.Contains(owners, v.credential.Person) {
			return nil, nil //nolint:nilnil // the same
		}
		item.Mine = slices.Contains(item.Signed, v.credential.Person)
		item.Missing = slices.DeleteFunc(slices.Clone(owners), func(o string) bool { return slices.Contains(item.Signed, o) })
	}
	var err error
	item.Overtaken, err = s.overtaken(ctx, p)
	return &item, err
}

func (s *Server) listPendingActs(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	all, err := waiting(ctx, s.desk.read, "p.community = ? AND p.expires > ?", v.community, s.Now().Unix())
	if err != nil {
		return err
	}
	list := PendingActs{Items: []PendingAct{}}
	for _, p := range all {
		item, err := s.shown(ctx, p, v)
		if err != nil && !errors.Is(err, index.ErrNotFound) { // a right may be in no roll any more
			return err
		}
		if item == nil {
			continue
		}
		if err := s.vain(ctx, p, item.Missing); err != nil {
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

func (s *Server) postPendingAct(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	var signed act.Signed
	if err := c.Bind(&signed); err != nil {
		return err
	}
	a, err := s.awaits(ctx, signed)
	if err != nil {
		return err
	}
	if len(signed.Signatures) != 1 || a.By != v.credential.ID || a.Community != v.community {
		return refuse("act-mismatch", "第一个签名应当是您登录所用的通行密钥的。", "The one signature has to be that of the passkey you logged in with.")
	}
	now := s.Now().Unix()
	p := pendingAct{
		hash: act.HashOf(signed.Text).String(), community: v.community, kind: a.Type, text: signed.Text, body: v.credential.Body, by: v.credential.ID,
		created: now, expires: min(int64(a.Exp), now+waitsFor),
	}
	first := heldSignature{Signature: signed.Signatures[0]}
	if p.body == "" {
		first.person = v.credential.Person
	}
	p.signatures = []heldSignature{first}
	item, err := s.shown(ctx, p, v)
	if err != nil {
		return err
	}
	if item == nil {
		return refuse("wrong-role", "您不是这个表决权的共有人。", "You do not share in this right.")
	}
	if item.Overtaken {
		return ledgerRefusal(&act.Error{Code: contract.Replayed, Message: "the number was used before"}, p.hash, "")
	}
	if len(item.Missing) >= contract.MaxSignatures {
		return refuse("not-possible-now", "共有人过多，账本无法记录他们的共同签名。", "There are more owners than one act can carry signatures of.")
	}
	if err := s.vain(ctx, p, item.Missing); err != nil {
		return err
	}
	instead, err := s.replaced(ctx, p)
	if err != nil {
		return err
	}
	if err := s.desk.leave(ctx, p, instead); err != nil {
		return err
	}
	s.tellSigners(ctx, p, a.Body, item.Missing)
	return private(c, http.StatusCreated, item)
}

// awaits returns an act of which nothing is wrong but that signatures are missing: another body's, or other owners'.
func (s *Server) awaits(ctx context.Context, signed act.Signed) (act.Act, error) {
	outcome, err := s.judge(ctx, signed)
	if err != nil {
		return act.Act{}, err
	}
	refused := ledgerRefusal(&act.Error{Code: outcome.Code, Message: outcome.Message}, outcome.Act, "")
	a, err := act.Parse(signed.Text, len(signed.Text))
	if err != nil {
		return a, refused
	}
	together := a.Type == "voter.designate" || a.Type == "proxy.grant"
	if outcome.Code == contract.TwoBodies || together && outcome.Code == contract.WrongPerson {
		return a, nil
	}
	if outcome.Code == contract.OK {
		refused = refuse("act-mismatch", "此行为不需要其他人签名，请直接提交。", "The act needs no other signature; post it.")
	}
	return a, refused
}

// pending returns the waiting act that a request names, if it concerns the visitor.
func (s *Server) pending(c *echo.Context) (pendingAct, *PendingAct, error) {
	ctx := c.Request().Context()
	gone := refuse("not-found", "没有等待签名的此行为；可能已经完成或过期。", "No such act awaits a signature; it may be done, or have expired.")
	all, err := waiting(ctx, s.desk.read, "p.act = ? AND p.community = ? AND p.expires > ?", c.Param("act"), who(c).community, s.Now().Unix())
	if err != nil {
		return pendingAct{}, nil, err
	}
	if len(all) == 0 {
		return pendingAct{}, nil, gone
	}
	item, err := s.shown(ctx, all[0], who(c))
	if err == nil && item == nil {
		err = gone
	}
	return all[0], item, err
}

func (s *Server) withdrawPendingAct(c *echo.Context) error {
	p, _, err := s.pending(c)
	if err != nil {
		return err
	}
	if p.by != who(c).credential.ID {
		return refuse("wrong-role", "只有先签名的人可以撤回。", "Only who signed first can take it back.")
	}
	gone, err := s.desk.write.ExecContext(c.Request().Context(),
		"DELETE FROM pending WHERE act = ?1 AND NOT EXISTS (SELECT 1 FROM signatures WHERE act = ?1 AND sent)", p.hash)
	if err != nil {
		return err
	}
	if n, err := gone.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, refuse("not-possible-now", "已经提交。", "It was sent already."))
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *Server) signPendingAct(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	var signature act.Signature
	if err := c.Bind(&signature); err != nil {
		return err
	}
	p, item, err := s.pending(c)
	if err != nil {
		return err
	}
	if err := maySign(p, item, v, signature); err != nil {
		return err
	}
	if err := s.certainlyRefused(ctx, p.with(signature)); err != nil {
		return err
	}
	if err := s.draftReplaced(ctx, p); err != nil {
		return err
	}
	signed, err := s.addSignature(ctx, p, item, heldSignature{Signature: signature, person: ownerOf(p, v)})
	if err != nil {
		return err
	}
	if signed == nil {
		if _, item, err = s.pending(c); err != nil {
			return err
		}
		return private(c, http.StatusOK, item)
	}
	if err = s.relay(c, *signed); err != nil { // the act waits on, for a better moment or officer
		_, failed := s.desk.write.ExecContext(context.WithoutCancel(ctx), "DELETE FROM signatures WHERE act = ? AND by = ?", p.hash, signature.By)
		err = errors.Join(err, failed)
	}
	return err
}

func ownerOf(p pendingAct, v visitor) string {
	if p.body == "" {
		return v.credential.Person
	}
	return ""
}

// maySign says whether a visitor may add a signature to a waiting act.
func maySign(p pendingAct, item *PendingAct, v visitor, signature act.Signature) error {
	again := slices.ContainsFunc(p.signatures[1:], func(s heldSignature) bool { return s.By == signature.By })
	switch {
	case signature.By != v.credential.ID:
		return refuse("act-mismatch", "签名应当是您登录所用的通行密钥的。", "The signature has to be that of the passkey you logged in with.")
	case p.body != "" && v.credential.Body == p.body:
		return ledgerRefusal(&act.Error{Code: contract.TwoBodies, Message: "the second officer is of another body than the first"}, p.hash, "")
	case p.body == "" && item.Mine && !again:
		return refuse("not-possible-now", "您已经签名，正在等待其他共有人。", "You have signed; the other owners' signatures are awaited.")
	case item.Overtaken:
		return refuse("not-possible-now", "先签名的人已用这个序号办理了其他事项，须由其重新签名。", "Its first signer used its number for another act and has to sign it anew.")
	}
	return nil
}

// addSignature keeps a signature, and returns the act with all of them if it was the last one. Signatures that come at the same
// time are kept one after the other, so that exactly one of them is the last.
func (s *Server) addSignature(ctx context.Context, p pendingAct, item *PendingAct, add heldSignature) (*act.Signed, error) {
	var complete *act.Signed
	err := s.desk.inTransaction(ctx, func(tx *sql.Tx) error {
		now, err := waiting(ctx, tx, "p.act = ?", p.hash)
		if err != nil {
			return err
		}
		if len(now) == 0 {
			return refuse("not-found", "此行为已经完成或撤回。", "The act is done, or was taken back.")
		}
		missing := slices.Concat(item.Missing, item.Signed)
		for _, person := range append(now[0].signed(), add.person) {
			missing = slices.DeleteFunc(missing, func(m string) bool { return m == person })
		}
		if len(missing) == 0 {
			signed := now[0].with(add.Signature)
			complete, add.sent = &signed, true
		}
		return keepSignature(ctx, tx, p.hash, add)
	})
	return complete, err
}
