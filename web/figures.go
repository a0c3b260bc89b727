// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/election"
)

// china is the time of every page: the communities are there, and votes open and close by its clocks.
var china = time.FixedZone("UTC+8", 8*3600)

func functions(lang string, now func() time.Time) template.FuncMap {
	return template.FuncMap{
		"t":       func(key string, args ...any) string { return say(lang, key, args...) },
		"has":     func(key string) bool { _, ok := texts[key]; return ok },
		"m2":      squareMetres,
		"n":       grouped[int64],
		"count":   grouped[int],
		"time":    func(unix int64) string { return moment(lang, unix) },
		"iso":     func(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) },
		"stage":   func(e vote.Election) string { return stageOf(e, now().Unix()) },
		"left":    func(e vote.Election) int64 { return left(e, now().Unix()) },
		"place":   func(p election.Profile) string { return placeOf(lang, p) },
		"option":  func(option string) string { return optionText(lang, option) },
		"short":   func(hash string) string { return hash[:min(16, len(hash))] },
		"number":  ReferenceOf,
		"symbols": SymbolsOf,
		"kb":      func(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) },
	}
}

// stageOf is an election's stage as people see it: "over" once no online ballot is taken any more, before the bodies close it.
func stageOf(e vote.Election, now int64) string {
	if e.Stage == election.StageOpen && now >= e.ClosesAt() {
		return "over"
	}
	return string(e.Stage)
}

// placeOf is whose rules an election was drafted under, and where they were read.
func placeOf(lang string, p election.Profile) string {
	name, source := p.Name.En, p.Source.En
	if lang == "zh" {
		name, source = p.Name.Zh, p.Source.Zh
	}
	return say(lang, "election.place", name, source, p.Read)
}

// left is how many seconds an election still takes online ballots; 0 if it takes none.
func left(e vote.Election, now int64) int64 {
	if e.Stage != election.StageOpen {
		return 0
	}
	return max(e.ClosesAt()-now, 0)
}

// grouped writes a number with a narrow space that does not break between thousands, which both languages read.
func grouped[N int | int64](n N) string {
	digits := strconv.FormatInt(int64(n), 10)
	var b strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteRune('\u202f')
		}
		b.WriteRune(digit)
	}
	return b.String()
}

func squareMetres(dm2 int64) string { return fmt.Sprintf("%s.%02d", grouped(dm2/100), dm2%100) }

func moment(lang string, unix int64) string {
	if unix == 0 {
		return "–"
	}
	form := "2 January 2006, 15:04"
	if lang == "zh" {
		form = "2006年1月2日 15:04"
	}
	return time.Unix(unix, 0).In(china).Format(form)
}

// optionText is the name of an option: the three usual ones are translated, others stand as the election has them.
func optionText(lang, option string) string {
	if _, ok := texts["option."+option]; ok {
		return say(lang, "option."+option)
	}
	return option
}

// bar is a share of something beside the share that the law asks for.
type bar struct {
	Name   string // text's key: measure.heads or measure.area
	Area   bool   // whether the numbers are in dm²
	Part   int64
	Whole  int64
	Needed election.Share
	Met    bool
	Open   bool // more may still come, so that it is not missed yet
}

// barWidth is the length of a bar's picture.
const barWidth = 300

// Filled is the length of the filled part.
func (b bar) Filled() int64 {
	if b.Whole == 0 {
		return 0
	}
	return b.Part * barWidth / b.Whole
}

// Mark is where the threshold is.
func (b bar) Mark() int64 { return barWidth * b.Needed.Over / b.Needed.Under }

// Percent is the share with two decimals, rounded down, so that it never looks as if more had been reached.
func (b bar) Percent() string {
	if b.Whole == 0 {
		return "0.00"
	}
	hundredths := b.Part * 10000 / b.Whole
	return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
}

// Least is the smallest whole part that suffices: heads, or dm².
func (b bar) Least() int64 {
	product := b.Whole * b.Needed.Over
	least := product / b.Needed.Under
	if b.Needed.More || product%b.Needed.Under != 0 {
		least++
	}
	return least
}
