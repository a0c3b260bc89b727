// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"
	"fmt"
)

func sequenceKey(chaincode string) place {
	return place{lifecycleNamespace, "", "namespaces/fields/" + chaincode + "/Sequence"}
}

// define takes a block that defined the chaincode: by transactions of Lifecycle that the bodies endorsed as the configuration in force
// asks for, each with the number after the one before.
//
// Fabric: core/chaincode/lifecycle/lifecycle.go (CommitChaincodeDefinition).
func (j *single) define(s *signedBlock) error {
	n, defined := s.GetHeader().GetNumber(), false
	for _, t := range s.txs {
		if !j.defines(t) || !recordedValid(s.Block, t) {
			continue
		}
		if j.judgeEndorsements(t, nil); !t.stands() {
			return fmt.Errorf("block %d: %w", n, t.reason)
		}
		before, err := j.world.definitionData(j.Chaincode, "Sequence")
		if err != nil {
			return err
		}
		next := view{j.world, newWorld(), j.ctx.Done()}
		if err := next.apply(t, version{n, t.index}); err != nil {
			return err
		}
		j.world.commit(next.updates)
		after, err := j.world.definitionData(j.Chaincode, "Sequence")
		if err != nil || after.GetInt64() != before.GetInt64()+1 {
			return fmt.Errorf("block %d: definition %d follows upon %d", n, after.GetInt64(), before.GetInt64())
		}
		defined = true
	}
	if !defined {
		return fmt.Errorf("block %d does not define %s", n, j.Chaincode)
	}
	return s.flagged()
}

// defines says whether a transaction of Lifecycle would give the chaincode a definition.
func (j *single) defines(t *transaction) bool {
	if !t.stands() || t.chaincode != lifecycleNamespace {
		return false
	}
	for _, set := range t.rwset {
		for _, w := range set.Public.GetWrites() {
			if set.Namespace == lifecycleNamespace && w.GetKey() == sequenceKey(j.Chaincode).key {
				return true
			}
		}
	}
	return false
}

// stale says why the endorsers had another definition than the last one here: a peer reads the definition's number as part of every
// transaction that it endorses.
//
// Fabric: core/chaincode/lifecycle/endorsement_info.go (CachedChaincodeInfo).
func (j *single) stale(t *transaction) error {
	now := j.world.get(sequenceKey(j.Chaincode))
	for _, set := range t.rwset {
		for _, r := range set.Public.GetReads() {
			if set.Namespace != lifecycleNamespace || r.GetKey() != sequenceKey(j.Chaincode).key {
				continue
			}
			if v := r.GetVersion(); now == nil || v == nil || now.version != (version{v.GetBlockNum(), v.GetTxNum()}) {
				return fmt.Errorf("its endorsers had the definition of block %d", r.GetVersion().GetBlockNum())
			}
			return nil
		}
	}
	return errors.New("it does not say which definition its endorsers had")
}

// Defines says whether a transaction's writes in the namespace Lifecycle give a chaincode another definition, by their keys.
func Defines(chaincode, key string) bool { return key == sequenceKey(chaincode).key }
