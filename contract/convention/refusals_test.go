// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/breach"
	rules "github.com/linli-project/linli/rules/convention"
	events "github.com/linli-project/linli/rules/device"
)

// What is refused of conventions and breaches. Nothing of it is on the ledger, alone or in a batch with a good act.
func TestRefusalsOfConventions(t *testing.T) {
	s := bare(t)
	later := strings.Replace(text, "Be kind.", "Be kinder.", 1)
	repeal := convention.Repeal{Repeal: rules.Hash(text)}
	named, err := repeal.Hash()
	town.Must(t, named, err)
	s.Decides("before", rules.Hash(later), true)
	s.Clock.Pass(time.Second)
	s.Decides("convention", rules.Hash(text), true)
	s.Clock.Pass(time.Second)
	s.Decides("later", rules.Hash(later), true)
	s.Decides("lost", rules.Hash(later), false)
	s.Decides("repeal", named, true)
	s.puts("convention", text)
	b := s.breaches()
	themes := []town.Refusals{
		town.Theme("adopting", s.adopting(later)), town.Theme("repealing", s.repealing(repeal)), town.Theme("reports", b.reports()),
		town.Theme("finding", b.finding()), town.Theme("notices", b.notices()), town.Theme("answers", b.answers()),
		town.Theme("verdicts", b.verdicts()), town.Theme("pardons", b.pardons()),
	}
	good := convention.ReportFile{At: act.Int(s.Now().Unix()), Kind: "dog", Signed: []string{hash("")}}
	s.Refuses(t, s.Make(convention.TypeReportFile, good, s.second), 101, themes...)
}

// A maker makes refusals of one type of act, which are each a change to a good one.
type maker[B any] func(name string, code act.Code, change func(*B), by ...*village.Signer) town.Refusal

func of[B any](s *site, kind string, good B) maker[B] {
	return func(name string, code act.Code, change func(*B), by ...*village.Signer) town.Refusal {
		body := good
		change(&body)
		return town.Refuse(name, code, s.Make(kind, body, by...))
	}
}

func same[B any](*B) {}

func (s *site) adopting(later string) []town.Refusal {
	type body = convention.ConventionAdopt
	adopt := of(s, convention.TypeConventionAdopt, body{Contest: "c0", Election: "later", Text: later})
	change := func(name string, code act.Code, change func(*body)) town.Refusal {
		return adopt(name, code, change, s.Two()...)
	}
	bad := func(name, from, to string) town.Refusal {
		return change(name, convention.BadConvention, func(b *body) { b.Text = strings.Replace(b.Text, from, to, 1) })
	}
	return []town.Refusal{
		adopt("by one body", contract.TwoBodies, same, s.first),
		adopt("by an owner", contract.NotOfficer, same, s.Ann),
		change("by no election", contract.NotFound, func(b *body) { b.Election = "later-9" }),
		change("by no contest", contract.NotFound, func(b *body) { b.Contest = "c9" }),
		change("while it is voted on", vote.NotAdopted, func(b *body) { b.Election = "vote" }),
		change("another one than was voted on", vote.NotAdopted, func(b *body) { b.Text = strings.Replace(b.Text, "kinder", "kindest", 1) }),
		change("voted down", vote.NotAdopted, func(b *body) { b.Election = "lost" }),
		change("the one in force", contract.Exists, func(b *body) { b.Election, b.Text = "convention", text }),
		change("voted on before the one in force", contract.Exists, func(b *body) { b.Election = "before" }),
		bad("no title", "# 花园", "花园"),
		bad("spaces at an end", "kinder.\n", "kinder. \n"),
		bad("a fine", "notice, warning", "notice, fine 20"),
		bad("the lift", "board 14", "pause lift 14"),
		bad("an expression of patterns", `.endsWith("-lift")`, `.matches("-lift$")`),
		bad("a double", "flag.ebike &&", "value.grams > 1.5 &&"),
		bad("a map", "flag.ebike &&", "[1].map(x, x) == [1] &&"),
		bad("a loop", "flag.ebike &&", "[1].all(x, x > 0) &&"),
		bad("too costly", "flag.ebike &&", strings.Repeat(`event.place.contains("aaaaaaaaaaaaaaaaaaaaaaaa") && `, 12)),
		bad("an unsigned device alone", "trust: T1", "trust: T0"),
		bad("one witness alone", "witnesses: 2", "witnesses: 1"),
		bad("an example that fails", "expect: breach, notice", "expect: none"),
		bad("no time to appeal", "appeal: 7", "appeal: 6"),
		bad("a day that is none", "\n\n## 1.", "\n\n```convention\nfrom: 2027-02-30\n```\n\n## 1."),
		bad("two days", "\n\n## 1.", strings.Repeat("\n\n```convention\nfrom: 2027-02-01\n```", 2)+"\n\n## 1."),
	}
}

