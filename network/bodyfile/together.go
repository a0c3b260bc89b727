// SPDX-License-Identifier: Apache-2.0

package bodyfile

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
)

// Least is how many bodies it takes so that one may be away: see Quorum.
const Least = 4

// Together checks files that are to form a network, and puts them in order. The error names the files' bodies.
func Together(files []*File) ([]*File, error) {
	if len(files) < Least {
		return nil, fmt.Errorf("these are the files of %d bodies, and a network that bears with one that is away takes %d", len(files), Least)
	}
	sorted := slices.SortedFunc(slices.Values(files), func(a, b *File) int { return cmp.Compare(a.ID, b.ID) })
	return sorted, errors.Join(apart(sorted), agreed(sorted))
}

// apart refuses what two bodies cannot both have.
func apart(files []*File) error {
	of := map[named]string{}
	for _, f := range files {
		for _, has := range f.own() {
			if other, taken := of[has]; taken {
				return fmt.Errorf("the files of %s and %s have the same %s: each body makes its own with `linli body init`", other, f.ID, has.what)
			}
			of[has] = f.ID
		}
	}
	return nil
}

type named struct{ what, value string }

// own is what is a body's alone.
func (f *File) own() []named {
	return []named{
		{"short name", f.ID}, {"title", f.Title}, {"MSP", f.MSPID},
		{"address of an orderer", net.JoinHostPort(f.Host, strconv.Itoa(f.Orderer))},
		{"address of a peer", net.JoinHostPort(f.Host, strconv.Itoa(f.Peer))},
		{"signing root", f.SigningRoot}, {"TLS root", f.TLSRoot},
	}
}

// agreed refuses files of programs that do not know the same rules.
func agreed(files []*File) error {
	for _, f := range files[1:] {
		if f.Rules != files[0].Rules {
			return fmt.Errorf("%s has a program with version %s of the rules, and %s one with version %s: all install the same, and init anew",
				files[0].ID, files[0].Rules, f.ID, f.Rules)
		}
	}
	return nil
}

// Quorum is how many of n bodies' orderers have to be there to make a block, as SmartBFT has it: ⌈(n+f+1)/2⌉, where f = ⌊(n−1)/3⌋ may be
// away or lie.
func Quorum(n int) int {
	f := (n - 1) / 3
	return (n + f + 2) / 2
}
