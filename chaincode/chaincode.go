// SPDX-License-Identifier: Apache-2.0

// Package chaincode puts the ledger's state machine (package contract) on Hyperledger Fabric. It adds nothing to it but
// the queries: transactions in, the peer's world state behind.
package chaincode

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hyperledger/fabric-chaincode-go/v2/pkg/cid"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-contract-api-go/v2/contractapi"

	"github.com/linli-project/linli/contract"
)

// Contract is the chaincode's one contract. Errors read "CODE: message" (act.Error).
type Contract struct {
	contractapi.Contract
	net string // hash (hex) of the channel's genesis block
}

type context = contractapi.TransactionContextInterface

// New returns the chaincode of the channel whose genesis block has this hash (hex), with other contracts beside its own if any
// are given.
func New(net string, others ...contractapi.ContractInterface) (shim.Chaincode, error) {
	if !contract.IsNet(net) {
		return nil, fmt.Errorf("%q is not the hash of a channel's genesis block, 64 hex digits; without it nobody could be kept from founding a community for another channel", net)
	}
	c := &Contract{net: net}
	c.Name = "linli"
	made, err := contractapi.NewChaincode(append([]contractapi.ContractInterface{c}, others...)...)
	if err != nil {
		return nil, err
	}
	return textOnly{made}, nil
}

// Submit carries out a JSON array of signed acts and returns a JSON array of outcomes in the same order.
func (c *Contract) Submit(ctx context, acts string) (string, error) {
	return c.invoke(ctx, "Submit", acts)
}

// Found proposes to found a community, or registers more officers of a founded one, and says who has proposed what.
// Called by each body's Fabric administrator.
func (c *Contract) Found(ctx context, community, constitution, officers string) (string, error) {
	return c.invoke(ctx, "Found", community, constitution, officers)
}

// RevokeOfficer ends an officer's credential. Called by the Fabric administrator of the officer's body.
func (c *Contract) RevokeOfficer(ctx context, community, credential string) (string, error) {
	return c.invoke(ctx, "RevokeOfficer", community, credential)
}

// LoadRoll loads the next chunk of an approved roll; proof is a JSON array of base64 hashes.
func (c *Contract) LoadRoll(ctx context, community, version, index, chunk, proof string) (string, error) {
	return c.invoke(ctx, "LoadRoll", community, version, index, chunk, proof)
}

// Tally counts one shard of an election, or merges them all ("total").
func (c *Contract) Tally(ctx context, community, election, shard string) (string, error) {
	return c.invoke(ctx, "Tally", community, election, shard)
}

// Probe writes nothing and returns "ok": that it commits shows that the network works.
func (c *Contract) Probe(ctx context) (string, error) { return c.invoke(ctx, "Probe") }

// Check tells what Submit would answer, without any effect. To be evaluated.
func (c *Contract) Check(ctx context, acts string) (string, error) {
	tx, err := c.txOf(ctx)
	if err != nil {
		return "", err
	}
	outcomes, err := contract.Check(stateOf(ctx.GetStub()), tx, acts)
	return string(outcomes), err
}

// Read returns one document of a kind, named by a JSON array of its key's attributes, or "" if there is none. To be
// evaluated.
func (*Contract) Read(ctx context, kind, attributes string) (string, error) {
	key, err := keyOf(kind, attributes)
	if err != nil {
		return "", err
	}
	value, err := ctx.GetStub().GetState(key)
	return string(value), err
}

// Page is a part of a list.
type Page struct {
	Items    []Item `json:"items"`
	Bookmark string `json:"bookmark"` // where the next page begins; "" after the last
}

// Item is one document with the attributes of its key.
type Item struct {
	Attributes []string        `json:"attributes"`
	Value      json.RawMessage `json:"value"`
}

// maxPage is the most documents one page holds.
const maxPage = 1000

// List returns a page of the documents of a kind whose keys begin with the given attributes (a JSON array), in key
// order. To be evaluated: pages are not protected against writes between them.
func (*Contract) List(ctx context, kind, attributes string, size int32, bookmark string) (string, error) {
	var prefix []string
	if err := json.Unmarshal([]byte(attributes), &prefix); err != nil || size < 1 || size > maxPage {
		return "", fmt.Errorf("%s: List takes a kind, a JSON array of attributes, 1 to %d items and a bookmark", contract.BadArguments, maxPage)
	}
	entries, next, err := ctx.GetStub().GetStateByPartialCompositeKeyWithPagination(kind, prefix, size, bookmark)
	if err != nil {
		return "", err
	}
	defer entries.Close()
	page := Page{Items: []Item{}}
	for entries.HasNext() {
		entry, err := entries.Next()
		if err != nil {
			return "", err
		}
		_, parts, _ := contract.SplitKey(entry.GetKey())
		page.Items = append(page.Items, Item{Attributes: parts, Value: entry.GetValue()})
	}
	page.Bookmark = next.GetBookmark()
	raw, err := json.Marshal(page)
	return string(raw), err
}

func keyOf(kind, attributes string) (string, error) {
	var parts []string
	if err := json.Unmarshal([]byte(attributes), &parts); err != nil || strings.Contains(kind+attributes, `\u0000`) {
		return "", fmt.Errorf("%s: a key's attributes are a JSON array of strings", contract.BadArguments)
	}
	return contract.Key(kind, parts...), nil
}

func (c *Contract) invoke(ctx context, function string, args ...string) (string, error) {
	tx, err := c.txOf(ctx)
	if err != nil {
		return "", err
	}
	response, err := contract.Invoke(stateOf(ctx.GetStub()), tx, function, args)
	return string(response), err
}

func (c *Contract) txOf(ctx context) (contract.Tx, error) {
	stub := ctx.GetStub()
	at, err := stub.GetTxTimestamp()
	if err != nil {
		return contract.Tx{}, err
	}
	msp, err := cid.GetMSPID(stub)
	if err != nil {
		return contract.Tx{}, err
	}
	admin, err := cid.HasOUValue(stub, "admin") // the organisational unit that Fabric's NodeOUs give administrators
	return contract.Tx{ID: stub.GetTxID(), Time: at.GetSeconds(), MSP: msp, Admin: admin, Net: c.net}, err
}
