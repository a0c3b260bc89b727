// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"

	xlanguage "golang.org/x/text/language"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
)

// language is one of those the pages speak.
type language string

const (
	chinese language = "zh"
	english language = "en"
)

var spoken = xlanguage.NewMatcher([]xlanguage.Tag{xlanguage.Chinese, xlanguage.English})

// languageOf is the language a request asks for; Chinese if it asks for none of ours.
func languageOf(r *http.Request) language {
	if _, i := xlanguage.MatchStrings(spoken, r.Header.Get("Accept-Language")); i == 1 {
		return english
	}
	return chinese
}

func (t text) in(l language) string {
	if l == english {
		return t.en
	}
	return t.zh
}

// refusals says in Chinese what the ledger's codes mean. In English the ledger says it itself, and more exactly.
var refusals = map[act.Code]string{
	act.TooLarge:         "内容超过允许的大小。",
	act.NotJSON:          "内容不是有效的 JSON。",
	act.NotCanonical:     "文本不是规范格式。",
	act.BadField:         "有字段缺失或格式不正确。",
	act.NoSignature:      "缺少签名。",
	act.DuplicateSigner:  "同一个通行密钥签了两次。",
	act.WrongSigner:      "第一个签名不是行为人的。",
	act.WrongChallenge:   "签名针对的是另一份内容。",
	act.WrongOrigin:      "签名不是在本社区的网页上作出的。",
	act.WrongRP:          "签名使用的不是本社区的通行密钥。",
	act.NotVerified:      "设备没有验证本人（指纹、面容或密码）。",
	act.BackupFlags:      "通行密钥的备份状态与登记时不同，请重新登记一个通行密钥。",
	act.BadSignature:     "签名无效。",
	contract.NotFound:    "账本上没有所指的内容。",
	contract.Exists:      "已经存在。",
	contract.OtherNet:    "此行为是为另一个账本作出的。",
	contract.NotYet:      "尚未生效，请检查设备的时间。",
	contract.Expired:     "已经过期。",
	contract.NotEnrolled: "账本上没有登记这个通行密钥。",
	contract.Pending:     "通行密钥尚待两个单位的经办人确认。",
	contract.Revoked:     "通行密钥已被撤销。",
	contract.NotOfficer:  "需要经办人的签名。",
	contract.NotOwner:    "需要业主的签名。",
	contract.TwoBodies:   "需要两个不同单位的经办人签名。",
	people.OwnUnit:       "经办人不能确认与本人有关的事项；本人任职的单位也不能。",
	contract.TooMany:     "已达到账本允许的数量。",
	people.Differs:       "与社区成立时的章程不同。",
	contract.Replayed:    "这个序号已经用过，请刷新后重试。",
	contract.SeqGap:      "序号不连续，请刷新后重试。",
	people.CodeUsed:      "邀请码已经用过；如不是本人所为，请联系业委会。",
	people.CodeWithdrawn: "邀请已作废，或已被新的信取代；请用最新的信，或联系业委会。",
	contract.WrongPerson: "不是相关的本人。",
	people.BadRoll:       "名册各部分不一致。",
	vote.WrongStage:      "表决不在这个阶段。",
	vote.TooEarly:        "规定的时间尚未到。",
	vote.BadElection:     "表决的规则或事项有矛盾。",
	vote.NotDrilled:      "还有单位没有证明能够开票。",
	vote.BadDrill:        "开票演练的回答不正确。",
	vote.WrongKey:        "不是本单位公布的密钥。",
	vote.WrongResult:     "签名的结果不是账本计票的结果。",
	vote.ProxyRefused:    "委托不符合规则。",
	people.Incomplete:    "还有部分没有完成。",
	"NO_SUCH_RIGHT":      "没有这个表决权。",
	"NOT_OPEN":           "投票尚未开始。",
	"CLOSED":             "投票已经截止。",
	"NOT_ENTITLED":       "您不能为这个表决权投票。",
	"ALREADY_VOTED":      "这个表决权已经投过票。",
}

// exact are the refusals whose message says more than their code: which field, which rule, how long.
var exact = map[act.Code]bool{
	act.TooLarge: true, act.BadField: true, contract.NotFound: true, contract.Exists: true, people.BadRoll: true, vote.WrongStage: true,
	vote.TooEarly: true, vote.BadElection: true, vote.NotDrilled: true, vote.ProxyRefused: true, people.Incomplete: true,
	contract.TooMany: true, people.OwnUnit: true,
}

// refusedText is what the ledger's refusal says in both languages.
func refusedText(e *act.Error) text {
	zh := refusals[e.Code]
	switch {
	case zh == "":
		zh = "账本的理由：" + e.Message
	case exact[e.Code]:
		zh += "〔" + translated(e.Message) + "〕"
	}
	return text{zh, e.Message}
}
