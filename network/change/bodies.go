// SPDX-License-Identifier: Apache-2.0

package change

import (
	"cmp"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math"
	"net"
	"slices"
	"strconv"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/network/bodyfile"
)

// Body is what a channel's configuration says of one.
type Body struct {
	ID, MSPID    string
	Title        string             // what people call it, as its signing root says; empty for a root that does not
	Signing, TLS bodyfile.Authority // whoever certifies its members, and its machine's names
	Host         string
	PeerPort     int
	Consenter    *common.Consenter // its orderer; nil while it follows
}

// Bodies reads who they are, in the order of their orderers' numbers; those that follow come last.
func Bodies(channel *common.ConfigGroup) ([]Body, error) {
	consenters, err := consentersOf(channel)
	if err != nil {
		return nil, err
	}
	var bodies []Body
	for name, org := range channel.GetGroups()[application].GetGroups() {
		b, err := readBody(org)
		if err != nil {
			return nil, fmt.Errorf("what the channel says of %s: %w", name, err)
		}
		for _, c := range consenters {
			if c.GetMspId() == b.MSPID {
				b.Consenter = c
			}
		}
		bodies = append(bodies, b)
	}
	slices.SortFunc(bodies, func(a, b Body) int { return cmp.Or(cmp.Compare(a.place(), b.place()), cmp.Compare(a.ID, b.ID)) })
	return bodies, nil
}

// place is where a body stands among the others.
func (b *Body) place() uint32 {
	if b.Consenter == nil {
		return math.MaxUint32
	}
	return b.Consenter.GetId()
}

// readBody reads one from its group of the application.
func readBody(org *common.ConfigGroup) (b Body, err error) {
	definition, fabric, anchors := &msp.MSPConfig{}, &msp.FabricMSPConfig{}, &peer.AnchorPeers{}
	if err := proto.Unmarshal(org.GetValues()[mspKey].GetValue(), definition); err != nil {
		return b, err
	}
	if err := proto.Unmarshal(definition.GetConfig(), fabric); err != nil {
		return b, err
	}
	if err := proto.Unmarshal(org.GetValues()[anchorsKey].GetValue(), anchors); err != nil {
		return b, err
	}
	if len(fabric.GetRootCerts()) != 1 || len(fabric.GetTlsRootCerts()) != 1 || len(anchors.GetAnchorPeers()) != 1 {
		return b, errors.New("it has not one root of each kind and one peer")
	}
	anchor := anchors.GetAnchorPeers()[0]
	b = Body{
		MSPID: fabric.GetName(), Host: anchor.GetHost(), PeerPort: int(anchor.GetPort()),
		Signing: authority(fabric.GetRootCerts(), fabric.GetIntermediateCerts()),
		TLS:     authority(fabric.GetTlsRootCerts(), fabric.GetTlsIntermediateCerts()),
	}
	b.Title = bodyfile.TitleIn(b.Signing.Root)
	b.ID, err = bodyfile.ShortName(b.MSPID, b.Signing.Root)
	return b, err
}

func authority(roots, between [][]byte) bodyfile.Authority {
	a := bodyfile.Authority{Root: string(roots[0])}
	for _, text := range between {
		a.Between = append(a.Between, string(text))
	}
	return a
}

func parse(text []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("it has no certificate in PEM")
	}
	return x509.ParseCertificate(block.Bytes)
}

// consentersOf are the orderers.
func consentersOf(channel *common.ConfigGroup) ([]*common.Consenter, error) {
	orderers := &common.Orderers{}
	err := proto.Unmarshal(channel.GetGroups()[orderer].GetValues()[orderersKey].GetValue(), orderers)
	return orderers.GetConsenterMapping(), err
}

func at(host string, port int) string { return net.JoinHostPort(host, strconv.Itoa(port)) }
