// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// genesis judges block 0, which nobody signs: it is what the trust file names. Peers believe the one they are given when they
// join (it is their trust file); everything after it follows, so what could be wrong with it is asked here in full. Its
// transaction is recorded as valid, has no commit hash, and its id is taken, as that of any other.
//
// Fabric: core/ledger/kvledger/kv_ledger.go (commit, addBlockCommitHash).
func (j *Judge) genesis(b *common.Block) bool {
	j.summary.Genesis = hex.EncodeToString(j.lastHash)
	if err := checkData(b); err != nil {
		j.fail(Data, 0, "", err)
	}
	config, err := genesisConfig(b)
	if err != nil {
		j.fail(Config, 0, "", err)
		return false
	}
	j.enforce(config)
	j.summary.Channel = config.channel
	if !j.anchor() {
		return false
	}
	j.untidy(0, "", checkGenesisMetadata(b))
	if !bytes.Equal(b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER], []byte{0}) {
		j.fail(Validity, 0, "", errors.New("the genesis transaction is not recorded as valid"))
	}
	if err := checkCommitHash(b, nil); err != nil {
		j.fail(Commit, 0, "", err)
	}
	t := openTransaction(j.ctx, config, 0, firstOf(b), &j.signatures)
	j.untidy(0, t.id, cmp.Or(t.unknown, t.reading))
	j.ids[sha256.Sum256([]byte(t.id))] = true
	j.summary.Transactions, j.summary.Valid = 1, 1
	return true
}

// anchor compares the genesis block with the trust file. What follows upon another genesis block proves nothing to whoever gave
// the trust file: false. The hash alone would do, since it covers the bodies and their roots. They are compared as well because
// people read names and certificates, not hashes: a trust file that shows one body's root beside another ledger's hash must not
// pass.
func (j *Judge) anchor() bool {
	if j.summary.Anchored = j.trust.anchored(); !j.summary.Anchored {
		return true
	}
	if j.trust.Genesis != j.summary.Genesis {
		j.fail(Anchor, 0, "", fmt.Errorf("genesis hash is %s, the trust file says %s", j.summary.Genesis, j.trust.Genesis))
		return false
	}
	if err := j.trust.matches(j.config); err != nil {
		j.fail(Anchor, 0, "", err)
		return false
	}
	return true
}

// checkGenesisMetadata looks for what configtxgen writes: the last configuration is block 0, and no signature. Nobody signs that.
func checkGenesisMetadata(b *common.Block) error {
	value, err := proto.Marshal(&common.OrdererBlockMetadata{LastConfig: &common.LastConfig{}})
	if err != nil {
		return err
	}
	expected, err := proto.Marshal(&common.Metadata{Value: value})
	if err != nil {
		return err
	}
	if !bytes.Equal(b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_SIGNATURES], expected) {
		return errors.New("the genesis block's metadata says something else")
	}
	return tidyBlock(b, 0)
}
