// SPDX-License-Identifier: Apache-2.0

package people

import (
	"cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// CredentialRevoke is the body of credential.revoke, by the person himself or by two officers of different bodies.
type CredentialRevoke struct {
	Credential string `json:"credential"`
	Reason     string `json:"reason"` // SHA-256 (hex) of the reason's text
}

func revokeCredential(c *contract.Context, b CredentialRevoke) error {
	credential, ok, err := contract.Credentials.Get(c, c.Act.Community, b.Credential)
	if err != nil || !ok || credential.Kind != contract.Owner {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "owner-credential"))
	}
	if !contract.IsHash(b.Reason) {
		return act.Refuse(act.BadField, "of", "reason-text")
	}
	if c.Signers[0].Kind == contract.Owner && c.Signers[0].Person != credential.Person {
		return act.Refuse(contract.WrongPerson, "of", "revoke")
	}
	if c.Signers[0].Kind == contract.Officer {
		if err := NotOwn(c, credential.Person); err != nil {
			return err
		}
	}
	credential.Status = contract.StatusRevoked
	return contract.Credentials.Put(c, credential, c.Act.Community, b.Credential)
}
