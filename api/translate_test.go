// SPDX-License-Identifier: Apache-2.0

package api

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
)

// What the rules say of an election that cannot be held reads in Chinese; what is not translated stands there as the ledger says it.
func TestRefusalsInChinese(t *testing.T) {
	contest := func(c election.Contest) error {
		return election.ValidateContests(election.Rules{Kind: election.Committee}, []election.Contest{c})
	}
	timing := election.Timing{WindowMinDays: 1, WindowMaxDays: 60, NoticeDays: 15, ObjectionDays: 7}
	_, wrongStage := election.Next(election.StageClosed, election.StepOpen)
	strict := election.Profile{ID: "a-place", ProxyCap: 3, ProxyMustOwn: true, CountParking: election.ParkingCounted}
	for want, c := range map[string]struct {
		code act.Code
		err  error
	}{
		"表决的规则或事项有矛盾。〔截止须晚于投票开始，相隔 1 至 60 天〕":                       {vote.BadElection, timing.CheckNotice(0, 200, 100)},
		"表决的规则或事项有矛盾。〔投票须在公示满 15 天之后开始〕":                            {vote.BadElection, timing.CheckNotice(0, 15*86400-1, 17*86400)},
		"表决的规则或事项有矛盾。〔距公示的截止时间已不足投票期的最短 1 天；请将此次表决作废，另行公示〕":         {vote.BadElection, fmt.Errorf("%w; annul this vote and give notice of another one", timing.CheckRest(1, 86400))},
		"还有单位没有证明能够开票。〔尚未演练：street；请等待，或不含这些单位开始投票〕":                {vote.NotDrilled, errors.New("not proved that they can open ballots: street; wait for them, or open without them")},
		"还有单位没有证明能够开票。〔已有 2 个单位证明能够开票；需要 3 个〕":                      {vote.NotDrilled, errors.New("2 bodies have proved that they can open ballots; 3 are needed")},
		"表决的规则或事项有矛盾。〔议题 a 缺少选项，或有重复的选项〕":                           {vote.BadElection, contest(election.Contest{ID: "a", Options: []string{"x", "x"}, Threshold: election.Elect})},
		"表决的规则或事项有矛盾。〔议题 b 的名额多于选项〕":                                {vote.BadElection, contest(election.Contest{ID: "b", Options: []string{"x"}, Seats: 2, Threshold: election.Elect})},
		"表决的规则或事项有矛盾。〔议题 c 的选项“王伟”与“王 伟”看上去一样〕":                     {vote.BadElection, contest(election.Contest{ID: "c", Options: []string{"王伟", "王 伟"}, Threshold: election.Elect})},
		"表决的规则或事项有矛盾。〔议题的编号或选项里有看不见的字符（U+200B），请重新输入〕":              {vote.BadElection, contest(election.Contest{ID: "d", Options: []string{"王伟\u200b"}, Threshold: election.Elect})},
		"表决的规则或事项有矛盾。〔标题里有看不见的字符（U+202E），请重新输入〕":                    {vote.BadElection, errors.New("the title of a contest holds a character that is not seen (U+202E), type it anew")},
		"表决的规则或事项有矛盾。〔议题 m1 与 m2 的标题看上去一样〕":                         {vote.BadElection, errors.New(`contests "m1" and "m2" have titles that look the same`)},
		"表决不在这个阶段。〔现在是：已截止〕":                                        {vote.WrongStage, wrongStage},
		"表决不在这个阶段。〔现在是：已公布〕":                                        {vote.WrongStage, errors.New("the election is published; its keys are set before it opens")},
		"规定的时间尚未到。〔公示还有约 15 天〕":                                     {vote.TooEarly, timing.MayOpen(100, 160)},
		"规定的时间尚未到。〔异议期还有约 2 小时〕":                                    {vote.TooEarly, timing.MayFinalise(100, 100+7*86400-7100)},
		"规定的时间尚未到。〔距公示的截止时间还有不到一分钟〕":                                {vote.TooEarly, timing.MayClose(100, 60)},
		"规定的时间尚未到。〔公示的投票开始时间是 2026-11-22 08:00（北京时间）〕":              {vote.TooEarly, errors.New("the notice says that ballots are cast from 1795305600 on")},
		"表决的规则或事项有矛盾。〔当地规定，一名受托人最多接受 3 份委托；当地规定，受托人须是业主；当地规定，车位计入〕": {vote.BadElection, strict.Check(election.Rules{ProxyCap: 4})},
		"委托不符合规则。〔已经委托过〕":                                           {vote.ProxyRefused, errors.New(string(election.HasProxy))},
		`有字段缺失或格式不正确。〔"seq" must be 1 or more〕`:                     {act.BadField, errors.New(`"seq" must be 1 or more`)},
		"账本上没有所指的内容。〔此人没有收到邀请，请向业委会索取信函〕":                           {contract.NotFound, errors.New("this person was not invited; ask the committee for a letter")},
		"已达到账本允许的数量。〔对一版名册或一次结果，每人最多提出 4 次异议〕":                      {contract.TooMany, errors.New("a person objects to a roll or a result 4 times at most")},
		"已达到账本允许的数量。〔除投票外，每人最多办理 10000 项〕":                          {contract.TooMany, errors.New("a person makes 10000 acts at most, besides ballots")},
		"已达到账本允许的数量。〔一个经办人通行密钥最多签署 100000 项，请登记另一个通行密钥〕":            {contract.TooMany, errors.New("an officer's passkey makes 100000 acts at most; have another passkey registered")},
		"已达到账本允许的数量。〔本单位已有 16 个尚未公示的草案，请先作废一些〕":                     {contract.TooMany, errors.New("the body has drafted 16 elections that were not announced; have some annulled first")},
		"已达到账本允许的数量。〔本单位已给其中一人发过 64 个邀请码，不能再发〕":                     {contract.TooMany, errors.New("the body has issued 64 codes to one of these persons, which is the most")},
		"已达到账本允许的数量。〔这名经办人邀请的人将达 1013 名；名册有 1 个表决权时，每人最多邀请 1008 名〕": {contract.TooMany, errors.New("the officer would have invited 1013 persons; with a roll of 1 rights one invites 1008 at most")},
		"名册各部分不一致。〔一版名册最多有 1000000 个表决权〕":                           {people.BadRoll, errors.New("a roll has 1000000 rights at most")},
		"有字段缺失或格式不正确。〔网上选票的有效期最长为约 2 小时〕":                           {act.BadField, errors.New(`"exp" of a ballot must be at or after "nbf", by at most 7200 s`)},
		"经办人不能确认与本人有关的事项；本人任职的单位也不能。〔请由其他单位的经办人办理〕":                 {people.OwnUnit, errors.New(`officers of "owners" cannot confirm a passkey of a person who is one of them; those of other bodies can`)},
		"经办人不能确认与本人有关的事项；本人任职的单位也不能。〔请由其他经办人办理〕":                    {people.OwnUnit, errors.New("an officer cannot answer an objection of his own person")},
		"有字段缺失或格式不正确。〔一位业主最多登记为 2 家单位的经办人，须留下两家可以替他办事的单位〕":          {act.BadField, errors.New("an owner is an officer of at most 2 bodies, as two must remain that can act for him")},
		"签名无效。":    {act.BadSignature, errors.New("the signature does not verify under the credential's key")},
		"账本的理由：no": {"NEW", errors.New("no")},
	} {
		message := strings.ReplaceAll(c.err.Error(), "\n", "; ") // as contract/election.go has it
		if got := refusedText(&act.Error{Code: c.code, Message: message}); got.zh != want || got.en != message {
			t.Errorf("%s, want %s", got.zh, want)
		}
	}
}
