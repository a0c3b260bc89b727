// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	rules "github.com/linli-project/linli/rules/mediation"
)

const caseID = "ca5eca5e"

// dispute is a case between two homes, written to the ledger as its chapter does.
type dispute struct {
	*town
	rules.Case
	first, second, mediator, body, stranger Reader
}

func newDispute(t *testing.T) *dispute {
	t.Helper()
	tw := newTown(t, nil)
	tw.enrol()
	owner := func(i int) Reader { return Reader{Community: garden, Person: tw.Rights[i].Owners[0], Confirmed: true} }
	d := &dispute{
		town: tw, first: owner(0), second: owner(1), stranger: owner(2),
		mediator: Reader{Community: garden, Body: "owners", Credential: "x"},
		body:     Reader{Community: garden, Body: "residents", Credential: "y"},
	}
	sides := [2]rules.Side{{Home: tw.Rights[0].Units[0].ID}, {Home: tw.Rights[1].Units[0].ID}}
	d.step(rules.Request(rules.Case{}, d.clock().Unix(), caseID, sides, rules.Matter{Kind: "request", Text: "leak"}))
	return d
}

// step writes what has become of the case, twice: nobody is told a thing twice.
func (d *dispute) step(c rules.Case, reason rules.Reason) {
	d.t.Helper()
	if reason != rules.Allowed {
		d.t.Fatal(reason)
	}
	d.Case = c
	puts(d.town, mediation.Cases, caseID, c)
	puts(d.town, mediation.Cases, caseID, c)
}

func (d *dispute) at() int64 { return d.clock().Unix() }

func (d *dispute) by() rules.Mediator {
	return rules.Mediator{Body: d.mediator.Body, Person: d.mediator.Credential}
}

// open takes the case to where both sides take part.
func (d *dispute) open() {
	d.t.Helper()
	d.step(d.Take(d.at(), d.by()))
	d.step(d.Join(d.at(), d.Sides[1]))
}

// tells demands how many notices of a kind each has: who asked, the other side, the mediator, another body's officer; a stranger has none.
func (d *dispute) tells(kind Kind, first, second, mediator, body int) {
	d.t.Helper()
	want := []int{first, second, mediator, body, 0}
	var got []int
	for _, r := range []Reader{d.first, d.second, d.mediator, d.body, d.stranger} {
		got = append(got, d.told(r, kind))
	}
	if !slices.Equal(got, want) {
		d.t.Errorf("%s: %v are told, not %v", kind, got, want)
	}
}

// Each is told what he may do, or has waited for, and nobody else anything.
func TestCaseNotices(t *testing.T) {
	d := newDispute(t)
	d.tells(CaseRequested, 0, 0, 1, 1)
	d.step(d.Take(d.at(), d.by()))
	d.tells(CaseTaken, 1, 0, 0, 0)
	d.tells(CaseAsked, 0, 1, 0, 0)
	d.step(d.Join(d.at(), d.Sides[1]))
	d.tells(CaseJoined, 1, 0, 1, 0)
	d.step(d.Meet(d.at(), d.by(), d.at()+day, "hall"))
	d.tells(CaseMeets, 1, 1, 0, 0)
	d.step(d.Say(d.at(), d.Sides[0], "at night"))
	d.pass(48 * time.Hour)
	d.step(d.Meet(d.at(), d.by(), d.at()-hour, "what came of it"))
	d.tells(CaseMeets, 1, 1, 0, 0)
	d.step(d.Propose(d.at(), d.by(), "half each", 3))
	d.tells(CaseProposed, 1, 1, 0, 0)
	proposed := d.newest(d.second)
	must(t, d.stillWanted(t.Context(), proposed))
	d.tells(CaseReplied, 0, 0, 0, 0)
	d.step(d.Reply(d.at(), d.Sides[1], rules.No))
	d.tells(CaseReplied, 0, 0, 1, 0)
	if err := d.stillWanted(t.Context(), proposed); !errors.Is(err, errHopeless) {
		t.Errorf("of a proposal that was turned down: %v", err)
	}
	d.step(d.Agree(d.at(), d.by(), d.Sides, "agreement", 30))
	d.tells(CaseAgreed, 1, 1, 1, 0)
	d.step(d.Perform(d.at(), d.Sides[0]))
	d.step(d.Perform(d.at(), d.Sides[1]))
	d.tells(CaseEnded, 1, 1, 1, 0)
}

// Who was asked and let his days pass has answered: the mediator is told, and who asked.
func TestSilentCase(t *testing.T) {
	d := newDispute(t)
	d.step(d.Take(d.at(), d.by()))
	asked := d.newest(d.second)
	must(t, d.stillWanted(t.Context(), asked))
	d.pass(11 * 24 * time.Hour)
	if err := d.stillWanted(t.Context(), asked); !errors.Is(err, errHopeless) {
		t.Errorf("who is late is asked: %v", err)
	}
	d.step(d.Settle(d.at()))
	d.tells(CaseEnded, 1, 1, 1, 0)
}

// Days of a proposal that are over are a reply, too.
func TestSilentReply(t *testing.T) {
	d := newDispute(t)
	d.open()
	d.step(d.Propose(d.at(), d.by(), "half each", 3))
	d.pass(5 * 24 * time.Hour)
	d.step(d.Settle(d.at()))
	d.tells(CaseReplied, 0, 0, 1, 0)
}

