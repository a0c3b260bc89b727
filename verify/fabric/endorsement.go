// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// signatureSet collects the distinct members whose signature verifies.
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

// openEndorsements verifies every endorsement: a signature over the response and the endorser. A client can add as many as it
// likes, so they are read one at a time. It returns how many there were.
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

// judgeEndorsements asks every policy that guards what the transaction writes: of the chaincode it calls and of each
// namespace it writes to; for a key or a private collection with a policy of its own, that one. changed holds the keys
// whose policy an earlier transaction of the block changed.
func (j *Judge) judgeEndorsements(t *transaction, changed map[place]bool) {
	namespaces := map[string]ReadWrites{t.chaincode: {Namespace: t.chaincode, Public: &kvrwset.KVRWSet{}}}
	seen := map[string]bool{}
	for _, set := range t.rwset {
		if seen[set.Namespace] {
			t.invalid(peer.TxValidationCode_ILLEGAL_WRITESET, "namespace %s occurs twice", set.Namespace)
			return
		}
		seen[set.Namespace] = true
		if set.Namespace == t.chaincode || set.Writes() {
			namespaces[set.Namespace] = set
		}
	}
	for name, set := range namespaces {
		definition, err := j.definition(name)
		if err != nil {
			t.invalid(peer.TxValidationCode_INVALID_CHAINCODE, "%w", err)
			return
		}
		if err := j.endorsed(t, set, definition, changed); err != nil {
			t.invalid(peer.TxValidationCode_ENDORSEMENT_POLICY_FAILURE, "%w", err)
			return
		}
	}
}

// endorsed asks the policies for the writes to one namespace.
func (j *Judge) endorsed(t *transaction, set ReadWrites, d definition, changed map[place]bool) error {
	asked, any := map[string]bool{}, false
	for _, key := range set.written() {
		if changed[key] {
			return fmt.Errorf("policy of key %q changed earlier in the block", key.key)
		}
		own, err := j.keyPolicy(key)
		if err != nil {
			return err
		}
		any = true
		if own != nil {
			if !own.satisfied(t.signers.ids) {
				return fmt.Errorf("key %q: %w", key.key, errPolicy)
			}
			continue
		}
		if err := j.askOnce(t, d, key.collection, asked); err != nil {
			return err
		}
	}
	if any {
		return nil
	}
	return j.ask(t, d.validation, d.name)
}

// askOnce asks the policy of a collection or, without one, of the chaincode, unless it has been asked.
func (j *Judge) askOnce(t *transaction, d definition, collection string, asked map[string]bool) error {
	if asked[collection] {
		return nil
	}
	if collection != "" {
		own, err := j.collectionPolicy(d, collection)
		if err != nil {
			return err
		}
		if len(own) > 0 {
			if err := j.ask(t, own, d.name+", collection "+collection); err != nil {
				return err
			}
			asked[collection] = true
			return nil
		}
	}
	if asked[""] {
		return nil
	}
	if err := j.ask(t, d.validation, d.name); err != nil {
		return err
	}
	asked[""] = true
	return nil
}

func (j *Judge) ask(t *transaction, raw []byte, name string) error {
	rule, err := j.config.applicationPolicy(raw)
	if err != nil {
		return fmt.Errorf("policy of %s: %w", name, err)
	}
	if !rule.satisfied(t.signers.ids) {
		return fmt.Errorf("%s, endorsed by %s: %w", name, endorserNames(t.signers.ids), errPolicy)
	}
	return nil
}

func endorserNames(ids []*identity) string {
	if len(ids) == 0 {
		return "nobody"
	}
	const most = 10
	var names []string
	for _, id := range ids[:min(len(ids), most)] {
		names = append(names, id.membership.id)
	}
	return strings.Join(names, ", ")
}

// keyPolicy is the policy a key carries itself (its VALIDATION_PARAMETER), nil if it has none.
func (j *Judge) keyPolicy(key place) (policy, error) {
	stored := j.world.get(key)
	if stored == nil || stored.metadata == nil {
		return nil, nil
	}
	metadata := &kvrwset.KVMetadataWrite{}
	if err := proto.Unmarshal(stored.metadata, metadata); err != nil {
		return nil, err
	}
	var raw []byte
	for _, entry := range metadata.GetEntries() {
		if entry.GetName() == peer.MetaDataKeys_VALIDATION_PARAMETER.String() {
			raw = entry.GetValue()
		}
	}
	return keyPolicyFrom(raw)
}
