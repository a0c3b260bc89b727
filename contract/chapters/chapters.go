// SPDX-License-Identifier: Apache-2.0

// Package chapters is the table of contents of the ledger's law: which chapters there are, in every version of the rules that was
// ever in force on a published ledger. The version of the chaincode's definition on the ledger names the one a block was made under.
package chapters

import (
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/rules/election"
)

// version is a version of the rules, with what places asked for in it.
type version struct {
	*contract.Rules
	places election.Profiles
}

func of(name string, places election.Profiles) version {
	rules := contract.NewRules(name, people.Chapter(places), vote.Chapter(places), device.Chapter(), order.Chapter(),
		points.Chapter(), convention.Chapter(), mediation.Chapter(), witness.Chapter(), parking.Chapter())
	return version{rules, places}
}

// versions are the rules, in the order in which they came.
var versions = []version{
	of("1", election.FirstProfiles()),
}

func current() version { return versions[len(versions)-1] }

// Current are the newest rules, with which a new network begins.
func Current() *contract.Rules { return current().Rules }

// Profiles are what places ask for by the newest rules.
func Profiles() election.Profiles { return current().places }

// Version returns the rules of a version. The error is for people, of a version that this program does not carry out.
func Version(name string) (*contract.Rules, error) {
	if i := slices.IndexFunc(versions, func(v version) bool { return v.Version == name }); i >= 0 {
		return versions[i].Rules, nil
	}
	return nil, fmt.Errorf("this program knows no version %q of the rules, only %s; a newer one may", name, strings.Join(Versions(), ", "))
}

// Versions are the names of all that this program carries out, in the order in which they came.
func Versions() []string {
	names := make([]string, len(versions))
	for i, v := range versions {
		names[i] = v.Version
	}
	return names
}
