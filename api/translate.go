// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// messages are those of the ledger that people meet most, and how they read in Chinese. What stands in the brackets of a message goes
// through as, if there is one, into the places of zh.
var messages = []struct {
	en *regexp.Regexp
	zh string
	as func(string) string
}{
	{regexp.MustCompile(`^voting window not allowed: -?\d+ s is not (\d+) to (\d+) days$`), "截止须晚于投票开始，相隔 %s 至 %s 天", nil},
	{regexp.MustCompile(`^notice too short: the vote opens (\d+) days after the notice at the earliest, not \d+ s too early$`), "投票须在公示满 %s 天之后开始", nil},
	{regexp.MustCompile(`^voting window not allowed: only \d+ s are left until the announced end, and a vote lasts (\d+) days at least$`), "距公示的截止时间已不足投票期的最短 %s 天", nil},
	{regexp.MustCompile(`^annul this vote and give notice of another one$`), "请将此次表决作废，另行公示", nil},
	{regexp.MustCompile(`^not proved that they can open ballots: ([^;]*)$`), "尚未演练：%s", nil},
	{regexp.MustCompile(`^wait for them, or open without them$`), "请等待，或不含这些单位开始投票", nil},
	{regexp.MustCompile(`^(\d+) bodies have proved that they can open ballots$`), "已有 %s 个单位证明能够开票", nil},
	{regexp.MustCompile(`^(\d+) are needed$`), "需要 %s 个", nil},
	{regexp.MustCompile(`^too early: notice runs for (\d+) s more$`), "公示还有%s", duration},
	{regexp.MustCompile(`^too early: voting runs for (\d+) s more$`), "距公示的截止时间还有%s", duration},
	{regexp.MustCompile(`^too early: objections runs for (\d+) s more$`), "异议期还有%s", duration},
	{regexp.MustCompile(`^the notice says that ballots are cast from (\d+) on$`), "公示的投票开始时间是 %s", moment},
	{regexp.MustCompile(`^wrong stage: cannot \w+ at "(\w+)"$`), "现在是：%s", stage},
	{regexp.MustCompile(`^the election is (\w+);`), "现在是：%s", stage},
	{regexp.MustCompile(`^there is an election "(.*)" already$`), "编号 %s 已有表决使用", nil},
	{regexp.MustCompile(`^the ballots are opened by 2 to (\d+) bodies, not (\d+)$`), "开票须由 2 至 %s 个单位进行，不能是 %s 个", nil},
	{regexp.MustCompile(`^invalid election rules: contest "(.*)" needs options, each named once$`), "议题 %s 缺少选项，或有重复的选项", nil},
	{regexp.MustCompile(`^invalid election rules: contest "(.*)" has the options "(.*)" and "(.*)", which look the same$`), "议题 %s 的选项“%s”与“%s”看上去一样", nil},
	{regexp.MustCompile(`^invalid election rules: contest ".*" holds a character that is not seen \((.*)\), type it anew$`), "议题的编号或选项里有看不见的字符（%s），请重新输入", nil},
	{regexp.MustCompile(`^the title(?: of a contest)? holds a character that is not seen \((.*)\), type it anew$`), "标题里有看不见的字符（%s），请重新输入", nil},
	{regexp.MustCompile(`^contests "(.*)" and "(.*)" have titles that look the same$`), "议题 %s 与 %s 的标题看上去一样", nil},
	{regexp.MustCompile(`^invalid election rules: contest "(.*)" has more seats than options$`), "议题 %s 的名额多于选项", nil},
	{regexp.MustCompile(`^invalid election rules: [\w-]+: a proxy may hold at most (\d+) grants$`), "当地规定，一名受托人最多接受 %s 份委托", nil},
	{regexp.MustCompile(`^invalid election rules: [\w-]+: a proxy must be an owner$`), "当地规定，受托人须是业主", nil},
	{regexp.MustCompile(`^invalid election rules: [\w-]+: parking spaces count$`), "当地规定，车位计入", nil},
	{regexp.MustCompile(`^invalid election rules: [\w-]+: parking spaces do not count$`), "当地规定，车位不计入", nil},
	{regexp.MustCompile(`^version (\d+) is not newer than (\d+), which is in force$`), "第 %s 版不比现行的第 %s 版新", nil},
	{regexp.MustCompile(`^this person was not invited;`), "此人没有收到邀请，请向业委会索取信函", nil},
	{regexp.MustCompile(`^has-proxy$`), "已经委托过", nil},
	{regexp.MustCompile(`^proxy-barred$`), "此人不得受托", nil},
	{regexp.MustCompile(`^proxy-owns-nothing$`), "受托人须是业主", nil},
	{regexp.MustCompile(`^proxy-at-cap$`), "受托人接受的委托已到上限", nil},
	{regexp.MustCompile(`^a person objects to a roll or a result (\d+) times at most$`), "对一版名册或一次结果，每人最多提出 %s 次异议", nil},
	{regexp.MustCompile(`^a person makes (\d+) acts at most, besides ballots$`), "除投票外，每人最多办理 %s 项", nil},
	{regexp.MustCompile(`^an officer's passkey makes (\d+) acts at most;`), "一个经办人通行密钥最多签署 %s 项，请登记另一个通行密钥", nil},
	{regexp.MustCompile(`^an officer cannot .* of his own person$`), "请由其他经办人办理", nil},
	{regexp.MustCompile(`^officers of ".*" cannot .* of a person who is one of them; those of other bodies can$`), "请由其他单位的经办人办理", nil},
	{regexp.MustCompile(`^an owner is an officer of at most (\d+) bodies, as two must remain that can act for him$`), "一位业主最多登记为 %s 家单位的经办人，须留下两家可以替他办事的单位", nil},
	{regexp.MustCompile(`^the body has drafted (\d+) elections that were not announced;`), "本单位已有 %s 个尚未公示的草案，请先作废一些", nil},
	{regexp.MustCompile(`^the body has issued (\d+) codes to one of these persons,`), "本单位已给其中一人发过 %s 个邀请码，不能再发", nil},
	{regexp.MustCompile(`^the officer would have invited (\d+) persons; with a roll of (\d+) rights one invites (\d+) at most$`), "这名经办人邀请的人将达 %s 名；名册有 %s 个表决权时，每人最多邀请 %s 名", nil},
	{regexp.MustCompile(`^a roll has (\d+) rights at most$`), "一版名册最多有 %s 个表决权", nil},
	{regexp.MustCompile(`^"exp" of a ballot must be at or after "nbf", by at most (\d+) s$`), "网上选票的有效期最长为%s", duration},
	{regexp.MustCompile(`^no-such-right$`), "名册里没有这个表决权", nil},
}

