// SPDX-License-Identifier: Apache-2.0

package articles

import (
	"github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words"
)

// Expects says what an example shows: that it is no breach, or what it leads to.
func Expects(e convention.Example, r convention.Rule) words.Text {
	for _, rung := range r.Ladder {
		if e.Expect == "breach, "+convention.RungText(rung) {
			said := Rung(rung)
			return words.Text{ZH: "违约：" + said.ZH, EN: "a breach: " + said.EN}
		}
	}
	return words.Text{ZH: "不违约", EN: "no breach"}
}

// Why says why facts are no breach; it is empty of a breach.
func Why(o convention.Outcome) words.Text {
	text := whys[o.Why]
	args := map[string]string{"fact": o.Fact}
	return words.Text{ZH: fill(text.ZH, args), EN: fill(text.EN, args)}
}

var whys = map[convention.Why]words.Text{
	convention.NotMet:    {ZH: "条件不成立", EN: "the condition is not met"},
	convention.Unsaid:    {ZH: "没有说到 {fact}", EN: "nobody has said {fact}"},
	convention.Distrust:  {ZH: "设备的可信等级不够", EN: "the device's class is too low"},
	convention.Witnesses: {ZH: "举报的不够多", EN: "too few have reported it"},
	convention.Uncounted: {ZH: "数字太大，算不了", EN: "a number is too large to be counted with"},
	convention.Unread:    {ZH: "规则没有通过检查", EN: "the rule is refused"},
	convention.Oversize:  {ZH: "文字太长", EN: "a text is too long"},
}
