// SPDX-License-Identifier: Apache-2.0

package network

import (
	"net"
	"strconv"
)

// Channel is the name of the channel, Chaincode that of the chaincode on it.
const (
	Channel   = "linli"
	Chaincode = "linli"
)

// loopback is where listens whatever is for this machine alone; on a laptop that is everything.
const loopback = "127.0.0.1"

// Body is one of the organisations that run the ledger together, as network.json stores it.
type Body struct {
	ID    string `json:"id"`    // short name, e.g. "owners"
	Title string `json:"title"` // for people, e.g. "owners' committee (业委会)"
	MSPID string `json:"mspId"` // Fabric's name of it, e.g. "OwnersMSP"
	Host  string `json:"host"`  // name or IP address of its machine, as the others reach it
	Ports Ports  `json:"ports"` // where its orderer and peer listen

	Consenter uint64 `json:"consenter"` // its orderer's number among those that take part; 0 while it follows
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

// Bodies returns the four bodies of a residential community, all on this machine, without ports.
func Bodies() []Body {
	return []Body{
		{ID: "owners", Title: "owners' committee (业委会)", MSPID: "OwnersMSP", Host: loopback},
		{ID: "residents", Title: "residents' committee (居委会)", MSPID: "ResidentsMSP", Host: loopback},
		{ID: "property", Title: "property company (物业)", MSPID: "PropertyMSP", Host: loopback},
		{ID: "street", Title: "street office (街道办)", MSPID: "StreetMSP", Host: loopback},
	}
}

// domain is the DNS domain in a body's certificates; .internal is reserved for private use.
func (b *Body) domain() string { return b.ID + ".linli.internal" }

func (b *Body) ordererName() string { return "orderer." + b.domain() }
func (b *Body) peerName() string    { return "peer." + b.domain() }

// local is where something listens for this machine alone.
func local(port int) string { return at(loopback, port) }

func at(host string, port int) string { return net.JoinHostPort(host, strconv.Itoa(port)) }
