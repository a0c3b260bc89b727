// SPDX-License-Identifier: Apache-2.0

// Package articles says in Chinese and English what the rule of an article does, and why a text is refused. What a rule does is said from
// the rule itself; a part of it for which there is no sentence is repeated as it stands, since a wrong sentence would be voted on.
package articles

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words"
)

// Condition is a condition as a sentence without its end.
func Condition(n convention.Node) words.Text {
	for _, shape := range []func(convention.Node) (words.Text, bool){joined, night, flag, compared, oneOf, part} {
		if text, ok := shape(n); ok {
			return text
		}
	}
	return asItStands(n)
}

func asItStands(n convention.Node) words.Text {
	return words.Text{ZH: "条件“" + n.String() + "”成立", EN: "the condition “" + n.String() + "” holds"}
}

// joined is what is joined by "and" or "or". What is joined otherwise inside stands in brackets.
func joined(n convention.Node) (words.Text, bool) {
	and := n.Op == convention.OpAnd
	if !and && n.Op != convention.OpOr {
		return words.Text{}, false
	}
	if _, ok := night(n); ok {
		return words.Text{}, false
	}
	var zh, en []string
	for _, arg := range chain(n, n.Op) {
		text := Condition(arg)
		if _, clock := night(arg); arg.Op == convention.OpOr && !clock || arg.Op == convention.OpAnd && !and {
			text = words.Text{ZH: "（" + text.ZH + "）", EN: "(" + text.EN + ")"}
		}
		zh, en = append(zh, text.ZH), append(en, text.EN)
	}
	if and {
		return words.Text{ZH: strings.Join(zh, "，并且"), EN: strings.Join(en, ", and ")}, true
	}
	return words.Text{ZH: strings.Join(zh, "，或者"), EN: strings.Join(en, ", or ")}, true
}

// chain are the parts that one op joins.
func chain(n convention.Node, op convention.Op) []convention.Node {
	if n.Op != op {
		return []convention.Node{n}
	}
	return slices.Concat(chain(n.Args[0], op), chain(n.Args[1], op))
}

// night is "hour >= 22 || hour < 6" of one fact.
func night(n convention.Node) (words.Text, bool) {
	if n.Op != convention.OpOr {
		return words.Text{}, false
	}
	from, to := n.Args[0], n.Args[1]
	if from.Op != convention.OpAtLeast || to.Op != convention.OpLess || !ofNumber(from) || !ofNumber(to) ||
		from.Args[0].Text != to.Args[0].Text || !strings.HasSuffix(from.Args[0].Text, ".hour") || from.Args[1].Number <= to.Args[1].Number {
		return words.Text{}, false
	}
	begin, end := from.Args[1].Number, to.Args[1].Number
	return words.Text{
		ZH: fmt.Sprintf("时间在 %d 时到次日 %d 时之间", begin, end), EN: fmt.Sprintf("it is between %d:00 and %d:00 at night", begin, end),
	}, true
}

// ofNumber says whether a fact is compared with a number.
func ofNumber(n convention.Node) bool {
	return len(n.Args) == 2 && n.Args[0].Op == convention.OpFact && n.Args[1].Op == convention.OpNumber
}

// flag is a fact that is yes or no, by itself, denied, or compared with yes or no.
func flag(n convention.Node) (words.Text, bool) {
	yes := true
	switch {
	case n.Op == convention.OpNot:
		n, yes = n.Args[0], false
	case (n.Op == convention.OpEqual || n.Op == convention.OpUnequal) && n.Args[1].Op == convention.OpYesNo:
		n, yes = n.Args[0], n.Args[1].YesNo == (n.Op == convention.OpEqual)
	}
	if n.Op != convention.OpFact {
		return words.Text{}, false
	}
	if name, ok := strings.CutPrefix(n.Text, "flag."); ok {
		if yes {
			return words.Text{ZH: "设备对“" + name + "”报告“是”", EN: "the device says yes to “" + name + "”"}, true
		}
		return words.Text{ZH: "设备对“" + name + "”报告“否”", EN: "the device says no to “" + name + "”"}, true
	}
	if n.Text != "report.confirmed" {
		return words.Text{}, false
	}
	if yes {
		return words.Text{ZH: "网格员到场确认", EN: "a grid worker was there and confirms it"}, true
	}
	return words.Text{ZH: "网格员没有到场确认", EN: "no grid worker has confirmed it"}, true
}

// compared is a fact that is compared with a word or a number.
func compared(n convention.Node) (words.Text, bool) {
	if len(n.Args) != 2 || n.Args[0].Op != convention.OpFact {
		return words.Text{}, false
	}
	name, with := n.Args[0].Text, n.Args[1]
	if with.Op == convention.OpText && (n.Op == convention.OpEqual || n.Op == convention.OpUnequal) {
		return is(name, []string{with.Text}, n.Op == convention.OpEqual)
	}
	if ofNumber(n) {
		return number(name, n.Op, with.Number)
	}
	return words.Text{}, false
}

