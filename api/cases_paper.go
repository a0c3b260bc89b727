// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"cmp"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/identity/paper"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/mediation"
)

// casePaper puts what came of a case on paper, in a language. The same case gives the same bytes.
type casePaper struct {
	caseViewer

	speak  language
	of     rules.Case
	shown  Case
	signed index.Act // case.agree
	place  contract.Community
}

func (g *casesGroup) getMyAgreement(c *echo.Context) error {
	if _, err := confirmed(c); err != nil {
		return err
	}
	return g.onPaper(c, "agreement", (*casePaper).agreement)
}

func (g *casesGroup) getAgreement(c *echo.Context) error {
	if _, err := g.saw(c, "agreement of case "+c.Param("case")); err != nil {
		return err
	}
	return g.onPaper(c, "agreement", (*casePaper).agreement)
}

func (g *casesGroup) getMyApplication(c *echo.Context) error {
	if _, err := confirmed(c); err != nil {
		return err
	}
	return g.onPaper(c, "application", (*casePaper).application)
}

func (g *casesGroup) getApplication(c *echo.Context) error {
	if _, err := g.saw(c, "application of case "+c.Param("case")); err != nil {
		return err
	}
	return g.onPaper(c, "application", (*casePaper).application)
}

// onPaper answers with a document about a case that the visitor sees, once there is an agreement.
func (g *casesGroup) onPaper(c *echo.Context, name string, write func(*casePaper) (paper.Document, error)) error {
	l, err := g.viewer(c)
	if err != nil {
		return err
	}
	w, err := l.paper(c.Param("case"), language(calendarLanguage(c)))
	if err != nil {
		return err
	}
	document, err := write(w)
	if err != nil {
		return err
	}
	var pdf bytes.Buffer
	if err := document.Print(&pdf); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept-Language")
	h.Set("Content-Disposition", `attachment; filename="`+w.v.community+"-"+name+`.pdf"`)
	return c.Blob(http.StatusOK, "application/pdf", pdf.Bytes())
}

// paper reads what came of a case that the viewer sees, once there is an agreement.
func (l caseViewer) paper(id string, speak language) (*casePaper, error) {
	w := &casePaper{caseViewer: l, speak: speak}
	var err error
	if w.of, err = l.named(id); err != nil {
		return nil, err
	}
	if w.of.Agreed == 0 {
		return nil, refuse("not-found", "还没有签订协议。", "There is no agreement.")
	}
	if w.shown, err = l.shown(w.of); err != nil {
		return nil, err
	}
	if w.place, err = l.community(l.ctx, l.v.community); err != nil {
		return nil, err
	}
	about := contract.Subject{Kind: mediation.Cases.Kind(), ID: w.of.ID}
	all, err := l.index.ActsAbout(l.ctx, l.v.community, about, mediation.TypeCaseAgree)
	if err == nil && len(all) != 1 {
		err = index.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	w.signed = all[0]
	return w, nil
}

// document begins one, dated as the agreement is.
func (w *casePaper) document(title text) paper.Document {
	return paper.Document{
		Title: title.in(w.speak), Number: caseWords.page.in(w.speak), Issued: time.Unix(w.of.Agreed, 0).In(beijing),
		Foot: w.place.Name + " · SHA-256 " + w.of.Agreement,
	}
}

// Sizes of type, in points, and spaces, in mm.
const (
	caseHeading = 12.5
	caseType    = 11.0
	caseSmall   = 9.0
)

func heading(text string) paper.Part { return paper.Part{Text: text, Size: caseHeading, Above: 5} }

// lines are those of a text, one below the other.
func lines(texts ...string) (parts []paper.Part) {
	for i, text := range texts {
		part := paper.Part{Text: text, Size: caseType}
		if i == 0 {
			part.Above = 1.5
		}
		parts = append(parts, part)
	}
	return parts
}

// day is the day of a time, in Beijing.
func (w *casePaper) day(unix int64) string {
	form := "2006年1月2日"
	if w.speak == english {
		form = "2 January 2006"
	}
	return time.Unix(unix, 0).In(beijing).Format(form)
}

// body is what a body is called.
func (w *casePaper) body(id string) string {
	for _, b := range w.place.Bodies {
		if b.ID == id {
			return b.Name
		}
	}
	return id
}

// sideIs is what people call a side: its home, or its body.
func (w *casePaper) sideIs(i int) string {
	side := w.shown.Sides[i]
	if side.Body != "" {
		return w.body(side.Body)
	}
	return cmp.Or(side.House, caseWords.elsewhere.in(w.speak))
}