// A side that has not signed is told once that something waits for it, and nobody else.
func TestSideSigns(t *testing.T) {
	d := newDispute(t)
	d.open()
	home := contract.Party{Name: d.Sides[0].Name(), Owners: d.Rights[0].Owners}
	for range 2 {
		must(t, d.WaitsForSide(t.Context(), garden, caseID, home))
	}
	d.tells(CaseSign, 1, 0, 0, 0)
	must(t, d.stillWanted(t.Context(), d.newest(d.first)))
	must(t, d.WaitsForSide(t.Context(), garden, caseID, contract.Party{Name: "body:residents", Body: "residents"}))
	d.tells(CaseSign, 1, 0, 0, 1)
	d.step(d.Withdraw(d.at(), d.Sides[1], ""))
	if err := d.stillWanted(t.Context(), d.notices(d.first)[slices.IndexFunc(d.notices(d.first), func(n Notice) bool {
		return n.Kind == CaseSign
	})]); !errors.Is(err, errHopeless) {
		t.Errorf("of a case that has ended: %v", err)
	}
}

// reminded lets time pass and does what the ticker does, twice.
func (d *dispute) reminded(days int) {
	d.t.Helper()
	d.pass(time.Duration(days) * 24 * time.Hour)
	for range 2 {
		must(d.t, d.remindOfCases(d.t.Context()))
	}
}

// Both sides are told before the days for a court end, unless they have asked, and before the day for what was agreed, unless it was near.
func TestCaseReminders(t *testing.T) {
	d := newDispute(t)
	d.open()
	d.step(d.Agree(d.at(), d.by(), d.Sides, "agreement", 10))
	d.reminded(6)
	d.tells(CasePerformSoon, 0, 0, 0, 0)
	d.reminded(2)
	d.tells(CasePerformSoon, 1, 1, 0, 0)
	d.reminded(10)
	d.tells(CaseApplySoon, 0, 0, 0, 0)
	d.reminded(7)
	d.tells(CaseApplySoon, 1, 1, 0, 0)
	soon := d.newest(d.first)
	must(t, d.stillWanted(t.Context(), soon))
	d.step(d.Apply(d.at(), d.Sides))
	if err := d.stillWanted(t.Context(), soon); !errors.Is(err, errHopeless) {
		t.Errorf("once both have asked: %v", err)
	}
	near := newDispute(t)
	near.open()
	near.step(near.Agree(near.at(), near.by(), near.Sides, "agreement", 1))
	near.reminded(1)
	near.tells(CasePerformSoon, 0, 0, 0, 0)
	near.step(near.Apply(near.at(), near.Sides))
	near.reminded(25)
	near.tells(CaseApplySoon, 0, 0, 0, 0)
}

// Every kind has its words in both languages, which tell neither what it is about nor with whom, and leads to the cases.
func TestCaseWords(t *testing.T) {
	d := newDispute(t)
	for kind, words := range caseWordings {
		for _, lang := range []Language{Chinese, English} {
			if words[lang].title == "" || words[lang].text == "" {
				t.Errorf("%s has no words in %s", kind, lang)
			}
		}
		for audience, link := range map[string]string{
			"pseudonym": "/c/garden/my#/cases", toBody("owners"): "/c/garden/office#/cases", toOfficer("x"): "/c/garden/office#/cases",
		} {
			if n := (Notice{Community: garden, Kind: kind, audience: audience}); n.Link() != link || !n.addressed() {
				t.Errorf("%s to %s leads to %s", kind, audience, n.Link())
			}
		}
	}
	d.open()
	d.step(d.Meet(d.at(), d.by(), d.at()+day, "hall"))
	d.step(d.Agree(d.at(), d.by(), d.Sides, "agreement", 10))
	said := d.said() + strings.ReplaceAll(CaseCalendar(garden, d.Case, Chinese, "https://garden.example", d.clock()), "\r\n ", "")
	for _, private := range []string{"leak", "hall", d.Sides[0].Home, d.Sides[1].Home} {
		if strings.Contains(said, private) {
			t.Errorf("%s is said", private)
		}
	}
}

// A calendar has each session and both days of an agreement, under names that stay.
func TestCaseCalendar(t *testing.T) {
	d := newDispute(t)
	d.open()
	d.step(d.Meet(d.at(), d.by(), d.at()+day, "hall"))
	d.step(d.Agree(d.at(), d.by(), d.Sides, "agreement", 10))
	for lang, says := range map[Language]string{Chinese: "SUMMARY:调解\r\n", English: "SUMMARY:Mediation\r\n"} {
		file := CaseCalendar(garden, d.Case, lang, "https://garden.example/c/garden/my#/cases", d.clock())
		starts := time.Unix(d.Sessions[0].At, 0).UTC().Format("20060102T150405Z")
		for _, want := range []string{
			says, "UID:session-1." + caseID, "UID:perform." + caseID, "UID:apply." + caseID, "DTSTART:" + starts, "TRIGGER:-P1D",
		} {
			if !strings.Contains(file, want) {
				t.Errorf("no %q in %s", want, file)
			}
		}
	}
}
