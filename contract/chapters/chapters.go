// SPDX-License-Identifier: Apache-2.0

// Package chapters is the table of contents of the ledger's law: which chapters there are, in every version of the rules that was
// ever in force on a published ledger. The version of the chaincode's definition on the ledger names the one a block was made under.
package chapters

import (
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
)

// versions are the rules, in the order in which they came.
var versions = []*contract.Rules{
	contract.NewRules("1", people.Chapter(), vote.Chapter()),
}

// Current are the newest rules, with which a new network begins.
func Current() *contract.Rules { return versions[len(versions)-1] }

// Version returns the rules of a version. The error is for people, of a version that this program does not carry out.
func Version(name string) (*contract.Rules, error) {
	if i := slices.IndexFunc(versions, func(r *contract.Rules) bool { return r.Version == name }); i >= 0 {
		return versions[i], nil
	}
	known := make([]string, len(versions))
	for i, r := range versions {
		known[i] = r.Version
	}
	return nil, fmt.Errorf("this program knows no version %q of the rules, only %s; a newer one may", name, strings.Join(known, ", "))
}
