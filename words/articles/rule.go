// SPDX-License-Identifier: Apache-2.0

package articles

import (
	"fmt"
	"strings"

	"github.com/linli-project/linli/rules/breach"
	"github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words"
)

// Rule is what a rule does, in sentences: what is a breach, whose word is taken, what follows, and how long there is to put it right and to
// object.
func Rule(r convention.Rule) words.Text {
	parts := []words.Text{met(r), whose(r), ladder(r.Ladder), days(r)}
	var zh, en []string
	for _, part := range parts {
		if part.ZH != "" {
			zh, en = append(zh, part.ZH), append(en, part.EN)
		}
	}
	return words.Text{ZH: strings.Join(zh, ""), EN: strings.Join(en, " ")}
}

func met(r convention.Rule) words.Text {
	condition := Condition(r.Root)
	return words.Text{ZH: "如果" + condition.ZH + "，就是违约。", EN: "It is a breach if " + condition.EN + "."}
}

func whose(r convention.Rule) words.Text {
	var text words.Text
	switch r.Trust {
	case "":
	case "T0":
		text = words.Text{ZH: "任何设备的话都算。", EN: "Every device's word counts."}
	default:
		text = words.Text{
			ZH: fmt.Sprintf("只有可信等级 %s 及以上的设备的话才算。", r.Trust),
			EN: fmt.Sprintf("Only the word of devices of class %s and above counts.", r.Trust),
		}
	}
	if r.Witnesses > 0 {
		text.ZH += fmt.Sprintf("举报至少要有 %d 方（每户一方，到场确认的网格员一方）。", r.Witnesses)
		text.EN = strings.TrimSpace(text.EN + fmt.Sprintf(
			" A report counts if at least %d say so: each household is one, and a grid worker who was there.", r.Witnesses))
	}
	return text
}

func ladder(rungs []breach.Rung) words.Text {
	zh, en := make([]string, len(rungs)), make([]string, len(rungs))
	for i, rung := range rungs {
		said := Rung(rung)
		when := words.Text{ZH: fmt.Sprintf("第 %d 次", i+1), EN: ordinal(i + 1)}
		if i == len(rungs)-1 {
			when = words.Text{ZH: when.ZH + "起", EN: "from the " + when.EN + " on"}
		}
		zh[i], en[i] = when.ZH+said.ZH, when.EN+" "+said.EN
	}
	return words.Text{ZH: strings.Join(zh, "，") + "。", EN: capital(strings.Join(en, ", ")) + "."}
}

// Rung is what a rung does.
func Rung(r breach.Rung) words.Text {
	switch r.Effect {
	case breach.Notice:
		return words.Text{ZH: "告知", EN: "a notice"}
	case breach.Warning:
		return words.Text{ZH: "提醒后果", EN: "a warning"}
	case breach.Points:
		return words.Text{ZH: fmt.Sprintf("扣留 %d 积分", r.Points), EN: plural(r.Points, "point is withheld", "points are withheld")}
	case breach.Pause:
		service := Services[r.Service]
		return words.Text{
			ZH: fmt.Sprintf("暂停预约%s %d 天", service.ZH, r.Days),
			EN: fmt.Sprintf("no bookings of %s for %s", service.EN, plural(r.Days, "day", "days")),
		}
	}
	return words.Text{
		ZH: fmt.Sprintf("在公告栏提醒 %d 天（不写姓名和房号）", r.Days),
		EN: "a reminder on the notice board, without a name or home, for " + plural(r.Days, "day", "days"),
	}
}

func days(r convention.Rule) words.Text {
	return words.Text{
		ZH: fmt.Sprintf("告知次日起 %d 天内可以改正，%d 天内可以申诉；申诉期间一律暂停。此前 %d 天内的违约才算次数。", r.Cure, r.Appeal, r.Decay),
		EN: fmt.Sprintf("After the day of the notice the household has %s to put it right and %s to appeal; an appeal suspends everything. "+
			"Earlier breaches count for %s.",
			plural(r.Cure, "day", "days"), plural(r.Appeal, "day", "days"), plural(r.Decay, "day", "days")),
	}
}

func plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}

func ordinal(n int) string {
	names := []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"}
	if n <= len(names) {
		return names[n-1]
	}
	return fmt.Sprintf("%dth", n)
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
