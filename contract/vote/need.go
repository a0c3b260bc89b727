// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/election"
)

// A Need is something that an election has to have before it opens. The ledger refuses an opening for the first need that lacks; who
// prepares one is shown them all.
type Need struct {
	Of      NeedKind
	Body    string // whose key or drill it is, or ""
	Due     int64  // Unix time from which on it is met, of Rest until which; 0 if no time is set
	Lacking error  // why the ledger refuses the opening, an *act.Error; nil if the need is met
}

// NeedKind names a need.
type NeedKind string

// What an election needs before it opens.
const (
	NeedsKey     NeedKind = "key"          // of a body
	NeedsDrill   NeedKind = "drill"        // that a body has proved that it holds its key
	NeedsNotice  NeedKind = "notice"       // that two bodies have given notice
	NeedsDays    NeedKind = "notice-days"  // that the notice was up long enough
	NeedsOpening NeedKind = "opening-time" // that the announced time has come
	NeedsRest    NeedKind = "rest"         // that enough time is left until the announced end
)

// Needs are what an election needs before it opens, at a time (Unix); keys are BodyKeys.
func (e Election) Needs(keys []ElectionKeyOf, now int64) []Need {
	return append(keyNeeds(keys), e.noticeNeeds(now)...)
}

// MayOpen refuses, as the ledger would, an opening that leaves bodies out, of an election with these needs.
func (e Election) MayOpen(needs []Need, without []string) error {
	ofBody := func(n Need) bool { return n.Body != "" }
	if err := firstLacking(slices.DeleteFunc(slices.Clone(needs), ofBody)); err != nil {
		return err
	}
	return e.mayLeaveOut(without, needs)
}

// Undrilled are the bodies that an opening would have to leave out, sorted.
func Undrilled(needs []Need) []string {
	bodies := []string{}
	for _, n := range needs {
		if n.Of == NeedsDrill && n.Lacking != nil {
			bodies = append(bodies, n.Body)
		}
	}
	slices.Sort(bodies)
	return bodies
}

func firstLacking(needs []Need) error {
	for _, n := range needs {
		if n.Lacking != nil {
			return n.Lacking
		}
	}
	return nil
}

// noticeNeeds are the days of the profile and what the notice announced.
func (e Election) noticeNeeds(now int64) []Need {
	noticed, given := e.Times[string(election.StageNotice)]
	if !given {
		_, err := election.Next(election.StageDraft, election.StepOpen)
		lacking := Breached(WrongStage, err)
		return []Need{{Of: NeedsNotice, Lacking: lacking}, {Of: NeedsDays, Lacking: lacking}, {Of: NeedsOpening, Lacking: lacking},
			{Of: NeedsRest, Lacking: lacking}}
	}
	needs := []Need{
		{Of: NeedsNotice},
		{Of: NeedsDays, Due: e.Profile.OpensFrom(noticed)},
		{Of: NeedsOpening, Due: e.OpensAt()},
		{Of: NeedsRest, Due: e.Profile.OpensUntil(e.ClosesAt())},
	}
	if err := e.Profile.MayOpen(noticed, now); err != nil {
		needs[1].Lacking = Breached(TooEarly, err)
	}
	if now < e.OpensAt() {
		needs[2].Lacking = act.Refuse(TooEarly, "of", "opening", "at", e.OpensAt())
	}
	if err := e.Profile.CheckRest(now, e.ClosesAt()); err != nil {
		needs[3].Lacking = Breached(BadElection, err)
	}
	return needs
}

func keyNeeds(keys []ElectionKeyOf) []Need {
	var needs []Need
	for _, k := range keys {
		key, drill := Need{Of: NeedsKey, Body: k.Body}, Need{Of: NeedsDrill, Body: k.Body}
		undrilled := act.Refuse(NotDrilled, "of", "bodies", "bodies", []string{k.Body})
		if len(k.Public) == 0 {
			key.Lacking = undrilled
		}
		if k.Drilled == "" {
			drill.Lacking = undrilled
		}
		needs = append(needs, key, drill)
	}
	return needs
}

// mayLeaveOut refuses bodies to be left out that are none of the election's, and an opening that would do without one that is not
// among them, or without more than the threshold allows.
func (e Election) mayLeaveOut(without []string, needs []Need) error {
	if !slices.IsSorted(without) || len(slices.Compact(slices.Clone(without))) != len(without) {
		return act.Refuse(act.BadField, "of", "without")
	}
	for _, id := range without {
		if !slices.Contains(e.Bodies, id) {
			return act.Refuse(act.BadField, "of", "part", "body", id)
		}
	}
	drilled := 0
	var undrilled []string
	for _, n := range needs {
		switch {
		case n.Of != NeedsDrill:
		case n.Lacking == nil:
			drilled++
		case !slices.Contains(without, n.Body):
			undrilled = append(undrilled, n.Body)
		}
	}
	switch {
	case len(undrilled) > 0:
		return act.Refuse(NotDrilled, "of", "bodies", "bodies", undrilled)
	case drilled < e.Needed:
		return act.Refuse(NotDrilled, "of", "needed", "have", drilled, "need", e.Needed)
	}
	return nil
}
