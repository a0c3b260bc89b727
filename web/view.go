// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"time"
)

//go:embed template/*.html
var templates embed.FS

// view is a page to be rendered: its template, its title (a text's key, or the title itself in fixed) and its data.
type view struct {
	name  string
	title string
	fixed string
	data  any

	community string   // id, where the page is a community's
	name2     string   // the community's name
	script    []string // of the bundle
	preload   []string
}

// views are the templates, by language.
type views map[string]*template.Template

func parseViews(now func() time.Time) (views, error) {
	all := views{}
	for _, lang := range languages {
		t, err := template.New("").Funcs(functions(lang, now)).ParseFS(templates, "template/*.html")
		if err != nil {
			return nil, fmt.Errorf("read the page templates: %w", err)
		}
		all[lang] = t
	}
	return all, nil
}

// frame is what the templates see.
type frame struct {
	reader
	Title         string
	Path          string
	Community     string
	CommunityName string
	Script        []string
	Preload       []string
	Style         string
	DarkStyle     string
	Body          any
}

// Lang and Elder are for templates.
func (f frame) Lang() string { return f.lang }

// Elder says whether the page is in the elder view.
func (f frame) Elder() bool { return f.elder }

// Theme is light, dark, or system.
func (f frame) Theme() string { return f.theme }

// Themes are the colours to choose from.
func (f frame) Themes() []string { return themes }

// Scheme is the page's colour scheme for the browser.
func (f frame) Scheme() string {
	if f.theme == "system" {
		return "light dark"
	}
	return f.theme
}

// Dark is for which media the colours of the dark are; none if the reader wants it light.
func (f frame) Dark() string {
	return map[string]string{"dark": "screen", "system": "screen and (prefers-color-scheme: dark)"}[f.theme]
}

func (p *Pages) write(w http.ResponseWriter, r *http.Request, v view, status int) {
	who := readerOf(r)
	f := frame{
		reader: who, Title: v.fixed, Path: r.URL.RequestURI(), Community: v.community, CommunityName: v.name2,
		Script: v.script, Preload: v.preload, Style: styleURL, DarkStyle: darkURL, Body: v.data,
	}
	if v.title != "" {
		f.Title = say(who.lang, v.title)
	}
	var page bytes.Buffer
	if err := p.views[who.lang].ExecuteTemplate(&page, v.name, f); err != nil {
		p.log().ErrorContext(r.Context(), "render", "page", v.name, "err", err)
		http.Error(w, "page "+v.name, http.StatusInternalServerError)
		return
	}
	h := w.Header()
	secure(h)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Vary", "Cookie, Accept-Language")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Linli-Height", strconv.FormatUint(p.Ledger.Height(), 10))
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes())
}
