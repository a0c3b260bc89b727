// SPDX-License-Identifier: Apache-2.0

package change

import (
	"bytes"
	"errors"
	"maps"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// update is what Fabric is sent for a change from one configuration to another: which versions it read, and what it writes. It is the same
// of everybody who computes it.
func update(channel string, before, after *common.ConfigGroup) ([]byte, error) {
	reads, writes := difference(before, after)
	if writes == nil {
		return nil, errors.New("it changes nothing")
	}
	return stable(&common.ConfigUpdate{ChannelId: channel, ReadSet: reads, WriteSet: writes})
}

// difference is that of two groups; writes is nil if there is none. A group whose members stay only shows the way to what changes in it.
// One that has a member more or less goes a version on, and lists all that it keeps.
func difference(before, after *common.ConfigGroup) (reads, writes *common.ConfigGroup) {
	reads, writes, kept := group(before.GetVersion()), group(before.GetVersion()), group(0)
	members, changed := before.GetModPolicy() != after.GetModPolicy(), false
	for _, compared := range []func() (bool, bool){
		func() (bool, bool) { return groups(before, after, reads, writes, kept) },
		func() (bool, bool) { return values(before, after, writes, kept) },
		func() (bool, bool) { return policies(before, after, writes, kept) },
	} {
		m, c := compared()
		members, changed = members || m, changed || c
	}
	if !members && !changed {
		return reads, nil
	}
	if members {
		writes.Version, writes.ModPolicy = before.GetVersion()+1, after.GetModPolicy()
		for _, side := range []*common.ConfigGroup{reads, writes} {
			maps.Copy(side.GetGroups(), kept.GetGroups())
			maps.Copy(side.GetValues(), kept.GetValues())
			maps.Copy(side.GetPolicies(), kept.GetPolicies())
		}
	}
	return reads, writes
}

// groups goes through the groups in two groups, and says whether there is one more or less, and whether something changes in one that
// stays.
func groups(before, after, reads, writes, kept *common.ConfigGroup) (members, changed bool) {
	for name, b := range after.GetGroups() {
		a, was := before.GetGroups()[name]
		if !was {
			members, writes.Groups[name] = true, unversioned(b)
		} else if r, w := difference(a, b); w != nil {
			changed, reads.Groups[name], writes.Groups[name] = true, r, w
		} else {
			kept.Groups[name] = &common.ConfigGroup{Version: a.GetVersion()}
		}
	}
	return members || less(before.GetGroups(), after.GetGroups()), changed
}

// values is groups for values.
func values(before, after, writes, kept *common.ConfigGroup) (members, changed bool) {
	for name, b := range after.GetValues() {
		a, was := before.GetValues()[name]
		is := &common.ConfigValue{Value: b.GetValue(), ModPolicy: b.GetModPolicy()}
		switch {
		case !was:
			members, writes.Values[name] = true, is
		case a.GetModPolicy() != b.GetModPolicy() || !bytes.Equal(a.GetValue(), b.GetValue()):
			is.Version = a.GetVersion() + 1
			changed, writes.Values[name] = true, is
		default:
			kept.Values[name] = &common.ConfigValue{Version: a.GetVersion()}
		}
	}
	return members || less(before.GetValues(), after.GetValues()), changed
}

// policies is groups for policies.
func policies(before, after, writes, kept *common.ConfigGroup) (members, changed bool) {
	for name, b := range after.GetPolicies() {
		a, was := before.GetPolicies()[name]
		is := &common.ConfigPolicy{Policy: b.GetPolicy(), ModPolicy: b.GetModPolicy()}
		switch {
		case !was:
			members, writes.Policies[name] = true, is
		case a.GetModPolicy() != b.GetModPolicy() || !proto.Equal(a.GetPolicy(), b.GetPolicy()):
			is.Version = a.GetVersion() + 1
			changed, writes.Policies[name] = true, is
		default:
			kept.Policies[name] = &common.ConfigPolicy{Version: a.GetVersion()}
		}
	}
	return members || less(before.GetPolicies(), after.GetPolicies()), changed
}

func group(version uint64) *common.ConfigGroup {
	return &common.ConfigGroup{
		Version: version, Groups: map[string]*common.ConfigGroup{}, Values: map[string]*common.ConfigValue{},
		Policies: map[string]*common.ConfigPolicy{},
	}
}

// less says whether a member has gone.
func less[V any](before, after map[string]V) bool {
	for name := range before {
		if _, stays := after[name]; !stays {
			return true
		}
	}
	return false
}

// unversioned is a new group: everything in it begins at version zero.
func unversioned(g *common.ConfigGroup) *common.ConfigGroup {
	fresh := proto.CloneOf(g)
	fresh.Version = 0
	for name, sub := range fresh.GetGroups() {
		fresh.Groups[name] = unversioned(sub)
	}
	for _, v := range fresh.GetValues() {
		v.Version = 0
	}
	for _, p := range fresh.GetPolicies() {
		p.Version = 0
	}
	return fresh
}
