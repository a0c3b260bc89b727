// SPDX-License-Identifier: Apache-2.0

package network

import "fmt"

// Channel is the name of the channel, Chaincode that of the chaincode on it.
const (
	Channel   = "linli"
	Chaincode = "linli"
)

// host is where every process listens: nothing is reachable from outside of the machine.
const host = "127.0.0.1"

// Body is one of the organisations that run the ledger together, as network.json stores it.
type Body struct {
	ID    string `json:"id"`    // short name, e.g. "owners"
	Title string `json:"title"` // for people, e.g. "owners' committee (业委会)"
	MSPID string `json:"mspId"` // Fabric's name of it, e.g. "OwnersMSP"
	Ports Ports  `json:"ports"` // where its orderer and peer listen
}

// Ports are the TCP ports of one body's orderer and peer. They are chosen once: the orderer's is part of the genesis block.
type Ports struct {
	Orderer           int `json:"orderer"`
	OrdererAdmin      int `json:"ordererAdmin"`
	OrdererOperations int `json:"ordererOperations"`
	Peer              int `json:"peer"`
	PeerOperations    int `json:"peerOperations"`
}

// each calls f with every port and the name of the process that listens there.
func (b *Body) eachPort(f func(process string, port *int)) {
	f("orderer-"+b.ID, &b.Ports.Orderer)
	f("orderer-"+b.ID, &b.Ports.OrdererAdmin)
	f("orderer-"+b.ID, &b.Ports.OrdererOperations)
	f("peer-"+b.ID, &b.Ports.Peer)
	f("peer-"+b.ID, &b.Ports.PeerOperations)
}

// Bodies returns the four bodies of a residential community, without ports.
func Bodies() []Body {
	return []Body{
		{ID: "owners", Title: "owners' committee (业委会)", MSPID: "OwnersMSP"},
		{ID: "residents", Title: "residents' committee (居委会)", MSPID: "ResidentsMSP"},
		{ID: "property", Title: "property company (物业)", MSPID: "PropertyMSP"},
		{ID: "street", Title: "street office (街道办)", MSPID: "StreetMSP"},
	}
}

// domain is the DNS domain in a body's certificates; .internal is reserved for private use.
func (b *Body) domain() string { return b.ID + ".linli.internal" }

func (b *Body) ordererName() string { return "orderer." + b.domain() }
func (b *Body) peerName() string    { return "peer." + b.domain() }

func address(port int) string { return fmt.Sprintf("%s:%d", host, port) }
