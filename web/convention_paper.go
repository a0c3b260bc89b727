// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/identity/paper"
	rules "github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words/articles"
)

// printed are the last conventions that were put on paper, by their version and language. Anybody may ask, and a long one takes a second:
// one is made at a time.
type printed struct {
	mu   sync.Mutex
	made map[[2]string][]byte
}

// mostPrinted is how many are remembered.
const mostPrinted = 8

// conventionPaper is the convention in force, or the version with a hash, as a PDF.
func (p *Pages) conventionPaper(w http.ResponseWriter, r *http.Request) {
	c, err := p.communityOf(r)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	history, err := p.history(r.Context(), c.ID)
	_, asked := versionsOf(history, p.now().Unix(), r.URL.Query().Get("hash"))
	if err != nil || asked.Hash == "" {
		http.NotFound(w, r)
		return
	}
	pdf, err := p.onPaper(r, c.ID, c.Name, asked.Version)
	if err != nil {
		p.log().ErrorContext(r.Context(), "page", "path", r.URL.Path, "err", err)
		http.Error(w, "convention.pdf", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	secure(h)
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", `inline; filename="`+c.ID+`-convention.pdf"`)
	h.Set("Vary", "Cookie, Accept-Language")
	h.Set("Cache-Control", "private, no-cache")
	_, _ = w.Write(pdf) //nolint:gosec // text on paper, with nothing that a browser runs
}

func (p *Pages) onPaper(r *http.Request, community, name string, v convention.Version) ([]byte, error) {
	lang := readerOf(r).lang
	key := [2]string{v.Act, lang}
	p.printed.mu.Lock()
	defer p.printed.mu.Unlock()
	if pdf, ok := p.printed.made[key]; ok {
		return pdf, nil
	}
	text, err := p.text(r.Context(), community, v.Hash)
	if err != nil {
		return nil, err
	}
	var pdf bytes.Buffer
	if err := documentOf(lang, name, v, text).Print(&pdf); err != nil {
		return nil, err
	}
	if len(p.printed.made) >= mostPrinted || p.printed.made == nil {
		p.printed.made = map[[2]string][]byte{}
	}
	p.printed.made[key] = pdf.Bytes()
	return pdf.Bytes(), nil
}

// Sizes of type on paper, in points.
const (
	headingType = 13.0
	wordsType   = 11.0
	smallType   = 9.0
)

// documentOf is a convention on paper: its words, and of each rule a sentence in both languages and its examples.
func documentOf(lang, name string, v convention.Version, text rules.Convention) paper.Document {
	d := paper.Document{
		Title: v.Title, Issued: time.Unix(v.Voted, 0).In(china), Number: say(lang, "convention.page"),
		Foot: fmt.Sprintf("%s · SHA-256 %s", name, v.Hash),
	}
	small := func(above, indent float64, texts ...string) {
		for _, text := range texts {
			d.Parts = append(d.Parts, paper.Part{Text: text, Size: smallType, Above: above, Indent: indent})
		}
	}
	small(0, 0,
		say(lang, "convention.in")+": "+moment(lang, v.From),
		say(lang, "convention.voted")+": "+v.Election+" / "+v.Contest+", "+moment(lang, v.Voted),
		"SHA-256: "+v.Hash, say(lang, "convention.paper"))
	d.Parts = append(d.Parts, wordsOn(text.Opening)...)
	for _, a := range text.Articles {
		d.Parts = append(d.Parts, paper.Part{
			Text: strconv.FormatInt(a.Number, 10) + ". " + a.Heading, Size: headingType, Above: 5,
		})
		d.Parts = append(d.Parts, wordsOn(a.Lines)...)
		if a.Rule == nil {
			continue
		}
		does := articles.Rule(*a.Rule)
		small(1.5, 6, does.ZH, does.EN)
		for _, e := range a.Examples {
			says := articles.Expects(e, *a.Rule)
			small(0, 10, "· "+e.Name+" — "+says.ZH+" · "+says.EN)
		}
	}
	return d
}

// wordsOn are the words among lines, parted where one is empty.
func wordsOn(lines []string) []paper.Part {
	var parts []paper.Part
	for _, paragraph := range paragraphs(rules.Words(lines)) {
		for i, line := range paragraph {
			part := paper.Part{Text: line, Size: wordsType}
			if i == 0 {
				part.Above = 2
			}
			parts = append(parts, part)
		}
	}
	return parts
}
