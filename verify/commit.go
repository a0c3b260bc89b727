// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// commitHash is the hash a peer keeps over all it has committed: SHA-256 over the number of flags, the flags, the
// block's updates and the hash before.
func commitHash(flags []byte, updates *world, previous []byte) []byte {
	hash := sha256.New()
	hash.Write(protowire.AppendVarint(nil, uint64(len(flags))))
	hash.Write(flags)
	hash.Write(encodeUpdates(updates))
	hash.Write(previous)
	return hash.Sum(nil)
}

// encodeUpdates is Fabric's txmgr.Updates: keys in order, the namespace and collection named at their first key only;
// the empty namespace, where peers keep the configuration, is left out.
func encodeUpdates(updates *world) []byte {
	var out []byte
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
				write := encodeUpdate(name, collection, key, updates.spaces[id].values[key])
				out = protowire.AppendTag(out, 1, protowire.BytesType)
				out = protowire.AppendBytes(out, write)
				name, collection = "", ""
			}
		}
	}
	return out
}

func encodeUpdate(namespace, collection, key string, s *stored) []byte {
	var out []byte
	field := func(number protowire.Number, value []byte) {
		if len(value) > 0 {
			out = protowire.AppendTag(out, number, protowire.BytesType)
			out = protowire.AppendBytes(out, value)
		}
	}
	field(1, []byte(namespace))
	field(2, []byte(collection))
	field(3, []byte(key))
	if s.value == nil {
		out = protowire.AppendTag(out, 4, protowire.VarintType)
		out = protowire.AppendVarint(out, 1)
	}
	field(5, s.value)
	field(6, append(orderedNumber(s.version.block), orderedNumber(s.version.tx)...))
	return out
}

// orderedNumber is a number in as few bytes as it needs, after their count.
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
