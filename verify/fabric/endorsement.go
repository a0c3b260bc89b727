// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"fmt"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// judgeEndorsements asks every policy that guards what the transaction writes: of the chaincode it calls and of each
// namespace it writes to; for a key or a private collection with a policy of its own, that one. changed holds the keys
// whose policy an earlier transaction of the block changed.
//
// This is where a ledger of several bodies differs from a database of one: a write is worth what those who signed for it are
// worth, by the rule that was agreed before. Without it one body's peer could write what it likes. If the chaincode that is
// called writes to another's namespace (one can call the other), both are asked. A namespace that occurs twice would let one
// occurrence be asked for and the other be written. That those who endorsed executed what they should is theirs to answer for;
// who executes it again will see.
//
// Fabric: core/committer/txvalidator/v20/plugindispatcher/dispatcher.go (Dispatch, GetInfoForValidate);
// core/handlers/validation/builtin/v20/validation_logic.go (Validate).
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

// endorsed asks the policies for the writes to one namespace, key by key. If no key was asked for (a query that somebody had
// ordered), the chaincode's own policy still is, so that nobody's word alone becomes a valid transaction (FAB-9473).
//
// A key whose policy changes within the block can be judged neither by the old one nor by the new: peers look at the blocks'
// states in parallel. Whoever writes it later in the same block is refused.
//
// Fabric: core/common/validation/statebased/validator_keylevel.go (Evaluate, checkSBAndCCEP);
// core/common/validation/statebased/v20.go (CheckCCEPIfNoEPChecked).
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
//
// Fabric: core/common/validation/statebased/v20.go (CheckCCEPIfNotChecked, fetchCollEP).
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
