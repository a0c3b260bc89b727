// SPDX-License-Identifier: Apache-2.0

package people

import (
	"cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// CredentialConfirm is the body of credential.confirm: two officers of different bodies vouch that these enrolments
// were made by the persons they name, at most a thousand at a time.
type CredentialConfirm struct {
	Credentials []string `json:"credentials"`
}

func confirmCredentials(c *contract.Context, b CredentialConfirm) error {
	if len(b.Credentials) == 0 || len(b.Credentials) > maxBulk {
		return act.Refuse(act.BadField, "of", "bulk-confirm", "most", maxBulk)
	}
	keys := make([]string, len(b.Credentials))
	for i, id := range b.Credentials {
		keys[i] = contract.Credentials.Key(c.Act.Community, id)
	}
	if err := c.Prefetch(keys); err != nil {
		return err
	}
	if err := prefetchOffices(c, b.Credentials); err != nil {
		return err
	}
	for _, id := range b.Credentials {
		if err := confirm(c, id); err != nil {
			return err
		}
	}
	return nil
}

// prefetchOffices reads the offices of the persons whose credentials these are.
func prefetchOffices(c *contract.Context, credentials []string) error {
	keys := make([]string, 0, len(credentials))
	for _, id := range credentials {
		credential, _, err := contract.Credentials.Get(c, c.Act.Community, id)
		if err != nil {
			return err
		}
		keys = append(keys, OfficesOf.Key(c.Act.Community, credential.Person))
	}
	return c.Prefetch(keys)
}

func confirm(c *contract.Context, id string) error {
	credential, ok, err := contract.Credentials.Get(c, c.Act.Community, id)
	if err != nil || !ok || credential.Kind != contract.Owner {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "owner-credential"))
	}
	if credential.Status == contract.StatusRevoked {
		return act.Refuse(contract.Revoked)
	}
	if err := NotOwn(c, credential.Person); err != nil {
		return err
	}
	credential.Status = contract.Active
	return contract.Credentials.Put(c, credential, c.Act.Community, id)
}
