// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	breaches "github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/convention"
)

// pointsTown is a settled community whose owners have adopted a plan of points.
type pointsTown struct {
	ID        string           `json:"id"`
	Officers  any              `json:"officers"`  // tokens of their links, by body
	Residents []pointsResident `json:"residents"` // owners of one home each, who own nothing together
	Worker    holder           `json:"worker"`    // a grid worker, for all places
}

type pointsResident struct {
	holder
	Name string `json:"name"`
}

// pointsPlan pays for each way of earning, and lets neighbours give points to one another.
var pointsPlan = points.Plan{Gifts: true, Least: 10, LifeDays: 365, MaxBalance: 1500, Rules: []points.Rule{
	{Budget: 10_000, DayCap: 480, Points: 60, Rule: "green", Title: "社区志愿服务", Way: points.Volunteer},
	{Budget: 10_000, DayCap: 240, Points: 60, Rule: "help", Title: "邻里互助", Way: points.Help},
}}

// pointsTown founds one, with everybody enrolled.
func (r *registrar) pointsTown(t *testing.T) pointsTown {
	t.Helper()
	v := r.founded(t, "web-points", "互助小区")
	r.takeRoll(t, v)
	must(t, r.ledger.EnrolAll(t.Context(), v))
	must(t, r.ledger.Adopt(t.Context(), v, pointsPlan))
	text, err := act.Canonical(pointsPlan)
	must(t, err)
	_, err = r.store.KeepVoteText(t.Context(), v.ID, "plan", text, "")
	must(t, err)
	tokens, err := r.invite(t.Context(), v.ID)
	must(t, err)
	town := pointsTown{ID: v.ID, Officers: tokens}
	var singles []community.Right
	for _, right := range v.Heads() {
		if len(right.Owners) > 1 || len(right.Units) > 1 {
			continue
		}
		singles = append(singles, right)
		person, err := r.store.Person(t.Context(), v.ID, right.Owners[0])
		must(t, err)
		town.Residents = append(town.Residents, pointsResident{holderOf(t, v.Voter(right)), person.Name})
	}
	r.confirmEachOther(t, v, singles[2], singles[3])
	must(t, r.ledger.AdoptConvention(t.Context(), v, dogs()))
	_, err = r.store.KeepVoteText(t.Context(), v.ID, "convention", dogs(), "")
	must(t, err)
	must(t, r.ledger.AgreeOn(t.Context(), v, "convention-2", convention.Hash(dogsNextYear())))
	_, err = r.store.KeepVoteText(t.Context(), v.ID, "convention", dogsNextYear(), "")
	must(t, err)
	for i, right := range singles[:2] {
		r.barked(t, v, right, i)
	}
	town.Worker = r.gridWorker(t, v)
	return town
}

// gridWorker has somebody work for a body, in a grid of all places.
func (r *registrar) gridWorker(t *testing.T, v *village.Village) holder {
	t.Helper()
	worker, err := v.Stranger()
	must(t, err)
	worker.Body = v.Convener().Body
	enrol, err := v.Employ(worker)
	must(t, err)
	must(t, r.ledger.Do(t.Context())(v.Act(order.TypeWorkerEnrol, enrol, v.Convener())))
	must(t, r.ledger.Do(t.Context())(v.Act(order.TypeGridSet, order.GridSet{
		Body: worker.Body, Grid: "whole", Languages: []order.Speaker{}, Places: []string{""}, Shifts: []order.Shift{},
		Supervisor: v.Convener().Key.ID(), Workers: []string{worker.Key.ID()},
	}, v.Two()...)))
	return holderOf(t, worker)
}

// dogs is a convention about dogs on the stairs.
func dogs() string {
	text, _ := convention.Template("dogs")
	return text
}

// dogsNextYear is the next one, which owners have agreed to: it gives more days to put it right, from a day to come.
func dogsNextYear() string {
	title, rest, _ := strings.Cut(dogs(), "\n")
	from := time.Now().AddDate(1, 0, 0).Format(time.DateOnly)
	return title + "\n\n```convention\nfrom: " + from + "\n```\n" + strings.Replace(rest, "\ncure: ", "\ncure: 1", 1)
}

// barked has two bodies find that a household's dog was on the stairs, and one of them tell it.
func (r *registrar) barked(t *testing.T, v *village.Village, right community.Right, nth int) {
	t.Helper()
	var signed []string // by two households, whom nobody else knows
	for witness := range 2 {
		of := sha256.Sum256([]byte{byte(nth), byte(witness)})
		signed = append(signed, hex.EncodeToString(of[:]))
	}
	slices.Sort(signed)
	report, err := v.Act(breaches.TypeReportFile, breaches.ReportFile{
		At: act.Int(time.Now().Unix()), Kind: "dog", Place: "3-2", Signed: signed,
	}, v.Convener())
	must(t, r.ledger.Do(t.Context())(report, err))
	cause := act.HashOf(report.Text).String()
	must(t, r.ledger.Do(t.Context())(v.Act(breaches.TypeBreachFind, breaches.BreachFind{
		Article: 1, Convention: convention.Hash(dogs()), Home: right.Units[0].ID, Proof: act.Bytes{}, Report: cause,
	}, v.Two()...)))
	must(t, r.ledger.Do(t.Context())(v.Act(breaches.TypeBreachNotice, breaches.BreachNotice{Breach: cause}, v.Convener())))
}

// confirmEachOther has two households help each other, and nobody else.
func (r *registrar) confirmEachOther(t *testing.T, v *village.Village, one, other community.Right) {
	t.Helper()
	for _, deed := range []struct {
		helper, helped community.Right
		minutes        act.Int
	}{{one, other, 120}, {other, one, 60}} {
		by := v.Voter(deed.helper)
		signed, err := v.Act(points.TypeHelpDone, points.HelpDone{
			Day: act.Int(calendar.DayOf(time.Now().Unix())), Helped: deed.helped.Units[0].ID, Helper: deed.helper.Units[0].ID,
			Minutes: deed.minutes, Rule: "help",
		}, by)
		must(t, err)
		must(t, r.ledger.Do(t.Context())(signed, nil))
		confirmer := v.Voter(deed.helped)
		must(t, r.ledger.Do(t.Context())(village.Sign(v.Draft(points.TypeHelpConfirm, 1, confirmer), points.HelpConfirm{
			Help: act.HashOf(signed.Text).String(), Helper: deed.helper.Units[0].ID, Rule: "help",
		}, confirmer)))
	}
}
