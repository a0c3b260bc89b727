// SPDX-License-Identifier: Apache-2.0

// Package chaincode puts the ledger's state machine (package contract) on Hyperledger Fabric. It adds nothing to it but
// the queries, and the refusal of calls that could be read in two ways: transactions in, the peer's world state behind.
package chaincode

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/hyperledger/fabric-chaincode-go/v2/pkg/cid"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
)

// atOnce is how many calls are carried out at a time; others wait. Each may hold some MB.
const atOnce = 8

// linli is the chaincode. Errors read "CODE" or "CODE {arguments}" (act.Error).
type linli struct {
	rules  *contract.Rules
	net    string        // hash (hex) of the channel's genesis block
	places chan struct{} // one for each call that is being carried out
}

// New returns the chaincode that carries out a version of the rules, on the channel whose genesis block has this hash (hex).
func New(net, version string) (shim.Chaincode, error) {
	rules, err := chapters.Version(version)
	if err != nil {
		return nil, err
	}
	return Of(net, rules)
}

// Of is New of rules that need not be any version's.
func Of(net string, rules *contract.Rules) (shim.Chaincode, error) {
	if !contract.IsHash(net) {
		return nil, fmt.Errorf("%q is not the hash of a channel's genesis block, 64 hex digits; without it nobody could be kept from founding a community for another channel", net)
	}
	return linli{rules, net, make(chan struct{}, atOnce)}, nil
}

// Init is never called: the chaincode's definition asks for no initialisation.
func (linli) Init(shim.ChaincodeStubInterface) *peer.Response {
	return shim.Error(act.Refuse(contract.BadArguments, "of", "init").Error())
}

// Invoke carries out a transaction or a query.
func (l linli) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	l.places <- struct{}{}
	defer func() { <-l.places }()
	answer, err := l.carryOut(stub)
	if err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success(answer)
}

func (l linli) carryOut(stub shim.ChaincodeStubInterface) ([]byte, error) {
	call, err := readCall(stub, l.rules)
	if err != nil {
		return nil, err
	}
	tx, err := l.txOf(stub, call)
	if err != nil {
		return nil, err
	}
	args := call.Arguments
	switch call.Function {
	case "Check":
		return l.rules.Check(stateOf(stub), tx, args[0])
	case "Read":
		return read(stub, args[0], args[1])
	case "List":
		return list(stub, args[0], args[1], args[2], args[3])
	}
	return l.rules.Invoke(stateOf(stub), tx, call.Function, args)
}

func (l linli) txOf(stub shim.ChaincodeStubInterface, call contract.Call) (contract.Tx, error) {
	msp, err := cid.GetMSPID(stub)
	if err != nil {
		return contract.Tx{}, err
	}
	admin, err := cid.HasOUValue(stub, "admin") // the organisational unit that Fabric's NodeOUs give administrators
	return contract.Tx{ID: stub.GetTxID(), Time: call.Time, MSP: msp, Admin: admin, Net: l.net}, err
}

// read returns one document of a kind, named by a JSON array of its key's attributes, or "" if there is none.
func read(stub shim.ChaincodeStubInterface, kind, attributes string) ([]byte, error) {
	var parts []string
	if err := json.Unmarshal([]byte(attributes), &parts); err != nil || strings.Contains(kind+attributes, `\u0000`) {
		return nil, act.Refuse(contract.BadArguments, "of", "attributes")
	}
	return stub.GetState(contract.Key(kind, parts...))
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

// list returns a page of the documents of a kind whose keys begin with the given attributes (a JSON array), in key
// order. Pages are not protected against writes between them.
func list(stub shim.ChaincodeStubInterface, kind, attributes, size, bookmark string) ([]byte, error) {
	var prefix []string
	most, err := strconv.ParseInt(size, 10, 32)
	if json.Unmarshal([]byte(attributes), &prefix) != nil || err != nil || most < 1 || most > maxPage {
		return nil, act.Refuse(contract.BadArguments, "of", "list", "most", maxPage)
	}
	entries, next, err := stub.GetStateByPartialCompositeKeyWithPagination(kind, prefix, int32(most), bookmark)
	if err != nil {
		return nil, err
	}
	defer entries.Close()
	page := Page{Items: []Item{}}
	for entries.HasNext() {
		entry, err := entries.Next()
		if err != nil {
			return nil, err
		}
		_, parts, _ := contract.SplitKey(entry.GetKey())
		page.Items = append(page.Items, Item{Attributes: parts, Value: entry.GetValue()})
	}
	page.Bookmark = next.GetBookmark()
	return json.Marshal(page)
}
