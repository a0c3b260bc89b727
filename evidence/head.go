// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/verify"
)

// backdated is by how many seconds a body's clock may be behind what an act that the head covers says of its own beginning. Peers bear
// with a quarter of an hour of a client's clock; this is twice that.
const backdated = 1800

// Timely says whether a body can have seen the acts of which the newest begins at a time when it signed.
func Timely(by checkpoint.Cosignature, newest int64) bool { return by.At >= newest-backdated }

// checkHead counts the bodies that have co-signed the head.
func (v *verification) checkHead(trust verify.Trust) {
	witnesses := trust.Keys()
	note, err := checkpoint.Open(v.Evidence.Head, witnesses)
	if err != nil {
		v.report.fail(checkHead, err)
		return
	}
	v.head = note.Head
	if trust.Genesis != "" && v.head.Genesis.String() != trust.Genesis {
		v.report.fail(checkHead, errors.New("it is the head of another ledger than the trust file's"))
		return
	}
	if trust.Genesis == "" || len(witnesses) == 0 {
		c := v.report.Check(checkHead)
		c.Detail = "UNANCHORED: no trust file that names witnesses; whoever made this file may have made the head"
		return
	}
	v.report.Anchored = true
	v.countCosigners(note, trust.Enough())
}

// countCosigners passes over who says that he signed before an act of the bundle could be: he cannot have seen it.
func (v *verification) countCosigners(note checkpoint.Cosigned, least int) {
	var names []string
	var times []int64
	early := ""
	for _, by := range note.By {
		if !Timely(by, v.newest()) {
			early = fmt.Sprintf("; %s says that it signed before an act here could be", by.MSP)
			continue
		}
		names, times = append(names, by.MSP), append(times, by.At)
	}
	if len(names) < least {
		v.report.fail(checkHead, fmt.Errorf("%d bodies of the trust file co-signed it, and it takes %d%s", len(names), least, early))
		return
	}
	slices.Sort(times)
	v.cosigned = times[least-1]
	v.report.pass(checkHead, "%d blocks; %s; it takes %d", note.Size, strings.Join(names, ", "), least)
	v.report.Trusted = append(v.report.Trusted,
		fmt.Sprintf("for what is on the ledger, and what its rules allowed: fewer than %d of %s lie", least, strings.Join(names, ", ")),
		"for times: the clocks of who signed and of the bodies' servers")
}

// newest is the greatest beginning of the acts that are well-formed.
func (v *verification) newest() (newest int64) {
	for _, a := range v.acts {
		if a.err == nil {
			newest = max(newest, int64(a.NBF))
		}
	}
	return newest
}
