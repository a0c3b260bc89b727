// SPDX-License-Identifier: Apache-2.0

package words

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/linli-project/linli/act"
)

// form writes an argument's value for people.
type form func(string) string

// The forms that a place may name, in both languages. They are set at the start, as a code's form looks its sentence up.
var chinese, english map[string]form

func init() {
	chinese = map[string]form{
		"duration": func(s string) string { return duration(s, inChinese) },
		"moment":   func(s string) string { return moment(s, "（北京时间）") },
		"stage":    func(s string) string { return cmp.Or(stages[s], s) },
		"order":    func(s string) string { return cmp.Or(orderStates[s], s) },
		"breach":   func(s string) string { return cmp.Or(breachStates[s], s) },
		"case":     func(s string) string { return cmp.Or(caseStates[s], s) },
		"booking":  func(s string) string { return cmp.Or(bookingStates[s], s) },
		"why":      func(s string) string { return cmp.Or(whys[s].ZH, s) },
		"code":     func(s string) string { return Of(&act.Error{Code: act.Code(s)}).ZH },
		"act":      func(s string) string { return cmp.Or(acts[s].ZH, visible(s)) },
		"signer":   func(s string) string { return cmp.Or(signerKinds[s].ZH, visible(s)) },
		"milli":    func(s string) string { return moment(seconds(s), "（北京时间）") },
		"word":     func(s string) string { return EvidenceWord(s).ZH },
	}
	english = map[string]form{
		"duration": func(s string) string { return duration(s, inEnglish) },
		"moment":   func(s string) string { return moment(s, " (Beijing time)") },
		"stage":    func(s string) string { return s },
		"order":    func(s string) string { return s },
		"breach":   func(s string) string { return s },
		"case":     func(s string) string { return s },
		"booking":  func(s string) string { return s },
		"why":      func(s string) string { return cmp.Or(whys[s].EN, s) },
		"code":     func(s string) string { return s + ": " + Of(&act.Error{Code: act.Code(s)}).EN },
		"act":      func(s string) string { return cmp.Or(acts[s].EN, visible(s)) },
		"signer":   func(s string) string { return cmp.Or(signerKinds[s].EN, visible(s)) },
		"milli":    func(s string) string { return moment(seconds(s), " (Beijing time)") },
		"word":     func(s string) string { return EvidenceWord(s).EN },
	}
}

// spans are how a length of time is said: in days, hours or minutes, or as less than one of them.
type spans struct {
	days, hours, minutes, less string
}

var (
	inChinese = spans{"约 %d 天", "约 %d 小时", "约 %d 分钟", "不到一分钟"}
	inEnglish = spans{"about %d days", "about %d hours", "about %d minutes", "less than a minute"}
)

// duration rounds seconds up to what people count in.
func duration(text string, said spans) string {
	seconds, err := strconv.ParseInt(text, 10, 64)
	for _, unit := range []struct {
		seconds int64
		said    string
	}{{24 * 3600, said.days}, {3600, said.hours}, {60, said.minutes}} {
		if err == nil && seconds > unit.seconds {
			return fmt.Sprintf(unit.said, (seconds+unit.seconds-1)/unit.seconds)
		}
	}
	return said.less
}

var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

func moment(text, zone string) string {
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return text
	}
	return time.Unix(seconds, 0).In(beijing).Format("2006-01-02 15:04") + zone
}

// seconds are milliseconds without what follows the second; what is no number stays.
func seconds(milliseconds string) string {
	n, err := strconv.ParseInt(milliseconds, 10, 64)
	if err != nil {
		return visible(milliseconds)
	}
	return strconv.FormatInt(n/1000, 10)
}

// stages are called as on the pages.
var stages = map[string]string{
	"draft": "草案", "notice": "公示", "open": "投票中", "closed": "已截止", "unsealed": "已启封", "tallied": "已计票", "published": "已公布",
	"objection": "异议期", "final": "已确定", "annulled": "已作废",
}

// orderStates are called as on the pages.
var orderStates = map[string]string{
	"raised": "待分派", "triaged": "待派人", "assigned": "待接单", "accepted": "已接单", "en-route": "在路上", "on-site": "已到场", "done": "已办完",
	"confirmed": "已确认", "unanswered": "无人回应", "joined": "已并入", "withdrawn": "已撤回",
}

// breachStates are called as on the pages.
var breachStates = map[string]string{
	"found": "已发现、待告知", "noticed": "已告知", "cured": "已改正", "appealed": "申诉中", "upheld": "申诉未成立", "dismissed": "不成立",
	"due": "期限已过", "effective": "已执行", "decayed": "已不再计算", "lapsed": "未及时告知，已失效", "pardoned": "已免除",
}

// caseStates are called as on the pages.
var caseStates = map[string]string{
	"requested": "待受理", "taken": "待对方答复", "open": "调解中", "proposed": "方案待答复", "agreed": "已达成协议", "performed": "已履行",
	"declined": "不予受理", "refused": "对方不同意调解", "silent": "对方逾期未答复", "untaken": "逾期未受理", "withdrawn": "已撤回",
	"failed": "未达成协议", "untold": "履行情况未说明",
}

// bookingStates are called as on the pages.
var bookingStates = map[string]string{
	"pending": "待抽签", "reserved": "已预约", "entered": "已入场", "overstay": "超时停放", "exited": "已离场", "no-show": "未到",
	"displaced": "车位被占", "evidence-missing": "缺离场记录", "disputed": "争议中", "rejected": "未中签", "cancelled": "已取消", "settled": "已结清",
	"resolved": "已裁定",
}

// whys are why an article's rule finds no breach.
var whys = map[string]Text{
	"not-met":       {"条件不符合", "its condition is not met"},
	"unsaid":        {"没有人说到它所问的", "nobody has said what it asks for"},
	"distrust":      {"设备的可信等级不够", "the device's word is not worth enough"},
	"few-witnesses": {"报告的户数不够", "too few have reported it"},
	"uncounted":     {"数值过大，无法计算", "a number is too large to be counted with"},
	"oversize":      {"文字过长", "a text is too long"},
	"unread":        {"规则无法读取", "the rule cannot be read"},
}
