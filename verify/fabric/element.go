// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// element is one group, value or policy of a configuration, found under its path. A configuration is a tree; flattened, two of
// them can be compared element by element, each with its own version and its own policy.
//
// Fabric: common/configtx/configmap.go (mapConfig).
type element struct {
	path    []string // of groups, from "Channel" on; for a group it includes the group itself
	group   *common.ConfigGroup
	value   *common.ConfigValue
	policy  *common.ConfigPolicy
	version uint64
	mod     string // name of the policy that must be satisfied to change it
}

type elements map[string]element

func flatten(root *common.ConfigGroup) elements {
	es := elements{}
	if root != nil {
		es.add([]string{"Channel"}, root)
	}
	return es
}

func (es elements) add(path []string, g *common.ConfigGroup) {
	at := strings.Join(path, "/")
	es["group "+at] = element{path: path, group: g, version: g.GetVersion(), mod: g.GetModPolicy()}
	for name, v := range g.GetValues() {
		es["value "+at+"/"+name] = element{path: path, value: v, version: v.GetVersion(), mod: v.GetModPolicy()}
	}
	for name, p := range g.GetPolicies() {
		es["policy "+at+"/"+name] = element{path: path, policy: p, version: p.GetVersion(), mod: p.GetModPolicy()}
	}
	for name, sub := range g.GetGroups() {
		es.add(append(slices.Clone(path), name), sub)
	}
}

// rebuild puts the elements together again. Names inside a group are those its own element lists: to leave one out of the list is
// how something is removed, and needs the policy of the group.
//
// Fabric: common/configtx/configmap.go (configMapToConfig, recurseConfigMap).
func (es elements) rebuild(at string) (*common.ConfigGroup, error) {
	e, ok := es["group "+at]
	if !ok {
		return nil, fmt.Errorf("group %s is missing", at)
	}
	g := &common.ConfigGroup{Version: e.version, ModPolicy: e.mod, Groups: map[string]*common.ConfigGroup{},
		Values: map[string]*common.ConfigValue{}, Policies: map[string]*common.ConfigPolicy{}}
	for name := range e.group.GetGroups() {
		sub, err := es.rebuild(at + "/" + name)
		if err != nil {
			return nil, err
		}
		g.Groups[name] = sub
	}
	for name := range e.group.GetValues() {
		v, ok := es["value "+at+"/"+name]
		if !ok {
			return nil, fmt.Errorf("value %s/%s is missing", at, name)
		}
		g.Values[name] = proto.CloneOf(v.value)
	}
	for name := range e.group.GetPolicies() {
		p, ok := es["policy "+at+"/"+name]
		if !ok {
			return nil, fmt.Errorf("policy %s/%s is missing", at, name)
		}
		g.Policies[name] = proto.CloneOf(p.policy)
	}
	if _, ok := es["value Channel/Orderer/Capabilities"]; ok {
		guardAll(g)
	}
	return g, nil
}

// guardAll gives "Admins" to whatever has no policy for its changes, as Fabric does since 1.1.
func guardAll(g *common.ConfigGroup) {
	const admins = "Admins"
	if g.GetModPolicy() == "" {
		g.ModPolicy = admins
	}
	for _, v := range g.GetValues() {
		if v.GetModPolicy() == "" {
			v.ModPolicy = admins
		}
	}
	for _, p := range g.GetPolicies() {
		if p.GetModPolicy() == "" {
			p.ModPolicy = admins
		}
	}
}
