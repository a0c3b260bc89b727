// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/orderer"
	"google.golang.org/protobuf/proto"
)

// channelConfig is a channel's configuration: who the bodies are, who orders, which policies hold. It is in force
// from the block after the one that holds it: that block itself is signed by the orderers whom it may be replacing.
//
// Fabric: common/channelconfig/bundle.go (NewBundle, ValidateNew); core/peer/channel.go (Apply).
type channelConfig struct {
	channel    string
	block      uint64 // the block that holds it
	sequence   uint64
	root       *common.ConfigGroup
	policies   policies
	msps       map[string]*membership
	orgs       map[string]string // names of the application's organizations by MSP id
	consensus  string
	consenters []*common.Consenter
	orders     map[string]bool // keys of the consenters
}

func (c *channelConfig) mspIDs() []string { return slices.Sorted(maps.Keys(c.msps)) }

// identity finds a member by its serialized identity, as it stands in a transaction: the name of a body, and a certificate in
// PEM. The name only says whose roots to ask; a certificate of another body's authority fails there.
//
// Fabric: msp/mspmgrimpl.go (DeserializeIdentity).
func (c *channelConfig) identity(serialized []byte) (*identity, error) {
	s := &msp.SerializedIdentity{}
	if err := proto.Unmarshal(serialized, s); err != nil {
		return nil, err
	}
	m := c.msps[s.GetMspid()]
	if m == nil {
		return nil, fmt.Errorf("%s is not a body of this channel", s.GetMspid())
	}
	id, err := m.identify(s.GetIdBytes())
	if err != nil {
		return nil, fmt.Errorf("member of %s: %w", s.GetMspid(), err)
	}
	return id, nil
}

// maxConfig bounds a configuration (bytes), some forty times one of four bodies. A majority of administrators signs each.
const maxConfig = 4 << 20

// maxNested is how deep groups lie in a configuration: channel, application, body. Fabric has no others.
const maxNested = 4

// tooDeep says whether groups lie deeper in one another than they can.
func tooDeep(group *common.ConfigGroup, depth int) bool {
	if depth > maxNested {
		return true
	}
	for _, sub := range group.GetGroups() {
		if tooDeep(sub, depth+1) {
			return true
		}
	}
	return false
}

func newChannelConfig(channel string, block uint64, config *common.Config) (*channelConfig, error) {
	if config.GetChannelGroup() == nil {
		return nil, errors.New("configuration is empty")
	}
	if size := proto.Size(config); size > maxConfig {
		return nil, fmt.Errorf("configuration has %d bytes, at most %d are read", size, maxConfig)
	}
	if tooDeep(config.GetChannelGroup(), 1) {
		return nil, errors.New("groups of the configuration lie too deep in one another")
	}
	c := &channelConfig{channel: channel, block: block, sequence: config.GetSequence(), root: config.GetChannelGroup(),
		msps: map[string]*membership{}, orgs: map[string]string{}}
	if err := c.checkCapabilities(); err != nil {
		return nil, err
	}
	for _, step := range []func() error{c.readBodies, c.readOrderers, c.readPolicies} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *channelConfig) capabilities(group *common.ConfigGroup) map[string]bool {
	value, found := &common.Capabilities{}, map[string]bool{}
	_ = proto.Unmarshal(group.GetValues()["Capabilities"].GetValue(), value) // none if it does not parse
	for name := range value.GetCapabilities() {
		found[name] = true
	}
	return found
}

// checkCapabilities refuses channels whose rules of validation differ from the ones written here. Capabilities are how the bodies
// of a channel agree on the version of Fabric's rules: a peer that does not know one stops, and so does this judge, instead of
// judging by rules that were not in force.
//
// Fabric: common/capabilities/channel.go (MSPVersion); common/capabilities/application.go (V2_0Validation).
func (c *channelConfig) checkCapabilities() error {
	channel, application := c.capabilities(c.root), c.capabilities(c.root.GetGroups()["Application"])
	if !channel["V3_0"] && !channel["V2_0"] && !channel["V1_4_3"] {
		return errors.New("channel capabilities before V1_4_3 are not supported")
	}
	if !application["V2_5"] && !application["V2_0"] {
		return errors.New("application capabilities before V2_0 are not supported")
	}
	return nil
}

// readBodies reads who the bodies are. One body may stand under the application and under the orderers, with the same definition;
// two definitions of one name would make two answers to the question who is a member. What is written alike is read once: following
// its authorities' chains is most of the work.
//
// Fabric: common/channelconfig/msp.go (ProposeMSP).
func (c *channelConfig) readBodies() (err error) {
	definitions, alike := map[string]*msp.MSPConfig{}, map[string]*membership{}
	for _, kind := range []string{"Application", "Orderer"} {
		for name, org := range c.root.GetGroups()[kind].GetGroups() {
			raw := org.GetValues()["MSP"].GetValue()
			m := alike[string(raw)]
			if m == nil {
				if m, err = c.readBody(name, raw, definitions); err != nil {
					return err
				}
				alike[string(raw)] = m
			}
			if c.msps[m.id] = m; kind == "Application" {
				c.orgs[m.id] = name
			}
		}
	}
	return nil
}

func (c *channelConfig) readBody(name string, raw []byte, definitions map[string]*msp.MSPConfig) (*membership, error) {
	definition := &msp.MSPConfig{}
	if err := proto.Unmarshal(raw, definition); err != nil {
		return nil, fmt.Errorf("organization %s: %w", name, err)
	}
	m, err := newMembership(definition, c.capabilities(c.root)["V3_0"])
	if err != nil {
		return nil, fmt.Errorf("organization %s: %w", name, err)
	}
	if before := definitions[m.id]; before != nil && !proto.Equal(before, definition) {
		return nil, fmt.Errorf("body %s is defined twice", m.id)
	}
	definitions[m.id] = definition
	return m, nil
}

// readOrderers reads who orders: how they agree and, for BFT, the mapping of numbers to certificates. An orderer whose
// certificate no body's authority issued stays in the number of which a quorum is asked, but nobody can sign for it.
//
// Fabric: common/channelconfig/orderer.go (Consenters).
func (c *channelConfig) readOrderers() error {
	group := c.root.GetGroups()["Orderer"]
	kind, orderers := &orderer.ConsensusType{}, &common.Orderers{}
	if err := proto.Unmarshal(group.GetValues()["ConsensusType"].GetValue(), kind); err != nil {
		return err
	}
	if err := proto.Unmarshal(group.GetValues()["Orderers"].GetValue(), orderers); err != nil {
		return err
	}
	c.consensus, c.consenters = kind.GetType(), orderers.GetConsenterMapping()
	if c.bft() && len(c.consenters) == 0 {
		return errors.New("no orderers are named")
	}
	c.orders = map[string]bool{}
	for _, consenter := range c.consenters {
		if id, err := c.identityOf(consenter); err == nil { // another's signatures count nothing
			c.orders[id.key] = true
		}
	}
	return nil
}

func (c *channelConfig) bft() bool { return c.consensus == "BFT" }

func (c *channelConfig) identityOf(consenter *common.Consenter) (*identity, error) {
	serialized, err := proto.Marshal(&msp.SerializedIdentity{Mspid: consenter.GetMspId(), IdBytes: consenter.GetIdentity()})
	if err != nil {
		return nil, err
	}
	return c.identity(serialized)
}

func (c *channelConfig) readPolicies() (err error) {
	c.policies, err = newPolicies(c.root)
	return err
}
