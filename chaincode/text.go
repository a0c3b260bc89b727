// SPDX-License-Identifier: Apache-2.0

package chaincode

import (
	"unicode/utf8"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract"
)

// textOnly refuses arguments that are not UTF-8. Fabric's messages cannot carry a key or an error made of them: the
// shim's stream to the peer breaks, and the chaincode with it.
type textOnly struct{ shim.Chaincode }

// Invoke carries out a transaction or a query.
func (c textOnly) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	for _, argument := range stub.GetArgs() {
		if !utf8.Valid(argument) {
			return shim.Error(string(contract.BadArguments) + ": an argument is not UTF-8 text")
		}
	}
	return c.Chaincode.Invoke(stub)
}
