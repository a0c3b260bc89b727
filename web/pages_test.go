// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/program"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/web"
)

var _ web.Ledger = (*index.Index)(nil)

// a scene is a page and what must, and must not, be on it.
type scene struct {
	name, path string
	status     int
	has, not   []string
}

func serve(t *testing.T, ledger web.Ledger, now func() time.Time) http.Handler {
	t.Helper()
	pages, err := web.New(ledger, now)
	if err != nil {
		t.Fatal(err)
	}
	pages.Program = program.Program{Version: "v1.2.3", SHA256: strings.Repeat("cd", 32)}
	return pages.Handler()
}

func get(t *testing.T, h http.Handler, path, lang string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept-Language", lang)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func (s scene) play(t *testing.T, h http.Handler, lang string) {
	t.Helper()
	w := get(t, h, s.path, lang)
	if w.Code != s.status {
		t.Errorf("%s %s: status %d, want %d\n%s", lang, s.path, w.Code, s.status, w.Body)
	}
	body := w.Body.String()
	for _, want := range s.has {
		if !strings.Contains(body, want) {
			t.Errorf("%s %s: %q is missing", lang, s.path, want)
		}
	}
	for _, not := range append(s.not, "<style", "style=", "onclick", "javascript:", "%!") {
		if strings.Contains(body, not) {
			t.Errorf("%s %s: %q is there", lang, s.path, not)
		}
	}
	if !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%s: no content security policy", s.path)
	}
	wellFormed(t, s.path, body)
	if dir := os.Getenv("LINLI_PAGES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, lang+"-"+s.name+".html"), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// wellFormed checks that every id is there once, and that every label and link into the page has its target.
func wellFormed(t *testing.T, path, body string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	ids, targets := map[string]int{}, []string{}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				ids[a.Val]++
			case a.Key == "for":
				targets = append(targets, a.Val)
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				targets = append(targets, a.Val[1:])
			}
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%s: the id %q is there %d times", path, id, n)
		}
	}
	for _, target := range targets {
		if ids[target] == 0 {
			t.Errorf("%s: nothing has the id %q", path, target)
		}
	}
}

func TestPages(t *testing.T) {
	e := newEstate(t)
	h := serve(t, e.Index, time.Now)
	var cast []string
	for i := range homes - 2 {
		choice := agree
		if i >= 7 {
			choice = election.Selections{"renew": {"agree"}, "roof": {"disagree"}}
		}
		cast = append(cast, e.cast(i, 1, choice))
	}
	again := e.cast(1, 2, agree)
	number := func(hash string) string { return url.QueryEscape(web.ReferenceOf(hash)) }
	opening, err := e.ActsAbout(t.Context(), "garden", vote.About("2026-autumn", ""), vote.TypeElectionOpen)
	must(t, err)

	area := community.Total(e.Rights[:homes-2], false).AreaDm2
	voted := fmt.Sprintf("%d.%02d m²", area/100, area%100)
	open := []scene{
		{name: "home", path: "/", status: 200, has: []string{"花园小区", "/c/garden"}},
		{name: "community", path: "/c/garden", status: 200, has: []string{"/c/garden/vote/2026-autumn", "/c/garden/my", "1\u202f026.00"}},
		{name: "open", path: "/c/garden/vote/2026-autumn", status: 200,
			has: []string{"10", "12", "83.33 %", voted, "/c/garden/my", "calendar.ics", "2025-04"}, not: []string{"/c/garden/result/"}},
		{name: "uncounted", path: "/c/garden/result/2026-autumn", status: 404},
		{name: "early", path: "/c/garden/rejected/2026-autumn", status: 200, has: []string{web.ReferenceOf(e.refused)}},
		{name: "in-box", path: "/c/garden/track?number=" + number(again), status: 200, has: []string{"note in-box", again}},
		{name: "replaced", path: "/c/garden/track?number=" + number(cast[1]), status: 200, has: []string{"note replaced"}},
		{name: "too-early", path: "/c/garden/track?number=" + number(e.refused), status: 200, has: []string{"note rejected"}},
		{name: "no-ballot", path: "/c/garden/track?number=" + number(opening[0].Hash), status: 200,
			has: []string{"note done", opening[0].Tx}, not: []string{"/c/garden/vote/2026-autumn"}},
		{name: "by-hash", path: "/c/garden/track?number=" + strings.ToUpper(again), status: 200,
			has: []string{"note in-box", "/c/garden/vote/2026-autumn"}},
		{name: "no-such-hash", path: "/c/garden/track?number=" + strings.Repeat("0", 64), status: 200, has: []string{"note warn"}},
		{name: "mistyped", path: "/c/garden/track?number=1234", status: 200, has: []string{"aria-invalid"}},
		{name: "unknown", path: "/c/garden/track?number=" + number(strings.Repeat("0", 64)), status: 200, has: []string{"note warn"}},
		{name: "board", path: "/c/garden/vote/2026-autumn", status: 200,
			has: []string{`src="/c/garden/vote/2026-autumn/code.svg"`, `data-left="3`}},
		{name: "lost", path: "/c/garden/lost", status: 200, has: []string{"/c/garden/my#/passkeys"}},
		{name: "verify", path: "/verify", status: 200, has: []string{strings.Repeat("ab", 32), "/api/v1/ledger/export", "v1.2.3", strings.Repeat("cd", 32)}},
		{name: "absent", path: "/c/nowhere", status: 404},
		{name: "nothing", path: "/nothing", status: 404},
	}
	e.playAll(h, open)
	e.playAll(serve(t, e.Index, func() time.Time { return time.Now().Add(2 * time.Hour) }), []scene{
		{name: "over", path: "/c/garden/vote/2026-autumn", status: 200, has: []string{"stage-over"},
			not: []string{"/c/garden/my", "data-left"}},
	})
	e.count()
	e.playAll(h, []scene{
		{name: "result", path: "/c/garden/result/2026-autumn", status: 200, has: []string{
			"83.33 %", "100.00 %", "70.00 %", e.on.Result, "3", "id=\"matter-roof\"", "2025-04",
		}},
		{name: "counted", path: "/c/garden/track?number=" + again, status: 200, has: []string{"note counted"}},
		{name: "superseded", path: "/c/garden/track?number=" + number(cast[1]), status: 200, has: []string{"note superseded"}},
		{name: "published", path: "/c/garden/vote/2026-autumn", status: 200, has: []string{"/c/garden/result/"},
			not: []string{"href=\"/c/garden/my\">去投票"}},
		{name: "rejected", path: "/c/garden/rejected/2026-autumn", status: 200, has: []string{web.ReferenceOf(e.refused)}},
	})
}

