// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"
)

// ErrCeremony says that a passkey's answer was refused: another challenge, origin or key, no user verified, too late. The person
// may begin again; the wrapped error is for logs.
var ErrCeremony = errors.New("the passkey's answer was refused")

// ErrRevoked says that the passkey was revoked. The person logs in with another one, or asks for a recovery.
var ErrRevoked = errors.New("this passkey was revoked")

// RelyingParty makes and checks a community's passkeys (WebAuthn). Its sessions are opaque texts that the caller keeps on the
// server, for one answer each; they end five minutes after they began, by the system's clock.
type RelyingParty struct {
	store     *Store
	community string
	name      string
	web       *webauthn.WebAuthn
}

const ceremonyTime = 5 * time.Minute

// RelyingParty returns the relying party of a community, as its constitution names it.
func (s *Store) RelyingParty(ctx context.Context, community string) (*RelyingParty, error) {
	c, err := s.Constitution(ctx, community)
	if err != nil {
		return nil, err
	}
	limit := webauthn.TimeoutConfig{Enforce: true, Timeout: ceremonyTime, TimeoutUVD: ceremonyTime}
	resident := true
	web, err := webauthn.New(&webauthn.Config{
		RPID: c.RP.ID, RPDisplayName: c.Name, RPOrigins: c.RP.Origins,
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: &resident, ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{Login: limit, Registration: limit},
	})
	if err != nil {
		return nil, fmt.Errorf("relying party %q: %w", c.RP.ID, err)
	}
	return &RelyingParty{store: s, community: community, name: c.Name, web: web}, nil
}

// BeginRegistration returns the options for navigator.credentials.create, and a session. The holder's passkeys are excluded, so
// that a device makes one only. ErrNotFound: there is no such holder.
func (rp *RelyingParty) BeginRegistration(ctx context.Context, h Holder) (options json.RawMessage, session string, err error) {
	user, err := rp.user(ctx, rp.store.read, h)
	if err != nil {
		return nil, "", err
	}
	creation, data, err := rp.web.BeginRegistration(user,
		webauthn.WithExclusions(webauthn.Credentials(user.credentials).CredentialDescriptors()),
		webauthn.WithCredentialParameters([]protocol.CredentialParameter{
			{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256}, // the only one on the ledger
		}))
	if err != nil {
		return nil, "", fmt.Errorf("begin a registration: %w", err)
	}
	return pack(creation, data)
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
	user, err := rp.user(ctx, rp.store.read, h)
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

// BeginLogin returns the options for navigator.credentials.get, and a session. The passkey says who it is; in the background
// (conditional UI) the browser offers it in a text field.
func (rp *RelyingParty) BeginLogin(background bool) (options json.RawMessage, session string, err error) {
	mediation := protocol.MediationDefault
	if background {
		mediation = protocol.MediationConditional
	}
	assertion, data, err := rp.web.BeginDiscoverableMediatedLogin(mediation)
	if err != nil {
		return nil, "", fmt.Errorf("begin a login: %w", err)
	}
	return pack(assertion, data)
}

// A Login is who logged in, and what is to be told to him.
type Login struct {
	Passkey Passkey `json:"passkey"`
	// CloneWarning: the passkey's counter did not grow. Somebody may have a copy of it, or the authenticator counts badly.
	CloneWarning bool `json:"cloneWarning"`
	// Ineligible: the passkey's backup eligibility is no longer that of its registration, as some systems change it. The ledger
	// refuses acts signed with it (BACKUP_FLAGS); the person has to enrol a new passkey for them.
	Ineligible bool `json:"ineligible"`
}

// FinishLogin checks the browser's answer. ErrCeremony: it is refused; ErrRevoked: the passkey was.
func (rp *RelyingParty) FinishLogin(ctx context.Context, session string, answer []byte) (Login, error) {
	var data webauthn.SessionData
	if err := json.Unmarshal([]byte(session), &data); err != nil {
		return Login{}, fmt.Errorf("a login's session: %w", err)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Login{}, refused(err)
	}
	var login Login
	err = rp.store.change(ctx, rp.community, func(t *transaction) error {
		var err error
		login, err = rp.login(ctx, t, data, parsed)
		return err
	})
	return login, err
}

func (rp *RelyingParty) login(ctx context.Context, t *transaction, data webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData) (Login, error) {
	k, err := one(ctx, t, (*Passkey).fields, passkeyColumns+"WHERE k.community = $1 AND k.id = $2", rp.community, encode(parsed.RawID))
	if err != nil {
		return Login{}, refused(err)
	}
	if k.Revoked > 0 {
		return Login{}, ErrRevoked
	}
	user, err := rp.user(ctx, t, k.Holder)
	if err != nil {
		return Login{}, err
	}
	flags := parsed.Response.AuthenticatorData.Flags
	user.align(parsed.RawID, flags.HasBackupEligible())
	_, credential, err := rp.web.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return user, nil }, data, parsed)
	if err != nil {
		return Login{}, refused(err)
	}
	login := Login{CloneWarning: credential.Authenticator.CloneWarning, Ineligible: flags.HasBackupEligible() != (k.Flags&flagBE != 0)}
	turned := flags.HasBackupEligible() != (k.LastFlags&flagBE != 0)
	k.LastFlags, k.Counter, k.Used = uint8(flags), credential.Authenticator.SignCount, t.at
	if login.CloneWarning {
		k.Clones++
		credential.Authenticator.CloneWarning = false // the next login is judged by itself
	}
	login.Passkey = k
	return login, t.usedPasskey(ctx, k, credential, login.CloneWarning, turned)
}

