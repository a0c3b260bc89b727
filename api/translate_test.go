// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
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
		"表决的规则或事项有矛盾。〔截止须晚于投票开始，相隔 1 至 60 天〕":                       {contract.BadElection, timing.CheckWindow(200, 100)},
		"表决的规则或事项有矛盾。〔议题 a 缺少选项，或有重复的选项〕":                           {contract.BadElection, contest(election.Contest{ID: "a", Options: []string{"x", "x"}, Threshold: election.Elect})},
		"表决的规则或事项有矛盾。〔议题 b 的名额多于选项〕":                                {contract.BadElection, contest(election.Contest{ID: "b", Options: []string{"x"}, Seats: 2, Threshold: election.Elect})},
		"表决的规则或事项有矛盾。〔议题 c 的选项“王伟”与“王 伟”看上去一样〕":                     {contract.BadElection, contest(election.Contest{ID: "c", Options: []string{"王伟", "王 伟"}, Threshold: election.Elect})},
		"表决的规则或事项有矛盾。〔议题的编号或选项里有看不见的字符（U+200B），请重新输入〕":              {contract.BadElection, contest(election.Contest{ID: "d", Options: []string{"王伟\u200b"}, Threshold: election.Elect})},
		"表决的规则或事项有矛盾。〔标题里有看不见的字符（U+202E），请重新输入〕":                    {contract.BadElection, errors.New("the title of a contest holds a character that is not seen (U+202E), type it anew")},
		"表决的规则或事项有矛盾。〔议题 m1 与 m2 的标题看上去一样〕":                         {contract.BadElection, errors.New(`contests "m1" and "m2" have titles that look the same`)},
		"表决不在这个阶段。〔现在是：已截止〕":                                        {contract.WrongStage, wrongStage},
		"表决不在这个阶段。〔现在是：已公布〕":                                        {contract.WrongStage, errors.New("the election is published; its keys are set before it opens")},
		"规定的时间尚未到。〔公示还有约 15 天〕":                                     {contract.TooEarly, timing.MayOpen(100, 160)},
		"规定的时间尚未到。〔异议期还有约 2 小时〕":                                    {contract.TooEarly, timing.MayFinalise(100, 100+7*86400-7100)},
		"规定的时间尚未到。〔距公示的截止时间还有不到一分钟〕":                                {contract.TooEarly, timing.MayClose(100, 60)},
		"规定的时间尚未到。〔公示的投票开始时间是 2026-11-22 08:00（北京时间）〕":              {contract.TooEarly, errors.New("the notice says that ballots are cast from 1795305600 on")},
		"表决的规则或事项有矛盾。〔当地规定，一名受托人最多接受 3 份委托；当地规定，受托人须是业主；当地规定，车位计入〕": {contract.BadElection, strict.Check(election.Rules{ProxyCap: 4})},
		"委托不符合规则。〔已经委托过〕":                                           {contract.ProxyRefused, errors.New(string(election.HasProxy))},
		`有字段缺失或格式不正确。〔"seq" must be 1 or more〕`:                     {act.BadField, errors.New(`"seq" must be 1 or more`)},
		"账本上没有所指的内容。〔此人没有收到邀请，请向业委会索取信函〕":                           {contract.NotFound, errors.New("this person was not invited; ask the committee for a letter")},
		"签名无效。":    {act.BadSignature, errors.New("the signature does not verify under the credential's key")},
		"账本的理由：no": {"NEW", errors.New("no")},
	} {
		message := strings.ReplaceAll(c.err.Error(), "\n", "; ") // as contract/election.go has it
		if got := refusedText(&act.Error{Code: c.code, Message: message}); got.zh != want || got.en != message {
			t.Errorf("%s, want %s", got.zh, want)
		}
	}
}
