// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/rules/fold"
	"github.com/linli-project/linli/rules/volunteer"
)

// helpGroup is what neighbours do for each other. Nothing of it is on the ledger before somebody has helped.
type helpGroup struct {
	register
}

// longestAsk is how long neighbours can be asked for something.
const longestAsk = 60 * 24 * time.Hour

func (g *helpGroup) getHelp(c *echo.Context) error {
	return g.answerHelp(c, http.StatusOK)
}

func (g *helpGroup) offerHelp(c *echo.Context) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	var body OfferHelpJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	times, _ := volunteer.Of(body.Times) // parts of a week, by the contract
	offer := identity.HelpOffer{Person: v.credential.Person, Times: times}
	for _, skill := range body.Skills {
		if !slices.Contains(offer.Skills, volunteer.Skill(skill)) {
			offer.Skills = append(offer.Skills, volunteer.Skill(skill))
		}
	}
	if err := g.store.OfferHelp(c.Request().Context(), v.community, offer); err != nil {
		return err
	}
	return g.answerHelp(c, http.StatusOK)
}

func (g *helpGroup) withdrawOffer(c *echo.Context) error {
	return g.step(c, func(ctx context.Context, v visitor) error {
		return g.store.WithdrawOffer(ctx, v.community, v.credential.Person)
	})
}

func (g *helpGroup) askForHelp(c *echo.Context) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	var body AskForHelpJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	ctx, now := c.Request().Context(), g.store.Now()
	homes, err := g.store.Homes(ctx, v.community)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(homes[v.credential.Person], func(h identity.Home) bool { return h.Unit == body.Unit }) {
		return &refusal{kind: "bad-field", fields: []FieldError{{Field: "unit", Message: "no home of yours"}}}
	}
	if body.Until <= now.Unix() || body.Until > now.Add(longestAsk).Unix() {
		return &refusal{kind: "bad-field", fields: []FieldError{{Field: "until", Message: "not within the next 60 days"}}}
	}
	times, _ := volunteer.Of(body.Times)
	_, err = g.store.AskForHelp(ctx, v.community, identity.HelpAsk{
		Person: v.credential.Person, Unit: body.Unit, Skill: volunteer.Skill(body.Skill), Times: times, Until: body.Until,
		Words: body.Words,
	})
	if err != nil {
		return err
	}
	return g.answerHelp(c, http.StatusCreated)
}

func (g *helpGroup) withdrawAsk(c *echo.Context) error {
	return g.step(c, func(ctx context.Context, v visitor) error {
		return g.store.WithdrawAsk(ctx, v.community, c.Param("ask"), v.credential.Person)
	})
}

func (g *helpGroup) agreeToHelp(c *echo.Context) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	if err := g.store.AgreeToHelp(c.Request().Context(), v.community, c.Param("ask"), v.credential.Person); err != nil {
		return err
	}
	return g.answerHelp(c, http.StatusOK)
}

func (g *helpGroup) giveHelpBack(c *echo.Context) error {
	return g.step(c, func(ctx context.Context, v visitor) error {
		return g.store.GiveHelpBack(ctx, v.community, c.Param("ask"), v.credential.Person)
	})
}

func (g *helpGroup) giveHelp(c *echo.Context) error {
	return g.step(c, func(ctx context.Context, v visitor) error {
		return g.store.GiveHelp(ctx, v.community, c.Param("ask"), v.credential.Person)
	})
}

// step has an owner do something that leaves nothing to show.
func (g *helpGroup) step(c *echo.Context, do func(context.Context, visitor) error) error {
	v, err := confirmed(c)
	if err == nil {
		err = do(c.Request().Context(), v)
	}
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// answerHelp shows an owner what he offers, and what he and others ask for.
func (g *helpGroup) answerHelp(c *echo.Context, status int) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	n, err := g.neighbours(c.Request().Context(), v)
	if err != nil {
		return err
	}
	help, err := n.help()
	if err != nil {
		return err
	}
	return private(c, status, help)
}

// neighbours are who helps and is helped, as one of them sees it.
type neighbours struct {
	*helpGroup
	ctx    context.Context //nolint:containedctx // of one request
	me     visitor
	homes  map[string][]identity.Home
	offers []volunteer.Offer
	mine   *volunteer.Offer // nil if I offer nothing
	asks   []identity.HelpAsk
}

