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

// difference is that of two groups; writes is nil if there is none. A group whose members stay only shows the way to what changes in it. One
// that has a member more or less goes a version on, and lists all that it keeps.
func difference(before, after *common.ConfigGroup) (reads, writes *common.ConfigGroup) {
	reads, writes = group(before.GetVersion()), group(before.GetVersion())
	members, changed := before.GetModPolicy() != after.GetModPolicy(), false
	kept := group(0)
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
	for name, b := range after.GetValues() {
		a, was := before.GetValues()[name]
		switch {
		case !was:
			members, writes.Values[name] = true, &common.ConfigValue{Value: b.GetValue(), ModPolicy: b.GetModPolicy()}
		case a.GetModPolicy() != b.GetModPolicy() || !bytes.Equal(a.GetValue(), b.GetValue()):
			changed, writes.Values[name] = true, &common.ConfigValue{Version: a.GetVersion() + 1, Value: b.GetValue(), ModPolicy: b.GetModPolicy()}
		default:
			kept.Values[name] = &common.ConfigValue{Version: a.GetVersion()}
		}
	}
	for name, b := range after.GetPolicies() {
		a, was := before.GetPolicies()[name]
		switch {
		case !was:
			members, writes.Policies[name] = true, &common.ConfigPolicy{Policy: b.GetPolicy(), ModPolicy: b.GetModPolicy()}
		case a.GetModPolicy() != b.GetModPolicy() || !proto.Equal(a.GetPolicy(), b.GetPolicy()):
			changed, writes.Policies[name] = true, &common.ConfigPolicy{Version: a.GetVersion() + 1, Policy: b.GetPolicy(), ModPolicy: b.GetModPolicy()}
		default:
			kept.Policies[name] = &common.ConfigPolicy{Version: a.GetVersion()}
		}
	}
	members = members || less(before.GetGroups(), after.GetGroups()) || less(before.GetValues(), after.GetValues()) ||
		less(before.GetPolicies(), after.GetPolicies())
	if !members && !changed {
		return reads, nil
	}
	if members {
		writes.Version, writes.ModPolicy = before.GetVersion()+1, after.GetModPolicy()
		for _, side := range []*common.ConfigGroup{reads, writes} {
			maps.Copy(side.Groups, kept.GetGroups())
			maps.Copy(side.Values, kept.GetValues())
			maps.Copy(side.Policies, kept.GetPolicies())
		}
	}
	return reads, writes
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
