// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/community"
	rules "github.com/linli-project/linli/rules/parking"
)

// carPark is a community with as many spaces as households, all of the last one's, who pay for them in points.
type carPark struct {
	*bench
	*village.Village
	units  []community.Unit
	offers []string // hashes of the acts, by space
	night  int64    // the midnight of the day that is booked
	next   int      // household that books next
}

// parking measures bookings, each of which holds points: of cars that are after one space at once, each for a time of its own, so that all
// have it; and of as many spaces as there are, all at once.
func (b *bench) parking(ctx context.Context) error {
	fmt.Fprintln(os.Stdout)
	v, err := b.settle(ctx, "bench-parking", b.spaces+1)
	if err != nil {
		return err
	}
	p := carPark{bench: b, Village: v, units: units(b.spaces + 1), night: tomorrow()}
	if err := p.open(ctx); err != nil {
		return err
	}
	for space, crowd := range []struct{ cars, rounds int }{{1, 20}, {10, 5}, {min(100, b.spaces), 2}} {
		if err := p.crowd(ctx, space, crowd.cars, crowd.rounds); err != nil {
			return err
		}
	}
	spread := make([]act.Signed, b.spaces)
	for i := range spread {
		if spread[i], err = p.books(i, 6*rules.Quarters); err != nil {
			return err
		}
	}
	_, err = b.fullLoad(ctx, "one-car booking", spread)
	return err
}

func tomorrow() int64 { return (calendar.DayOf(time.Now().Unix())+1)*calendar.Day - calendar.Beijing }

// open has owners adopt a plan, each earn points, and the last one offer all spaces.
func (p *carPark) open(ctx context.Context) error {
	err := p.ledger.Adopt(ctx, p.Village, points.Plan{Rules: []points.Rule{
		{Budget: points.MaxBudget, DayCap: 600, Points: 60, Rule: "garden", Title: "Garden", Way: points.Volunteer},
	}})
	if err != nil {
		return err
	}
	if err := p.earn(ctx); err != nil {
		return err
	}
	places := make([]act.Signed, 1+p.spaces)
	if places[0], err = p.Act(parking.TypeLotSet, parking.LotSet{
		Body: p.Convener().Body, Gates: []parking.Gate{}, Lot: "east", Name: "East",
	}, p.Two()...); err != nil {
		return err
	}
	offers := make([]act.Signed, p.spaces)
	for i := range p.spaces {
		if places[1+i], offers[i], err = p.offer(i); err != nil {
			return err
		}
		p.offers = append(p.offers, act.HashOf(offers[i].Text).String())
	}
	if err := p.ledger.Must(ctx, places...); err != nil {
		return err
	}
	return p.ledger.Must(ctx, offers...)
}

// earn is that every household has helped for ten hours.
func (p *carPark) earn(ctx context.Context) error {
	told, confirmed := make([]act.Signed, p.spaces), make([]act.Signed, p.spaces)
	officer := p.Convener()
	for i := range p.spaces {
		home, by := p.home(i)
		var err error
		told[i], err = p.Act(points.TypeHelpDone, points.HelpDone{
			Day: act.Int(calendar.DayOf(time.Now().Unix())), Helper: home, Minutes: 600, Rule: "garden",
		}, by)
		if err != nil {
			return err
		}
		confirmed[i], err = village.Sign(p.Draft(points.TypeHelpConfirm, 1, officer), points.HelpConfirm{
			Help: act.HashOf(told[i].Text).String(), Helper: home, Rule: "garden",
		}, officer)
		if err != nil {
			return err
		}
	}
	if err := p.ledger.Must(ctx, told...); err != nil {
		return err
	}
	return p.ledger.Must(ctx, confirmed...)
}

// home is one of the households, and its owner.
func (p *carPark) home(i int) (home string, owner *village.Signer) {
	return p.units[i].ID, p.People[p.units[i].Owners[0]]
}

// offer is a space of the last household, who offers it for a point a quarter of an hour.
func (p *carPark) offer(i int) (set, offer act.Signed, err error) {
	host, by := p.home(p.spaces)
	space := fmt.Sprint("s-", i)
	set, err = p.Act(parking.TypeSpaceSet, parking.SpaceSet{
		Host: rules.Party{Home: host}, Label: strconv.Itoa(i), Lot: "east", Space: space,
	}, p.Two()...)
	if err != nil {
		return set, offer, err
	}
	offer, err = p.Act(parking.TypeOfferSet, parking.OfferSet{
		Except: []act.Int{}, From: act.Int(p.night), Space: space, Terms: parking.Terms{Bands: []parking.Band{}, Hour: 4},
		Until: act.Int(p.night + 7*calendar.Day), Windows: []parking.Window{{Days: []act.Int{0, 1, 2, 3, 4, 5, 6}, From: 0, To: 1440}},
	}, by)
	return set, offer, err
}

// books has the next household book a quarter of an hour.
func (p *carPark) books(space, quarter int) (act.Signed, error) {
	home, by := p.home(p.next % p.spaces)
	p.next++
	from := p.night + int64(quarter)*rules.Quarter
	return village.Sign(p.Draft(parking.TypeBook, 1, by), parking.Book{
		From: act.Int(from), Home: home, Offer: p.offers[space], Plate: fmt.Sprintf("%064x", p.next), Space: fmt.Sprint("s-", space),
		Until: act.Int(from + rules.Quarter),
	}, by)
}

// crowd has so many cars book one space at once, some times.
func (p *carPark) crowd(ctx context.Context, space, cars, rounds int) error {
	var times []time.Duration
	var took time.Duration
	for round := range rounds {
		acts := make([]act.Signed, cars)
		for i := range acts {
			var err error
			if acts[i], err = p.books(space, round*cars+i); err != nil {
				return err
			}
		}
		began := time.Now()
		for i, o := range p.ledger.Send(ctx, acts) {
			if o.Err != nil {
				return fmt.Errorf("car %d of %d: %w", i, cars, o.Err)
			}
			times = append(times, o.Took)
		}
		took += time.Since(began)
	}
	perSecond := float64(cars*rounds) / took.Seconds()
	line(fmt.Sprintf("%d cars after one space at once, %d times", cars, rounds), "%.1f bookings/s", perSecond)
	line("  ratio to raw writes", "%.3f", perSecond/p.raw)
	line("  asked to committed", "p50 %.0f ms, p99 %.0f ms", ms(times, 50), ms(times, 99))
	return nil
}
