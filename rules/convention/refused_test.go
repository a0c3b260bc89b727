// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/convention"
)

// house is a convention of which all is good.
const house = `# House

## 1. Words

Be kind.

## 2. Lift

` + "```rule" + `
when: event.kind == "object" && flag.ebike && event.place.endsWith("-lift")
trust: T1
ladder: notice, warning, points 20, pause court 30, board 14
cure: 3
appeal: 7
decay: 365
` + "```" + `

` + "```example seen" + `
event.kind: object
event.place: 3-lift
event.class: T2
flag.ebike: true
expect: breach, notice
` + "```" + `

` + "```example no e-bike" + `
event.kind: object
event.place: 3-lift
event.class: T2
flag.ebike: false
expect: none
` + "```" + `
`

func compiler(t testing.TB) *convention.Compiler {
	t.Helper()
	c, err := convention.NewCompiler()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// altered is a text in which something else stands instead; it must have stood there.
func altered(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%q is not in the text", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

func TestHouseIsGood(t *testing.T) {
	read, refusals := compiler(t).Read(house)
	if len(refusals) > 0 || len(read.Articles) != 2 || len(read.Articles[1].Examples) != 2 || read.Hash != convention.Hash(house) {
		t.Errorf("%+v\n%+v", refusals, read)
	}
}

const sound = `event.kind == "object" && flag.ebike`

// conditions that are refused, by what an author may try.
var conditions = []struct {
	name, when string
	code       convention.Code
	column     int // in the condition; 0: not asked
}{
	// What loops, explodes, or is a map.
	{"map comprehension", `{"a": 1}.all(k, k == "a")`, convention.Loop, 13},
	{"list comprehension", `[1, 2].all(x, x > 0)`, convention.Loop, 11},
	{"exists", sound + ` && ["a"].exists(x, x == event.place)`, convention.Loop, 0},
	{"nested loops", `[1,2].map(x, [1,2].map(y, [1,2].map(z, x)))`, convention.Loop, 0},
	{"filter", `[1].filter(x, true) == [1]`, convention.Loop, 0},
	{"has", `has(event.kind)`, convention.Loop, 4},
	{"two variables", `[1].transformList(i, v, v)`, convention.Loop, 0},
	{"map literal", `{"a": true} == {"a": true}`, convention.Map, 1},
	{"map index", `{"a": true}["a"]`, convention.Index, 0},
	{"list index", `[true][0]`, convention.Index, 0},
	{"fact index", `event["kind"] == "object"`, convention.Index, 6},
	{"message", `google.protobuf.Struct{} == google.protobuf.Struct{}`, convention.Struct, 0},
	{"list compared", `[event.place] == ["3-lift"]`, convention.List, 0},
	{"list alone", `[1, 2, 3]`, convention.List, 1},
	{"empty list", `event.kind in []`, convention.List, 0},
	{"mixed list", `event.hour in [1, "a"]`, convention.List, 0},
	{"list of facts", `"a" in [event.place]`, convention.List, 0},
	{"list of lists", `event.hour in [[1]]`, convention.List, 0},
	{"in a text", `event.kind in event.place`, convention.List, 0},
	{"long list", `event.hour in [` + strings.Repeat("1, ", convention.MaxList) + `1]`, convention.TooLong, 0},
	{"list joined", `event.hour in [1] + [2]`, convention.List, 0},
	// Doubles, wherever they hide.
	{"double", `value.noise_db > 60.5`, convention.NumberForm, 18},
	{"double without digit", `value.noise_db > .5`, convention.NumberForm, 0},
	{"power", `value.noise_db > 6e1`, convention.NumberForm, 0},
	{"double()", `double(value.noise_db) > double(60)`, convention.Double, 7},
	{"divided double", `value.noise_db / 2.0 > 30`, convention.NumberForm, 0},
	{"unsigned", `value.noise_db > 60u`, convention.NumberForm, 0},
	{"hexadecimal", `value.noise_db > 0x3C`, convention.NumberForm, 0},
	{"octal", `value.noise_db > 060`, convention.NumberForm, 0},
	{"too large", `value.noise_db > 9223372036854775808`, convention.Syntax, 0},
	{"divided by nothing", `value.noise_db / 0 > 1`, convention.Divisor, 0},
	{"rest of nothing", `value.noise_db % 0 == 1`, convention.Divisor, 0},
	{"divided by a fact", `60 / value.noise_db > 1`, convention.Divisor, 0},
	{"mixed types", `value.noise_db > "60"`, convention.WrongType, 0},
	{"a text is no yes", `event.kind && flag.ebike`, convention.WrongType, 0},
	{"a number is no answer", `event.hour`, convention.WrongType, 0},
	{"a text is no answer", `event.kind`, convention.WrongType, 0},
	{"texts in order", `event.place < "b"`, convention.WrongType, 0},
	{"not a number", `!event.hour`, convention.WrongType, 0},
	{"minus a text", `-event.place == "a"`, convention.WrongType, 0},
	// Conversions, dynamic types, optional types.
	{"int()", `int("60") > value.noise_db`, convention.Conversion, 0},
	{"string()", `string(event.hour) == "1"`, convention.Conversion, 0},
	{"bytes()", `bytes(event.place) == bytes("a")`, convention.Conversion, 0},
	{"bool()", `bool("true")`, convention.Conversion, 0},
	{"dyn", `dyn(event.hour) == dyn(1.0)`, convention.NumberForm, 0},
	{"dyn of a fact", `dyn(event.hour) == 1`, convention.Dynamic, 0},
	{"type", `type(event.hour) == type(1)`, convention.Dynamic, 0},
	{"null", `event.kind == null`, convention.TextForm, 0},
	{"optional field", `event.?kind.orValue("") == "object"`, convention.Optional, 0},
	{"optional index", `event[?"kind"] == "object"`, convention.Optional, 0},
	{"optional.of", `optional.of(1).hasValue()`, convention.UnknownFunction, 0},
	// Texts.
	{"matches", `event.place.matches("(a+)+$")`, convention.Regex, 20},
	{"matches()", `matches(event.place, ".*")`, convention.Regex, 0},
	{"find", `event.place.find("a") == "a"`, convention.Regex, 0},
	{"joined texts", `event.place + event.place == "aa"`, convention.WrongType, 0},
	{"size", `size(event.place) > 3`, convention.UnknownFunction, 0},
	{"charAt", `event.place.charAt(0) == "3"`, convention.UnknownFunction, 0},
	{"replace", `event.place.replace("a", "aa") == "aa"`, convention.UnknownFunction, 0},
	{"format", `"%s".format([event.place]) == "a"`, convention.UnknownFunction, 0},
	{"split", `event.place.split("") == []`, convention.UnknownFunction, 0},
	{"lowerAscii", `event.place.lowerAscii() == "a"`, convention.UnknownFunction, 0},
	{"startsWith()", `startsWith(event.place, "3")`, convention.UnknownFunction, 0},
	{"startsWith of two", `event.place.startsWith("3", "4")`, convention.UnknownFunction, 0},
	{"contains a fact", `event.place.contains(event.device)`, convention.WrongType, 0},
	{"raw text", `event.place == r"a"`, convention.TextForm, 0},
	{"bytes", `b"a" == b"a"`, convention.TextForm, 0},
	{"three marks", `event.place == """a"""`, convention.TextForm, 0},
	{"single marks", `event.place == 'a'`, convention.TextForm, 16},
	{"escape", `event.place == "\u0061"`, convention.TextForm, 0},
	{"open text", `event.place == "a`, convention.TextForm, 0},
	{"long text", `event.place == "` + strings.Repeat("a", convention.MaxTextFact+1) + `"`, convention.TooLong, 0},
	{"marks of sentences", `event.place == "a”成立。“"`, convention.TextForm, 16},
	{"escaped name", "event.`kind` == \"object\"", convention.TextForm, 0},
	// Time.
	{"timestamp", `timestamp("2026-01-01T00:00:00Z") < timestamp("2027-01-01T00:00:00Z")`, convention.TimeFunction, 0},
	{"duration", `duration("1h") < duration("2h")`, convention.TimeFunction, 0},
	{"hours of", `event.at.getHours() > 22`, convention.TimeFunction, 0},
	{"now", `event.at > now()`, convention.TimeFunction, 0},
	// Names and what looks like them.
	{"Cyrillic name", `еvent.kind == "object"`, convention.Foreign, 1},
	{"Cyrillic word", `event.kind == "оbject"`, convention.UnknownWord, 15},
	{"Chinese operator", `event.kind ＝＝ "object"`, convention.Foreign, 12},
	{"Chinese marks", `event.kind == “object”`, convention.Foreign, 15},
	{"unknown kind", `event.kind in ["object", "ufo"]`, convention.UnknownWord, 26},
	{"turned around", `"ufo" != event.kind`, convention.UnknownWord, 1},
	{"unknown class", `event.class == "T4"`, convention.UnknownWord, 0},
	{"unknown outcome", `order.outcome == "guilty"`, convention.UnknownWord, 0},
	{"unknown fact", `event.person == "me"`, convention.UnknownFact, 0},
	{"bare name", `household`, convention.UnknownFact, 0},
	{"event alone", `event`, convention.UnknownFact, 0},
	{"too deep a name", `event.kind.of == "a"`, convention.UnknownFact, 0},
	{"part of a call", `event.place.startsWith("a").kind == "a"`, convention.UnknownFact, 0},
	{"capital value", `value.Noise > 1`, convention.UnknownFact, 0},
	{"many days", `flag.ebike && earlier.days1096 > 1`, convention.UnknownFact, 0},
	{"article 0", `flag.ebike && article0.days3 > 1`, convention.UnknownFact, 0},
	{"leading point", `.event.kind == "object"`, convention.UnknownFact, 0},
	// Shape.
	{"brackets", strings.Repeat("(", convention.MaxNesting+1) + sound + strings.Repeat(")", convention.MaxNesting+1), convention.Nested, 0},
	{"choices in choices", strings.Repeat("flag.a ? flag.b : ", 50) + "flag.c", convention.Nested, 0},
	{"long sum", `value.a > 1` + strings.Repeat("+1", 100), convention.Nested, 0},
	{"not not", strings.Repeat("! ", 200) + "flag.a", "", 0}, // CEL itself makes nothing of two of them
	{"comment", sound + " // && false", convention.Comment, 0},
	{"too long", sound + strings.Repeat(" && flag.ebike", 80), convention.TooLong, 0},
	{"assignment", `event.kind = "object"`, convention.Syntax, 0},
	{"half", `event.kind == `, convention.Syntax, 0},
	{"and in words", `event.kind == "object" and flag.ebike`, convention.Syntax, 0},
	{"single and", `flag.ebike & flag.a`, convention.Syntax, 0},
	{"closing only", `)`, convention.Syntax, 0},
	{"costly", strings.TrimSuffix(strings.Repeat(`event.place.contains("aaaaaaaaaaaaaaaaaaaaaaaa") || `, 18), " || "), convention.TooCostly, 0},
	// What it is about.
	{"nothing", `true`, convention.NoFact, 0},
	{"numbers", `1 < 2`, convention.NoFact, 0},
	{"earlier ones alone", `earlier.days90 >= 2`, convention.NoFact, 0},
	{"one or the other", `flag.ebike || report.kind == "e-bike"`, convention.NoFact, 0},
	{"or always", `flag.ebike || 1 < 2`, convention.NoFact, 0},
	{"not both", `!(flag.ebike && earlier.days90 < 2)`, convention.NoFact, 0},
	{"chosen away", `earlier.days90 > 1 ? true : flag.ebike`, convention.NoFact, 0},
}

func TestRefusedConditions(t *testing.T) {
	c := compiler(t)
	for _, row := range conditions {
		condition, refusals := c.Compile(row.when)
		if row.code == "" {
			if len(refusals) > 0 {
				t.Errorf("%s: %+v", row.name, refusals)
			}
			continue
		}
		if len(refusals) == 0 {
			t.Errorf("%s: %s is accepted at a cost of %d", row.name, row.when, condition.Cost)
			continue
		}
		if first := refusals[0]; first.Code != row.code || row.column > 0 && first.Column != row.column {
			t.Errorf("%s: %s at column %d (%s), expected %s at %d", row.name, first.Code, first.Column, first.CEL, row.code, row.column)
		}
	}
}

// texts that are refused: what is altered in house, the code, what it is of, and the line.
var texts = []struct {
	name     string
	altered  []string
	code     convention.Code
	of       string // argument "of", "key" or "word", "": not asked
	line     int
	restFree bool // others are told as well
}{
	// The text itself.
	{"Windows", []string{"Be kind.\n", "Be kind.\r\n"}, convention.Untidy, "", 5, false},
	{"space at the end", []string{"Be kind.", "Be kind. "}, convention.Untidy, "", 5, false},
	{"wide space at the end", []string{"Be kind.", "Be kind.　"}, convention.Untidy, "", 5, false},
	{"tab", []string{"Be kind.", "Be\tkind."}, convention.Untidy, "", 5, false},
	{"two empty lines", []string{"Be kind.\n", "Be kind.\n\n"}, convention.Untidy, "", 7, false},
	{"begins with a mark", []string{"# House", "\ufeff# House"}, convention.Unseen, "U+FEFF", 1, false},
	{"turned around", []string{"Be kind.", "Be \u202ekind."}, convention.Unseen, "U+202E", 5, false},
	{"zero width", []string{"Be kind.", "Be\u200b kind."}, convention.Unseen, "U+200B", 5, false},
	{"not NFC", []string{"Be kind.", "Cafe\u0301."}, convention.NotNFC, "", 5, false},
	{"not UTF-8", []string{"Be kind.", "Be \xff kind."}, convention.NotUTF8, "", 5, false},
	{"long line", []string{"Be kind.", strings.Repeat("a", convention.MaxLine+1)}, convention.TooLong, "line", 5, false},
	{"long text", []string{"Be kind.", strings.Repeat("Be kind.\n", convention.MaxText/9)}, convention.TooLong, "text", 1, false},
	// Title and headings.
	{"no title", []string{"# House", "House"}, convention.NoTitle, "", 1, false},
	{"a smaller heading", []string{"Be kind.", "### Be kind."}, convention.BadHeading, "", 5, false},
	{"a second title", []string{"Be kind.", "# Be kind."}, convention.BadHeading, "", 5, false},
	{"no number", []string{"## 1. Words", "## Words"}, convention.BadHeading, "", 3, false},
	{"number 0", []string{"## 1. Words", "## 0. Words"}, convention.BadHeading, "", 3, false},
	{"leading zero", []string{"## 1. Words", "## 01. Words"}, convention.BadHeading, "", 3, false},
	{"wide digit", []string{"## 1. Words", "## １. Words"}, convention.BadHeading, "", 3, false},
	{"no heading", []string{"## 1. Words", "## 1."}, convention.BadHeading, "", 3, false},
	{"article twice", []string{"## 1. Words", "## 2. Words"}, convention.ArticleOrder, "", 7, false},
	{"articles in disorder", []string{"## 1. Words", "## 3. Words"}, convention.ArticleOrder, "", 7, false},
	{"long heading", []string{"## 1. Words", "## 1. " + strings.Repeat("w", convention.MaxHeading+1)}, convention.TooLong, "heading", 3, false},
	// Blocks.
	{"open block", []string{"decay: 365\n```\n", "decay: 365\n"}, convention.BadLine, "", 16, true},
	{"unknown block", []string{"Be kind.", "```go\n```"}, convention.UnknownBlock, "", 5, false},
	{"indented block", []string{"Be kind.", "  ```rule"}, convention.UnknownBlock, "", 5, false},
	{"other fence", []string{"Be kind.", "~~~rule"}, convention.UnknownBlock, "", 5, false},
	{"quoted block", []string{"Be kind.", "> ```rule"}, convention.UnknownBlock, "", 5, false},
	{"four ticks", []string{"Be kind.", "````rule\n```"}, convention.UnknownBlock, "", 5, false},
	{"comment of HTML", []string{"Be kind.", "<!-- nobody sees this"}, convention.Markup, "", 5, false},
	{"tag", []string{"Be kind.", "Be <b hidden>very</b> kind."}, convention.Markup, "", 5, false},
	{"rule before articles", []string{"# House\n", "# House\n\n```rule\n```\n"}, convention.BlockPlace, "", 3, false},
	{"example without rule", []string{"Be kind.", "```example\n```"}, convention.BlockPlace, "", 5, false},
	{"two rules", []string{"```example seen", "```rule\nwhen: flag.a\n```\n\n```example seen"}, convention.RuleTwice, "", 18, false},
	{"no value", []string{"trust: T1", "trust:"}, convention.BadLine, "", 11, false},
	{"two spaces", []string{"trust: T1", "trust:  T1"}, convention.BadLine, "", 11, false},
	{"unknown key", []string{"trust: T1", "trust: T1\nmood: good"}, convention.UnknownKey, "mood", 12, false},
	{"key in capitals", []string{"trust: T1", "Trust: T1"}, convention.UnknownKey, "Trust", 11, false},
	{"key of look-alikes", []string{"trust: T1", "trusт: T1"}, convention.UnknownKey, "trusт", 11, false},
	{"key twice", []string{"trust: T1", "trust: T1\ntrust: T3"}, convention.KeyTwice, "trust", 12, false},
	{"no trust", []string{"trust: T1\n", ""}, convention.KeyMissing, "trust", 9, false},
	{"no ladder", []string{"ladder: notice, warning, points 20, pause court 30, board 14\n", ""}, convention.KeyMissing, "ladder", 9, false},
	{"no appeal", []string{"appeal: 7\n", ""}, convention.KeyMissing, "appeal", 9, false},
	{"needless witnesses", []string{"trust: T1", "trust: T1\nwitnesses: 2"}, convention.KeyNeedless, "witnesses", 12, false},
	{"short appeal", []string{"appeal: 7", "appeal: 6"}, convention.BadValue, "appeal", 14, false},
	{"no cure", []string{"cure: 3", "cure: 0"}, convention.BadValue, "cure", 13, false},
	{"cure in words", []string{"cure: 3", "cure: three"}, convention.BadValue, "cure", 13, false},
	{"signed number", []string{"cure: 3", "cure: +3"}, convention.BadValue, "cure", 13, false},
	{"class T4", []string{"trust: T1", "trust: T4"}, convention.BadValue, "trust", 11, false},
	// The ladder.
	{"T0 alone", []string{"trust: T1", "trust: T0"}, convention.Alone, "device", 11, false},
	{"fine", []string{"points 20", "fine 200"}, convention.ForbiddenEffect, "money", 12, true},
	{"fine in Chinese", []string{"points 20", "罚款 200"}, convention.ForbiddenEffect, "money", 12, true},
	{"fine in wide letters", []string{"points 20", "ｆｉｎｅ 200"}, convention.ForbiddenEffect, "money", 12, true},
	{"points in yuan", []string{"points 20", "points 20 yuan"}, convention.ForbiddenEffect, "money", 12, true},
	{"deposit", []string{"points 20", "扣押金 1"}, convention.ForbiddenEffect, "money", 12, true},
	{"entry", []string{"points 20", "block-entry 3"}, convention.ForbiddenEffect, "entry", 12, true},
	{"entry card", []string{"points 20", "停用门禁 3"}, convention.ForbiddenEffect, "entry", 12, true},
	{"lift", []string{"points 20", "lift 3"}, convention.ForbiddenEffect, "lift", 12, true},
	{"lift as a service", []string{"pause court 30", "pause lift 30"}, convention.ForbiddenEffect, "lift", 12, true},
	{"lift of look-alikes", []string{"pause court 30", "pause lіft 30"}, convention.ForbiddenEffect, "lift", 12, true},
	{"lift in Chinese", []string{"pause court 30", "pause 电梯 30"}, convention.ForbiddenEffect, "lift", 12, true},
	{"water", []string{"points 20", "断水 1"}, convention.ForbiddenEffect, "water", 12, true},
	{"hot water as a service", []string{"pause court 30", "pause hot-water 30"}, convention.ForbiddenEffect, "water", 12, true},
	{"power", []string{"points 20", "power-off 1"}, convention.ForbiddenEffect, "power", 12, true},
	{"charging", []string{"pause court 30", "pause charging 30"}, convention.ForbiddenEffect, "power", 12, true},
	{"heat", []string{"points 20", "停暖 1"}, convention.ForbiddenEffect, "heat", 12, true},
	{"gas", []string{"points 20", "gas-off 1"}, convention.ForbiddenEffect, "gas", 12, true},
	{"parking exit", []string{"points 20", "exit-barrier 1"}, convention.ForbiddenEffect, "parking", 12, true},
	{"shared parking", []string{"pause court 30", "pause parking 30"}, convention.ForbiddenEffect, "parking", 12, true},
	{"wheel clamp", []string{"points 20", "锁车 1"}, convention.ForbiddenEffect, "parking", 12, true},
	{"name on the board", []string{"board 14", "board with-name 14"}, convention.ForbiddenEffect, "name", 12, true},
	{"exposed", []string{"board 14", "曝光 14"}, convention.ForbiddenEffect, "name", 12, true},
	{"vote", []string{"points 20", "vote 1"}, convention.ForbiddenEffect, "vote", 12, true},
	{"money as a key", []string{"cure: 3", "cure: 3\nfine: 200"}, convention.ForbiddenEffect, "money", 14, false},
	{"shaming", []string{"points 20", "scold 1"}, convention.UnknownEffect, "scold 1", 12, true},
	{"notice with days", []string{"notice, ", "notice 3, "}, convention.UnknownEffect, "", 12, true},
	{"unknown service", []string{"pause court 30", "pause sauna 30"}, convention.NotBookable, "sauna", 12, true},
	{"no days", []string{"pause court 30", "pause court"}, convention.BadValue, "pause", 12, true},
	{"many days", []string{"pause court 30", "pause court 91"}, convention.BadValue, "pause", 12, true},
	{"many points", []string{"points 20", "points 1001"}, convention.BadValue, "points", 12, true},
	{"negative points", []string{"points 20", "points -20"}, convention.BadValue, "points", 12, true},
	{"begins with points", []string{"notice, warning, points", "points"}, convention.LadderStart, "", 12, true},
	{"goes down", []string{"warning, points 20", "points 20, warning"}, convention.LadderOrder, "", 12, true},
	{"goes down in points", []string{"points 20", "points 20, points 10"}, convention.LadderOrder, "", 12, true},
	{"goes down in days", []string{"board 14", "board 14, board 7"}, convention.LadderOrder, "", 12, true},
	{"long ladder", []string{"warning, ", strings.Repeat("warning, ", 8)}, convention.TooLong, "ladder", 12, true},
	// Examples.
	{"no expectation", []string{"expect: none\n", ""}, convention.KeyMissing, "expect", 26, true},
	{"no class", []string{"event.class: T2\n", ""}, convention.KeyMissing, "event.class", 18, true},
	{"unknown kind", []string{"event.kind: object", "event.kind: ufo"}, convention.BadValue, "event.kind", 19, true},
	{"unknown fact", []string{"flag.ebike: true", "person: me"}, convention.UnknownKey, "person", 22, true},
	{"a time said twice over", []string{"flag.ebike: true", "event.hour: 3"}, convention.UnknownKey, "event.hour", 22, true},
	{"a fraction", []string{"flag.ebike: true", "value.noise: 1.5"}, convention.BadValue, "value.noise", 22, true},
	{"neither yes nor no", []string{"flag.ebike: true", "flag.ebike: 1"}, convention.BadValue, "flag.ebike", 22, true},
	{"no date", []string{"flag.ebike: true", "at: 2026-02-30 10:00"}, convention.BadValue, "at", 22, true},
	{"earlier in words", []string{"flag.ebike: true", "earlier: twice"}, convention.BadValue, "earlier", 22, true},
	{"a rung that is not there", []string{"expect: breach, notice", "expect: breach, points 21"}, convention.BadValue, "expect", 23, true},
	{"no breach shown", []string{"flag.ebike: true", "flag.ebike: false", "expect: breach, notice", "expect: none"},
		convention.ExampleMissing, "breach", 9, false},
	{"no none shown", []string{"flag.ebike: false", "flag.ebike: true", "expect: none", "expect: breach, notice"},
		convention.ExampleMissing, "none", 9, false},
	{"it fails", []string{"flag.ebike: false", "flag.ebike: true"}, convention.Contradiction, "", 26, false},
	{"it fails otherwise", []string{"flag.ebike: false\nexpect: none", "flag.ebike: false\nat: 2026-05-01 10:00\nexpect: breach, notice"},
		convention.ExampleMissing, "none", 9, true},
	{"a wrong rung", []string{"expect: breach, notice", "expect: breach, warning"}, convention.ExampleFails, "", 18, false},
	// A condition's refusal stands at its line.
	{"condition", []string{"flag.ebike &&", "flag.ebike &&\n  event.hour > 1.5 &&"}, convention.NumberForm, "", 11, false},
	{"misspelt", []string{`"object"`, `"objct"`}, convention.UnknownWord, "objct", 10, false},
}

func TestRefusedTexts(t *testing.T) {
	c := compiler(t)
	for _, row := range texts {
		_, refusals := c.Read(altered(t, house, row.altered...))
		if len(refusals) == 0 {
			t.Errorf("%s: accepted", row.name)
			continue
		}
		first := refusals[0]
		ofs := []string{first.Args["of"], first.Args["key"], first.Args["word"], first.Args["char"]}
		if first.Code != row.code || first.Line != row.line || row.of != "" && !slices.Contains(ofs, row.of) {
			t.Errorf("%s: %+v, expected %s of %s in line %d", row.name, first, row.code, row.of, row.line)
		}
		if !row.restFree && len(refusals) > 1 {
			t.Errorf("%s: more than that: %+v", row.name, refusals[1:])
		}
	}
}
