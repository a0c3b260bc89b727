// SPDX-License-Identifier: Apache-2.0

package plan_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linli-project/linli/oracle/plan"
)

const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 60">`

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		svg  string
		want plan.Reason
	}{
		"a plan": {head + `<title>一期</title><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
			<g style="fill:url(#a);stroke:#000"><rect width="10" height="5"/><use xlink:href="#a"/></g><text x="1" y="2">1 号楼</text></svg>`, ""},
		"of a program that draws": {`<?xml version="1.0" encoding="UTF-8"?><!-- Inkscape --><svg xmlns="http://www.w3.org/2000/svg"
			xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
			width="10mm" height="5mm" inkscape:version="1"><sodipodi:namedview pagecolor="#fff" inkscape:zoom="1"/><path d="M0 0h1"/></svg>`, ""},
		"nothing":            {"", plan.NotSVG},
		"a page":             {"<html><body/></html>", plan.NotSVG},
		"an svg of no size":  {`<svg xmlns="http://www.w3.org/2000/svg"></svg>`, plan.NotSVG},
		"an svg of no space": {`<svg viewBox="0 0 1 1"></svg>`, plan.NotSVG},
		"cut off":            {head + "<g>", plan.NotSVG},
		"two of them":        {head + "</svg>" + head + "</svg>", plan.NotSVG},
		"not UTF-8":          {head + "\xff</svg>", plan.NotSVG},
		"a script":           {head + "<script>alert(1)</script></svg>", plan.Element},
		"another's script":   {head + `<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script></svg>`, plan.Element},
		"a page in it":       {head + "<foreignObject/></svg>", plan.Element},
		"a style sheet":      {head + "<style>*{fill:url(http://x)}</style></svg>", plan.Element},
		"an image":           {head + `<image href="data:image/png;base64,AA"/></svg>`, plan.Element},
		"a link":             {head + `<a href="https://elsewhere.example"/></svg>`, plan.Element},
		"an animation":       {head + `<animate attributeName="href" to="javascript:x"/></svg>`, plan.Element},
		"a set":              {head + `<set attributeName="onload" to="x"/></svg>`, plan.Element},
		"entities":           {`<!DOCTYPE svg [<!ENTITY a "b">]>` + head + "</svg>", plan.Element},
		"a style sheet's address": {`<?xml-stylesheet href="https://elsewhere.example"?>` + head + "</svg>",
			plan.Element},
		"an event":              {head + `<g onclick="alert(1)"/></svg>`, plan.Attribute},
		"an event of the whole": {strings.Replace(head, "<svg", `<svg onload="alert(1)"`, 1) + "</svg>", plan.Attribute},
		"an import":             {head + `<g style="@import url(#x)"/></svg>`, plan.Attribute},
		"hidden letters":        {head + `<g style="fill:u\72l(http://x)"/></svg>`, plan.Attribute},
		"an address of script":  {head + `<use href="javascript:alert(1)"/></svg>`, plan.Outside},
		"another drawing":       {head + `<use xlink:href="https://elsewhere.example/a.svg#b"/></svg>`, plan.Outside},
		"data":                  {head + `<use href="data:image/svg+xml,x#a"/></svg>`, plan.Outside},
		"a far colour":          {head + `<g fill="URL( 'https://elsewhere.example/#a')"/></svg>`, plan.Outside},
		"a far filter":          {head + `<g style="clip-path:url(//elsewhere.example)"/></svg>`, plan.Outside},
		"bytes":                 {head + strings.Repeat(" ", plan.MaxBytes) + "</svg>", plan.TooLarge},
		"elements":              {head + strings.Repeat("<g/>", 20_000) + "</svg>", plan.TooLarge},
		"depth":                 {head + strings.Repeat("<g>", 40) + strings.Repeat("</g>", 40) + "</svg>", plan.TooLarge},
	} {
		err := plan.Check([]byte(c.svg))
		refused, _ := errors.AsType[*plan.Error](err)
		if got := reasonOf(refused); got != c.want || (err == nil) != (c.want == "") {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func reasonOf(e *plan.Error) plan.Reason {
	if e == nil {
		return ""
	}
	return e.Reason
}

func FuzzCheck(f *testing.F) {
	f.Add(head + `<g fill="url(#a)"/></svg>`)
	f.Add(head + "<script/>")
	f.Fuzz(func(t *testing.T, svg string) {
		if plan.Check([]byte(svg)) == nil && strings.Contains(strings.ToLower(svg), "<script") &&
			!strings.Contains(svg, "<!--") && !strings.Contains(svg, "<![CDATA[") {
			t.Errorf("%q is a plan", svg)
		}
	})
}