func (s *site) repealing(good convention.Repeal) []town.Refusal {
	type body = convention.ConventionRepeal
	repeal := of(s, convention.TypeConventionRepeal, body{Contest: "c0", Election: "repeal", Repeal: good})
	return []town.Refusal{
		repeal("by one body", contract.TwoBodies, same, s.second),
		repeal("by another election", vote.NotAdopted, func(b *body) { b.Election = "later" }, s.Two()...),
		repeal("from another day than was voted on", vote.NotAdopted, func(b *body) { b.Repeal.From = act.Int(s.Now().Unix()) }, s.Two()...),
		repeal("what is not in force", convention.NotInForce, func(b *body) { b.Repeal.Repeal = hash("a") }, s.Two()...),
	}
}

// breaches are some in every state, all of ann's but the officer's.
type breaches struct {
	*site
	worker *village.Signer
	order  string                  // that a household has raised, done
	states map[breach.State]string // causes
	seen   convention.BreachFind   // of which nothing was found yet
	old    convention.BreachFind   // seen too long ago
	before convention.BreachFind   // seen before the convention was in force
	weak   convention.BreachFind   // the word of a device that proves nothing
	pram   convention.BreachFind   // no breach
	known  convention.BreachFind   // of which a breach was found
	bobs   string                  // noticed, of the officer who is bob
	voted  string                  // appealed, on which the first body has said what it thinks
	filed  string                  // a report
	over   string                  // a report of long ago
}

func (s *site) breaches() *breaches {
	s.Helper()
	b := &breaches{site: s, worker: s.Worker(s.first.Body), states: map[breach.State]string{}}
	b.before = s.event(func(e *events.Event) { e.Happened -= act.Int((2 * time.Hour).Milliseconds()) })
	b.old = s.event(asItIs)
	b.over = b.files("dog")
	b.states[breach.StateLapsed] = s.found()
	b.states[breach.StateDecayed] = s.noticed()
	s.Clock.Pass(370 * day)
	for range 2 { // which have run their days
		b.states[breach.StateDue] = s.noticed()
	}
	b.states[breach.StateEffective] = s.noticed()
	s.Clock.Pass(9 * day)
	s.enforces(b.states[breach.StateEffective])
	b.states[breach.StateFound], b.states[breach.StateNoticed] = s.found(), s.noticed()
	b.states[breach.StateCured] = s.noticed()
	s.by(convention.TypeBreachCure, convention.BreachCure{Breach: b.states[breach.StateCured], Photos: []string{}}, s.Ann)
	for _, state := range []breach.State{breach.StateAppealed, breach.StateDismissed, breach.StateUpheld} {
		b.states[state] = b.appealed()
	}
	b.decided(b.states[breach.StateDismissed], breach.Dismiss)
	b.decided(b.states[breach.StateUpheld], breach.Uphold)
	b.voted = b.appealed()
	s.by(convention.TypeBreachDecide, convention.BreachDecide{Breach: b.voted, Reason: hash("a"), Verdict: breach.Uphold}, s.first)
	b.states[breach.StatePardoned] = s.noticed()
	for _, officer := range s.Two() {
		s.by(convention.TypeBreachPardon, convention.BreachPardon{Breach: b.states[breach.StatePardoned], Reason: hash("a")}, officer)
	}
	bobs := s.event(asItIs)
	bobs.Home = "1-102"
	s.by(convention.TypeBreachFind, bobs, s.Two()...)
	b.bobs = events.IDOf(bobs.Event).String()
	b.known = bobs
	b.seen = s.event(asItIs)
	b.pram = s.event(func(e *events.Event) { e.Values = map[string]string{"ebike": "false"} })
	b.weak = s.event(func(e *events.Event) { e.Device, e.Class = "lift-0", events.T0 })
	b.filed, b.order = b.files("noise"), b.ordered()
	return b
}

