// SPDX-License-Identifier: Apache-2.0

package chaincode

import (
	"unicode/utf8"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract"
)

// textOnly unpacks arguments, and refuses those that are not UTF-8. Fabric's messages cannot carry a key or an error made
// of them: the shim's stream to the peer breaks, and the chaincode with it.
type textOnly struct{ shim.Chaincode }

// Invoke carries out a transaction or a query.
func (c textOnly) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	var arguments []string
	for _, packed := range stub.GetArgs() {
		argument, err := contract.Unpack(packed)
		if err != nil {
			return shim.Error(err.Error())
		}
		if !utf8.Valid(argument) {
			return shim.Error(string(contract.BadArguments) + ": an argument is not UTF-8 text")
		}
		arguments = append(arguments, string(argument))
	}
	return c.Chaincode.Invoke(unpacked{stub, arguments})
}

// unpacked is a transaction with its arguments as text.
type unpacked struct {
	shim.ChaincodeStubInterface
	arguments []string
}

func (u unpacked) GetStringArgs() []string { return u.arguments }

func (u unpacked) GetFunctionAndParameters() (string, []string) {
	if len(u.arguments) == 0 {
		return "", nil
	}
	return u.arguments[0], u.arguments[1:]
}