func (e *estate) playAll(h http.Handler, scenes []scene) {
	for _, s := range scenes {
		for _, lang := range []string{"zh", "en"} {
			s.play(e.t, h, lang)
		}
	}
}

func TestSettings(t *testing.T) {
	h := serve(t, newMirror(t), time.Now)
	for back, want := range map[string]string{
		"/c/garden/vote/1?x=1": "/c/garden/vote/1?x=1", "//evil.example": "/", "https://evil.example/": "/", `/\evil.example`: "/", "": "/",
	} {
		w := get(t, h, "/settings?view=elder&lang=en&back="+url.QueryEscape(back), "zh")
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("back to %q: %d %q, want %q", back, w.Code, got, want)
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		for _, c := range w.Result().Cookies() {
			r.AddCookie(c)
		}
		page := httptest.NewRecorder()
		h.ServeHTTP(page, r)
		if !strings.Contains(page.Body.String(), `<html lang="en" class="elder">`) {
			t.Error("the choice was not kept")
		}
	}
}

func TestAssets(t *testing.T) {
	h := serve(t, newMirror(t), time.Now)
	page := get(t, h, "/", "zh").Body.String()
	_, rest, _ := strings.Cut(page, `rel="stylesheet" href="`)
	path, _, _ := strings.Cut(rest, `"`)
	plain := get(t, h, path, "zh")
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	packed := httptest.NewRecorder()
	h.ServeHTTP(packed, r)
	unpacker, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(unpacker)
	if err != nil || string(unpacked) != plain.Body.String() || !strings.Contains(plain.Body.String(), ":root") {
		t.Errorf("%s: the compressed stylesheet is another one (%v)", path, err)
	}
	if packed.Header().Get("Vary") != "Accept-Encoding" || plain.Header().Get("Content-Encoding") != "" {
		t.Errorf("%s: %v, %v", path, packed.Header(), plain.Header())
	}
}

// Browsers know a service worker by its address: that stays, whatever is in it, and they ask for it anew.
func TestShell(t *testing.T) {
	h := serve(t, newEstate(t).Index, time.Now)
	script := get(t, h, "/c/garden/work-shell.js", "zh")
	page := get(t, h, "/c/garden/work", "zh").Body.String()
	if !strings.Contains(page, "<script") { // nothing is built
		if script.Code != http.StatusNotFound {
			t.Errorf("a service worker without an app: %d", script.Code)
		}
		return
	}
	header := script.Header()
	if script.Code != http.StatusOK || header.Get("Cache-Control") != "no-cache" ||
		!strings.HasPrefix(header.Get("Content-Type"), "text/javascript") {
		t.Errorf("%d %v", script.Code, header)
	}
	body := script.Body.String()
	if !strings.Contains(body, "fetch") || strings.Contains(body, "import") || strings.Contains(body, "export") {
		t.Errorf("no script that stands for itself: %s", body)
	}
}

func TestCodes(t *testing.T) {
	e := newEstate(t)
	h := serve(t, e.Index, time.Now)
	for path, status := range map[string]int{
		"/c/garden/vote/2026-autumn/code.svg":                     200,
		"/c/garden/result/2026-autumn/code.svg":                   200,
		"/c/garden/vote/nothing/code.svg":                         404,
		"/c/garden/person.svg?person=" + e.Rights[0].Owners[0]:    200,
		"/c/garden/person.svg?person=<script>":                    404,
		"/c/garden/receipt.svg?number=" + strings.Repeat("0", 16): 200,
		"/c/nowhere/person.svg?person=" + e.Rights[0].Owners[0]:   404,
	} {
		w := get(t, h, path, "zh")
		if w.Code != status || (status == 200) != strings.Contains(w.Body.String(), "<svg") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestColours(t *testing.T) {
	h := serve(t, newMirror(t), time.Now)
	for theme, want := range map[string]string{
		"light": `content="light">`, "dark": `media="screen">`, "system": `media="screen and (prefers-color-scheme: dark)">`,
		"": `content="light dark">`,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		for _, c := range get(t, h, "/settings?theme="+theme, "zh").Result().Cookies() {
			r.AddCookie(c)
		}
		page := httptest.NewRecorder()
		h.ServeHTTP(page, r)
		if body := page.Body.String(); !strings.Contains(body, want) || strings.Contains(body, "/dark.css") == (theme == "light") {
			t.Errorf("%q: no %s, or the wrong stylesheets", theme, want)
		}
	}
}