// ordered is an order that ann's household has raised, and the worker has done.
func (b *breaches) ordered() string {
	b.Helper()
	id := b.by(order.TypeOrderReport, order.OrderReport{Kind: "cleaning", Photos: []string{}, Place: "3-2", Unit: "1-101"}, b.Ann)
	b.by(order.TypeGridSet, order.GridSet{
		Body: b.first.Body, Grid: "all", Languages: []order.Speaker{}, Places: []string{""}, Shifts: []order.Shift{},
		Supervisor: b.first.Key.ID(), Workers: []string{b.worker.Key.ID()},
	}, b.Two()...)
	b.by(order.TypeOrderTriage, order.OrderTriage{Grid: "all", Kind: "cleaning", Order: id, Priority: "ordinary"}, b.first)
	now := act.Int(b.Now().Unix())
	b.by(order.TypeOrderAccept, order.OrderAccept{At: now, Order: id}, b.worker)
	b.by(order.TypeOrderArrive, order.OrderArrive{At: now, Order: id}, b.worker)
	b.by(order.TypeOrderFinish, order.OrderFinish{At: now, Order: id, Outcome: "solved", Photos: []string{}}, b.worker)
	return id
}

// files has the first body file a report of two households.
func (b *breaches) files(kind string) string {
	b.Helper()
	body := convention.ReportFile{At: act.Int(b.Now().Unix()), Kind: kind, Signed: []string{hash("a"), hash("bb")}}
	return b.by(convention.TypeReportFile, body, b.first)
}

func (b *breaches) appealed() string {
	b.Helper()
	cause := b.noticed()
	b.by(convention.TypeBreachAppeal, convention.BreachAppeal{Answer: hash("a"), Breach: cause, Photos: []string{}}, b.Ann)
	return cause
}

func (b *breaches) decided(cause string, verdict breach.Verdict) {
	b.Helper()
	for _, officer := range b.Two() {
		b.by(convention.TypeBreachDecide, convention.BreachDecide{Breach: cause, Reason: hash("a"), Verdict: verdict}, officer)
	}
}

func (b *breaches) reports() []town.Refusal {
	type body = convention.ReportFile
	file := of(b.site, convention.TypeReportFile, body{At: act.Int(b.Now().Unix()), Kind: "dog", Place: "3-2", Signed: []string{hash("a")}})
	bad := func(name string, change func(*body)) town.Refusal { return file(name, act.BadField, change, b.first) }
	confirm := of(b.site, convention.TypeReportConfirm, convention.ReportConfirm{Report: b.filed})
	return []town.Refusal{
		file("by an owner, whom the reported would know", contract.NotOfficer, same, b.Ann),
		file("by a worker", contract.NotOfficer, same, b.worker),
		file("tomorrow", contract.NotYet, func(f *body) { f.At += 24 * 3600 }, b.first),
		file("long ago", convention.CauseOld, func(f *body) { f.At -= convention.MaxAge + 1 }, b.first),
		bad("of no kind", func(f *body) { f.Kind = "gossip" }),
		bad("at no place", func(f *body) { f.Place = "over there" }),
		bad("by nobody", func(f *body) { f.Signed = []string{} }),
		bad("by one twice", func(f *body) { f.Signed = []string{hash("a"), hash("a")} }),
		bad("by a name", func(f *body) { f.Signed = []string{"业主0001"} }),
		confirm("confirmed by an officer", contract.NotWorker, same, b.first),
		confirm("none, confirmed", contract.NotFound, func(r *convention.ReportConfirm) { r.Report = hash("a") }, b.worker),
		confirm("of long ago, confirmed", convention.CauseOld, func(r *convention.ReportConfirm) { r.Report = b.over }, b.worker),
	}
}

