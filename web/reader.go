// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// reader is who reads: in which language, whether in the elder view (长辈版), and in which colours.
type reader struct {
	lang  string // zh or en
	elder bool
	theme string // light, dark, or system
}

const (
	langCookie  = "linli-lang"
	viewCookie  = "linli-view"
	themeCookie = "linli-theme"
	hostOnly    = "__Host-" // before the names, over TLS: browsers then take them from this very host alone
)

var (
	languages = []string{"zh", "en"}
	themes    = []string{"light", "dark", "system"}
	spoken    = language.NewMatcher([]language.Tag{language.Chinese, language.English})
)

// readerOf is what the reader has set, or else what the browser asks for.
func readerOf(r *http.Request) reader {
	who := reader{lang: cookie(r, langCookie), elder: cookie(r, viewCookie) == "elder", theme: cookie(r, themeCookie)}
	if !slices.Contains(themes, who.theme) {
		who.theme = "system"
	}
	if !slices.Contains(languages, who.lang) {
		_, i := language.MatchStrings(spoken, r.Header.Get("Accept-Language"))
		who.lang = languages[i]
	}
	return who
}

func cookie(r *http.Request, name string) string {
	for _, name := range []string{hostOnly + name, name} {
		if c, err := r.Cookie(name); err == nil {
			return c.Value
		}
	}
	return ""
}

// settings keeps a choice of language, view or colours, and goes back to the page it was made on.
func settings(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	prefix, tls := "", r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
	if tls {
		prefix = hostOnly
	}
	for name, allowed := range map[string][]string{langCookie: languages, viewCookie: {"elder", "normal"}, themeCookie: themes} {
		value := query.Get(strings.TrimPrefix(name, "linli-"))
		if slices.Contains(allowed, value) {
			http.SetCookie(w, &http.Cookie{ //nolint:gosec // no secret: a language, also on a machine without TLS
				Name: prefix + name, Value: value, Path: "/", MaxAge: 400 * 24 * 3600, SameSite: http.SameSiteLaxMode,
				HttpOnly: true, Secure: tls,
			})
		}
	}
	secure(w.Header())
	http.Redirect(w, r, ownPath(query.Get("back")), http.StatusSeeOther) //nolint:gosec // ownPath keeps it here
}

// ownPath is a path of this server, whatever was asked for.
func ownPath(back string) string {
	u, err := url.Parse(back)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") ||
		strings.Contains(back, `\`) {
		return "/"
	}
	return u.RequestURI()
}
