// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"unicode/utf8"

	"github.com/linli-project/linli/act"
)

// Call is what a client asks of the chaincode: a transaction, or a query.
type Call struct {
	Function  string
	Arguments []string // as text, unpacked
	Time      int64    // Unix seconds, by the client's clock
	Query     bool     // it only reads
}

// MaxCall bounds the arguments of a call, in bytes, as they arrive and again unpacked. A relay's batch has 1.5 MB, the largest
// act and the largest chunk of a roll 256 kB.
const MaxCall = 2 << 20

// queries are the functions that only read: name → number of arguments. Package chaincode answers them.
var queries = map[string]int{"Check": 1, "Read": 2, "List": 4}

// What protobuf's Timestamp allows: the years 1 to 9999.
const (
	firstSecond = -62135596800
	lastSecond  = 253402300799
)

// ReadCall reads a call as a transaction carries it: the function's name and its arguments, and the client's time. It is how everybody
// reads one: chaincode, which refuses what ReadCall does, the recount, and what follows the blocks. So only one form of a call is read: a
// function by its exact name, with as many arguments as it takes, as UTF-8 text, of which only acts may be packed. All that is judged
// before anything is unpacked. The error is an *act.Error.
func (r *Rules) ReadCall(raw [][]byte, seconds int64, nanos int32) (Call, error) {
	if err := checkTime(seconds, nanos); err != nil {
		return Call{}, err
	}
	call, err := r.callOf(raw)
	if err != nil {
		return Call{}, err
	}
	call.Time = seconds
	for i, argument := range raw[1:] {
		if r.mayBePacked(call.Function) && i == len(raw)-2 {
			if argument, err = unpack(argument); err != nil {
				return Call{}, err
			}
		}
		if !utf8.Valid(argument) { // Fabric's messages could not carry a key or an error made of it
			return Call{}, act.Refuse(BadArguments, "of", "utf-8")
		}
		call.Arguments = append(call.Arguments, string(argument))
	}
	return call, nil
}

// mayBePacked says whether the last argument of a function may be packed.
func (r *Rules) mayBePacked(function string) bool {
	return function == "Check" || r.transactions[function].Packed
}

func checkTime(seconds int64, nanos int32) error {
	if nanos < 0 || nanos > 999_999_999 || seconds < firstSecond || seconds > lastSecond {
		return act.Refuse(BadArguments, "of", "time")
	}
	return nil
}

// callOf says which function is called, if there is one that takes so many arguments of such a size.
func (r *Rules) callOf(raw [][]byte) (Call, error) {
	size := 0
	for _, argument := range raw {
		size += len(argument)
	}
	if size > MaxCall {
		return Call{}, act.Refuse(BadArguments, "of", "size", "size", size, "most", MaxCall)
	}
	if len(raw) == 0 {
		return Call{}, act.Refuse(BadArguments, "of", "no-function")
	}
	name := string(raw[0])
	takes, query := queries[name]
	if !query {
		t, ok := r.transactions[name]
		if !ok {
			return Call{}, act.Refuse(BadArguments, "of", "function")
		}
		takes = t.Arguments
	}
	if given := len(raw) - 1; given != takes {
		return Call{}, act.Refuse(BadArguments, "of", "count", "takes", takes, "given", given)
	}
	return Call{Function: name, Query: query}, nil
}
