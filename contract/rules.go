// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"
	"maps"
	"slices"

	"github.com/linli-project/linli/act"
)

// Chapter is a part of the ledger's law: its acts, and the transactions that need no signed act.
type Chapter struct {
	Acts         []Declared
	Transactions map[string]Transaction
}

// Transaction is what a client may have executed besides a batch of acts.
type Transaction struct {
	Arguments int  // how many it takes
	Packed    bool // the last of them may be packed (Pack)
	Run       func(s State, tx Tx, args []string) ([]byte, error)
}

// Rules are a version of the ledger's law: what the chapters that were in force together do.
type Rules struct {
	Version      string // as the chaincode's definition on the ledger names it
	acts         map[string]Declared
	transactions map[string]Transaction
}

// NewRules puts chapters together. No two of them may declare an act or a transaction of one name.
func NewRules(version string, chapters ...Chapter) *Rules {
	r := &Rules{Version: version, acts: map[string]Declared{}, transactions: map[string]Transaction{}}
	r.transactions["Submit"] = Transaction{1, true, func(s State, tx Tx, a []string) ([]byte, error) { return r.submit(s, tx, a[0]) }}
	r.transactions["Probe"] = Transaction{0, false, func(State, Tx, []string) ([]byte, error) { return []byte("ok"), nil }}
	for _, c := range chapters {
		for _, a := range c.Acts {
			if _, twice := r.acts[a.Name()]; twice {
				panic(fmt.Sprintf("two chapters declare %q", a.Name()))
			}
			r.acts[a.Name()] = a
		}
		for name, t := range c.Transactions {
			if _, twice := r.transactions[name]; twice {
				panic(fmt.Sprintf("two chapters have a transaction %q", name))
			}
			r.transactions[name] = t
		}
	}
	return r
}

// Act returns the declaration of a type of act, and whether there is one.
func (r *Rules) Act(kind string) (Declared, bool) {
	d, ok := r.acts[kind]
	return d, ok
}

// Acts returns the declarations of all types of acts, by name.
func (r *Rules) Acts() []Declared {
	var all []Declared
	for _, kind := range slices.Sorted(maps.Keys(r.acts)) {
		all = append(all, r.acts[kind])
	}
	return all
}

// Invoke runs one transaction. The response and what was Put are meaningful only if the error is nil; an *act.Error
// says why the transaction must not be, any other error is a failure of the State.
func (r *Rules) Invoke(s State, tx Tx, function string, args []string) ([]byte, error) {
	t, ok := r.transactions[function]
	if !ok {
		return nil, act.Refuse(BadArguments, "of", "function")
	}
	if len(args) != t.Arguments {
		return nil, act.Refuse(BadArguments, "of", "count", "takes", t.Arguments, "given", len(args))
	}
	return t.Run(s, tx, args)
}
