// SPDX-License-Identifier: Apache-2.0

package village

import (
	"github.com/linli-project/linli/contract/order"
)

// Employ is what an officer signs to have somebody with a fresh passkey work for a body, who has agreed to it.
func (v *Village) Employ(s *Signer) (order.WorkerEnrol, error) {
	agreed, err := s.Key.Sign(order.AgreementText(v.Constitution.Net, v.ID, s.Body, s.Key.ID()))
	return order.WorkerEnrol{
		Agreed:  order.Agreement{AuthData: agreed.AuthData, ClientData: agreed.ClientData, Sig: agreed.Sig},
		Passkey: s.Key.Passkey(), Worker: s.Key.ID(),
	}, err
}
