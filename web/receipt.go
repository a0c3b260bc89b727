// SPDX-License-Identifier: Apache-2.0

package web

import (
	"crypto/sha256"
	_ "embed" // for the symbols
	"encoding/hex"
	"fmt"
	"image/color"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// Symbol is one of the pictures by which people compare two screens, with its names.
type Symbol struct{ Picture, Zh, En string }

//go:embed src/receipt/symbols.txt
var symbolList string

var symbols = func() []Symbol {
	var all []Symbol
	for line := range strings.Lines(symbolList) {
		parts := strings.SplitN(strings.TrimSpace(line), " ", 3)
		all = append(all, Symbol{parts[0], parts[1], parts[2]})
	}
	return all
}()

const symbolCount = 6

// SymbolsOf are the six symbols of the act with this hash (hex), as src/receipt/symbols.ts has them; nil if it is none.
func SymbolsOf(hash string) []Symbol {
	raw, err := hex.DecodeString(hash)
	if err != nil {
		return nil
	}
	digest := sha256.Sum256(append([]byte("linli/symbols/v1\x00"), raw...))
	chosen := make([]Symbol, symbolCount)
	for i := range chosen {
		chosen[i] = symbols[int(digest[i])%len(symbols)]
	}
	return chosen
}

// receiptCode draws a receipt's QR code, which leads another device to what the ledger has.
func (p *Pages) receiptCode(w http.ResponseWriter, r *http.Request) {
	if number := ReadReference(r.URL.Query().Get("number")); number != "" {
		p.code(w, r, "/track?number="+url.QueryEscape(strings.ReplaceAll(number, " ", "")))
		return
	}
	http.NotFound(w, r)
}

var pseudonym = regexp.MustCompile(`^[0-9a-f]{32}$`)

// personCode draws the QR code by which a person is named as somebody's proxy.
func (p *Pages) personCode(w http.ResponseWriter, r *http.Request) {
	if person := r.URL.Query().Get("person"); pseudonym.MatchString(person) {
		p.code(w, r, "/my#/proxy/"+person)
		return
	}
	http.NotFound(w, r)
}

// electionCode draws the QR code of an election's page, for its print on the notice board.
func (p *Pages) electionCode(page string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if _, e, err := p.electionOf(r); err == nil {
			p.code(w, r, "/"+page+"/"+e.ID)
			return
		}
		http.NotFound(w, r)
	}
}

// code draws the QR code of a page of the community.
func (p *Pages) code(w http.ResponseWriter, r *http.Request, page string) {
	c, err := p.communityOf(r)
	if err != nil || len(c.RP.Origins) == 0 {
		http.NotFound(w, r)
		return
	}
	picture, err := square(c.RP.Origins[0] + "/c/" + c.ID + page)
	if err != nil {
		p.log().ErrorContext(r.Context(), "draw a QR code", "err", err)
		http.Error(w, "QR code", http.StatusInternalServerError)
		return
	}
	secure(w.Header())
	w.Header().Set("Content-Type", "image/svg+xml")
	_, _ = w.Write([]byte(picture)) //nolint:gosec // digits and letters of a path that square drew
}

// quiet is the margin of a QR code in modules (ISO/IEC 18004, section 5.3.8).
const quiet = 4

// square is a QR code as SVG.
func square(text string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", err
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := range size {
			if (color.GrayModel.Convert(code.At(x, y)) == color.Gray{}) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	side := size + 2*quiet
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`,
		side, side, side, side, path.String()), nil
}
