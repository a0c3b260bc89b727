// SPDX-License-Identifier: Apache-2.0

package words_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/words"
)

func TestWhatPeopleRead(t *testing.T) {
	contest := func(c election.Contest) error {
		return vote.Breached(vote.BadElection, election.ValidateContests(election.Rules{Kind: election.Committee}, []election.Contest{c}))
	}
	timing := election.Timing{WindowMinDays: 1, WindowMaxDays: 60, NoticeDays: 15, ObjectionDays: 7}
	_, wrongStage := election.Next(election.StageClosed, election.StepOpen)
	place := election.Profile{ID: "a-place", ProxyCap: 3, ProxyMustOwn: true, CountParking: election.ParkingCounted}
	strict := election.Rules{ProxyCap: 3, ProxyMustOwn: true}
	for want, refusal := range map[string]error{
		"表决的规则或事项有矛盾。〔截止须晚于投票开始，相隔 1 至 60 天〕": vote.Breached(vote.BadElection, timing.CheckNotice(0, 200, 100)),
		"表决的规则或事项有矛盾。〔投票须在公示满 15 天之后开始〕": vote.Breached(vote.BadElection,
			timing.CheckNotice(0, 15*86400-1, 17*86400)),
		"表决的规则或事项有矛盾。〔距公示的截止时间已不足投票期的最短 1 天；请将此次表决作废，另行公示〕": vote.Breached(vote.BadElection, timing.CheckRest(1, 86400)),
		"还有单位没有证明能够开票。〔尚未演练：street, owners；请等待，或不含这些单位开始投票〕": act.Refuse(vote.NotDrilled, "of", "bodies", "bodies",
			[]string{"street", "owners"}),
		"还有单位没有证明能够开票。〔已有 2 个单位证明能够开票；需要 3 个〕": act.Refuse(vote.NotDrilled, "of", "needed", "have", 2, "need", 3),
		"表决的规则或事项有矛盾。〔议题 a 缺少选项，或有重复的选项〕": contest(election.Contest{ID: "a", Options: []string{"x", "x"},
			Threshold: election.Elect}),
		"表决的规则或事项有矛盾。〔议题 b 的名额多于选项〕": contest(election.Contest{ID: "b", Options: []string{"x"}, Seats: 2,
			Threshold: election.Elect}),
		"表决的规则或事项有矛盾。〔议题 c 的选项“王伟”与“王 伟”看上去一样〕": contest(election.Contest{ID: "c", Options: []string{"王伟", "王 伟"},
			Threshold: election.Elect}),
		`表决的规则或事项有矛盾。〔议题 e 的选项“王伟”与“王伟\u200b”看上去一样〕`: contest(election.Contest{ID: "e", Options: []string{"王伟", "王伟\u200b"},
			Threshold: election.Elect}),
		"表决的规则或事项有矛盾。〔议题的编号或选项里有看不见的字符（U+200B），请重新输入〕": contest(election.Contest{ID: "d", Options: []string{"王伟\u200b"},
			Threshold: election.Elect}),
		"表决的规则或事项有矛盾。〔标题里有看不见的字符（U+202E），请重新输入〕": contract.Shown(vote.BadElection, "contest-title-unseen", "\u202e"),
		"表决的规则或事项有矛盾。〔议题 m1 与 m2 的标题看上去一样〕": act.Refuse(vote.BadElection, "of", "titles-alike", "one", "m1",
			"other", "m2"),
		"表决不在这个阶段。〔现在是：已截止〕": vote.Breached(vote.WrongStage, wrongStage),
		"表决不在这个阶段。〔现在是：已公布〕": act.Refuse(vote.WrongStage, "of", "set-key", "stage",
			election.StagePublished),
		"规定的时间尚未到。〔公示还有约 15 天〕": vote.Breached(vote.TooEarly, timing.MayOpen(100, 160)),
		"规定的时间尚未到。〔异议期还有约 2 小时〕": vote.Breached(vote.TooEarly,
			timing.MayFinalise(100, 100+7*86400-7100)),
		"规定的时间尚未到。〔距公示的截止时间还有不到一分钟〕":                   vote.Breached(vote.TooEarly, timing.MayClose(100, 60)),
		"规定的时间尚未到。〔公示的投票开始时间是 2026-11-22 08:00（北京时间）〕": act.Refuse(vote.TooEarly, "of", "opening", "at", 1795305600),
		"表决的规则或事项有矛盾。〔当地规定，一名受托人最多接受 3 份委托〕": vote.Breached(vote.BadElection,
			place.Check(election.Rules{ProxyCap: 4})),
		"表决的规则或事项有矛盾。〔当地规定，受托人须是业主〕": vote.Breached(vote.BadElection,
			place.Check(election.Rules{ProxyCap: 3})),
		"表决的规则或事项有矛盾。〔当地规定，车位计入〕":              vote.Breached(vote.BadElection, place.Check(strict)),
		"委托不符合规则。〔已经委托过〕":                      act.Refuse(vote.ProxyRefused, "of", string(election.HasProxy)),
		"账本上没有所指的内容。〔此人没有收到邀请，请向业委会索取信函〕":      act.Refuse(contract.NotFound, "of", "invitation"),
		"已达到账本允许的数量。〔对一版名册或一次结果，每人最多提出 4 次异议〕": act.Refuse(contract.TooMany, "of", "objections", "most", 4),
		"已达到账本允许的数量。〔这名经办人邀请的人将达 1013 名；名册有 1 个表决权时，每人最多邀请 1008 名〕": act.Refuse(contract.TooMany, "of", "invited", "after", 1013, "rights",
			1, "most", 1008),
		"名册各部分不一致。〔一版名册最多有 1000000 个表决权〕":           act.Refuse(people.BadRoll, "of", "rights", "most", 1000000),
		"有字段缺失或格式不正确。〔网上选票的有效期最长为约 2 小时〕":           act.Refuse(act.BadField, "of", "ballot-life", "most", 7200),
		"经办人不能确认与本人有关的事项；本人任职的单位也不能。〔请由其他单位的经办人办理〕": act.Refuse(people.OwnUnit, "of", "body"),
		"签名无效。": act.Refuse(act.BadSignature),
		"没有一项生效；第一项的理由：签名无效。": act.Refuse(contract.NoEffect, "first", act.BadSignature),
		`账本的理由：NEW {"a":"b"}`: act.Refuse("NEW", "a", "b"),
		"有字段缺失或格式不正确。":        act.Refuse(act.BadField, "of", "what a newer ledger says"),
	} {
		e, _ := errors.AsType[*act.Error](refusal)
		if got := words.Of(act.ParseError(e.Error())); got.ZH != want || got.EN == "" || strings.Contains(got.EN, "{most") {
			t.Errorf("%v reads %q; want %q", refusal, got, want)
		}
	}
}

func TestEnglish(t *testing.T) {
	for want, err := range map[string]error{
		"open: TOO_EARLY: the notice runs for about 2 hours more": fmt.Errorf("open: %w",
			act.Refuse(vote.TooEarly, "of", "notice", "left", 7100)),
		"TOO_EARLY: the notice says that ballots are cast from 2026-11-22 08:00 (Beijing time) on": act.Refuse(vote.TooEarly, "of",
			"opening", "at", 1795305600),
		"NO_EFFECT: no act of the batch took effect; the first: REVOKED: the credential was revoked": act.Refuse(contract.NoEffect, "first",
			contract.Revoked),
		"no disk": errors.New("no disk"),
	} {
		if got := words.English(err); got != want {
			t.Errorf("%q; want %q", got, want)
		}
	}
}
