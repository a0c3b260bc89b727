// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"context"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// signatureSet collects the distinct members whose signature verifies. Distinct by certificate: a policy that wants three must
// not be met by one who signs three times.
//
// Fabric: common/policies/policy.go (SignatureSetToValidIdentities).
type signatureSet struct {
	ids  []*identity
	keys map[string]bool
}

func (s *signatureSet) has(id *identity) bool { return s.keys[id.key] }

func (s *signatureSet) take(id *identity) {
	if s.keys == nil {
		s.keys = map[string]bool{}
	}
	s.ids, s.keys[id.key] = append(s.ids, id), true
}

// add takes a member in if its signature over the message, given in pieces, verifies.
func (s *signatureSet) add(c *channelConfig, serialized, signature []byte, message ...[]byte) error {
	id, err := c.identity(serialized)
	if err != nil {
		return err
	}
	if s.has(id) {
		return nil
	}
	if err := id.verify(signature, message...); err != nil {
		return fmt.Errorf("member of %s: %w", id.membership.id, err)
	}
	s.take(id)
	return nil
}

var errShort = errors.New("too short for a signature")

// openEndorsements verifies every endorsement: a signature over the response and the endorser. One that does not verify is
// nobody's, and is told; the others may suffice. Which of the signers count for what is for the policies to say. A client can add
// as many as it likes, so they are read one at a time. It returns how many there were.
//
// Fabric: core/common/validation/statebased/validator_keylevel.go (Validate).
func (t *transaction) openEndorsements(ctx context.Context, c *channelConfig, endorsed, response []byte) (count int64) {
	each(endorsed, endorsementsField, func(raw []byte) bool {
		err := errShort
		if e := (&peer.Endorsement{}); len(raw) >= leastSigned { // a hostile transaction may have millions that are shorter
			if err = proto.Unmarshal(raw, e); err == nil {
				err = t.signers.add(c, e.GetEndorser(), e.GetSignature(), response, e.GetEndorser())
			}
		}
		if count++; err != nil && t.forged == nil {
			t.forged = fmt.Errorf("endorsement: %w", err)
		}
		return ctx.Err() == nil
	})
	return count
}
