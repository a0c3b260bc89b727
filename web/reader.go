// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// reader is who reads: in which language, and whether in the elder view (长辈版).
type reader struct {
	lang  string // zh or en
	elder bool
}

const (
	langCookie = "linli-lang"
	viewCookie = "linli-view"
)

var (
	languages = []string{"zh", "en"}
	spoken    = language.NewMatcher([]language.Tag{language.Chinese, language.English})
)

// readerOf is what the reader has set, or else what the browser asks for.
func readerOf(r *http.Request) reader {
	who := reader{lang: cookie(r, langCookie), elder: cookie(r, viewCookie) == "elder"}
	if !slices.Contains(languages, who.lang) {
		_, i := language.MatchStrings(spoken, r.Header.Get("Accept-Language"))
		who.lang = languages[i]
	}
	return who
}

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// settings keeps a choice of language or view, and goes back to the page it was made on.
func settings(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	for name, allowed := range map[string][]string{langCookie: languages, viewCookie: {"elder", "normal"}} {
		value := query.Get(strings.TrimPrefix(name, "linli-"))
		if slices.Contains(allowed, value) {
			http.SetCookie(w, &http.Cookie{ //nolint:gosec // no secret: a language, also on a machine without TLS
				Name: name, Value: value, Path: "/", MaxAge: 400 * 24 * 3600, SameSite: http.SameSiteLaxMode,
				HttpOnly: true, Secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https",
			})
		}
	}
	secure(w.Header())
	http.Redirect(w, r, ownPath(query.Get("back")), http.StatusSeeOther) //nolint:gosec // ownPath keeps it here
}

// ownPath is a path of this server, whatever was asked for.
func ownPath(back string) string {
	u, err := url.Parse(back)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(back, `\`) {
		return "/"
	}
	return u.RequestURI()
}
