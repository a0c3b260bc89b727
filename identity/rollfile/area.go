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

var (
	decimal      = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]+)?$`)
	grouped      = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)
	decimalComma = regexp.MustCompile(`^([0-9]+),([0-9]{1,2})$`)
)

// parseArea reads an area in m² as dm² (0.01 m²), exactly. It returns notes on
// what it smoothed, or a finding.
func parseArea(cell string, comma bool) (areaDm2 int64, notes []string, finding string) {
	trimmed := strings.TrimSpace(fold.Visible(cell))
	text := norm.NFKC.String(trimmed)
	switch {
	case text == "":
		return 0, nil, findNoArea
	case strings.HasPrefix(text, "="):
		return 0, nil, findFormulaArea
	}
	if text != trimmed {
		notes = append(notes, noteFullWidth)
	}
	if comma && decimalComma.MatchString(text) {
		text = strings.Replace(text, ",", ".", 1)
		notes = append(notes, noteDecimal)
	}
	if grouped.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
		notes = append(notes, noteThousands)
	}
	areaDm2, finding = parseDecimal(text)
	return areaDm2, notes, finding
}

func parseDecimal(text string) (int64, string) {
	digits, negative := strings.CutPrefix(text, "-")
	if !decimal.MatchString(digits) {
		return 0, findNoNumber
	}
	if fine(digits) {
		return 0, findFine
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	fraction = strings.TrimRight(fraction, "0")
	value, err := strconv.ParseInt(whole+(fraction + "00")[:2], 10, 64)
	switch {
	case err != nil || value > community.MaxAreaDm2:
		return 0, findLarge
	case negative || value == 0:
		return 0, findNotPositive
	}
	return value, ""
}

// fine says that a number has more than two decimals.
func fine(digits string) bool {
	_, fraction, _ := strings.Cut(digits, ".")
	return len(strings.TrimRight(fraction, "0")) > 2
}
