// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// photo is one that a household has shown with its appeal. A hash alone says nothing, as anybody can name it in an act of his own: only
// what an owner of the home has left, of no order, belongs to it. identity.ErrNotFound if it is not here.
func (l ledgerOfBreaches) photo(doc convention.Breach, hash string) (identity.Enclosure, []byte, error) {
	e, content, err := l.store.Enclosure(l.ctx, l.community, hash)
	if err == nil && (e.Order != "" || e.Type == identity.PlainText || !slices.Contains(l.owners[doc.Home], e.Person)) {
		err = identity.ErrNotFound
	}
	return e, content, err
}

// photos are which of a household's are here.
func (l ledgerOfBreaches) photos(doc convention.Breach) ([]OrderPhoto, error) {
	return photosHere(doc.Photos, func(hash string) error {
		_, _, err := l.photo(doc, hash)
		return err
	})
}

func (g *breachesGroup) getBreachPhoto(c *echo.Context) error {
	ctx, hash := c.Request().Context(), c.Param("hash")
	doc, err := index.Read(ctx, g.index, convention.Breaches, who(c).community, c.Param("breach"))
	if err != nil {
		return err
	}
	sees, err := g.sees(c, doc)
	if err != nil {
		return err
	}
	if !sees || !slices.Contains(doc.Photos, hash) {
		return refuse("not-found", "", "")
	}
	l, err := g.look(ctx, who(c).community)
	if err != nil {
		return err
	}
	e, content, err := l.photo(doc, hash)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "private, max-age=3600, immutable") // its hash names it
	return c.Blob(http.StatusOK, e.Type, content)
}

// sees says whether somebody may see what is said of a breach: officers, who decide, and the household.
func (g *breachesGroup) sees(c *echo.Context, doc convention.Breach) (bool, error) {
	if who(c).credential.Kind == contract.Officer {
		_, err := g.officer(c)
		return err == nil, err
	}
	if who(c).credential.Kind != contract.Owner {
		return false, nil
	}
	v, err := confirmed(c)
	if err != nil {
		return false, err
	}
	units, err := g.unitsOf(c.Request().Context(), v.community, v.credential.Person)
	return slices.Contains(units, doc.Home), err
}

// ofBreaches says whether there are breaches of a person's homes for which a photo was left, and whether they were closed long ago.
func (in enclosures) ofBreaches(ctx context.Context, community string, e identity.Enclosure) (named, over bool, err error) {
	if e.Person == "" || e.Type == identity.PlainText {
		return false, false, nil
	}
	units, err := in.unitsOf(ctx, community, e.Person)
	if err != nil {
		return false, false, err
	}
	over, now := true, in.now()
	for b, err := range index.OfHouseholds(ctx, in.index, convention.Breaches, community, units...) {
		if err != nil {
			return false, false, err
		}
		if !slices.Contains(b.Doc.Photos, e.Hash) {
			continue
		}
		closed := b.Doc.At(now.Unix()).Closed
		named, over = true, over && closed > 0 && now.Sub(time.Unix(closed, 0)) > keptAfterClose
	}
	return named, over, nil
}

// photosHere are photos with whether each is here, as looking for it says.
func photosHere(hashes []string, look func(hash string) error) ([]OrderPhoto, error) {
	all := []OrderPhoto{}
	for _, hash := range hashes {
		shown := OrderPhoto{Hash: hash, State: OrderPhotoStateHere}
		if err := look(hash); errors.Is(err, identity.ErrNotFound) {
			shown.State = OrderPhotoStateAway
		} else if err != nil {
			return nil, err
		}
		all = append(all, shown)
	}
	return all, nil
}
