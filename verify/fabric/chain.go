// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
)

// headerBytes is the ASN.1 encoding of a block header that Fabric hashes and orderers sign.
func headerBytes(h *common.BlockHeader) []byte {
	encoded, err := asn1.Marshal(struct {
		Number       *big.Int
		PreviousHash []byte
		DataHash     []byte
	}{new(big.Int).SetUint64(h.GetNumber()), h.GetPreviousHash(), h.GetDataHash()})
	if err != nil {
		panic(err) // a number and two byte strings always encode
	}
	return encoded
}

func headerHash(h *common.BlockHeader) []byte {
	sum := sha256.Sum256(headerBytes(h))
	return sum[:]
}

// checkData compares the header's data hash with the data: SHA-256 over the envelopes, one after the other.
func checkData(b *common.Block) error {
	hash := sha256.New()
	for _, envelope := range b.GetData().GetData() {
		hash.Write(envelope)
	}
	if !bytes.Equal(hash.Sum(nil), b.GetHeader().GetDataHash()) {
		return fmt.Errorf("data hash %x does not match the data", b.GetHeader().GetDataHash())
	}
	if len(b.GetData().GetData()) == 0 {
		return errors.New("block is empty")
	}
	return nil
}

// checkLink compares the header with the header before it (nil before block 0).
func checkLink(b *common.Block, previous []byte) error {
	if !bytes.Equal(b.GetHeader().GetPreviousHash(), previous) {
		return fmt.Errorf("previous hash %x is not the hash %x of the block before", b.GetHeader().GetPreviousHash(), previous)
	}
	return nil
}