func refused(err error) error {
	if detailed := (*protocol.Error)(nil); errors.As(err, &detailed) && detailed.DevInfo != "" {
		err = fmt.Errorf("%w (%s)", err, detailed.DevInfo)
	}
	return fmt.Errorf("%w: %w", ErrCeremony, err)
}

// pack writes a ceremony's options for the browser and its session for the server.
func pack(options, session any) (json.RawMessage, string, error) {
	public, err := json.Marshal(options)
	if err != nil {
		return nil, "", err
	}
	private, err := json.Marshal(session)
	return public, string(private), err
}

// user is a holder with the passkeys he may use.
type user struct {
	handle      []byte
	name        string
	credentials []webauthn.Credential
}

func (u *user) WebAuthnID() []byte                         { return u.handle }
func (u *user) WebAuthnName() string                       { return u.name }
func (u *user) WebAuthnDisplayName() string                { return u.name }
func (u *user) WebAuthnCredentials() []webauthn.Credential { return u.credentials }

// align gives the credential the backup eligibility that its answer has. Signature, origin and challenge are checked all the same; the
// change is recorded. Without it nobody could log in again with a passkey whose system has changed its mind.
func (u *user) align(id []byte, eligible bool) {
	for i := range u.credentials {
		if string(u.credentials[i].ID) == string(id) {
			u.credentials[i].Flags.BackupEligible = eligible
		}
	}
}

func (rp *RelyingParty) user(ctx context.Context, q querier, h Holder) (*user, error) {
	query, id := "SELECT handle, name FROM people WHERE community = $1 AND pseudonym = $2 AND erased = 0", h.Person
	if h.Officer != "" {
		query, id = "SELECT handle, name FROM officers WHERE community = $1 AND id = $2 AND ended = 0", h.Officer
	}
	type row struct{ handle, name string }
	r, err := one(ctx, q, func(r *row) []any { return []any{&r.handle, &r.name} }, query, rp.community, id)
	if err != nil {
		return nil, named(err, "holder %q", id)
	}
	u := &user{name: rp.name + " " + r.name}
	if u.handle, err = base64.RawURLEncoding.DecodeString(r.handle); err != nil {
		return nil, fmt.Errorf("handle of %q: %w", id, err)
	}
	records, err := all(ctx, q, column[string], `SELECT record FROM passkeys
		WHERE community = $1 AND person = $2 AND officer = $3 AND revoked = 0`, rp.community, h.Person, h.Officer)
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
