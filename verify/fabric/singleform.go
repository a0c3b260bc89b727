// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// What nobody signs of a block has one form in a Single: the signatures that it takes, which of the transactions that are looked at are
// recorded as valid, and nothing else. So whoever has no more than the file cannot make another one of it that says the same.

// Trim gives the blocks of a Single their form, and says what is wrong with it otherwise.
func Trim(ctx context.Context, s Single) (Single, error) {
	s.Configs, s.Definitions = slices.Clone(s.Configs), slices.Clone(s.Definitions)
	var failed error
	j := newSingle(ctx, s, Trust{}, func(f Finding) { failed = cmp.Or(failed, f.Err) })
	j.trims = true
	is := j.run()
	if is == nil && failed == nil {
		failed = errors.New("it cannot be read")
	}
	return j.Single, failed
}

// form wants a block in its form but for the flags, or gives it that.
func (j *single) form(raw *[]byte, b *common.Block, signatures, flags []byte) (err error) {
	form := [][]byte{signatures, {}, flags, {}, {}} // by common.BlockMetadataIndex
	if j.trims {
		b.Metadata = &common.BlockMetadata{Metadata: form}
		b.ProtoReflect().SetUnknown(nil)
		*raw, err = proto.Marshal(b)
		return err
	}
	metadata := slices.Clone(b.GetMetadata().GetMetadata())
	metadata[common.BlockMetadataIndex_TRANSACTIONS_FILTER] = flags
	if len(b.ProtoReflect().GetUnknown()) > 0 || !slices.EqualFunc(metadata, form, bytes.Equal) {
		return errors.New("its metadata has more than is looked at, or another form")
	}
	return nil
}

// least is a list of no more signatures than it takes, those first whose bytes are the smaller ones. Without anything to note in it a list
// has one.
func (q *quorum) least(c *channelConfig) ([]byte, error) {
	list := protowire.AppendBytes(protowire.AppendTag(nil, 1, protowire.BytesType), q.value)
	var by []*identity
	for _, s := range slices.SortedFunc(slices.Values(q.tidy), func(a, b signed) int { return bytes.Compare(a.raw, b.raw) }) {
		if c.enough(len(by), by) == nil {
			break
		}
		by = append(by, s.by)
		list = protowire.AppendBytes(protowire.AppendTag(list, 2, protowire.BytesType), s.raw)
	}
	return list, c.enough(len(by), by)
}

// flagged wants what a block records of its transactions in its form.
func (s *signedBlock) flagged() error {
	if !bytes.Equal(s.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER], s.flags) {
		return errors.New("it records more of its transactions than is looked at")
	}
	return nil
}

// flagsOf say of each transaction of a block whether it is looked at, and recorded as valid.
func flagsOf(b *common.Block, txs []*transaction, counts func(*transaction) bool) []byte {
	flags := make([]byte, len(txs))
	for i, t := range txs {
		if !recordedValid(b, t) || !counts(t) {
			flags[i] = byte(peer.TxValidationCode_INVALID_OTHER_REASON)
		}
	}
	return flags
}
