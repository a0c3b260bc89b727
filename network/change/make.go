// SPDX-License-Identifier: Apache-2.0

package change

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/network/bodyfile"
)

// Kinds of changes.
const (
	KindAdd     = "add"     // a body comes in and follows
	KindAdmit   = "admit"   // the orderer of a body that follows takes part
	KindRemove  = "remove"  // a body leaves
	KindAddress = "address" // a body's machine is reached elsewhere
	KindRenew   = "renew"   // a body's orderer has new keys
)

// makers give, of each kind, the configuration that follows from one; file is nil for a body that leaves.
var makers = map[string]func(channel *common.ConfigGroup, bodies []Body, id string, file *bodyfile.File) error{
	KindAdd: add, KindAdmit: admit, KindRemove: remove, KindAddress: move, KindRenew: renew,
}

// after gives the configuration that a change leads to. Everybody computes it by himself.
func after(before *common.ConfigGroup, kind, id string, file *bodyfile.File) (*common.ConfigGroup, error) {
	bodies, err := Bodies(before)
	if err != nil {
		return nil, err
	}
	channel := proto.CloneOf(before)
	if err := makers[kind](channel, bodies, id, file); err != nil {
		return nil, err
	}
	return channel, nil
}

// find is the body of that short name, nil if there is none.
func find(bodies []Body, id string) *Body {
	i := slices.IndexFunc(bodies, func(b Body) bool { return b.ID == id })
	if i < 0 {
		return nil
	}
	return &bodies[i]
}

// add lets a body in, whose peer keeps the ledger and endorses. Its orderer follows: it takes part when it has caught up.
func add(channel *common.ConfigGroup, bodies []Body, _ string, f *bodyfile.File) error {
	if err := apart(bodies, f, ""); err != nil {
		return err
	}
	org, err := newOrg(anyOf(channel, application), f)
	if err == nil {
		err = setAnchor(org, f)
	}
	channel.GetGroups()[application].Groups[f.MSPID] = org
	return err
}

// apart refuses a file that has what another body has.
func apart(bodies []Body, f *bodyfile.File, except string) error {
	for _, b := range bodies {
		if b.ID == except {
			continue
		}
		what := ""
		switch {
		case b.ID == f.ID || b.MSPID == f.MSPID:
			what = "name"
		case b.Title == f.Title:
			what = "title"
		case b.Signing.Root == f.SigningRoot || b.TLS.Root == f.TLSRoot:
			what = "root"
		case at(b.Host, b.PeerPort) == at(f.Host, f.Peer), b.Consenter != nil &&
			at(b.Consenter.GetHost(), int(b.Consenter.GetPort())) == at(f.Host, f.Orderer):
			what = "address"
		}
		if what != "" {
			return fmt.Errorf("the file of %s has the same %s as %s, which is there already", f.ID, what, b.ID)
		}
	}
	return nil
}

// admit lets the orderer of a body take part that follows so far.
func admit(channel *common.ConfigGroup, bodies []Body, id string, f *bodyfile.File) error {
	b, err := theSame(bodies, id, f)
	switch {
	case err != nil:
		return err
	case b.Consenter != nil:
		return fmt.Errorf("the orderer of %s takes part already", id)
	case at(b.Host, b.PeerPort) != at(f.Host, f.Peer):
		return fmt.Errorf("%s was added with its peer at %s, and its file says %s", id, at(b.Host, b.PeerPort), at(f.Host, f.Peer))
	}
	if err := apart(bodies, f, id); err != nil {
		return err
	}
	group := channel.GetGroups()[orderer]
	org, err := newOrg(anyOf(channel, orderer), f)
	if err != nil {
		return err
	}
	if err := setEndpoint(org, f); err != nil {
		return err
	}
	group.Groups[f.MSPID] = org
	consenters, err := consentersOf(channel)
	if err != nil {
		return err
	}
	return setConsenters(group, append(consenters, consenter(unused(consenters), f)))
}

// unused is a number that no orderer has.
func unused(consenters []*common.Consenter) (number uint32) {
	for _, c := range consenters {
		number = max(number, c.GetId())
	}
	return number + 1
}

// theSame finds the body of a file, which has to have the same authorities.
func theSame(bodies []Body, id string, f *bodyfile.File) (*Body, error) {
	b := find(bodies, id)
	if b == nil {
		return nil, fmt.Errorf("%s is no body of this network", id)
	}
	if f.MSPID != b.MSPID || !f.Signing().Equal(b.Signing) || !f.TLS().Equal(b.TLS) {
		return nil, fmt.Errorf("the file of %s has other roots than the network knows: it is another body, or was made anew", id)
	}
	return b, nil
}

// remove takes a body out.
func remove(channel *common.ConfigGroup, bodies []Body, id string, _ *bodyfile.File) error {
	b := find(bodies, id)
	if b == nil {
		return fmt.Errorf("%s is no body of this network", id)
	}
	delete(channel.GetGroups()[application].GetGroups(), b.MSPID)
	if b.Consenter == nil {
		return nil
	}
	consenters, err := consentersOf(channel)
	if err != nil {
		return err
	}
	if len(consenters) <= bodyfile.Least {
		return fmt.Errorf("%d bodies order, and with one less the network would not bear with one that is away: first add another",
			len(consenters))
	}
	group := channel.GetGroups()[orderer]
	delete(group.GetGroups(), b.MSPID)
	return setConsenters(group, slices.DeleteFunc(consenters, func(c *common.Consenter) bool { return c.GetMspId() == b.MSPID }))
}

// move gives a body another address. Its orderer's keys stay.
func move(channel *common.ConfigGroup, bodies []Body, id string, f *bodyfile.File) error {
	b, err := theSame(bodies, id, f)
	if err != nil {
		return err
	}
	if b.Consenter != nil && !sameKey(b.Consenter.GetIdentity(), []byte(f.OrdererCert)) {
		return errors.New("its orderer has another key: change one thing at a time")
	}
	return replace(channel, bodies, b, f)
}

// renew gives a body's orderer new keys. Its address stays.
func renew(channel *common.ConfigGroup, bodies []Body, id string, f *bodyfile.File) error {
	b, err := theSame(bodies, id, f)
	if err != nil {
		return err
	}
	if b.Consenter == nil {
		return fmt.Errorf("the orderer of %s does not take part: it is admitted with the keys that its file has then", id)
	}
	now := at(b.Consenter.GetHost(), int(b.Consenter.GetPort()))
	if now != at(f.Host, f.Orderer) || at(b.Host, b.PeerPort) != at(f.Host, f.Peer) {
		return errors.New("it also has another address: change one thing at a time")
	}
	if sameKey(b.Consenter.GetIdentity(), []byte(f.OrdererCert)) {
		return errors.New("its orderer has the same key: new certificates of the same keys need no change of the network")
	}
	return replace(channel, bodies, b, f)
}

// replace puts in what a body's file says in place of what is there.
func replace(channel *common.ConfigGroup, bodies []Body, b *Body, f *bodyfile.File) error {
	if err := apart(bodies, f, b.ID); err != nil {
		return err
	}
	if err := setAnchor(channel.GetGroups()[application].GetGroups()[b.MSPID], f); err != nil || b.Consenter == nil {
		return err
	}
	group := channel.GetGroups()[orderer]
	if err := setEndpoint(group.GetGroups()[b.MSPID], f); err != nil {
		return err
	}
	consenters, err := consentersOf(channel)
	if err != nil {
		return err
	}
	for i, c := range consenters {
		if c.GetMspId() == b.MSPID {
			consenters[i] = consenter(c.GetId(), f)
		}
	}
	return setConsenters(group, consenters)
}
