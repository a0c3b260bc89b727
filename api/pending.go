// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// waitsFor is how long, in seconds, an act may await its second signature.
const waitsFor = 14 * 24 * 3600

// pendingAct is an act with the first of its two signatures.
type pendingAct struct {
	hash, community, kind, body, by string
	created, expires                int64
	signed                          act.Signed
	second                          *act.Signature // once it was sent with it
}

const pendingColumns = "SELECT act, community, type, body, by, created, expires, signed, second FROM pending "

func scanPending(row interface{ Scan(...any) error }) (p pendingAct, err error) {
	var signed, second string
	if err := row.Scan(&p.hash, &p.community, &p.kind, &p.body, &p.by, &p.created, &p.expires, &signed, &second); err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(signed), &p.signed); err != nil || second == "" {
		return p, err
	}
	p.second = &act.Signature{}
	return p, json.Unmarshal([]byte(second), p.second)
}

func (p pendingAct) shown(v visitor) PendingAct {
	return PendingAct{
		Act: p.hash, Type: p.kind, Text: p.signed.Text, Body: p.body, By: p.by, Created: p.created, Expires: p.expires,
		Mine: p.body == v.credential.Body, Sent: p.second != nil,
	}
}

func (s *Server) listPendingActs(c *echo.Context) error {
	v := who(c)
	rows, err := s.desk.read.QueryContext(c.Request().Context(), pendingColumns+"WHERE community = ? AND expires > ? ORDER BY created, act",
		v.community, s.Now().Unix())
	if err != nil {
		return fmt.Errorf("list the waiting acts: %w", err)
	}
	defer rows.Close()
	list := PendingActs{Items: []PendingAct{}}
	for rows.Next() {
		p, err := scanPending(rows)
		if err != nil {
			return err
		}
		list.Items = append(list.Items, p.shown(v))
	}
	if err := rows.Err(); err != nil {
		return err
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
	outcome, err := s.judge(ctx, signed)
	if err != nil {
		return err
	}
	// TWO_BODIES says it all: the act is well-formed, the signature is an active officer's and good, and another one is missing.
	if outcome.Code != contract.TwoBodies {
		return ledgerRefusal(&act.Error{Code: outcome.Code, Message: outcome.Message}, outcome.Act, "")
	}
	a, err := act.Parse(signed.Text, len(signed.Text))
	if err != nil {
		return err
	}
	if len(signed.Signatures) != 1 || a.By != v.credential.ID || a.Community != v.community {
		return refuse("act-mismatch", "第一个签名应当是您登录所用的通行密钥的。", "The one signature has to be that of the passkey you logged in with.")
	}
	raw, err := json.Marshal(signed)
	if err != nil {
		return err
	}
	now := s.Now().Unix()
	p := pendingAct{
		hash: outcome.Act, community: v.community, kind: a.Type, body: v.credential.Body, by: v.credential.ID, signed: signed,
		created: now, expires: min(int64(a.Exp), now+waitsFor),
	}
	if _, err := s.desk.write.ExecContext(ctx, `INSERT INTO pending (act, community, type, signed, body, by, created, expires)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		p.hash, p.community, p.kind, string(raw), p.body, p.by, p.created, p.expires); err != nil {
		return fmt.Errorf("keep an act that waits: %w", err)
	}
	return private(c, http.StatusCreated, p.shown(v))
}

// pending returns the waiting act that a request names, of the visitor's community.
func (s *Server) pending(ctx context.Context, c *echo.Context) (pendingAct, error) {
	p, err := scanPending(s.desk.read.QueryRowContext(ctx, pendingColumns+"WHERE act = ? AND community = ? AND expires > ?",
		c.Param("act"), who(c).community, s.Now().Unix()))
	if errors.Is(err, sql.ErrNoRows) {
		err = refuse("not-found", "没有等待签名的此行为；可能已经完成或过期。", "No such act awaits a signature; it may be done, or have expired.")
	}
	return p, err
}

func (s *Server) withdrawPendingAct(c *echo.Context) error {
	ctx := c.Request().Context()
	p, err := s.pending(ctx, c)
	if err != nil {
		return err
	}
	if p.by != who(c).credential.ID {
		return refuse("wrong-role", "只有先签名的人可以撤回。", "Only who signed first can take it back.")
	}
	gone, err := s.desk.write.ExecContext(ctx, "DELETE FROM pending WHERE act = ? AND second = ''", p.hash)
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
	p, err := s.pending(ctx, c)
	if err != nil {
		return err
	}
	switch {
	case signature.By != v.credential.ID:
		return refuse("act-mismatch", "签名应当是您登录所用的通行密钥的。", "The signature has to be that of the passkey you logged in with.")
	case v.credential.Body == p.body:
		return ledgerRefusal(&act.Error{Code: contract.TwoBodies, Message: "the second officer is of another body than the first"}, p.hash, "")
	}
	signed := act.Signed{Text: p.signed.Text, Signatures: append(slices.Clone(p.signed.Signatures), signature)}
	if err := s.certainlyRefused(ctx, signed); err != nil {
		return err
	}
	raw, err := json.Marshal(signature)
	if err != nil {
		return err
	}
	if _, err := s.desk.write.ExecContext(ctx, "UPDATE pending SET second = ? WHERE act = ?", string(raw), p.hash); err != nil {
		return fmt.Errorf("keep a second signature: %w", err)
	}
	err = s.relay(c, signed)
	if act.CodeOf(err) != "" { // refused: the act waits on, for a better moment or officer
		_, failed := s.desk.write.ExecContext(context.WithoutCancel(ctx), "UPDATE pending SET second = '' WHERE act = ?", p.hash)
		err = errors.Join(err, failed)
	}
	return err
}
