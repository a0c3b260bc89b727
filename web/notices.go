// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/ledger/index"
)

// notice is a public notice that has not expired, and the name of the body that posted it.
type notice struct {
	people.Notice
	By string
}

// notices are a community's, the latest first.
func (p *Pages) notices(ctx context.Context, c contract.Community) ([]notice, error) {
	var all []notice
	for _, body := range c.Bodies {
		board, err := read(ctx, p.Ledger, people.Boards, c.ID, body.ID)
		if err != nil && !errors.Is(err, index.ErrNotFound) {
			return nil, err
		}
		for _, n := range board.Standing(p.now().Unix()) {
			all = append(all, notice{n, body.Name})
		}
	}
	slices.SortStableFunc(all, func(a, b notice) int { return cmp.Compare(b.Posted, a.Posted) })
	return all, nil
}

// atomFeed and atomEntry are of RFC 4287.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated time.Time   `xml:"updated"`
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID      string    `xml:"id"`
	Title   string    `xml:"title"`
	Author  string    `xml:"author>name"`
	Updated time.Time `xml:"updated"`
	Link    atomLink  `xml:"link"`
	Summary string    `xml:"summary"`
}

type atomLink struct {
	Href string `xml:"href,attr"`
}

// feed serves the Atom feed of the public notices: of the community in the path, or of all.
func (p *Pages) feed(w http.ResponseWriter, r *http.Request) {
	var raw []byte
	made, err := p.feedOf(r)
	if err == nil {
		raw, err = xml.MarshalIndent(made, "", " ")
	}
	switch {
	case errors.Is(err, index.ErrNotFound):
		http.NotFound(w, r)
		return
	case err != nil:
		p.log().ErrorContext(r.Context(), "feed", "path", r.URL.Path, "err", err)
		http.Error(w, "feed", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	secure(h)
	h.Set("Content-Type", "application/atom+xml; charset=utf-8")
	h.Set("Vary", "Cookie, Accept-Language")
	h.Set("Cache-Control", "private, no-cache")
	_, _ = w.Write(append([]byte(xml.Header), raw...)) //nolint:gosec // encoding/xml has escaped what people wrote
}

func (p *Pages) feedOf(r *http.Request) (atomFeed, error) {
	lang := readerOf(r).lang
	if r.PathValue("community") != "" {
		c, err := p.communityOf(r)
		if err != nil {
			return atomFeed{}, err
		}
		f := atomFeed{ID: pageOf(c) + "/notices.xml", Title: say(lang, "notices.of", c.Name)}
		err = p.gather(r.Context(), &f, lang, c)
		return f, err
	}
	all, err := list(r.Context(), p.Ledger, contract.Communities)
	if err == nil && len(all) == 0 {
		err = index.ErrNotFound
	}
	if err != nil {
		return atomFeed{}, err
	}
	f := atomFeed{ID: all[0].RP.Origins[0] + "/notices.xml", Title: say(lang, "notices.title")}
	err = p.gather(r.Context(), &f, lang, all...)
	return f, err
}

// gather adds the notices of communities to a feed.
func (p *Pages) gather(ctx context.Context, f *atomFeed, lang string, communities ...contract.Community) error {
	f.Updated = time.Unix(0, 0).UTC()
	for _, c := range communities {
		standing, err := p.notices(ctx, c)
		if err != nil {
			return err
		}
		for _, n := range standing {
			at, posted := pageOf(c)+"#"+n.Act, time.Unix(n.Posted, 0).UTC()
			f.Entries = append(f.Entries, atomEntry{
				ID: at, Title: n.Title, Author: n.By + " · " + c.Name, Updated: posted, Link: atomLink{at},
				Summary: say(lang, "notices.expires") + " " + moment(lang, n.Expires),
			})
			if posted.After(f.Updated) {
				f.Updated = posted
			}
		}
	}
	return nil
}

// pageOf is a community's page at the first origin of its constitution, so that all servers give a notice the same id.
func pageOf(c contract.Community) string { return c.RP.Origins[0] + "/c/" + c.ID }
