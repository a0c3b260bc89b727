// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/fold"
)

const formulaArea = "a formula is not an area"

var (
	decimal = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]+)?$`)
	grouped = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)
)

// parseArea reads an area in m² as dm² (0.01 m²), exactly. It returns notes on
// what it smoothed, or a finding.
func parseArea(cell string) (areaDm2 int64, notes []string, finding string) {
	trimmed := strings.TrimSpace(fold.Visible(cell))
	text := norm.NFKC.String(trimmed)
	switch {
	case text == "":
		return 0, nil, "area missing"
	case strings.HasPrefix(text, "="):
		return 0, nil, formulaArea
	}
	if text != trimmed {
		notes = append(notes, "full-width digits")
	}
	if grouped.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
		notes = append(notes, "a thousands comma")
	}
	areaDm2, finding = parseDecimal(text)
	return areaDm2, notes, finding
}

func parseDecimal(text string) (int64, string) {
	digits, negative := strings.CutPrefix(text, "-")
	if !decimal.MatchString(digits) {
		return 0, "area is not a number"
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > 2 {
		return 0, "area finer than 0.01 m2"
	}
	value, err := strconv.ParseInt(whole+(fraction + "00")[:2], 10, 64)
	switch {
	case err != nil || value > community.MaxAreaDm2:
		return 0, "area too large"
	case negative || value == 0:
		return 0, "area not positive"
	}
	return value, ""
}
