// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/mediation"
)

// The last lines of a statement name its photos, so that who signs the hash of the one has signed those of the others.
var (
	photoLines = regexp.MustCompile(`(?:\n\[photo [0-9a-f]{64}\])+$`)
	photoHash  = regexp.MustCompile(`[0-9a-f]{64}`)
)

// photosNamed are the hashes of a statement's photos.
func photosNamed(text string) []string {
	return photoHash.FindAllString(photoLines.FindString(text), -1)
}

// photo is one that a home has shown with a statement. A hash alone says nothing, as anybody can name it in words of his own: only what an
// owner of the home has left, of no order, belongs to it. identity.ErrNotFound if it is not here.
func (l caseViewer) photo(side rules.Side, hash string) (identity.Enclosure, []byte, error) {
	owners, err := l.ownersOf(l.ctx, l.v.community, side.Home)
	if err != nil {
		return identity.Enclosure{}, nil, err
	}
	e, content, err := l.store.Enclosure(l.ctx, l.v.community, hash)
	if err == nil && (e.Order != "" || e.Type == identity.PlainText || !slices.Contains(owners, e.Person)) {
		err = identity.ErrNotFound
	}
	return e, content, err
}

// photos are which of a statement's are here.
func (l caseViewer) photos(side rules.Side, text string) ([]OrderPhoto, error) {
	return photosHere(photosNamed(text), func(hash string) error {
		_, _, err := l.photo(side, hash)
		return err
	})
}

func (g *casesGroup) getCasePhoto(c *echo.Context) error {
	if err := g.looksAt(c, "photo in case "+c.Param("case")); err != nil {
		return err
	}
	l, err := g.viewer(c)
	if err != nil {
		return err
	}
	doc, err := l.named(c.Param("case"))
	if err != nil {
		return err
	}
	hash := c.Param("hash")
	t := caseTexts{caseViewer: l, id: doc.ID}
	for _, s := range doc.Statements {
		if !slices.Contains(photosNamed(t.said(s.Text).Text), hash) {
			continue
		}
		e, content, err := l.photo(doc.Sides[s.Side], hash)
		if errors.Is(err, identity.ErrNotFound) {
			continue // the other side has named it as well
		}
		if err != nil {
			return err
		}
		c.Response().Header().Set("Cache-Control", "private, max-age=3600, immutable") // its hash names it
		return c.Blob(http.StatusOK, e.Type, content)
	}
	if t.failed != nil {
		return t.failed
	}
	return refuse("not-found", "", "")
}

// looksAt notes that an officer looks at something; an owner has to be confirmed.
func (g *casesGroup) looksAt(c *echo.Context, what string) error {
	switch who(c).credential.Kind {
	case contract.Officer:
		_, err := g.saw(c, what)
		return err
	case contract.Owner:
		_, err := confirmed(c)
		return err
	case contract.Worker:
	}
	return refuse("not-found", "", "")
}

// ofCases says whether there are cases of a person's homes in which a statement shows a photo, and whether they were closed long ago.
func (in enclosures) ofCases(ctx context.Context, community string, e identity.Enclosure) (named, over bool, err error) {
	if e.Person == "" || e.Type == identity.PlainText {
		return false, false, nil
	}
	units, err := in.unitsOf(ctx, community, e.Person)
	if err != nil {
		return false, false, err
	}
	over, now := true, in.now()
	for c, err := range index.OfHouseholds(ctx, in.index, mediation.Cases, community, units...) {
		if err != nil {
			return false, false, err
		}
		shows, err := in.shows(ctx, community, c.Doc, e.Hash)
		if err != nil {
			return false, false, err
		}
		if shows {
			closed := c.Doc.At(now.Unix()).Closed
			named, over = true, over && closed > 0 && now.Sub(time.Unix(closed, 0)) > keptAfterClose
		}
	}
	return named, over, nil
}

// shows says whether a statement in a case names a photo.
func (in enclosures) shows(ctx context.Context, community string, c rules.Case, hash string) (bool, error) {
	for _, s := range c.Statements {
		text, err := in.store.CaseText(ctx, community, c.ID, s.Text)
		if err := unlessNotFound(err); err != nil {
			return false, err
		}
		if slices.Contains(photosNamed(text.Text), hash) {
			return true, nil
		}
	}
	return false, nil
}
