// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"crypto/rand"
	"slices"
	"time"

	"github.com/hyperledger/fabric-admin-sdk/pkg/chaincode"
	adminid "github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	gatewayid "github.com/hyperledger/fabric-gateway/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/orderer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// control changes, on the network that is recorded, what full bundles rest on: the channel's configuration, and who has to endorse.
type control struct {
	*recorder
	admins []*chaincode.Gateway
}

func (r *recorder) control() *control {
	c := &control{recorder: r}
	for _, body := range r.network.Bodies() {
		mspID, certPEM, keyPEM, err := r.network.Identity(body.ID, network.Admin)
		cert, key := must(gatewayid.CertificateFromPEM(must(certPEM, err))), must(gatewayid.PrivateKeyFromPEM(keyPEM))
		admin, conn := must(adminid.NewPrivateKeySigningIdentity(mspID, cert, key)), must(must(r.network.Peer(body.ID)).Dial())
		c.admins = append(c.admins, chaincode.NewGateway(conn, admin))
	}
	return c
}

// define has the bodies give the chaincode a definition that any two of them endorse under.
func (c *control) define(sequence int64) {
	d := chaincode.Definition{
		ChannelName: network.Channel, Name: network.Chaincode, Version: network.FirstVersion, Sequence: sequence,
		ApplicationPolicy: must(chaincode.NewApplicationPolicy(
			"OutOf(2,'OwnersMSP.peer','ResidentsMSP.peer','PropertyMSP.peer','StreetMSP.peer')", "")),
	}
	for i, body := range c.network.Bodies() {
		d.PackageID = must(c.network.ChaincodeServer(body.ID, network.FirstVersion)).PackageID
		must(0, c.admins[i].Approve(c.Context(), &d))
	}
	err := c.admins[0].Commit(c.Context(), &d)
	for try := 0; err != nil && try < 50; try++ { // peers may not have the approvals yet
		time.Sleep(200 * time.Millisecond)
		err = c.admins[0].Commit(c.Context(), &d)
	}
	must(0, err)
}

// update has three administrators change how many messages a block has at most.
func (c *control) update() {
	ordering := func(values map[string]*common.ConfigValue) *common.ConfigGroup {
		return &common.ConfigGroup{Groups: map[string]*common.ConfigGroup{"Orderer": {Values: values}}}
	}
	size := must(proto.Marshal(&orderer.BatchSize{MaxMessageCount: 40, AbsoluteMaxBytes: 20 << 20, PreferredMaxBytes: 2 << 20}))
	update := &common.ConfigUpdateEnvelope{ConfigUpdate: must(proto.Marshal(&common.ConfigUpdate{
		ChannelId: network.Channel, ReadSet: ordering(nil),
		WriteSet: ordering(map[string]*common.ConfigValue{"BatchSize": {Version: 1, ModPolicy: "Admins", Value: size}}),
	}))}
	var admin adminid.SigningIdentity
	var header []byte
	for _, body := range c.admins[:3] {
		admin = body.ClientIdentity()
		creator := must(proto.Marshal(&msp.SerializedIdentity{Mspid: admin.MspID(), IdBytes: admin.Credentials()}))
		header = must(proto.Marshal(&common.SignatureHeader{Creator: creator, Nonce: []byte(rand.Text())}))
		signature := must(admin.Sign(slices.Concat(header, update.GetConfigUpdate())))
		update.Signatures = append(update.Signatures, &common.ConfigSignature{SignatureHeader: header, Signature: signature})
	}
	channel := must(proto.Marshal(&common.ChannelHeader{Type: int32(common.HeaderType_CONFIG_UPDATE), ChannelId: network.Channel}))
	payload := must(proto.Marshal(&common.Payload{
		Data: must(proto.Marshal(update)), Header: &common.Header{ChannelHeader: channel, SignatureHeader: header},
	}))
	c.send(&common.Envelope{Payload: payload, Signature: must(admin.Sign(payload))})
}

// send has an envelope ordered, and waits for its block.
func (c *control) send(envelope *common.Envelope) {
	client := must(c.network.Connect(c.Context(), "owners", network.Client))
	defer client.Close()
	height, at := must(client.Height(c.Context())), must(c.network.Orderers())[0]
	conn := must(network.Peer{Address: at.Address, ServerName: at.ServerName, TLSRootPEM: at.TLSRootPEM}.Dial())
	stream := must(orderer.NewAtomicBroadcastClient(conn).Broadcast(c.Context()))
	must(0, stream.Send(envelope))
	if answer := must(stream.Recv()); answer.GetStatus() != common.Status_SUCCESS {
		c.Fatal(answer)
	}
	for block, err := range ledger.Blocks(c.Context(), client, height, height) {
		must(block, err)
	}
}