// translated is a message of the ledger in Chinese, or as it is if any of its parts is not among messages.
func translated(message string) string {
	if zh := inChinese(message); zh != "" {
		return zh
	}
	parts := strings.Split(message, "; ")
	for i, part := range parts {
		if parts[i] = inChinese(part); parts[i] == "" {
			return message
		}
	}
	return strings.Join(parts, "；")
}

func inChinese(message string) string {
	for _, m := range messages {
		found := m.en.FindStringSubmatch(message)
		if found == nil {
			continue
		}
		var places []any
		for _, place := range found[1:] {
			if m.as != nil {
				place = m.as(place)
			}
			places = append(places, place)
		}
		return fmt.Sprintf(m.zh, places...)
	}
	return ""
}

// duration rounds seconds up to what people count in.
func duration(text string) string {
	seconds, err := strconv.ParseInt(text, 10, 64)
	for _, unit := range []struct {
		seconds int64
		zh      string
	}{{24 * 3600, "天"}, {3600, "小时"}, {60, "分钟"}} {
		if err == nil && seconds > unit.seconds {
			return fmt.Sprintf("约 %d %s", (seconds+unit.seconds-1)/unit.seconds, unit.zh)
		}
	}
	return "不到一分钟"
}

func moment(text string) string {
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return text
	}
	return time.Unix(seconds, 0).In(beijing).Format("2006-01-02 15:04") + "（北京时间）"
}

// stages are called as on the pages.
var stages = map[string]string{
	"draft": "草案", "notice": "公示", "open": "投票中", "closed": "已截止", "unsealed": "已启封", "tallied": "已计票", "published": "已公布",
	"objection": "异议期", "final": "已确定", "annulled": "已作废",
}

func stage(name string) string { return cmp.Or(stages[name], name) }
