// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"
)

// ErrCeremony says that a passkey's answer was refused: another challenge, origin or key, no user verified, too late. The person
// may begin again; the wrapped error is for logs.
var ErrCeremony = errors.New("the passkey's answer was refused")

// ErrOrigin says that a community's passkeys do not work on a server's pages: its constitution does not name their origin.
var ErrOrigin = errors.New("the community's constitution does not name this origin")

// RelyingParty registers a community's passkeys (WebAuthn). Its sessions are opaque texts that the caller keeps on the server, for
// one answer each; they end five minutes after they began, by the system's clock. Logins are checked like acts, against the ledger.
type RelyingParty struct {
	store     *Store
	community string
	name      string
	web       *webauthn.WebAuthn
}

const ceremonyTime = 5 * time.Minute

// RelyingParty returns the relying party of a community, as its constitution names it, for the server whose pages have one of its
// origins: an answer that was made on another one's pages is refused. ErrOrigin: the constitution does not name that origin.
func (s *Store) RelyingParty(ctx context.Context, community, origin string) (*RelyingParty, error) {
	c, err := s.Constitution(ctx, community)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(c.RP.Origins, origin) {
		return nil, fmt.Errorf("%w: %s", ErrOrigin, origin)
	}
	limit := webauthn.TimeoutConfig{Enforce: true, Timeout: ceremonyTime, TimeoutUVD: ceremonyTime}
	resident := true
	web, err := webauthn.New(&webauthn.Config{
		RPID: c.RP.ID, RPDisplayName: c.Name, RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: &resident, ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{Registration: limit},
	})
	if err != nil {
		return nil, fmt.Errorf("relying party %q: %w", c.RP.ID, err)
	}
	return &RelyingParty{store: s, community: community, name: c.Name, web: web}, nil
}

// Begun is a registration that awaits the browser's answer.
type Begun struct {
	Challenge string          // base64url
	Options   json.RawMessage // for navigator.credentials.create
	Session   string          // for FinishRegistration
}

// BeginRegistration begins a registration. The holder's passkeys are excluded, so
// that a device makes one only; but not one whose enrolment was interrupted, which is of no use to anybody. ErrNotFound: there is
// no such holder.
func (rp *RelyingParty) BeginRegistration(ctx context.Context, h Holder) (Begun, error) {
	user, err := rp.user(ctx, h)
	if err != nil {
		return Begun{}, err
	}
	creation, data, err := rp.web.BeginRegistration(user,
		webauthn.WithExclusions(webauthn.Credentials(user.credentials).CredentialDescriptors()),
		webauthn.WithCredentialParameters([]protocol.CredentialParameter{
			{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256}, // the only one on the ledger
		}))
	if err != nil {
		return Begun{}, fmt.Errorf("begin a registration: %w", err)
	}
	options, err := json.Marshal(creation)
	if err != nil {
		return Begun{}, err
	}
	session, err := json.Marshal(data)
	return Begun{data.Challenge, options, string(session)}, err
}

// FinishRegistration checks the browser's answer and keeps the new passkey. Passkey.Ledger is what the act credential.enrol names.
// ErrCeremony: the answer is refused; ErrConflict: the passkey is registered already.
func (rp *RelyingParty) FinishRegistration(ctx context.Context, h Holder, session string, answer []byte, label string) (Passkey, error) {
	var data webauthn.SessionData
	if err := json.Unmarshal([]byte(session), &data); err != nil {
		return Passkey{}, fmt.Errorf("a registration's session: %w", err)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Passkey{}, refused(err)
	}
	user, err := rp.user(ctx, h)
	if err != nil {
		return Passkey{}, err
	}
	credential, err := rp.web.CreateCredential(user, data, parsed)
	if err != nil {
		return Passkey{}, refused(err)
	}
	k, err := newPasskey(credential, h, label, uint8(parsed.Response.AttestationObject.AuthData.Flags))
	if err != nil {
		return Passkey{}, refused(err)
	}
	k.Added = rp.store.now()
	return k, rp.store.change(ctx, rp.community, func(t *transaction) error { return t.addPasskey(ctx, k, credential) })
}

func refused(err error) error {
	if detailed := (*protocol.Error)(nil); errors.As(err, &detailed) && detailed.DevInfo != "" {
		err = fmt.Errorf("%w (%s)", err, detailed.DevInfo)
	}
	return fmt.Errorf("%w: %w", ErrCeremony, err)
}

// user is a holder with the passkeys that he has to use.
type user struct {
	handle      []byte
	name        string
	credentials []webauthn.Credential
}

func (u *user) WebAuthnID() []byte                         { return u.handle }
func (u *user) WebAuthnName() string                       { return u.name }
func (u *user) WebAuthnDisplayName() string                { return u.name }
func (u *user) WebAuthnCredentials() []webauthn.Credential { return u.credentials }

func (rp *RelyingParty) user(ctx context.Context, h Holder) (*user, error) {
	query, id := "SELECT handle, name FROM people WHERE community = $1 AND pseudonym = $2 AND erased = 0", h.Person
	switch {
	case h.Officer != "":
		query, id = "SELECT handle, name FROM officers WHERE community = $1 AND id = $2 AND ended = 0", h.Officer
	case h.Worker != "":
		query, id = "SELECT handle, name FROM workers WHERE community = $1 AND id = $2", h.Worker
	}
	type row struct{ handle, name string }
	r, err := one(ctx, rp.store.read, func(r *row) []any { return []any{&r.handle, &r.name} }, query, rp.community, id)
	if err != nil {
		return nil, named(err, "holder %q", id)
	}
	u := &user{name: rp.name + " " + r.name}
	if u.handle, err = base64.RawURLEncoding.DecodeString(r.handle); err != nil {
		return nil, fmt.Errorf("handle of %q: %w", id, err)
	}
	records, err := all(ctx, rp.store.read, column[string], `SELECT k.record FROM passkeys k
		WHERE k.community = $1 AND k.person = $2 AND k.officer = $3 AND k.worker = $4 AND k.revoked = 0 AND (k.officer <> '' OR k.worker <> '' OR EXISTS (
			SELECT 1 FROM enrolments e WHERE e.community = k.community AND e.credential = k.id))`, rp.community, h.Person, h.Officer, h.Worker)
	if err != nil {
		return nil, err
	}
	u.credentials = make([]webauthn.Credential, len(records))
	for i, record := range records {
		if err := json.Unmarshal([]byte(record), &u.credentials[i]); err != nil {
			return nil, fmt.Errorf("a passkey of %q: %w", id, err)
		}
	}
	return u, nil
}
