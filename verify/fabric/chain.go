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

// A block's header holds its number, the hash of the header before and the hash of its own transactions. With the hash of the
// first header a stranger has, through this chain, one certain list of transactions: nobody can leave out, add, change or move
// any without another hash somewhere, and every orderer's signature is over the header.

// headerBytes is the ASN.1 encoding of a block header that Fabric hashes and orderers sign. It is not the header's own encoding
// as a message, which would leave room: an unknown field beside the three is in no hash, and is told as untidy.
//
// Fabric: protoutil/blockutils.go (BlockHeaderBytes, BlockHeaderHash).
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

// checkData compares the header's data hash with the data: SHA-256 over the envelopes, one after the other. The hash does not say
// where an envelope ends (CVE-2023-46132); that there is but one way to cut the bytes is shown where envelopes are read. An empty
// block has a good hash too, and peers refuse it: it would be a header that orderers can sign to let time pass.
//
// Fabric: protoutil/blockutils.go (ComputeBlockDataHash, VerifyTransactionsAreWellFormed); internal/peer/gossip/mcs.go
// (VerifyBlock).
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

// checkLink compares the header with the header before it (nil before block 0). If it were not asked, a block could be left out
// between two that are signed. Nothing after a broken link is judged: it belongs to another history.
//
// Fabric: common/deliverclient/block_verification.go (verifyHeader).
func checkLink(b *common.Block, previous []byte) error {
	if !bytes.Equal(b.GetHeader().GetPreviousHash(), previous) {
		return fmt.Errorf("previous hash %x is not the hash %x of the block before", b.GetHeader().GetPreviousHash(), previous)
	}
	return nil
}
