// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"crypto/sha256"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// compareWithRecord compares what was derived with what the block records. The record is the exporting peer's own, unsigned: if a
// peer could say of a transaction that it was invalid, or valid, and be believed, it could drop any vote or admit any. A record
// that differs is a finding whichever way it lies, and the judge goes on with what it has derived itself.
//
// Fabric: core/committer/txvalidator/v20/validator.go (Validate); core/ledger/kvledger/txmgmt/validation/batch_preparer.go
// (postprocessProtoBlock).
func (s *validation) compareWithRecord(t *transaction) {
	if s.recorded != nil {
		s.compareFlag(t, peer.TxValidationCode(s.recorded[t.index]))
	}
	if t.outer != nil {
		s.fail(Reading, s.block, t.id, t.outer)
	}
	s.untidy(s.block, t.id, t.unknown)
	if t.code != peer.TxValidationCode_VALID {
		return
	}
	s.summary.Valid++
	s.untidy(s.block, t.id, t.reading)
	s.untidy(s.block, t.id, t.forged)
	if t.chaincode == lifecycleNamespace {
		s.summary.Definitions++
	}
}

// compareFlag also says what a false "valid" hides: the lack of an endorsement, or of anything before that, is a finding of its
// own, so that a reader of the report sees not only that a byte is wrong but what was smuggled in.
func (s *validation) compareFlag(t *transaction, recorded peer.TxValidationCode) {
	if t.heavy != nil {
		s.compareHeavy(t, recorded)
		return
	}
	if recorded == t.code {
		return
	}
	err := fmt.Errorf("recorded as %s, is %s", recorded, t.code)
	if t.reason != nil {
		err = fmt.Errorf("%w: %w", err, t.reason)
	}
	s.fail(Validity, s.block, t.id, err)
	if recorded != peer.TxValidationCode_VALID {
		return
	}
	switch t.code {
	case peer.TxValidationCode_ENDORSEMENT_POLICY_FAILURE, peer.TxValidationCode_INVALID_CHAINCODE:
		s.fail(Endorsements, s.block, t.id, t.reason)
	case peer.TxValidationCode_MVCC_READ_CONFLICT, peer.TxValidationCode_PHANTOM_READ_CONFLICT:
	default:
		s.fail(Transactions, s.block, t.id, err)
	}
}

// compareHeavy judges a transaction that is not opened, because it would take too much memory. A client alone can have one
// ordered; no peer endorses one. So one that is recorded as invalid is believed to be, and told; a valid one is refused.
func (s *validation) compareHeavy(t *transaction, recorded peer.TxValidationCode) {
	if t.code = recorded; recorded == peer.TxValidationCode_VALID {
		t.code = peer.TxValidationCode_INVALID_OTHER_REASON
		s.fail(Transactions, s.block, t.id, fmt.Errorf("recorded as VALID, but %w", t.heavy))
		return
	}
	s.untidy(s.block, t.id, fmt.Errorf("%w; that it is %s is believed", t.heavy, recorded))
}

// note keeps the derived verdict, from which the commit hash is made, and takes the id: a transaction that failed cannot be sent
// again under its id either.
//
// Fabric: common/ledger/blkstorage/blockindex.go (indexBlock).
func (s *validation) note(t *transaction) {
	s.summary.Transactions++
	s.flags = append(s.flags, byte(t.code)) //nolint:gosec // Fabric's codes are bytes in a block
	if t.id != "" {
		s.ids = append(s.ids, sha256.Sum256([]byte(t.id)))
	}
}
