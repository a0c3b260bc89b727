// SPDX-License-Identifier: Apache-2.0

package api

// caseWords are the words of an agreement and of an application on paper. The articles are those of the People's Mediation Law (2010), the
// Civil Procedure Law (2023) and the Civil Code.
var caseWords = struct {
	agreement, application, page, number, community, side, otherSide, mediator, parties, text, signed, keySigned, paperSigned, kept, days,
	last, gone, erased, elsewhere, hash, salt, agreedOn, apply, asks, why, came, dear, law, promise, counted, holiday, enclosed, applicant,
	date text
}{
	agreement:   text{"人民调解协议书", "Mediation agreement"},
	application: text{"司法确认申请书", "Application to confirm a mediation agreement"},
	page:        text{"第 %d 页，共 %d 页", "page %d of %d"},
	number:      text{"编号：%s（账本上的回执编号）", "Number: %s, by which the act is found on the ledger"},
	community:   text{"小区：%s", "Community: %s"},
	side:        text{"申请调解的一方：%s，签名人 %s", "The side that asked: %s, signed for by %s"},
	otherSide:   text{"另一方：%s，签名人 %s", "The other side: %s, signed for by %s"},
	mediator:    text{"调解员：%s（%s）", "Mediator: %s (%s)"},
	parties:     text{"当事人", "The parties"},
	text:        text{"协议全文", "What was agreed"},
	signed:      text{"签名", "Signatures"},
	keySigned:   text{"%s：%s，%s（北京时间）以通行密钥签名", "%s: %s, by passkey at %s, Beijing time"},
	paperSigned: text{"纸上签名或盖章：________________________", "On paper: ________________________"},
	kept: text{
		"三方在账本上以同一份行为签名，协议自那时起生效，对双方有约束力（《人民调解法》第二十九条、第三十一条）。",
		"All three have signed one act on the ledger, with which the agreement took effect; it binds both sides (People's Mediation Law, Arts. 29 and 31).",
	},
	days: text{"履行的最后一天：%s。", "The last day to perform it: %s."},
	last: text{
		"双方可以在 %s 以前（含当天）一起请法院确认（第三十三条）。", "Until %s, that day included, both sides may ask a court to confirm it (Art. 33).",
	},
	gone: text{
		"〔协议全文已经删除，或者不在本服务器上。账本上的哈希值不变：谁手里有全文和盐，仍可以核对。〕",
		"[The agreement's text was erased, or is not on this server. The hash on the ledger stands: whoever has the text and its salt can still compare.]",
	},
	erased:    text{"〔已删除〕", "[erased]"},
	elsewhere: text{"〔不在本服务器上〕", "[not known to this server]"},
	hash:      text{"账本上的 SHA-256：%s", "SHA-256 on the ledger: %s"},
	salt:      text{"盐：%s（哈希值由盐、换行符和协议的规范文本算出）", "Salt: %s; the hash is that of the salt, a line feed and the agreement's canonical text"},
	agreedOn:  text{"签订日期：%s", "Date: %s"},

	apply: text{"请求事项", "What is asked"},
	asks: text{
		"请求依法确认申请人于 %s 经人民调解达成的调解协议（编号 %s）有效。",
		"To confirm that the agreement which the applicants came to by people's mediation on %s (number %s) is valid.",
	},
	why: text{"事实和理由", "Facts and grounds"},
	came: text{
		"双方因下述纠纷，于 %s 经 %s 的调解员 %s 调解，自愿达成如下协议；双方和调解员已经签名。",
		"On %s, before the mediator of %s, %s, both came to the following agreement of their own will; both and the mediator have signed it.",
	},
	dear: text{"此致 ________________ 人民法院", "To the People's Court of ________________"},
	law: text{
		"依据：《人民调解法》第三十三条；《民事诉讼法》关于确认调解协议案件的规定。向当事人住所地、标的物所在地或者调解组织所在地的基层人民法院提出。",
		"Under Art. 33 of the People's Mediation Law, and what the Civil Procedure Law says of the confirmation of mediation agreements. It goes to the " +
			"basic people's court of where a party lives, the thing in dispute is, or the mediators are.",
	},
	promise: text{
		"申请人承诺：双方出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；如果因为该协议内容而给他人造成损害，愿意承担相应的民事责任和其他法律责任。",
		"The applicants state that they came to the agreement of their own will, to end their dispute, and not in collusion or to evade the law; and that they " +
			"answer for what harm its content does to others.",
	},
	counted: text{
		"期限：协议于 %s 生效，从第二天起算三十天，最后一天是 %s。", "The time: the agreement took effect on %s; thirty days from the day after end with %s.",
	},
	holiday: text{
		"最后一天是法定休假日的，以休假日结束的次日为最后一天（《民法典》第二百零三条）；最好早几天提出。",
		"If that is a public holiday, the day after it is the last (Civil Code, Art. 203). Better go some days before.",
	},
	enclosed:  text{"附：调解协议书；双方的身份证明；与调解协议有关的证明材料。", "Enclosed: the agreement; who the applicants are; what shows that the agreement is so."},
	applicant: text{"申请人（签名或盖章）：%s ________________", "Applicant (signature or seal): %s ________________"},
	date:      text{"日期：______年____月____日", "Date: ________________"},
}
