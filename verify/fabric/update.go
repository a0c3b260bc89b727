// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// next derives the configuration after a configuration block, or says why the block's does not follow: its sequence,
// the signatures under the policies that guard what it changes, and the whole result are derived again. It also says what of
// the block is superfluous.
//
// Whoever could slip in a configuration would be everybody: bodies, orderers, policies and roots all stand in it. The orderers'
// quorum signed the block, and need not be believed for this: the bodies' administrators signed the update, and what it leads to
// is computed. So orderers that lie, even all of them, can stop a channel and choose an order, but not add a body to it.
//
// Fabric: common/configtx/validator.go (Validate); core/peer/channel.go (Apply).
func (c *channelConfig) next(b *common.Block) (after *channelConfig, untidy, err error) {
	block, err := openConfig(b)
	if err != nil {
		return nil, nil, err
	}
	config := block.envelope.GetConfig()
	if block.channel != c.channel || config == nil || config.GetSequence() != c.sequence+1 {
		return nil, nil, fmt.Errorf("configuration %d of channel %s cannot follow %d of %s", config.GetSequence(), block.channel,
			c.sequence, c.channel)
	}
	result, err := c.apply(block)
	if err != nil {
		return nil, nil, err
	}
	if !proto.Equal(result, config.GetChannelGroup()) {
		return nil, nil, errors.New("the update does not give the configuration in the block")
	}
	after, err = newChannelConfig(c.channel, b.GetHeader().GetNumber(), config)
	return after, block.untidy, err
}

// apply checks a block's update (an envelope of type CONFIG_UPDATE) and gives the configuration it leads to. Every single change
// must be allowed by those who signed it.
func (c *channelConfig) apply(block *configBlock) (*common.ConfigGroup, error) {
	signed, update, err := block.openUpdate()
	if err != nil {
		return nil, fmt.Errorf("update: %w", err)
	}
	signers := c.updateSigners(signed)
	return c.change(update, func(current elements, key string, e element) error {
		return c.mayChange(current, key, e, signers)
	})
}

// change gives the configuration that an update leads to. An update says what it read and what it writes, with versions, as
// transactions do: it was made for the configuration that its signers saw, and for no other. What it writes at the version at which
// it read it is only there to show the way; the rest it changes, and allow is asked for each.
//
// Fabric: common/configtx/update.go (authorizeUpdate, verifyReadSet, computeDeltaSet).
func (c *channelConfig) change(update *common.ConfigUpdate, allow func(elements, string, element) error) (*common.ConfigGroup, error) {
	if update.GetChannelId() != c.channel {
		return nil, fmt.Errorf("update is for channel %s", update.GetChannelId())
	}
	if tooDeep(update.GetReadSet(), 1) || tooDeep(update.GetWriteSet(), 1) {
		return nil, errors.New("groups of the update lie too deep in one another")
	}
	current, reads, writes := flatten(c.root), flatten(update.GetReadSet()), flatten(update.GetWriteSet())
	for key, e := range reads {
		if now, ok := current[key]; !ok || now.version != e.version {
			return nil, fmt.Errorf("update was made for another version of %s", key)
		}
	}
	changed := false
	for key, e := range writes {
		if before, ok := reads[key]; ok && before.version == e.version {
			continue
		}
		if err := allow(current, key, e); err != nil {
			return nil, err
		}
		current[key], changed = e, true
	}
	if !changed {
		return nil, errors.New("update changes nothing")
	}
	return current.rebuild("Channel")
}

// openUpdate gives the update, and the envelope of its signatures as it is encoded: whoever sends an update can add as many as he
// likes.
func (b *configBlock) openUpdate() (signed []byte, update *common.ConfigUpdate, err error) {
	payload, chdr := &common.Payload{}, &common.ChannelHeader{}
	if err := b.take("update's payload", read(b.envelope.GetLastUpdate().GetPayload(), payload)); err != nil {
		return nil, nil, err
	}
	if err := b.take("update's header", read(payload.GetHeader().GetChannelHeader(), chdr)); err != nil {
		return nil, nil, err
	}
	if chdr.GetType() != int32(common.HeaderType_CONFIG_UPDATE) {
		return nil, nil, fmt.Errorf("it has type %s", common.HeaderType(chdr.GetType()))
	}
	signed, update = payload.GetData(), &common.ConfigUpdate{}
	if err := b.take("update's signatures", look(signed, &common.ConfigUpdateEnvelope{})); err != nil {
		return nil, nil, err
	}
	return signed, update, b.take("update", readMaps(last(signed), update))
}

// updateSignaturesField is the one of common.ConfigUpdateEnvelope, after the update.
const updateSignaturesField = 2

// updateSigners are the distinct members whose signature under the update verifies. Peers refuse the update if one signer's
// header cannot be read; here that signature counts nothing, which orderers see to that no block can show.
//
// Fabric: protoutil/signeddata.go (ConfigUpdateEnvelopeAsSignedData).
func (c *channelConfig) updateSigners(signed []byte) []*identity {
	var set signatureSet
	update := last(signed)
	each(signed, updateSignaturesField, func(raw []byte) bool {
		s, header := &common.ConfigSignature{}, &common.SignatureHeader{}
		if proto.Unmarshal(raw, s) == nil && proto.Unmarshal(s.GetSignatureHeader(), header) == nil {
			_ = set.add(c, header.GetCreator(), s.GetSignature(), s.GetSignatureHeader(), update) // others may suffice
		}
		return true
	})
	return set.ids
}

// mayChange asks the policy that guards an element as it is now for a change of it. A new element has none; it is allowed because
// the group that holds it lists its members, changes therefore with them, and is asked. Versions go up by one: an update that was
// allowed once cannot be played again.
//
// Fabric: common/configtx/update.go (verifyDeltaSet, validateModPolicy).
func (c *channelConfig) mayChange(current elements, key string, e element, signers []*identity) error {
	if e.mod == "" {
		return fmt.Errorf("%s would have no policy for its changes", key)
	}
	now, ok := current[key]
	if !ok {
		if e.version != 0 {
			return fmt.Errorf("new element %s begins at version %d", key, e.version)
		}
		return nil // the group that holds it changes as well, and its policy is asked
	}
	if e.version != now.version+1 {
		return fmt.Errorf("%s goes from version %d to %d", key, now.version, e.version)
	}
	if rule := c.modPolicy(now); !rule.satisfied(signers) {
		return fmt.Errorf("change of %s by %d signers: %w (%s)", key, len(signers), errPolicy, now.mod)
	}
	return nil
}

// modPolicy finds the policy by its name: an absolute path, or one relative to the group in which the element lies, or that it
// is.
//
// Fabric: common/configtx/update.go (policyForItem).
func (c *channelConfig) modPolicy(e element) policy {
	if strings.HasPrefix(e.mod, "/") {
		found, _ := c.policies.at(e.mod)
		return found
	}
	within := e.path[1:]
	return c.policies.get(strings.Join(append(slices.Clone(within), e.mod), "/"))
}
