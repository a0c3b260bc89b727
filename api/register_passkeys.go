// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// passkeysOf are an owner's passkeys.
func (r register) passkeysOf(ctx context.Context, community, person string) ([]PersonPasskey, error) {
	known, err := r.store.Passkeys(ctx, community, identity.Holder{Person: person})
	if err != nil {
		return nil, err
	}
	enrolled, err := r.index.CredentialsOf(ctx, community, person)
	if err != nil {
		return nil, err
	}
	return r.listed(ctx, enrolled, known)
}

// listed joins what the ledger and this server's store know of passkeys. Those that were enrolled through another body's server have
// no label, and the time of their enrolment.
func (r register) listed(ctx context.Context, enrolled []contract.Credential, known []identity.Passkey) ([]PersonPasskey, error) {
	list := []PersonPasskey{}
	for _, key := range known {
		item := PersonPasskey{ID: key.ID, Label: key.Label, Added: key.Added, Used: key.Used, Status: PersonDetailPasskeysStatusMade}
		for _, c := range enrolled {
			if c.ID == key.ID {
				item.Status = PersonDetailPasskeysStatus(c.Status)
			}
		}
		list = append(list, item)
	}
	for _, c := range enrolled {
		if slices.ContainsFunc(known, func(key identity.Passkey) bool { return key.ID == c.ID }) {
			continue
		}
		enrolment, err := r.index.Act(ctx, c.Act)
		if err != nil && !errors.Is(err, index.ErrNotFound) { // an officer's has none
			return nil, err
		}
		list = append(list, PersonPasskey{ID: c.ID, Added: enrolment.At, Status: PersonDetailPasskeysStatus(c.Status)})
	}
	return list, nil
}
