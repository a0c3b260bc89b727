// SPDX-License-Identifier: Apache-2.0

package election_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/linli-project/linli/rules/election"
)

var steps = []election.Step{
	election.StepNotify, election.StepOpen, election.StepClose, election.StepUnseal,
	election.StepTally, election.StepPublish, election.StepHear, election.StepFinalise,
}

func TestUnderWay(t *testing.T) {
	stage := election.StageDraft
	for _, step := range steps {
		var err error
		if stage, err = election.Next(stage, step); err != nil {
			t.Fatal(err)
		}
		told := slices.Index(steps, step) >= slices.Index(steps, election.StepNotify)
		ended := slices.Index(steps, step) >= slices.Index(steps, election.StepPublish)
		if stage.UnderWay() != (told && !ended) {
			t.Errorf("%s: under way %v", stage, stage.UnderWay())
		}
	}
	for _, stage := range []election.Stage{election.StageDraft, election.StageAnnulled} {
		if stage.UnderWay() {
			t.Errorf("%s: under way", stage)
		}
	}
}

func TestStages(t *testing.T) {
	stage := election.StageDraft
	for i, step := range steps {
		for j, other := range steps {
			if next, err := election.Next(stage, other); (err == nil) != (i == j) {
				t.Errorf("%s at %s: %s, %v", other, stage, next, err)
			}
		}
		if next, err := election.Next(stage, election.StepAnnul); err != nil || next != election.StageAnnulled {
			t.Errorf("annul at %s: %s, %v", stage, next, err)
		}
		var err error
		if stage, err = election.Next(stage, step); err != nil {
			t.Fatal(err)
		}
	}
	if stage != election.StageFinal {
		t.Errorf("ended at %s", stage)
	}
	for _, end := range []election.Stage{election.StageFinal, election.StageAnnulled, ""} {
		for _, step := range append(slices.Clone(steps), election.StepAnnul, "x") {
			if next, err := election.Next(end, step); !errors.Is(err, election.ErrWrongStage) || next != end {
				t.Errorf("%s at %q: %s, %v", step, end, next, err)
			}
		}
	}
}

func TestTiming(t *testing.T) {
	const day = 86400
	timing := election.Timing{NoticeDays: 15, WindowMinDays: 5, WindowMaxDays: 60, ResultDays: 3, ObjectionDays: 7}
	rehearsal := election.Timing{WindowMaxDays: 1}
	for name, c := range map[string]struct{ err, want error }{
		"open a second early":      {timing.MayOpen(100, 100+15*day-1), election.ErrTooEarly},
		"open":                     {timing.MayOpen(100, 100+15*day), nil},
		"close early":              {timing.MayClose(100, 99), election.ErrTooEarly},
		"a rehearsal closed early": {election.Timing{EndsEarly: true}.MayClose(100, 99), nil},
		"close":                    {timing.MayClose(100, 100), nil},
		"finalise early":           {timing.MayFinalise(100, 100+7*day-1), election.ErrTooEarly},
		"finalise":                 {timing.MayFinalise(100, 100+7*day), nil},
		"window short":             {timing.CheckNotice(0, 15*day, 20*day-1), election.ErrBadWindow},
		"shortest window":          {timing.CheckNotice(0, 15*day, 20*day), nil},
		"longest window":           {timing.CheckNotice(0, 15*day, 75*day), nil},
		"window long":              {timing.CheckNotice(0, 15*day, 75*day+1), election.ErrBadWindow},
		"window running backward":  {timing.CheckNotice(0, 24*day, 15*day), election.ErrBadWindow},
		"notice of fewer days":     {timing.CheckNotice(0, 15*day-1, 21*day), election.ErrShortNotice},
		"notice of long ago":       {timing.CheckNotice(1000*day, 0, 20*day), election.ErrShortNotice},
		"window of no time":        {rehearsal.CheckNotice(5, 5, 5), election.ErrBadWindow},
		"rehearsal of a second":    {rehearsal.CheckNotice(5, 5, 6), nil},
		"rehearsal a day ago":      {rehearsal.CheckNotice(2*day, day, day+1), nil},
		"rehearsal of long ago":    {rehearsal.CheckNotice(2*day, day-1, 2*day-1), election.ErrShortNotice},
		"rest as short as allowed": {timing.CheckRest(0, 5*day), nil},
		"rest too short":           {timing.CheckRest(1, 5*day), election.ErrBadWindow},
		"rehearsal with a rest":    {rehearsal.CheckRest(5, 6), nil},
		"rehearsal after its end":  {rehearsal.CheckRest(6, 6), election.ErrBadWindow},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v, want %v", name, c.err, c.want)
		}
	}
	if due := timing.ResultDue(100); due != 100+3*day {
		t.Errorf("result due %d", due)
	}
}

func TestProfiles(t *testing.T) {
	profiles := election.FirstProfiles()
	if len(profiles) != 9 {
		t.Fatalf("%d profiles", len(profiles))
	}
	for _, p := range profiles {
		if p.Name.Zh == "" || p.Name.En == "" || p.Source.Zh == "" || p.Source.En == "" || p.Read == "" || len(p.Channels) == 0 ||
			p.WindowMaxDays == 0 {
			t.Errorf("%s is incomplete: %+v", p.ID, p)
		}
		if p.OfficialPlatform && p.LegalEffect == election.StatutoryHere {
			t.Errorf("%s claims what only the official platform may", p.ID)
		}
		if p.LegalEffect == election.StatutoryHere && slices.Contains(p.Defaults, "officialPlatform") {
			t.Errorf("%s claims statutory effect without a source", p.ID)
		}
		if got, err := profiles.Of(p.ID); err != nil || got.ID != p.ID {
			t.Errorf("%s: %v", p.ID, err)
		}
		if effect := p.EffectOf(election.Poll); effect == election.StatutoryHere || effect == election.EvidenceAndMirror {
			t.Errorf("%s: a poll is %s", p.ID, effect)
		}
		if p.EffectOf(election.Committee) == election.StatutoryHere {
			t.Errorf("%s: a committee election claims statutory effect", p.ID)
		}
	}
	if _, err := profiles.Of("atlantis"); !errors.Is(err, election.ErrNoProfile) {
		t.Errorf("atlantis: %v", err)
	}
}

func TestProfileCheck(t *testing.T) {
	for name, c := range map[string]struct {
		place string
		rules election.Rules
		ok    bool
	}{
		"Weifang":              {"weifang", election.Rules{ProxyCap: 3, ProxyMustOwn: true}, true},
		"Weifang, four":        {"weifang", election.Rules{ProxyCap: 4, ProxyMustOwn: true}, false},
		"Weifang, no owner":    {"weifang", election.Rules{ProxyCap: 3}, false},
		"Ningbo":               {"ningbo", election.Rules{}, true},
		"Ningbo, parking":      {"ningbo", election.Rules{CountParking: true}, false},
		"Ningbo, a poll":       {"ningbo", election.Rules{CountParking: true, Kind: election.Poll}, true},
		"Beijing, own parking": {"beijing", election.Rules{CountParking: true}, true},
	} {
		profile, err := election.FirstProfiles().Of(c.place)
		if err != nil {
			t.Fatal(err)
		}
		if err := profile.Check(c.rules); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