// oneOf is a fact that is one of a list.
func oneOf(n convention.Node) (words.Text, bool) {
	if n.Op != convention.OpIn || n.Args[0].Op != convention.OpFact {
		return words.Text{}, false
	}
	var all []string
	for _, arg := range n.Args[1].Args {
		if arg.Op == convention.OpNumber {
			all = append(all, strconv.FormatInt(arg.Number, 10))
			continue
		}
		all = append(all, arg.Text)
	}
	return is(n.Args[0].Text, all, true)
}

// is says that a fact is one of some words, or is none of them.
func is(name string, all []string, yes bool) (words.Text, bool) {
	var zh, en []string
	for _, word := range all {
		said := wordOf(name, word)
		zh, en = append(zh, said.ZH), append(en, said.EN)
	}
	subject, ok := subjects[name]
	if !ok {
		return words.Text{}, false
	}
	text := words.Text{ZH: strings.Join(zh, "或"), EN: strings.Join(en, " or ")}
	if yes {
		return words.Text{ZH: subject.ZH + "是" + text.ZH, EN: subject.EN + " is " + text.EN}, true
	}
	return words.Text{ZH: subject.ZH + "不是" + text.ZH, EN: subject.EN + " is not " + text.EN}, true
}

// part is a text that begins with, ends in, or has in it another one.
func part(n convention.Node) (words.Text, bool) {
	verb, ok := map[convention.Op]words.Text{
		convention.OpStartsWith: {ZH: "以“%s”开头", EN: "begins with “%s”"},
		convention.OpEndsWith:   {ZH: "以“%s”结尾", EN: "ends in “%s”"},
		convention.OpContains:   {ZH: "含有“%s”", EN: "has “%s” in it"},
	}[n.Op]
	if !ok || n.Args[0].Op != convention.OpFact {
		return words.Text{}, false
	}
	subject, ok := subjects[n.Args[0].Text]
	said := n.Args[1].Text
	return words.Text{ZH: subject.ZH + fmt.Sprintf(verb.ZH, said), EN: subject.EN + " " + fmt.Sprintf(verb.EN, said)}, ok
}

// comparisons are how a number is compared.
var comparisons = map[convention.Op]words.Text{
	convention.OpEqual:   {ZH: "等于 %d", EN: "%d"},
	convention.OpUnequal: {ZH: "不等于 %d", EN: "not %d"},
	convention.OpAtLeast: {ZH: "不少于 %d", EN: "at least %d"},
	convention.OpMore:    {ZH: "多于 %d", EN: "more than %d"},
	convention.OpAtMost:  {ZH: "不多于 %d", EN: "at most %d"},
	convention.OpLess:    {ZH: "少于 %d", EN: "less than %d"},
}

// number says how a number is compared.
func number(name string, op convention.Op, n int64) (words.Text, bool) {
	how, ok := comparisons[op]
	if !ok {
		return words.Text{}, false
	}
	than := words.Text{ZH: fmt.Sprintf(how.ZH, n), EN: fmt.Sprintf(how.EN, n)}
	group, field, _ := strings.Cut(name, ".")
	switch {
	case group == "value":
		return words.Text{ZH: "设备报告的“" + field + "”" + than.ZH, EN: "the device's “" + field + "” is " + than.EN}, true
	case name == "report.households":
		return words.Text{ZH: "举报的住户数" + than.ZH, EN: "the number of households that report it is " + than.EN}, true
	case field == "hour" && op == convention.OpAtLeast:
		return words.Text{ZH: fmt.Sprintf("时间在 %d 时以后", n), EN: fmt.Sprintf("it is %d:00 or later", n)}, true
	case field == "hour" && op == convention.OpLess:
		return words.Text{ZH: fmt.Sprintf("时间在 %d 时以前", n), EN: fmt.Sprintf("it is before %d:00", n)}, true
	case field == "weekday" && op == convention.OpEqual:
		return is(name, []string{strconv.FormatInt(n, 10)}, true)
	}
	if article, days, ok := convention.Within(name); ok {
		return words.Text{
			ZH: fmt.Sprintf("该户此前 %d 天内违反%s的次数%s", days, ofArticle(article).ZH, than.ZH),
			EN: fmt.Sprintf("the household's earlier breaches of %s within %d days are %s", ofArticle(article).EN, days, than.EN),
		}, true
	}
	return words.Text{}, false
}

func ofArticle(article int64) words.Text {
	if article == 0 {
		return words.Text{ZH: "本条", EN: "this article"}
	}
	return words.Text{ZH: fmt.Sprintf("第 %d 条", article), EN: fmt.Sprintf("article %d", article)}
}