func (b *breaches) finding() []town.Refusal {
	type body = convention.BreachFind
	find := of(b.site, convention.TypeBreachFind, b.seen)
	two := func(name string, code act.Code, change func(*body)) town.Refusal {
		return find(name, code, change, b.Two()...)
	}
	is := func(other body) func(*body) { return func(f *body) { *f = other } }
	report := func(f *body) { *f = b.reported(b.filed) }
	return []town.Refusal{
		find("by one body", contract.TwoBodies, same, b.first),
		find("by two officers of one body", contract.TwoBodies, same, b.first, b.Colleague),
		find("by owners", contract.NotOfficer, same, b.Ann),
		find("by a worker", contract.NotOfficer, same, b.worker),
		find("of the own home", people.OwnUnit, func(f *body) { f.Home = "1-102" }, b.first, b.Resident),
		two("of no home", contract.NotFound, func(f *body) { f.Home = "9-909" }),
		two("under another text", convention.NotInForce, func(f *body) { f.Convention = hash("a") }),
		two("before it was in force", convention.NotInForce, is(b.before)),
		two("too long ago", convention.CauseOld, is(b.old)),
		two("of no article", contract.NotFound, func(f *body) { f.Article = 9 }),
		two("of an article of words", contract.NotFound, func(f *body) { f.Article = 1 }),
		two("of an article about something else", convention.NoBreach, func(f *body) { f.Article = 3 }),
		two("of a pram", convention.NoBreach, is(b.pram)),
		two("on an unsigned device's word", convention.NoBreach, is(b.weak)),
		two("by day", convention.NoBreach, report),
		two("that is found already", contract.Exists, func(f *body) { *f = b.known }),
		two("of nothing", act.BadField, func(f *body) { f.Event = "" }),
		two("of two things", act.BadField, func(f *body) { f.Order = hash("a") }),
		two("of no order", contract.NotFound, func(f *body) { f.Event, f.Order = "", hash("a") }),
		two("of an order that names who raised it", act.BadField, func(f *body) { f.Event, f.Order = "", b.order }),
		two("of no report", contract.NotFound, func(f *body) { f.Event, f.Report = "", hash("a") }),
		two("of another event than is proved", device.NotIncluded, func(f *body) { f.Index++ }),
		two("of a log that never was", contract.NotFound, func(f *body) { f.Size += 100 }),
		two("of what is no event", act.BadField, func(f *body) { f.Event = "{}" }),
		two("with a ground in words", act.BadField, func(f *body) { f.Ground = "I saw him" }),
	}
}

func (b *breaches) notices() []town.Refusal {
	type body = convention.BreachNotice
	notice := of(b.site, convention.TypeBreachNotice, body{Breach: b.states[breach.StateFound]})
	at := func(state breach.State) func(*body) { return func(n *body) { n.Breach = b.states[state] } }
	return []town.Refusal{
		notice("by an owner", contract.NotOfficer, same, b.Ann),
		notice("of no breach", contract.NotFound, func(n *body) { n.Breach = hash("a") }, b.first),
		notice("of the own home", people.OwnUnit, func(n *body) { n.Breach = b.bobs }, b.Resident),
		notice("a second time", convention.BreachState, at(breach.StateNoticed), b.first),
		notice("during an appeal", convention.BreachState, at(breach.StateAppealed), b.first),
		notice("too late", convention.BreachClosed, at(breach.StateLapsed), b.first),
	}
}

