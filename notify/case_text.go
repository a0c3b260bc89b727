// SPDX-License-Identifier: Apache-2.0

package notify

import "strings"

// caseWordings are those of mediation. They say neither what a case is about nor with whom: a mail lies about, and has other readers.
var caseWordings = map[Kind]map[Language]wording{
	CaseRequested: {
		Chinese: {"有人申请调解", "请打开页面看一看，七天内受理或者说明为什么不受理。"},
		English: {"Somebody asks for mediation", "Please open the page, and take it within seven days or say why not."},
	},
	CaseTaken: {
		Chinese: {"您的调解申请有调解员受理了", "正在问对方愿不愿意参加。十天内没有答复，就算没有答复而结束。"},
		English: {"A mediator has taken your case", "The other side is asked whether it takes part. If it does not answer in ten days, that ends it."},
	},
	CaseAsked: {
		Chinese: {"有人请您家（或您单位）参加调解", "参加不参加由您决定，不用说理由。请打开页面看一看，在页面上写的日子以前答复。"},
		English: {"You are asked to take part in mediation", "You decide, and need not say why. Open the page, and answer by the day that it names."},
	},
	CaseJoined: {
		Chinese: {"对方同意参加调解", "双方都参加了，调解开始。"},
		English: {"The other side takes part in the mediation", "Both sides take part now."},
	},
	CaseMeets: {
		Chinese: {"约好了一次调解", "什么时候、在哪里，请打开页面看；也可以在页面上把它存进日历。"},
		English: {"A session of the mediation is fixed", "The page says when and where, and has a file of it for your calendar."},
	},
	CaseProposed: {
		Chinese: {"调解员提出了一个方案", "请打开页面看，在页面上写的日子以前答复。同意方案还不受它约束，签了协议才算。"},
		English: {"The mediator makes a proposal", "Open the page, and reply by the day that it names. A yes binds nobody before an agreement is signed."},
	},
	CaseReplied: {
		Chinese: {"有一方答复了您的调解方案", "或者答复的日子已过。请打开页面看。"},
		English: {"A side has replied to your proposal", "Or its days to reply are over. Please open the page."},
	},
	CaseSign: {
		Chinese: {"调解中有一份文件等您这一方签名", "请打开页面看全文，同意再签。您这一方有一个人签就可以。"},
		English: {"In a mediation something waits for your side's signature",
			"Open the page, read all of it, and sign if you agree. One person signs for your side."},
	},
	CaseAgreed: {
		Chinese: {"调解协议签好了", "从现在起生效。协议书可以在页面上打印；三十天内双方可以一起请法院确认。"},
		English: {"The agreement is signed", "It binds from now on. You can print it from the page; for thirty days both sides may ask a court to confirm it."},
	},
	CaseApplySoon: {
		Chinese: {"请法院确认调解协议的时间快到了", "只剩几天。双方一起申请才行；不申请，协议照样有效。"},
		English: {"The days for a court to confirm the agreement end soon", "Only a few are left. Both sides have to ask; the agreement binds without that, too."},
	},
	CasePerformSoon: {
		Chinese: {"调解协议约定的日子快到了", "请打开页面看约定了什么。对方做到了，请在页面上说一声。"},
		English: {"The day for what was agreed is near", "Open the page to read what was agreed. When the other side has done its part, please say so there."},
	},
	CaseEnded: {
		Chinese: {"一件调解结束了", "怎么结束的，请打开页面看。"},
		English: {"A mediation has ended", "Open the page to read how."},
	},
}

// caseLink is where in a community's pages a notice of a case leads.
func (n Notice) caseLink() string {
	if strings.HasPrefix(n.audience, toBody("")) || strings.HasPrefix(n.audience, toOfficer("")) {
		return "/office#/cases"
	}
	return "/my#/cases"
}
