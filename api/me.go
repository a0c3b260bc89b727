// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/dispatch"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/notify"
)

// meGroup is what people see and do about themselves.
type meGroup struct {
	register
	notify   *notify.Notifier
	dispatch *dispatch.Dispatch
}

// confirmed is who has logged in, if two bodies have confirmed that he is the person he says: nobody else sees or leaves what is personal.
func confirmed(c *echo.Context) (visitor, error) {
	v := who(c)
	if v.credential.Status != contract.Active {
		return v, refuse("wrong-role", "您的通行密钥须先由两个单位确认。", "Two bodies have to confirm your passkey first.")
	}
	return v, nil
}

func (g *meGroup) getMe(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	session, err := g.sessionOf(ctx, v)
	if err != nil {
		return err
	}
	me := Me{Session: session, Rights: []MyRightItem{}}
	if me.Seq, err = g.nextSeq(ctx, v); err != nil {
		return err
	}
	if me.Credentials, err = g.myCredentials(ctx, v); err != nil {
		return err
	}
	if v.credential.Kind == contract.Owner {
		if me.Rights, err = g.myRights(ctx, v); err != nil {
			return err
		}
		if me.Orders, err = g.myOpenOrders(ctx, v); err != nil {
			return err
		}
		if me.Cases, err = g.myOpenCases(c); err != nil {
			return err
		}
	}
	return private(c, http.StatusOK, me)
}

// myOpenOrders is how many open orders an owner has raised, or affect his household. Who is not confirmed to be the owner has none.
func (g *meGroup) myOpenOrders(ctx context.Context, v visitor) (n int, err error) {
	open := g.dispatch.Open(v.community)
	if len(open) == 0 || v.credential.Status != contract.Active {
		return 0, nil
	}
	of := viewer{visitor: v}
	if of.units, err = g.unitsOf(ctx, v.community, v.credential.Person); err != nil {
		return 0, err
	}
	for _, o := range open {
		if of.reported(o.Order) || len(of.mine(o.Order)) > 0 {
			n++
		}
	}
	return n, nil
}

// myOpenCases is how many cases of an owner's homes have not ended. Who is not confirmed to be the owner has none.
func (g *meGroup) myOpenCases(c *echo.Context) (n int, err error) {
	l, err := g.viewer(c)
	if err != nil || l.v.credential.Status != contract.Active || len(l.homes) == 0 {
		return 0, err
	}
	for o, err := range index.OfHouseholds(l.ctx, g.index, mediation.Cases, l.v.community, l.homes...) {
		if err != nil {
			return 0, err
		}
		if !o.Doc.At(l.now).State.Closed() {
			n++
		}
	}
	return n, nil
}

// nextSeq is the number of the next act that the visitor signs first.
func (g *meGroup) nextSeq(ctx context.Context, v visitor) (int64, error) {
	last, err := g.lastSeq(ctx, v.community, v.credential)
	return last + 1, err
}

// lastSeq is the last number that was used where a passkey's acts are numbered.
func (g *meGroup) lastSeq(ctx context.Context, community string, by contract.Credential) (int64, error) {
	last, err := index.Optional(ctx, g.index, contract.Sequences, by.Numbering(community)...)
	return last.Seq, err
}

// myCredentials are the visitor's passkeys that the ledger knows.
func (g *meGroup) myCredentials(ctx context.Context, v visitor) ([]MyCredential, error) {
	keys, err := g.mine(ctx, v)
	if err != nil {
		return nil, err
	}
	all := []MyCredential{}
	for _, key := range keys {
		if key.Status != PersonDetailPasskeysStatusMade {
			all = append(all, MyCredential{
				ID: key.ID, Status: MyCredentialStatus(key.Status), Current: key.ID == v.credential.ID, Label: key.Label, Added: key.Added,
				Used: key.Used,
			})
		}
	}
	return all, nil
}

// mine are the visitor's passkeys: all of an owner's; the one in use of who is not confirmed to be the person; of an officer, whom
// the ledger does not tell from his colleagues, those that this server's store knows, or the one in use.
func (g *meGroup) mine(ctx context.Context, v visitor) ([]PersonPasskey, error) {
	if v.credential.Kind == contract.Owner && v.credential.Status == contract.Active {
		return g.passkeysOf(ctx, v.community, v.credential.Person)
	}
	own, err := g.store.Passkey(ctx, v.community, v.credential.ID)
	if errors.Is(err, identity.ErrNotFound) {
		return g.listed(ctx, []contract.Credential{v.credential}, nil)
	}
	if err != nil {
		return nil, err
	}
	known := []identity.Passkey{own}
	if v.credential.Kind == contract.Officer {
		if known, err = g.store.Passkeys(ctx, v.community, own.Holder); err != nil {
			return nil, err
		}
	}
	var enrolled []contract.Credential
	for _, key := range known {
		credential, err := index.Read(ctx, g.index, contract.Credentials, v.community, key.ID)
		if errors.Is(err, index.ErrNotFound) {
			continue // made, and not on the ledger
		}
		if err != nil {
			return nil, err
		}
		enrolled = append(enrolled, credential)
	}
	return g.listed(ctx, enrolled, known)
}

func (g *meGroup) labelCredential(c *echo.Context) error {
	ctx := c.Request().Context()
	var body LabelCredentialJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	v := who(c)
	if c.Param("credential") != v.credential.ID {
		if _, err := confirmed(c); err != nil {
			return err
		}
	}
	own, err := g.store.Passkey(ctx, v.community, v.credential.ID)
	if err != nil {
		return err
	}
	if err := g.store.LabelPasskey(ctx, v.community, c.Param("credential"), body.Label, own.Holder); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
