// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"errors"
	"fmt"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/breach"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/rules/election"
	rule "github.com/linli-project/linli/rules/points"
)

// recountBreaches looks, document by document, that each text in force is what owners have agreed to; that no breach has an effect without
// a notice that ran its days, nor against an appeal that two bodies have not decided; and that what it withheld is what the transfers took,
// and gave back when it was pardoned.
func recountBreaches(state contractState, community string, differs func(key string, err error)) {
	taken, given := forBreaches(state, community, points.Withheld, differs), forBreaches(state, community, points.Restored, differs)
	entries, _ := state.Range(convention.Breaches.Kind(), community) // a replayed state always answers
	for _, entry := range entries {
		b, err := convention.Breaches.Decode(entry.Value)
		_, names, _ := contract.SplitKey(entry.Key)
		if err == nil {
			took, gave := taken[names[1]], given[names[1]]
			err = errors.Join(effect(b), differ("what was withheld", b.Withheld, took.sum, took.of(b)), gave.undoes(b, took))
		}
		if err != nil {
			differs(entry.Key, fmt.Errorf("the breach: %w", err))
		}
		delete(taken, names[1])
		delete(given, names[1])
	}
	for _, left := range []map[string]moved{taken, given} {
		for _, m := range left {
			differs(m.key, errors.New("points are withheld or given back for a breach that is not there"))
		}
	}
	recountTexts(state, community, differs)
}

// moved is what a transfer took for a breach, or gave back.
type moved struct {
	key   string
	moves []rule.Transfer
	sum   int64
}

// of says whether it is what a breach says that was withheld.
func (m moved) of(b convention.Breach) bool {
	if m.sum != b.Withheld || m.sum > b.Rung.Points || m.sum != 0 && b.Rung.Effect != breach.Points {
		return false
	}
	return !slices.ContainsFunc(m.moves, func(t rule.Transfer) bool { return t.From != b.Home })
}

// undoes looks that it gave back what was taken, lot by lot, if the breach was pardoned, and nothing if it was not.
func (m moved) undoes(b convention.Breach, taken moved) error {
	back := slices.Clone(m.moves)
	for i, t := range back {
		back[i].From, back[i].To = t.To, t.From
	}
	switch pardoned := b.State == breach.StatePardoned; {
	case pardoned && !slices.Equal(back, taken.moves):
		return errors.New("it was pardoned, and what was withheld was not given back")
	case !pardoned && len(back) > 0:
		return errors.New("it was not pardoned, and points were given back")
	}
	return nil
}

// forBreaches are the transfers of a cause, of which each breach has one at most, by the cause of the breach.
func forBreaches(state contractState, community string, cause points.Cause, differs func(key string, err error)) map[string]moved {
	all := map[string]moved{}
	entries, _ := state.Range(points.Transfers.Kind(), community)
	for _, entry := range entries {
		transfer, err := points.Transfers.Decode(entry.Value) // an error is told where points are counted
		if err != nil || transfer.Cause != cause {
			continue
		}
		if _, twice := all[transfer.Of]; twice {
			differs(entry.Key, fmt.Errorf("points are %s twice for one breach", cause))
		}
		m := moved{key: entry.Key, moves: transfer.Moves}
		for _, t := range transfer.Moves {
			m.sum += t.Amount
		}
		all[transfer.Of] = m
	}
	return all
}

// effect looks that what has an effect had its days.
func effect(b convention.Breach) error {
	upheld := map[string]bool{}
	for _, v := range b.Votes {
		if v.Verdict == breach.Uphold {
			upheld[v.Body] = true
		}
	}
	switch {
	case b.Effective == 0 && b.Withheld == 0:
		return nil
	case b.Noticed == 0 || b.Noticed < b.Found:
		return errors.New("it has an effect without a notice")
	case b.Appealed == 0 && b.Effective < calendar.After(b.Noticed, max(b.CureDays, b.AppealDays)):
		return errors.New("it has an effect before the household had its days")
	case b.Appealed != 0 && (len(upheld) < breach.Bodies || b.Effective < calendar.After(b.Decided, b.CureDays)):
		return errors.New("it has an effect against an appeal")
	case b.Cured != 0:
		return errors.New("it has an effect although it was cured")
	}
	return nil
}

// recountTexts looks that the texts are those that their hashes name, and that the owners have agreed to them.
func recountTexts(state contractState, community string, differs func(key string, err error)) {
	key := convention.Histories.Key(community)
	if state.s.Get(key) == nil {
		return
	}
	history, err := document(state, convention.Histories, community)
	if err != nil {
		differs(key, err)
	}
	for i, v := range history.Versions {
		if err := checkText(state, community, history.Versions[:i], v); err != nil {
			differs(convention.Texts.Key(community, v.Hash), err)
		}
		if err := agreed(state, community, v); err != nil {
			differs(key, fmt.Errorf("the owners have not agreed to version %d: %w", i+1, err))
		}
	}
}

// checkText looks that a text is the one that it is named by, and that a repeal is one of the text that was in force.
func checkText(state contractState, community string, before []convention.Version, v convention.Version) error {
	if r := v.Repeal; r != nil {
		in := convention.History{Versions: before}.At(v.From)
		if v.Hash != "" || in.Hash == "" || in.Hash != r.Repeal || v.From != max(int64(r.From), v.At) {
			return errors.New("it repeals what was not in force")
		}
		return nil
	}
	if text, err := document(state, convention.Texts, community, v.Hash); err != nil || rules.Hash(text.Text) != v.Hash {
		return errors.New("the text is not the one that it is named by")
	}
	return nil
}

// agreed looks at the vote by which a text was adopted. One that was annulled later is not this count's matter.
func agreed(state contractState, community string, v convention.Version) error {
	e, err := document(state, vote.Elections, community, v.Election)
	if err != nil || e.Stage == election.StageAnnulled {
		return err
	}
	result, err := document(state, vote.Results, community, v.Election)
	if err != nil {
		return err
	}
	hash := v.Hash
	if v.Repeal != nil {
		if hash, err = v.Repeal.Hash(); err != nil {
			return err
		}
	}
	_, err = vote.Agreed(e, result, v.Contest, hash)
	return err
}
