// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// enrolmentGroup makes passkeys: for who has a letter, and for officers who have a link.
type enrolmentGroup struct {
	*logins
	ceremonies ceremonies
	gate       *gate
	origin     string
	genesis    string // hash of the channel's first block
	onLedger   func(ctx context.Context, community, body string, key people.OfficerKey) error
}

// proofWithin is how far the clock of a resident's device may be off.
const proofWithin = 5 * time.Minute

// proofText is what a code signs to prove that a letter is in the sender's hands, to the server whose pages have this origin and to
// no other. It is no act, since acts are JSON objects.
func proofText(origin, community string, at int64) string {
	return fmt.Sprintf("linli/enrolment/v2\n%s\n%s\n%d", origin, community, at)
}

// proved returns the letter whose code has made the proof. That no letter has the code, and that the proof is wrong, are told
// alike, so that nothing is learnt from the public keys on the ledger.
func (g *enrolmentGroup) proved(ctx context.Context, p EnrolmentProof) (identity.LetterState, error) {
	unproved := refuse("bad-proof", "请核对信上的邀请码；手机的时间也应当准确。", "Compare the code with the letter; the device's clock has to be right, too.")
	public, err := base64.RawURLEncoding.DecodeString(p.Code)
	if err != nil {
		return identity.LetterState{}, unproved
	}
	signature, err := base64.RawURLEncoding.DecodeString(p.Proof)
	if err != nil {
		return identity.LetterState{}, unproved
	}
	off := g.now().Sub(time.Unix(p.At, 0)).Abs()
	err = act.Signature{By: "invite", Sig: signature}.VerifyInvite(proofText(g.origin, p.Community, p.At), public)
	if err != nil || off > proofWithin {
		g.log.Info("a proof of an invitation code was refused")
		return identity.LetterState{}, unproved
	}
	if err := g.gate.limits["codes"].take(ctx, "code "+p.Code); err != nil { // who has proved it hears that it is good
		return identity.LetterState{}, err
	}
	letter, err := g.store.Invitation(ctx, p.Community, public)
	switch {
	case errors.Is(err, identity.ErrNotFound):
		g.log.Info("a proof of an invitation code was refused")
		return letter, unproved
	case errors.Is(err, identity.ErrConflict):
		return letter, &refusal{kind: "code-used", detail: text{"邀请已经用过、已过期，或已被新的信取代；请联系业委会。", err.Error()}, cause: err}
	}
	return letter, err
}

func (g *enrolmentGroup) lookUpEnrolment(c *echo.Context) error {
	ctx := c.Request().Context()
	var proof EnrolmentProof
	if err := c.Bind(&proof); err != nil {
		return err
	}
	letter, err := g.proved(ctx, proof)
	if err != nil {
		return err
	}
	if err := g.leaveOthers(c, proof.Community, identity.Holder{Person: letter.Person}); err != nil {
		return err
	}
	public, err := base64.RawURLEncoding.DecodeString(proof.Code)
	if err != nil {
		return err
	}
	code, err := index.Read(ctx, g.index, people.Codes, proof.Community, letter.Person)
	if err != nil && !errors.Is(err, index.ErrNotFound) {
		return err
	}
	return private(c, http.StatusOK, Invitation{
		Person: letter.Person, Greeting: masked(letter.Name), House: letter.House, Expires: letter.Expires,
		OnLedger: bytes.Equal(code.Code, public) && !code.Withdrawn,
	})
}

// masked shows the first character of a name.
func masked(name string) string {
	_, size := utf8.DecodeRuneInString(name)
	return name[:size] + strings.Repeat("*", max(utf8.RuneCountInString(name)-1, 0))
}

func (g *enrolmentGroup) beginRegistration(c *echo.Context) error {
	ctx := c.Request().Context()
	var proof EnrolmentProof
	if err := c.Bind(&proof); err != nil {
		return err
	}
	letter, err := g.proved(ctx, proof)
	if err != nil {
		return err
	}
	return g.register(c, proof.Community, identity.Holder{Person: letter.Person})
}

// registration is for whom a passkey is made.
type registration struct {
	Community string          `json:"community"`
	Holder    identity.Holder `json:"holder"`
	Session   string          `json:"session"` // the relying party's
}

// register begins a registration, and keeps for whom until the browser answers.
func (g *enrolmentGroup) register(c *echo.Context, community string, holder identity.Holder) error {
	if err := g.leaveOthers(c, community, holder); err != nil {
		return err
	}
	ctx := c.Request().Context()
	rp, err := g.store.RelyingParty(ctx, community, g.origin)
	if err != nil {
		return err
	}
	begun, err := rp.BeginRegistration(ctx, holder)
	if err != nil {
		return err
	}
	if err := g.ceremonies.beginCeremony(c, registering, begun.Challenge, registration{community, holder, begun.Session}); err != nil {
		return err
	}
	return private(c, http.StatusOK, begun.Options)
}

func (g *enrolmentGroup) finishRegistration(c *echo.Context) error {
	var body struct {
		Credential json.RawMessage `json:"credential"`
		Label      string          `json:"label"`
	}
	if err := c.Bind(&body); err != nil {
		return err
	}
	var answer struct {
		Response struct {
			ClientData act.Bytes `json:"clientDataJSON"`
		} `json:"response"`
	}
	if err := json.Unmarshal(body.Credential, &answer); err != nil {
		return refuse("bad-request", "", "")
	}
	ctx := c.Request().Context()
	var of registration
	if _, err := g.ceremonies.endCeremony(c, registering, answer.Response.ClientData, &of); err != nil {
		return err
	}
	rp, err := g.store.RelyingParty(ctx, of.Community, g.origin)
	if err != nil {
		return err
	}
	key, err := g.once(ctx, of.Community, of.Holder, func() (identity.Passkey, error) {
		return rp.FinishRegistration(ctx, of.Holder, of.Session, body.Credential, body.Label)
	})
	if err != nil {
		return err
	}
	passkey, err := key.Ledger()
	if err != nil {
		return err
	}
	worksFor := ""
	if of.Holder.Worker != "" {
		worker, err := g.store.Worker(ctx, of.Community, of.Holder.Worker)
		if err != nil {
			return err
		}
		worksFor = worker.Body
	}
	return private(c, http.StatusCreated, NewPasskey{
		ID: key.ID, Person: of.Holder.Person, Officer: of.Holder.Officer, Worker: of.Holder.Worker, Body: worksFor, Passkey: passkey,
		Admitted: g.admitted(ctx, of.Community, of.Holder, key.ID, passkey),
	})
}
