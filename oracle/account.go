// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/push"
	"github.com/linli-project/linli/oracle/store"
)

// Proof is by what a device proves its name.
type Proof string

// The proofs.
const (
	Certificate Proof = "certificate" // MQTT
	Password    Proof = "password"    // MQTT
	Digest      Proof = "digest"      // HTTP: a user's name and password, as cameras have them
	Token       Proof = "token"       // HTTP: a part of the address
)

// Proofs are all that there are.
func Proofs() []Proof { return []Proof{Certificate, Password, Digest, Token} }

// Credential is what a device is given to prove its name with, which is seen only once.
type Credential struct {
	Name        string   `json:"name"`
	Certificate string   `json:"certificate,omitempty"` // with its key, PEM
	Password    string   `json:"password,omitempty"`
	Digest      string   `json:"digest,omitempty"` // a password
	Token       string   `json:"token,omitempty"`
	Authority   string   `json:"authority,omitempty"` // PEM: by it a device knows the broker
	Says        []string `json:"says,omitempty"`      // the topics on which it may speak
	Told        []string `json:"told,omitempty"`      // and listen
}

// Reasons why no credential is issued, to be tested with errors.Is.
var (
	ErrNotEnrolled = errors.New("no such device of this body is enrolled: two officers enrol it first")
	ErrProof       = errors.New("there is no such proof")
)

// Issue gives an enrolled device, by its id, something to prove the name with that it connects with. What it had before no longer counts.
func (o *Oracle) Issue(ctx context.Context, id string, by Proof) (Credential, error) {
	d, err := index.Read(ctx, o.Mirror, device.Devices, o.Community, id)
	if errors.Is(err, index.ErrNotFound) || err == nil && (d.Body != o.Body || d.Withdrawn != "") {
		return Credential{}, ErrNotEnrolled
	}
	if err != nil {
		return Credential{}, err
	}
	c, err := issueTo(ctx, o.authority, o.Store, d, by, o.Now())
	if err == nil {
		err = o.readAccounts(ctx)
	}
	if err == nil {
		_, err = o.ear(ctx) // so that the device is let in from now on, also if it was enrolled a moment ago
	}
	return c, err
}

// Issue does the same where an oracle keeps its files. One that runs meanwhile takes it up within seconds.
func Issue(ctx context.Context, dir string, d device.Device, by Proof, now time.Time) (c Credential, err error) {
	o := &Oracle{Config: Config{Dir: dir}}
	if err := o.openKept(ctx); err != nil {
		return Credential{}, errors.Join(err, o.Close())
	}
	c, err = issueTo(ctx, o.authority, o.Store, d, by, now)
	return c, errors.Join(err, o.Close())
}

func issueTo(ctx context.Context, a *broker.Authority, s *store.Store, d device.Device, by Proof, now time.Time) (Credential, error) {
	c, account, err := issue(a, d.Transport, by)
	if err != nil {
		return Credential{}, err
	}
	if by == Certificate || by == Password {
		c.Authority = string(a.Certificate())
		c.Says, c.Told = dialect.Topics(d.Profile, d.Transport)
	}
	account.Name, account.Says, account.Told, account.Issued = d.Transport, c.Says, c.Told, now.UnixMilli()
	return c, s.Change(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.KeepAccount(account), tx.Admitted(d.Transport))
	})
}

// issue makes a credential, and what is kept of it.
func issue(authority *broker.Authority, name string, by Proof) (c Credential, a store.Account, err error) {
	c.Name = name
	switch by {
	case Certificate:
		var text []byte
		text, a.Certificate, err = authority.Issue(name)
		c.Certificate = string(text)
	case Password:
		c.Password, a.Password, err = broker.NewPassword()
	case Digest:
		c.Digest, _ = push.NewToken()
		digest := push.NewDigest(name, c.Digest)
		a.DigestMD5, a.DigestSHA = digest.MD5, digest.SHA256
	case Token:
		c.Token, a.Token = push.NewToken()
	default:
		err = fmt.Errorf("%w: %q", ErrProof, by)
	}
	return c, a, err
}

func (o *Oracle) readAccounts(ctx context.Context) error {
	accounts, err := o.Store.Accounts(ctx)
	if err != nil {
		return err
	}
	o.accounts.Store(&accounts)
	return nil
}

// admitted is how a device proves its name, if it is enrolled by now.
func (o *Oracle) admitted(name string) (store.Account, bool) {
	ear := o.heard.Load()
	if ear == nil {
		return store.Account{}, false
	}
	if _, ok := ear.Register.Speaker(name); !ok {
		return store.Account{}, false
	}
	a, ok := (*o.accounts.Load())[name]
	return a, ok
}

// device is a device as the broker asks for it.
func (o *Oracle) device(name string) (broker.Device, bool) {
	a, ok := o.admitted(name)
	return broker.Device{Certificate: a.Certificate, Password: a.Password, Publishes: a.Says, Commands: a.Told}, ok
}

// account is a device as it is asked for where it pushes.
func (o *Oracle) account(name string) (push.Account, bool) {
	a, ok := o.admitted(name)
	return push.Account{Digest: push.Digest{MD5: a.DigestMD5, SHA256: a.DigestSHA}, Token: a.Token}, ok
}
