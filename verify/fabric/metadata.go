// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// checkLastConfig wants the metadata that orderers sign to point at the last configuration. It is for a reader who begins in the
// middle: a pointer that is wrong would have him judge by bodies and policies that are long replaced. The leader writes it, the
// other orderers compare what it says before they sign: another encoding of it is untidy, another number is a quorum that lies.
//
// Fabric: orderer/consensus/smartbft/verifier.go (verifyBlockDataAndMetadata); orderer/consensus/smartbft/assembler.go
// (AssembleProposal); protoutil/blockutils.go (GetLastConfigIndexFromBlock).
func checkLastConfig(b *common.Block, last uint64) (untidy, err error) {
	md, signed := &common.Metadata{}, &common.OrdererBlockMetadata{}
	if md.Value, err = (&quorum{}).signedValue(b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_SIGNATURES]); err != nil {
		return nil, err
	}
	if err := read(md.GetValue(), signed); errors.Is(err, errTwoReadings) {
		untidy = fmt.Errorf("orderer metadata: %w", err)
	} else if err != nil {
		return nil, fmt.Errorf("orderer metadata: %w", err)
	}
	if signed.GetLastConfig() == nil || signed.GetLastConfig().GetIndex() != last {
		return untidy, fmt.Errorf("last configuration is block %d, the orderers' metadata says %d", last, signed.GetLastConfig().GetIndex())
	}
	return untidy, nil
}

// tidyBlock looks at what nobody signs of a block and no peer reads: it should say what it must say, or nothing. Each orderer can
// write there what it likes, and every peer keeps what its own orderer delivered. So two honest peers may hold blocks that differ
// in these bytes, and a recount of either must come to the same end: it tells of them and goes on.
//
// Fabric: protoutil/blockutils.go (InitBlockMetadata); internal/peer/gossip/mcs.go (VerifyBlock).
func tidyBlock(b *common.Block, last uint64) error {
	index, err := proto.Marshal(&common.LastConfig{Index: last})
	if err != nil {
		return err
	}
	expected, err := proto.Marshal(&common.Metadata{Value: index})
	if err != nil {
		return err
	}
	metadata := b.GetMetadata().GetMetadata()
	switch slot := metadata[1]; { // deprecated by Fabric, still filled by some orderers
	case len(slot) > 0 && !bytes.Equal(slot, expected):
		return errors.New("the unsigned last-configuration slot says something else")
	case len(metadata[3]) > 0: // once for orderers; unused since Fabric 1.4.1
		return errors.New("the unused orderer slot is filled")
	case len(metadata) > slots:
		return fmt.Errorf("there are more than %d slots of metadata", slots)
	case len(b.ProtoReflect().GetUnknown()) > 0:
		return errors.New("the block has a field that is unknown")
	}
	return nil
}
