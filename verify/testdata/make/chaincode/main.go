// SPDX-License-Identifier: Apache-2.0

// Command chaincode is the small key-value chaincode behind the recorded ledger in testdata. Its functions exist
// to leave every kind of read and write on that ledger: keys, deletions, ranges, summarised ranges, key policies.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"

	"github.com/hyperledger/fabric-chaincode-go/v2/pkg/statebased"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

type store struct{}

func (store) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (store) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	function, args := stub.GetFunctionAndParameters()
	err := run(stub, function, args)
	if err != nil {
		return shim.Error(err.Error())
	}
	_ = stub.SetEvent(function, []byte(stub.GetTxID()))
	return shim.Success([]byte(function))
}

func run(stub shim.ChaincodeStubInterface, function string, args []string) error {
	switch function {
	case "put":
		return stub.PutState(args[0], []byte(args[1]))
	case "add":
		return add(stub, args[0])
	case "del":
		return stub.DelState(args[0])
	case "fill":
		return fill(stub, args[0], args[1])
	case "count":
		return count(stub, args[0], args[1], args[2])
	case "guard":
		return guard(stub, args[0], args[1:])
	}
	return fmt.Errorf("unknown function %s", function)
}

// add reads and writes one key, so that two of them in one block conflict.
func add(stub shim.ChaincodeStubInterface, key string) error {
	value, err := stub.GetState(key)
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(string(value))
	return stub.PutState(key, []byte(strconv.Itoa(n+1)))
}

func fill(stub shim.ChaincodeStubInterface, prefix, size string) error {
	n, err := strconv.Atoi(size)
	if err != nil {
		return err
	}
	for i := range n {
		if err := stub.PutState(fmt.Sprintf("%s%04d", prefix, i), []byte{byte('a' + i%26)}); err != nil {
			return err
		}
	}
	return nil
}

// count reads the range [start, end) and writes its size under key.
func count(stub shim.ChaincodeStubInterface, key, start, end string) error {
	rows, err := stub.GetStateByRange(start, end)
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for rows.HasNext() {
		if _, err := rows.Next(); err != nil {
			return err
		}
		n++
	}
	return stub.PutState(key, []byte(strconv.Itoa(n)))
}

// guard makes all the named MSPs necessary for later writes of key.
func guard(stub shim.ChaincodeStubInterface, key string, mspIDs []string) error {
	policy, err := statebased.NewStateEP(nil)
	if err != nil {
		return err
	}
	if err := policy.AddOrgs(statebased.RoleTypePeer, mspIDs...); err != nil {
		return err
	}
	bytes, err := policy.Policy()
	if err != nil {
		return err
	}
	if err := stub.PutState(key, []byte("guarded")); err != nil {
		return err
	}
	return stub.SetStateValidationParameter(key, bytes)
}

func main() {
	server := &shim.ChaincodeServer{
		CCID: os.Getenv("CHAINCODE_ID"), Address: os.Getenv("CHAINCODE_ADDRESS"),
		CC: store{}, TLSProps: shim.TLSProperties{Disabled: true},
	}
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
}
