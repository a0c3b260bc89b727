// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// commitHash is the hash a peer keeps over all it has committed: SHA-256 over the number of flags, the flags, the block's updates
// and the hash before. It begins with block 1. Nobody signs it. But a peer that has it has carried out every block since, so that
// two peers can compare their whole states by 32 bytes; and if the one in the file is the one derived here, then this package and
// the peer agree on every verdict and on every value ever written. It is the best test of all the rules written down here.
//
// Fabric: core/ledger/kvledger/kv_ledger.go (commit, addBlockCommitHash).
func commitHash(flags []byte, updates *world, previous []byte) []byte {
	sum := sha256.New()
	sum.Write(protowire.AppendVarint(nil, uint64(len(flags))))
	sum.Write(flags)
	encodeUpdates(sum, updates)
	sum.Write(previous)
	return sum.Sum(nil)
}

// encodeUpdates writes Fabric's txmgr.Updates: keys in order, the namespace and collection named at their first key only;
// the empty namespace, where peers keep the configuration, is left out. It is written piece by piece into the hash, which takes
// everything without an error: encoded as a whole, a block's updates would be held twice.
//
// Fabric: core/ledger/kvledger/txmgmt/txmgr/update_batch_bytes.go (deterministicBytesForPubAndHashUpdates, genKVs).
func encodeUpdates(out hash.Hash, updates *world) {
	before := ""
	ids := slices.SortedFunc(maps.Keys(updates.spaces), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, id := range ids {
		namespace, collection := id[0], id[1]
		if namespace == "" {
			continue
		}
		name := namespace
		if namespace == before {
			name = ""
		}
		before = namespace
		for _, run := range updates.spaces[id].runs {
			for _, key := range run {
				encodeUpdate(out, name, collection, key, updates.spaces[id].values[key])
				name, collection = "", ""
			}
		}
	}
}

// encodeUpdate writes one key. Its value, which may be long, is not copied.
func encodeUpdate(out hash.Hash, namespace, collection, key string, s *stored) {
	var head []byte
	field := func(to []byte, number protowire.Number, value []byte) []byte {
		if len(value) == 0 {
			return to
		}
		return protowire.AppendBytes(protowire.AppendTag(to, number, protowire.BytesType), value)
	}
	for i, text := range []string{namespace, collection, key} {
		head = field(head, protowire.Number(i+1), []byte(text))
	}
	if s.value == nil {
		head = protowire.AppendTag(head, 4, protowire.VarintType)
		head = protowire.AppendVarint(head, 1)
	}
	if len(s.value) > 0 {
		head = protowire.AppendTag(head, 5, protowire.BytesType)
		head = protowire.AppendVarint(head, uint64(len(s.value)))
	}
	tail := field(nil, 6, append(orderedNumber(s.version.block), orderedNumber(s.version.tx)...))
	out.Write(protowire.AppendTag(nil, 1, protowire.BytesType))
	out.Write(protowire.AppendVarint(nil, uint64(len(head)+len(s.value)+len(tail))))
	out.Write(head)
	out.Write(s.value)
	out.Write(tail)
}

// orderedNumber is a number in as few bytes as it needs, after their count: so that the order of the bytes is that of the
// numbers.
//
// Fabric: common/ledger/util/util.go (EncodeOrderPreservingVarUint64).
func orderedNumber(n uint64) []byte {
	digits := bytes.TrimLeft(binary.BigEndian.AppendUint64(nil, n), "\x00")
	return append(protowire.AppendVarint(nil, uint64(len(digits))), digits...)
}

// checkCommitHash compares the block's commit hash with the one derived. Block 0 has none.
func checkCommitHash(b *common.Block, derived []byte) error {
	slot := b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_COMMIT_HASH]
	if derived == nil {
		if len(slot) > 0 {
			return errors.New("genesis block has a commit hash")
		}
		return nil
	}
	expected, err := proto.Marshal(&common.Metadata{Value: derived})
	if err != nil {
		return err
	}
	if !bytes.Equal(slot, expected) {
		return fmt.Errorf("commit hash is not %x", derived)
	}
	return nil
}
