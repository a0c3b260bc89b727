// SPDX-License-Identifier: Apache-2.0

package api

import (
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

var errWorkersLinkUsed = refuse("bad-proof", "链接已经用过或已过期，请向本单位的经办人索取新的链接。",
	"The link was used, or has expired; ask an officer of your body for a new one.")

func (g *enrolmentGroup) beginWorkerRegistration(c *echo.Context) error {
	var body BeginWorkerRegistrationJSONRequestBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	var worker string
	err := g.db.shared.Read.QueryRowContext(c.Request().Context(),
		"SELECT worker FROM invited WHERE token = $1 AND community = $2 AND worker <> '' AND expires > $3",
		hashed(body.Token), body.Community, g.now().Unix()).Scan(&worker)
	if errors.Is(err, sql.ErrNoRows) {
		g.log.Info("a worker's invitation was refused")
		return errWorkersLinkUsed
	}
	if err != nil {
		return err
	}
	return g.register(c, body.Community, identity.Holder{Worker: worker})
}

// agreeWorkerRegistration keeps what a worker's new passkey has signed, until an officer signs worker.enrol with it. Whoever has the
// passkey may leave it, and nobody else can.
func (g *enrolmentGroup) agreeWorkerRegistration(c *echo.Context) error {
	var body struct {
		Community string `json:"community"`
		Worker    string `json:"worker"`
		order.Agreement
	}
	if err := c.Bind(&body); err != nil {
		return err
	}
	ctx := c.Request().Context()
	community, err := g.community(ctx, body.Community)
	if err != nil {
		return err
	}
	key, err := g.store.Passkey(ctx, body.Community, body.Worker)
	if err == nil && key.Worker == "" {
		err = identity.ErrNotFound
	}
	if err != nil {
		return err
	}
	w, err := g.store.Worker(ctx, body.Community, key.Worker)
	if err != nil {
		return err
	}
	passkey, err := key.Ledger()
	if err != nil {
		return err
	}
	agreed := act.Signature{By: body.Worker, ClientData: body.ClientData, AuthData: body.AuthData, Sig: body.Sig}
	text := order.AgreementText(g.genesis, body.Community, w.Body, body.Worker)
	if err := agreed.VerifyPasskey(act.HashOf(text), passkey, community.RP); err != nil {
		return &refusal{kind: "ceremony-refused", cause: err}
	}
	_, err = g.index.Get(ctx, contract.Credentials, body.Community, body.Worker)
	if !errors.Is(err, index.ErrNotFound) {
		return errors.Join(err, refuse("not-possible-now", "已经登记完成。", "The passkey is enrolled already."))
	}
	enrol, err := json.Marshal(order.WorkerEnrol{Agreed: body.Agreement, Passkey: passkey, Worker: body.Worker})
	if err != nil {
		return err
	}
	if err := g.store.WorkerAgreed(ctx, body.Community, w.ID, string(enrol)); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