func (b *breaches) answers() []town.Refusal {
	type body = convention.BreachAppeal
	noticed := b.states[breach.StateNoticed]
	cure := of(b.site, convention.TypeBreachCure, convention.BreachCure{Breach: noticed, Photos: []string{}})
	appeal := of(b.site, convention.TypeBreachAppeal, body{Answer: hash("a"), Breach: noticed, Photos: []string{}})
	cureAt := func(state breach.State) func(*convention.BreachCure) {
		return func(n *convention.BreachCure) { n.Breach = b.states[state] }
	}
	at := func(state breach.State) func(*body) { return func(n *body) { n.Breach = b.states[state] } }
	return []town.Refusal{
		cure("cured by another household", contract.WrongPerson, same, b.Bob),
		cure("cured by an officer", contract.NotOwner, same, b.first),
		cure("cured before the notice", convention.BreachState, cureAt(breach.StateFound), b.Ann),
		cure("cured twice", convention.BreachState, cureAt(breach.StateCured), b.Ann),
		cure("cured during an appeal", convention.BreachState, cureAt(breach.StateAppealed), b.Ann),
		cure("cured after its days", convention.BreachLate, cureAt(breach.StateDue), b.Ann),
		cure("cured after a pardon", convention.BreachClosed, cureAt(breach.StatePardoned), b.Ann),
		appeal("by another household", contract.WrongPerson, same, b.Bob),
		appeal("by an officer", contract.NotOwner, same, b.first),
		appeal("before the notice", convention.BreachState, at(breach.StateFound), b.Ann),
		appeal("a second time", convention.BreachState, at(breach.StateUpheld), b.Ann),
		appeal("after its days", convention.BreachLate, at(breach.StateDue), b.Ann),
		appeal("when it is in effect", convention.BreachLate, at(breach.StateEffective), b.Ann),
		appeal("when it counts no more", convention.BreachClosed, at(breach.StateDecayed), b.Ann),
		appeal("without a word", act.BadField, func(n *body) { n.Answer = "" }, b.Ann),
		appeal("in plain words", act.BadField, func(n *body) { n.Answer = "It was not me." }, b.Ann),
		appeal("with too many photos", act.BadField, func(n *body) { n.Photos = slices.Repeat([]string{hash("a")}, convention.MaxPhotos+1) }, b.Ann),
	}
}

func (b *breaches) verdicts() []town.Refusal {
	type body = convention.BreachDecide
	decide := of(b.site, convention.TypeBreachDecide, body{Breach: b.voted, Reason: hash("a"), Verdict: breach.Uphold})
	return []town.Refusal{
		decide("by the household", contract.NotOfficer, same, b.Ann),
		decide("by one body twice", convention.SameBody, same, b.first),
		decide("by another officer of that body", convention.SameBody, func(n *body) { n.Verdict = breach.Dismiss }, b.Colleague),
		decide("that is none", act.BadField, func(n *body) { n.Verdict = "perhaps" }, b.second),
		decide("without a reason", act.BadField, func(n *body) { n.Reason = "" }, b.second),
		decide("without an appeal", convention.BreachState, func(n *body) { n.Breach = b.states[breach.StateNoticed] }, b.second),
		decide("of the own home", people.OwnUnit, func(n *body) { n.Breach = b.bobs }, b.Resident),
		decide("on what was dismissed", convention.BreachClosed, func(n *body) { n.Breach = b.states[breach.StateDismissed] }, b.second),
	}
}

func (b *breaches) pardons() []town.Refusal {
	type body = convention.BreachPardon
	pardon := of(b.site, convention.TypeBreachPardon, body{Breach: b.states[breach.StateNoticed], Reason: hash("a")})
	return []town.Refusal{
		pardon("by the household", contract.NotOfficer, same, b.Ann),
		pardon("of the own home", people.OwnUnit, func(n *body) { n.Breach = b.bobs }, b.Resident),
		pardon("by two at once", contract.NotOfficer, same, b.Two()...),
		pardon("without a reason", act.BadField, func(n *body) { n.Reason = "" }, b.first),
		pardon("twice over", convention.BreachClosed, func(n *body) { n.Breach = b.states[breach.StatePardoned] }, b.first),
	}
}