func (g *helpGroup) neighbours(ctx context.Context, v visitor) (n neighbours, err error) {
	n = neighbours{helpGroup: g, ctx: ctx, me: v}
	if n.homes, err = g.store.Homes(ctx, v.community); err != nil {
		return n, err
	}
	offers, err := g.store.HelpOffers(ctx, v.community)
	if err != nil {
		return n, err
	}
	for _, o := range offers {
		if len(n.homes[o.Person]) == 0 { // he lives here no more
			continue
		}
		n.offers = append(n.offers, volunteer.Offer{Person: o.Person, Skills: o.Skills, Times: o.Times, Buildings: n.buildings(o.Person)})
		if o.Person == v.credential.Person {
			n.mine = &n.offers[len(n.offers)-1]
		}
	}
	n.asks, err = g.store.HelpAsks(ctx, v.community)
	n.asks = slices.DeleteFunc(n.asks, func(a identity.HelpAsk) bool { return len(n.homes[a.Person]) == 0 })
	return n, err
}

// buildings are where somebody lives, each in one spelling.
func (n neighbours) buildings(person string) []string {
	var all []string
	for _, home := range n.homes[person] {
		if b := fold.Building(home.House); b != "" {
			all = append(all, b)
		}
	}
	return all
}

func (n neighbours) rule(a identity.HelpAsk) volunteer.Ask {
	return volunteer.Ask{Person: a.Person, Skill: a.Skill, Times: a.Times, Buildings: n.buildings(a.Person)}
}

// help is what there is for me.
func (n neighbours) help() (Help, error) {
	h := Help{Asks: []HelpAsk{}, Suggested: []HelpAsk{}, Agreed: []HelpAsk{}}
	var free []identity.HelpAsk
	for _, a := range n.asks {
		var into *[]HelpAsk
		switch {
		case a.Person == n.me.credential.Person:
			into = &h.Asks
		case a.Helper == n.me.credential.Person:
			if a.Given > 0 { // he finds it among what he has helped with
				continue
			}
			into = &h.Agreed
		case a.Helper == "":
			free = append(free, a)
			continue
		default:
			continue
		}
		if err := n.show(into, a); err != nil {
			return h, err
		}
	}
	if n.mine == nil {
		return h, nil
	}
	h.Offer = &HelpOffer{Skills: skillNames(n.mine.Skills), Times: n.mine.Times.Parts()}
	for _, i := range n.mine.Suggested(n.rules(free)) {
		if err := n.show(&h.Suggested, free[i]); err != nil {
			return h, err
		}
	}
	return h, nil
}

func (n neighbours) rules(asks []identity.HelpAsk) []volunteer.Ask {
	all := make([]volunteer.Ask, len(asks))
	for i, a := range asks {
		all[i] = n.rule(a)
	}
	return all
}

func skillNames(skills []volunteer.Skill) []Skill {
	names := make([]Skill, len(skills))
	for i, s := range skills {
		names[i] = Skill(s)
	}
	return names
}

// show adds an ask as I see it.
func (n neighbours) show(into *[]HelpAsk, a identity.HelpAsk) error {
	shown := HelpAsk{
		Ask: a.ID, Skill: Skill(a.Skill), Times: a.Times.Parts(), Until: a.Until, Words: a.Words, Unit: a.Unit,
		Together: []int{}, Given: a.Given,
	}
	ask, mine := n.rule(a), a.Person == n.me.credential.Person
	if mine {
		for _, o := range n.offers {
			if _, ok := o.Fits(ask); ok {
				shown.Could++
			}
		}
	} else if n.mine != nil {
		fit, _ := n.mine.Fits(ask)
		shown.Together, shown.Near = fit.Together.Parts(), fit.Near
	}
	agreed := a.Helper != ""
	shown.House = n.house(a)
	if !mine && !agreed { // at whose door it is, nobody needs to know who does not go there
		shown.House = fold.Building(shown.House)
	}
	other := a.Person
	if mine {
		other = a.Helper
	}
	if other != "" {
		p, err := n.store.Person(n.ctx, n.me.community, other)
		if err := unlessNotFound(err); err != nil {
			return err
		}
		shown.Other = &Neighbour{Name: p.Name}
		if agreed {
			shown.Other.Phone = p.Phone
		}
	}
	*into = append(*into, shown)
	return nil
}

// house is where an ask is, as people know it.
func (n neighbours) house(a identity.HelpAsk) string {
	for _, home := range n.homes[a.Person] {
		if home.Unit == a.Unit {
			return home.House
		}
	}
	return ""
}
