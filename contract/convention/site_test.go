// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/breach"
	rules "github.com/linli-project/linli/rules/convention"
	events "github.com/linli-project/linli/rules/device"
)

const day = 24 * time.Hour

// A site is a bench whose owners have adopted a convention, with a camera in a lift whose oracle is of the first body.
type site struct {
	*town.Bench
	hash          string
	first, second *village.Signer // officers of the two bodies that sign
	history       *town.History
	seen          int
}

// text is what is adopted first: the lift, reports of noise, and words.
const text = `# 花园小区公约 · The garden's convention

## 1. 友善 · Be kind

Be kind.

## 2. 电动自行车不进电梯 · No e-bikes in the lift

` + "```rule" + `
when: event.kind == "object" && flag.ebike && event.place.endsWith("-lift")
trust: T1
ladder: notice, warning, points 20, board 14
cure: 3
appeal: 7
decay: 365
` + "```" + `

` + "```example" + `
event.kind: object
event.place: 3-lift
event.class: T2
flag.ebike: true
expect: breach, notice
` + "```" + `

` + "```example" + `
event.kind: object
event.place: 3-lift
event.class: T2
flag.ebike: false
expect: none
` + "```" + `

## 3. 夜间安静 · Quiet at night

` + "```rule" + `
when: report.kind == "noise" && (report.hour >= 22 || report.hour < 6)
witnesses: 2
ladder: notice, points 5
cure: 1
appeal: 7
decay: 90
` + "```" + `

` + "```example" + `
at: 2026-05-01 23:00
report.kind: noise
report.households: 2
expect: breach, notice
` + "```" + `

` + "```example" + `
at: 2026-05-01 21:00
report.kind: noise
report.households: 2
expect: none
` + "```" + `
`

// newSite is a site with a convention in force.
func newSite(t *testing.T) *site {
	t.Helper()
	s := bare(t)
	s.adopts("convention", text)
	return s
}

// bare is a site that has adopted nothing.
func bare(t *testing.T) *site {
	t.Helper()
	b := town.NewBench(t)
	return &site{Bench: b, first: b.Two()[0], second: b.Two()[1]}
}

// adopts puts a text in force that is voted for.
func (s *site) adopts(election, text string) {
	s.Helper()
	s.Decides(election, rules.Hash(text), true)
	s.puts(election, text)
}

// puts has two bodies put a text in force.
func (s *site) puts(election, text string) {
	s.Helper()
	s.by(convention.TypeConventionAdopt, convention.ConventionAdopt{Contest: "c0", Election: election, Text: text}, s.Two()...)
	s.hash = rules.Hash(text)
	if s.history == nil {
		s.watches()
	}
}

// watches enrols the camera and its oracle.
func (s *site) watches() {
	s.Helper()
	s.history = &town.History{By: s.EnrolledOracle(s.first.Body)}
	now := act.Int(s.Now().Unix())
	for id, class := range map[string]events.Class{"lift-3": events.T1, "lift-0": events.T0} {
		s.by(device.TypeDeviceEnrol, device.DeviceEnrol{
			Body: s.first.Body, Class: class, Commands: []events.Command{}, Device: id, From: now, Kinds: []events.Kind{events.Object},
			Place: "3-lift 电梯", Profile: "camera", Transport: id, Until: now + 3600,
		}, s.Two()...)
	}
}

// by has somebody do something, which must take effect, and returns its hash.
func (s *site) by(kind string, body any, who ...*village.Signer) string {
	s.Helper()
	signed := s.Make(kind, body, who...)
	s.OK(signed)
	return act.HashOf(signed.Text).String()
}

// event is the camera's word that the oracle has logged, changed by change, as bodies show it of ann's home.
func (s *site) event(change func(*events.Event)) convention.BreachFind {
	s.Helper()
	now := act.Int(s.Now().UnixMilli())
	s.seen++
	e := events.Event{
		Class: events.T1, Community: s.ID, Counter: act.Int(s.seen), Device: "lift-3", Happened: now, Kind: events.Object,
		Raw: s.Constitution.Net, Received: now, V: events.Version, Values: map[string]string{"ebike": "true"},
	}
	change(&e)
	encoded, err := e.Encode()
	town.Must(s, encoded, err)
	s.OK(s.history.Append(s.Town, events.IDOf(encoded)))
	size := len(s.history.IDs)
	p := s.history.Prove(s, s.ID, encoded, size-1, size)
	return convention.BreachFind{
		Article: 2, Convention: s.hash, Event: encoded, Ground: hash("ground"), Home: "1-101",
		Index: p.Index, Oracle: p.Oracle, Proof: p.Proof, Size: p.Size,
	}
}

func asItIs(*events.Event) {}

// found is a breach of ann's that two bodies have found.
func (s *site) found() (cause string) {
	s.Helper()
	b := s.event(asItIs)
	s.by(convention.TypeBreachFind, b, s.Two()...)
	return events.IDOf(b.Event).String()
}

// noticed is a breach of which ann was told.
func (s *site) noticed() (cause string) {
	s.Helper()
	cause = s.found()
	s.by(convention.TypeBreachNotice, convention.BreachNotice{Breach: cause}, s.first)
	return cause
}

// enforces has anybody begin the effect, which must be possible.
func (s *site) enforces(cause string) {
	s.Helper()
	if err := s.sends(convention.TxEnforce, cause); err != nil {
		s.Fatal(err)
	}
}

// sends is a transaction that anybody may send.
func (s *site) sends(function, cause string) error {
	_, err := s.Transact(s.Client(s.second.Body), function, s.ID, cause)
	return err
}

// stands demands how far a breach is, and returns it.
func (s *site) stands(cause string, state breach.State) convention.Breach {
	s.Helper()
	b, _ := town.Read(s.Town, convention.Breaches, s.ID, cause)
	if b.State != state {
		s.Errorf("it is %s, not %s: %+v", b.State, state, b)
	}
	return b
}

// hash is that of nothing in particular.
func hash(digit string) string { return strings.Repeat(string("0123456789abcdef"[len(digit)%16]), 64) }

// plan is of points, so that there are some to withhold.
func plan() points.Plan {
	return points.Plan{LifeDays: 1000, Rules: []points.Rule{{Rule: "help", Budget: 6400, Points: 60, Title: "互助", Way: points.Help}}}
}

// earned gives ann points.
func (s *site) earned(minutes act.Int) {
	s.Helper()
	today := act.Int(s.Now().Unix()+8*3600) / (24 * 3600)
	help := points.HelpDone{Day: today, Helped: "1-102", Helper: "1-101", Minutes: minutes, Rule: "help"}
	id := s.by(points.TypeHelpDone, help, s.Ann)
	s.OK(s.Sign(s.Draft(points.TypeHelpConfirm, 1, s.Bob), points.HelpConfirm{Help: id, Helper: "1-101", Rule: "help"}, s.Bob))
}
