// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"bytes"
	"fmt"
	"html"
	"strings"
)

// style is all that a page has besides its text: it fits a screen and a sheet of paper.
const style = `body{font:16px/1.7 serif;max-width:44em;margin:2em auto;padding:0 1em;overflow-wrap:anywhere}h1{font-size:1.5em}h2{font-size:1.1em;margin-top:2em}`

// HTML is the statement as a page without script, link or picture: nothing in it can be followed or run, whoever wrote the words.
func (s Statement) HTML(lang string) []byte {
	var out strings.Builder
	text := html.EscapeString
	fmt.Fprintf(&out, "<!doctype html>\n<html lang=%q>\n<head>\n<meta charset=\"utf-8\">\n", lang)
	out.WriteString("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
	fmt.Fprintf(&out, "<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<h1>%s</h1>\n<p>%s</p>\n", text(s.Title), style, text(s.Title), text(s.Lead))
	for _, section := range s.Sections {
		fmt.Fprintf(&out, "<h2>%s</h2>\n", text(section.Title))
		for _, line := range section.Lines {
			fmt.Fprintf(&out, "<p>%s</p>\n", text(line))
		}
	}
	out.WriteString("</body>\n</html>\n")
	return []byte(out.String())
}

func reportName(lang string) string { return "report." + lang + ".html" }

// reports are the statements in a full bundle.
func (b Bundle) reports() (entries []Entry) {
	for _, lang := range Languages {
		entries = append(entries, Entry{reportName(lang), b.Statement(lang).HTML(lang)})
	}
	return entries
}

// checkReport wants the statements to be those that follow.
func (v *verification) checkReport() {
	made := v.reports()
	if len(v.given) != len(made) {
		v.report.fail(checkReport, fmt.Errorf("there are %d, and should be %d", len(v.given), len(made)))
		return
	}
	for i, e := range made {
		if v.given[i].Name != e.Name || !bytes.Equal(v.given[i].Data, e.Data) {
			v.report.fail(checkReport, fmt.Errorf("%s is not what follows from the bundle", e.Name))
		}
	}
	v.report.pass(checkReport, "%d languages", len(made))
}
