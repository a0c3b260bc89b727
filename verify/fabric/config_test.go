// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"slices"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// A body stands under the application and under the orderers. Its administrators may write one of the two definitions in another way,
// which peers take; they may not make it another one.
func TestOneBodyCannotDefineItselfTwice(t *testing.T) {
	cases := map[string]struct {
		alter func(raw []byte) []byte
		taken bool
	}{
		"the same": {func(raw []byte) []byte { return raw }, true},
		"padded": {func(raw []byte) []byte {
			definition := &msp.MSPConfig{}
			if err := proto.Unmarshal(raw, definition); err != nil {
				t.Fatal(err)
			}
			length := protowire.AppendVarint([]byte{0x12}, uint64(len(definition.GetConfig())))
			length[len(length)-1] |= 0x80
			return slices.Concat(length, []byte{0}, definition.GetConfig())
		}, true},
		"an unknown field": {func(raw []byte) []byte { return append(slices.Clone(raw), 0x78, 1) }, false},
		"another body's":   {func([]byte) []byte { return nil }, false},
	}
	for name, c := range cases {
		_, blocks := recorded(t)
		block, err := openConfig(blocks[0])
		if err != nil {
			t.Fatal(err)
		}
		config := block.envelope.GetConfig()
		if !altered(config.GetChannelGroup().GetGroups()["Orderer"], c.alter) {
			t.Fatal("no body orders")
		}
		if _, err := newChannelConfig(block.channel, 0, config); (err == nil) != c.taken {
			t.Errorf("%s: taken is %v: %v", name, err == nil, err)
		}
	}
}

// altered changes the definition of one of a group's bodies.
func altered(group *common.ConfigGroup, alter func([]byte) []byte) bool {
	for _, body := range group.GetGroups() {
		body.Values["MSP"].Value = alter(body.GetValues()["MSP"].GetValue())
		return true
	}
	return false
}
