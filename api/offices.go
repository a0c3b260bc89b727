// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"slices"

	"github.com/linli-project/linli/contract/people"
)

// officesOf are the bodies that a person is an officer of, as two bodies have put on record.
func (s *Server) officesOf(ctx context.Context, community, person string) ([]string, error) {
	offices, err := optional(ctx, s.Index, people.OfficesOf, community, person)
	return offices.Bodies, err
}

// sharesOffice says whether a person is on record as an officer of the visitor's body: then the ledger takes from the visitor no
// confirmation or revocation of that person's passkeys, no answer to his objections and no paper ballot of his.
func (s *Server) sharesOffice(ctx context.Context, v visitor, person string) (bool, error) {
	bodies, err := s.officesOf(ctx, v.community, person)
	return slices.Contains(bodies, v.credential.Body), err
}
