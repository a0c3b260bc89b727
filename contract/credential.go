// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/linli-project/linli/act"
)

// CredentialKind says whose passkey a credential is.
type CredentialKind string

// The kinds of credential.
const (
	Officer CredentialKind = "officer" // acts for a body
	Owner   CredentialKind = "owner"   // acts for a person of the roll
	Worker  CredentialKind = "worker"  // works for a body: takes its orders, and decides nothing
)

// Status of a credential.
type Status string

// The statuses, in order.
const (
	StatusPending Status = "pending" // enrolled, not confirmed
	Active        Status = "active"
	StatusRevoked Status = "revoked"
)

// Credential is a passkey on the ledger.
type Credential struct {
	ID      string         `json:"id"`
	Kind    CredentialKind `json:"kind"`
	Body    string         `json:"body,omitempty"`   // officers and workers: the body's id
	Person  string         `json:"person,omitempty"` // owners: the pseudonym
	Passkey act.Passkey    `json:"passkey"`
	Status  Status         `json:"status"`
	Act     string         `json:"act,omitempty"` // hash of the act that enrolled it

	// Declared is which person of the roll an officer is, if his administrator says so. It keeps him from acting for himself,
	// and gives him nothing: nobody is somebody else because his own body says it.
	Declared string `json:"declared,omitempty"`
}

// Credentials are a community's, by id.
const Credentials Ref[Credential] = "credential" // C~id: a passkey

func (c Credential) mustBeActive() error {
	switch c.Status {
	case Active:
		return nil
	case StatusPending:
		return act.Refuse(Pending)
	case StatusRevoked:
	}
	return act.Refuse(Revoked)
}
