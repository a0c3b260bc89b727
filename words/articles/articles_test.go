// SPDX-License-Identifier: Apache-2.0

package articles_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/breach"
	"github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words/articles"
)

func compile(t *testing.T, when string) convention.Condition {
	t.Helper()
	c, err := convention.NewCompiler()
	if err != nil {
		t.Fatal(err)
	}
	condition, refusals := c.Compile(when)
	if len(refusals) > 0 {
		t.Fatalf("%s: %+v", when, refusals)
	}
	return condition
}

// A condition is said as it is, and what has no sentence is repeated as it stands.
func TestCondition(t *testing.T) {
	for _, c := range []struct{ when, zh, en string }{
		{
			`event.kind == "object" && flag.ebike`,
			"设备报告的是“摄像机识别出的物体”，并且设备对“ebike”报告“是”",
			"what a device reports is an object that a camera recognised, and the device says yes to “ebike”",
		},
		{`!flag.lid`, "设备对“lid”报告“否”", "the device says no to “lid”"},
		{`flag.lid == false`, "设备对“lid”报告“否”", "the device says no to “lid”"},
		{`flag.lid != false`, "设备对“lid”报告“是”", "the device says yes to “lid”"},
		{`report.confirmed`, "网格员到场确认", "a grid worker was there and confirms it"},
		{`event.hour >= 22 || event.hour < 6`, "时间在 22 时到次日 6 时之间", "it is between 22:00 and 6:00 at night"},
		{`event.hour >= 6 || event.hour < 22`, "时间在 6 时以后，或者时间在 22 时以前", "it is 6:00 or later, or it is before 22:00"},
		{
			`report.kind == "noise" && (report.hour >= 22 || report.hour < 6)`,
			"举报的事项是“噪音”，并且时间在 22 时到次日 6 时之间", "what is reported is noise, and it is between 22:00 and 6:00 at night",
		},
		{
			`report.kind == "noise" && (report.households > 3 || report.confirmed)`,
			"举报的事项是“噪音”，并且（举报的住户数多于 3，或者网格员到场确认）",
			"what is reported is noise, and (the number of households that report it is more than 3, or a grid worker was there and confirms it)",
		},
		{`event.weekday in [6, 7]`, "当天是“星期六”或“星期日”", "the day is Saturday or Sunday"},
		{`event.weekday == 1`, "当天是“星期一”", "the day is Monday"},
		{`value.level >= 55`, "设备报告的“level”不少于 55", "the device's “level” is at least 55"},
		{`event.place.startsWith("3-")`, "设备的位置以“3-”开头", "the device's place begins with “3-”"},
		{`event.kind != "motion"`, "设备报告的不是“有动静”", "what a device reports is not motion"},
		{`order.kind == "noise" && order.outcome == "solved"`, "工单的事项是“噪音”，并且工单的结果是“已解决”", "what the order is about is “Noise”, and the order's outcome is solved"},
		{
			`flag.a && earlier.days90 >= 2 && article3.days30 == 0`,
			"设备对“a”报告“是”，并且该户此前 90 天内违反本条的次数不少于 2，并且该户此前 30 天内违反第 3 条的次数等于 0",
			"the device says yes to “a”, and the household's earlier breaches of this article within 90 days are at least 2, " +
				"and the household's earlier breaches of article 3 within 30 days are 0",
		},
		// No sentence.
		{`!(flag.a && flag.b) && flag.c`, "条件“!(flag.a && flag.b)”成立，并且设备对“c”报告“是”", "the condition “!(flag.a && flag.b)” holds, and the device says yes to “c”"},
		{`value.a + 1 > value.b * 2`, "条件“value.a + 1 > value.b * 2”成立", "the condition “value.a + 1 > value.b * 2” holds"},
		{`flag.a ? flag.b : flag.c`, "条件“flag.a ? flag.b : flag.c”成立", "the condition “flag.a ? flag.b : flag.c” holds"},
		{`!!!flag.a`, "设备对“a”报告“否”", "the device says no to “a”"},
		{`22 <= event.hour`, "条件“22 <= event.hour”成立", "the condition “22 <= event.hour” holds"},
		{`flag.a == flag.b`, "条件“flag.a == flag.b”成立", "the condition “flag.a == flag.b” holds"},
		{`event.hour == 3`, "条件“event.hour == 3”成立", "the condition “event.hour == 3” holds"},
		{`event.at > 1790000000`, "条件“event.at > 1790000000”成立", "the condition “event.at > 1790000000” holds"},
	} {
		if said := articles.Condition(compile(t, c.when).Root); said.ZH != c.zh || said.EN != c.en {
			t.Errorf("%s:\n%s\n%s", c.when, said.ZH, said.EN)
		}
	}
}

// codes are all for which a text is refused, from where they are declared.
func codes(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile("../../rules/convention/refusal.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, found := range regexp.MustCompile(`Code += "([a-z0-9-]+)"`).FindAllStringSubmatch(string(raw), -1) {
		all = append(all, found[1])
	}
	return all
}

// ofs are what a code may be of, "" if there is one sentence for all.
func ofs(code string) []string {
	switch code {
	case "too-long":
		return []string{"text", "line", "heading", "articles", "when", "examples", "ladder", "list", "word"}
	case "example-missing":
		return []string{"breach", "none"}
	case "alone":
		return []string{"device", "witness", "order"}
	case "forbidden-effect":
		var all []string
		for _, f := range convention.ForbiddenEffects() {
			all = append(all, f.Of)
		}
		return all
	}
	return []string{""}
}

// Every code for which a text is refused has a sentence in both languages, and one of its own for each thing that it may be of.
func TestRefusals(t *testing.T) {
	all := codes(t)
	if len(all) < 50 {
		t.Fatalf("%d codes", len(all))
	}
	for _, code := range all {
		for _, one := range ofs(code) {
			said := articles.Refusal(convention.Refusal{Code: convention.Code(code), Args: map[string]string{"of": one}})
			if said.ZH == code || said.EN == code || said.ZH == "" || said.EN == "" {
				t.Errorf("%s of %q has no sentence", code, one)
			}
		}
	}
}

// What somebody wrote is repeated with every character seen.
func TestRefusalIsVisible(t *testing.T) {
	said := articles.Refusal(convention.Refusal{Code: convention.UnknownKey, Args: map[string]string{"key": "a\u202eb"}})
	if strings.Contains(said.EN, "\u202e") || !strings.Contains(said.EN, `a\u202eb`) {
		t.Error(said.EN)
	}
}

func TestWhys(t *testing.T) {
	for _, why := range convention.Whys() {
		if said := articles.Why(convention.Outcome{Why: why, Fact: "event.at"}); said.ZH == "" || said.EN == "" {
			t.Errorf("%s has no sentence", why)
		}
	}
}

// Everything that people choose from has a name.
func TestNames(t *testing.T) {
	for _, service := range breach.Services() {
		if articles.Services[service].ZH == "" || articles.Services[service].EN == "" {
			t.Errorf("%s has no name", service)
		}
	}
	for _, kind := range convention.Reports() {
		if articles.ReportKinds[kind].ZH == "" || articles.ReportKinds[kind].EN == "" {
			t.Errorf("%s has no name", kind)
		}
	}
}
