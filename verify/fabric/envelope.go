// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/encoding/protowire"
)

var errUnknownFields = errors.New("unknown fields follow the envelope's signature")

// readEnvelope reads a transaction's envelope. outer is why the bytes could be read in two ways; untidy is what is
// superfluous in bytes that have but one reading.
//
// The hash in a block's header is taken over its envelopes one after the other, and does not say where one ends
// (CVE-2023-46132). An envelope has one reading, however its block's bytes are cut, if it is: one payload, one signature,
// neither empty, then fields that are neither. Proof. Cut the same bytes in two ways into such envelopes. A message is
// read field by field from its beginning, so both cuts fall between the same fields: the first envelopes begin together,
// and as long as two begin together, every field that both reach is the same. The tag of a payload, 0x0a, stands exactly
// at the beginning of each envelope, so each next one begins where the next such field does, in both.
//
// This is what peers ask for: marshalled again with its unknown fields, the envelope is the same. Orderers keep unknown fields as
// a client sends them, so one client can have some ordered; that is untidy, not a second reading. A configuration is alone in its
// block, and peers let its envelope pass as they find it; see readConfigEnvelope.
//
// Fabric: protoutil/blockutils.go (VerifyTransactionsAreWellFormed).
func readEnvelope(raw []byte) (envelope *common.Envelope, outer, untidy error) {
	envelope = &common.Envelope{}
	next := protowire.Number(1)
	for f, err := range fields(raw) {
		if err != nil {
			return nil, err, nil
		}
		known := f.number <= 2 && f.kind == protowire.BytesType
		switch {
		case next > 2 && !known:
			untidy = errUnknownFields
		case known && f.number == next && !f.padded() && len(f.value) > 0:
			if next++; f.number == 1 {
				envelope.Payload = f.value
			} else {
				envelope.Signature = f.value
			}
		default:
			return nil, errTwoReadings, nil
		}
	}
	if next <= 2 {
		return nil, errTwoReadings, nil
	}
	return envelope, nil, untidy
}

// readConfigEnvelope reads the envelope of a configuration, which must be alone in its block. Then there is but one reading of
// the block as well: the last payload among the bytes counts, and wherever they were cut, the envelope that holds it would be
// a configuration beside other transactions, which no reader takes.
//
// Fabric: protoutil/commonutils.go (HasConfigTx, IsConfigTransaction).
func readConfigEnvelope(raw []byte) (*common.Envelope, error) {
	envelope := &common.Envelope{}
	return envelope, read(raw, envelope)
}
