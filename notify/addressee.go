// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"cmp"
	"context"
	"strings"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
)

// In the file, whom a mail is for is a pseudonym, or the store's id of a worker or an officer after one of these. An audience has
// passkeys there: of those one man may have several, and an address is his.
const workerID, officerID = "worker-id:", "officer-id:"

func textOf(h identity.Holder) string {
	switch {
	case h.Worker != "":
		return workerID + h.Worker
	case h.Officer != "":
		return officerID + h.Officer
	}
	return h.Person
}

func holderOf(text string) identity.Holder {
	if id, ok := strings.CutPrefix(text, workerID); ok {
		return identity.Holder{Worker: id}
	}
	if id, ok := strings.CutPrefix(text, officerID); ok {
		return identity.Holder{Officer: id}
	}
	return identity.Holder{Person: text}
}

// mailed are those of a notice's audience who get it by mail: who has confirmed an address here.
func (n *Notifier) mailed(ctx context.Context, notice Notice, e vote.Election) ([]string, error) {
	all, err := n.readers(ctx, notice, e)
	if err != nil {
		return nil, err
	}
	var mailed []string
	for _, h := range all {
		c, err := n.Store.Contact(ctx, notice.Community, h)
		if ignore(err, identity.ErrNotFound) != nil {
			return nil, err
		}
		if c.Email != "" && c.Confirmed > 0 {
			mailed = append(mailed, textOf(h))
		}
	}
	return mailed, nil
}

// readers are those of a notice's audience whom this server's store may know.
func (n *Notifier) readers(ctx context.Context, notice Notice, e vote.Election) ([]identity.Holder, error) {
	_, one, passkey := strings.Cut(notice.audience, ":")
	switch {
	case notice.audience == toOwners:
		return n.owners(ctx, notice.Community, e)
	case notice.audience == toOfficers && notice.Kind.ofOrder():
		return n.officers(ctx, notice.Community)
	case passkey && (notice.Kind.ofOrder() || notice.Kind.ofCase()): // of a body's officers it is no passkey
		return n.holder(ctx, notice.Community, one)
	case passkey, notice.audience == toOfficers: // what is not urgent officers read on their page
		return nil, nil
	}
	return []identity.Holder{{Person: notice.audience}}, nil
}

// owners are the people who own something in an election's roll.
func (n *Notifier) owners(ctx context.Context, community string, e vote.Election) ([]identity.Holder, error) {
	all, err := n.Store.People(ctx, community)
	if err != nil {
		return nil, err
	}
	var owners []identity.Holder
	for _, p := range all {
		if p.Email == "" || p.Confirmed == 0 {
			continue
		}
		owns, err := n.Index.Count(ctx, people.Owned, community, people.Version(e.Roll), p.Pseudonym)
		if err != nil {
			return nil, err
		}
		if owns > 0 {
			owners = append(owners, identity.Holder{Person: p.Pseudonym})
		}
	}
	return owners, nil
}

// officers are those in office.
func (n *Notifier) officers(ctx context.Context, community string) ([]identity.Holder, error) {
	all, err := n.Store.Officers(ctx, community)
	var officers []identity.Holder
	for _, o := range all {
		if o.Ended == 0 {
			officers = append(officers, identity.Holder{Officer: o.ID})
		}
	}
	return officers, err
}

// holder is the worker or officer whose passkey this is, if it was registered here and was not revoked.
func (n *Notifier) holder(ctx context.Context, community, passkey string) ([]identity.Holder, error) {
	k, err := n.Store.Passkey(ctx, community, passkey)
	if err != nil || k.Revoked > 0 || cmp.Or(k.Worker, k.Officer) == "" {
		return nil, ignore(err, identity.ErrNotFound)
	}
	return []identity.Holder{k.Holder}, nil
}
