// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// myRights are the rights that the person shares in, and those he is a proxy for: in the roll in force, and in those of recent
// elections, which may be older.
func (g *meGroup) myRights(ctx context.Context, v visitor) ([]MyRightItem, error) {
	elections, rolls, err := g.inUse(ctx, v.community)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, roll := range rolls {
		owned, err := g.owned(ctx, v.community, roll, v.credential.Person)
		if err != nil {
			return nil, err
		}
		ids = append(ids, owned...)
	}
	for _, e := range elections {
		held, err := g.proxyFor(ctx, v, e)
		if err != nil {
			return nil, err
		}
		ids = append(ids, held...)
	}
	items := []MyRightItem{}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		item, err := g.myRight(ctx, v, id, rolls, elections)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// right reads a right in the first of these versions of the roll that has it.
func (g *meGroup) right(ctx context.Context, c, id string, rolls []int64) (right community.Right, err error) {
	for _, roll := range rolls {
		if right, err = index.Read(ctx, g.index, people.Rights, c, people.Version(roll), id); !errors.Is(err, index.ErrNotFound) {
			break
		}
	}
	return right, err
}

// owned are the ids of the rights that a person shares in.
func (g *meGroup) owned(ctx context.Context, c string, roll int64, person string) ([]string, error) {
	var ids []string
	for d, err := range g.index.List(ctx, people.Owned, c, people.Version(roll), person) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, d.Attributes[3])
	}
	return ids, nil
}

// proxyFor are the rights that a person is a proxy for in a recent election.
func (g *meGroup) proxyFor(ctx context.Context, v visitor, e vote.Election) ([]string, error) {
	if !g.recent(e) {
		return nil, nil
	}
	var ids []string
	for d, err := range g.index.List(ctx, vote.Proxies, v.community, e.ID) {
		if err != nil {
			return nil, err
		}
		var grant vote.ProxyOf
		if err := json.Unmarshal(d.Value, &grant); err != nil {
			return nil, err
		}
		if grant.Proxy == v.credential.Person {
			ids = append(ids, d.Attributes[2])
		}
	}
	return ids, nil
}

func (g *meGroup) myRight(ctx context.Context, v visitor, id string, rolls []int64, elections []vote.Election) (MyRightItem, error) {
	right, err := g.right(ctx, v.community, id, rolls)
	if err != nil {
		return MyRightItem{}, err
	}
	designation, err := index.Optional(ctx, g.index, vote.Designations, v.community, id)
	if err != nil {
		return MyRightItem{}, err
	}
	area, _ := right.Counted(true)
	item := MyRightItem{
		Right: id, AreaDm2: area, Units: right.Units, Owners: right.Owners, Voter: designation.Voter,
		Role: roleIn(right, designation.Voter, v.credential.Person), Elections: []MyElection{},
	}
	if err := g.inWords(ctx, v, &item); err != nil {
		return item, err
	}
	for _, e := range elections {
		mine, err := g.myElection(ctx, v, id, e)
		if errors.Is(err, index.ErrNotFound) { // its roll does not have the right
			continue
		}
		if err != nil {
			return item, err
		}
		item.Elections = append(item.Elections, mine)
	}
	return item, nil
}

// myElection is what a person did with a right in an election; index.ErrNotFound if its roll does not have the right.
func (g *meGroup) myElection(ctx context.Context, v visitor, right string, e vote.Election) (MyElection, error) {
	if _, err := g.index.Get(ctx, people.Rights, v.community, people.Version(e.Roll), right); err != nil {
		return MyElection{}, err
	}
	box, err := g.box(ctx, v.community, e, right)
	if err != nil {
		return MyElection{}, err
	}
	grant, err := index.Optional(ctx, g.index, vote.Proxies, v.community, e.ID, right)
	return MyElection{Election: e.ID, Stage: e.Stage, Mine: len(box.Of(v.credential.Person)), Ballots: len(box.Ballots),
		Proxy: grant.Proxy}, err
}

// inWords adds what people call a right: the numbers of its homes and, for its owners, each other's names. Whoever is a proxy was
// chosen by them and has to know which homes he casts for. Who is not confirmed to be the person has the homes of his letters only.
func (g *meGroup) inWords(ctx context.Context, v visitor, item *MyRightItem) error {
	if v.credential.Status != contract.Active {
		return g.invited(ctx, v, item)
	}
	for _, unit := range item.Units {
		house, err := g.store.House(ctx, v.community, unit.ID)
		if errors.Is(err, identity.ErrNotFound) {
			continue // another body's server has it
		}
		if err != nil {
			return err
		}
		item.Houses = append(item.Houses, house)
	}
	if !slices.Contains(item.Owners, v.credential.Person) {
		return nil
	}
	item.Names = map[string]string{}
	for _, owner := range item.Owners {
		person, err := g.store.Person(ctx, v.community, owner)
		if err == nil && person.Name != "" {
			item.Names[owner] = person.Name
		}
		if err != nil && !errors.Is(err, identity.ErrNotFound) {
			return err
		}
	}
	return nil
}

// invited adds those of a right's homes that letters to the person name: whoever has enrolled has read one.
func (g *meGroup) invited(ctx context.Context, v visitor, item *MyRightItem) error {
	letters, err := g.store.LettersTo(ctx, v.community, v.credential.Person)
	if err != nil {
		return err
	}
	for _, unit := range item.Units {
		house, err := g.store.House(ctx, v.community, unit.ID)
		if err != nil && !errors.Is(err, identity.ErrNotFound) {
			return err
		}
		if slices.ContainsFunc(letters, func(l identity.LetterState) bool { return l.Used > 0 && l.House == house }) {
			item.Houses = append(item.Houses, house)
		}
	}
	return nil
}

func roleIn(right community.Right, voter, person string) MyRightItemRole {
	if role, reason := election.RoleOf(right, voter, "", person); reason == election.Accepted && role == election.Own {
		return "voter"
	}
	if slices.Contains(right.Owners, person) {
		return "co-owner"
	}
	return "proxy"
}

func (g *meGroup) box(ctx context.Context, c string, e vote.Election, right string) (vote.Box, error) {
	return index.Optional(ctx, g.index, vote.Boxes, e.BoxOf(c, right)...)
}
