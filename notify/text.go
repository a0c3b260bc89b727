// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// A Language is one of those the pages speak.
type Language string

// The languages.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// china is the time that votes open and close by.
var china = time.FixedZone("UTC+8", 8*3600)

func moment(lang Language, unix int64) string {
	form := "2 January 2006, 15:04"
	if lang == Chinese {
		form = "2006年1月2日 15:04"
	}
	return time.Unix(unix, 0).In(china).Format(form)
}

// wording is a notice in one language: {vote} is the election's title, {opens} and {closes} its window.
type wording struct{ title, text string }

// wordings has every kind in both languages.
var wordings = map[Kind]map[Language]wording{
	ElectionNotice: {
		Chinese: {"{vote}：开始公示", "可以看到要表决的事项了。投票时间是 {opens} 到 {closes}（北京时间）。"},
		English: {"{vote}: notice is given", "You can read what will be voted on. Voting is from {opens} to {closes}, Beijing time."},
	},
	ElectionOpened: {
		Chinese: {"{vote}：可以投票了", "请在 {closes}（北京时间）以前投票。"},
		English: {"{vote}: voting is open", "Please vote before {closes}, Beijing time."},
	},
	ClosingIn48Hours: {
		Chinese: {"{vote}：两天内截止", "您的表决权还没有投票。{closes}（北京时间）截止。"},
		English: {"{vote}: less than two days left", "No vote has been cast for you yet. Voting ends on {closes}, Beijing time."},
	},
	ClosingIn24Hours: {
		Chinese: {"{vote}：不到一天就截止", "您的表决权还没有投票。{closes}（北京时间）截止。"},
		English: {"{vote}: less than a day left", "No vote has been cast for you yet. Voting ends on {closes}, Beijing time."},
	},
	ElectionClosed: {
		Chinese: {"{vote}：投票结束", "接下来各单位开票、计票，然后公布结果。"},
		English: {"{vote}: voting has ended", "The bodies now open and count the ballots, then publish the result."},
	},
	ElectionPublished: {
		Chinese: {"{vote}：结果已公布", "您可以看结果，也可以自己核对。如有异议，请在异议期内提出。"},
		English: {"{vote}: the result is published",
			"You can read the result and check it yourself. If you object, do so while objections are heard."},
	},
	ElectionFinal: {
		Chinese: {"{vote}：异议期结束", "异议期已过，公布的结果不再改变。"},
		English: {"{vote}: the time for objections is over", "The published result now stands."},
	},
	ElectionAnnulled: {
		Chinese: {"{vote}：已撤销", "两个单位撤销了这次表决，投过的票不再计算。"},
		English: {"{vote}: annulled", "Two bodies have annulled this vote. Ballots that were cast do not count."},
	},
	EnrolmentConfirmed: {
		Chinese: {"您的通行密钥已确认", "两个单位已经确认您的身份。现在可以投票了。"},
		English: {"Your passkey is confirmed", "Two bodies have confirmed who you are. You can vote now."},
	},
	PasskeyAdded: {
		Chinese: {"您名下新增了通行密钥", "如果不是您本人操作，请马上联系业委会或居委会。"},
		English: {"A passkey was added in your name", "If it was not you, tell the owners' or residents' committee at once."},
	},
	PasskeyRevoked: {
		Chinese: {"您的一个通行密钥已撤销", "它不能再使用。如果不是您要求的，请马上联系业委会或居委会。"},
		English: {"One of your passkeys was revoked",
			"It no longer works. If you did not ask for this, tell the owners' or residents' committee at once."},
	},
	CoOwnerPasskeyAdded: {
		Chinese: {"您的共有人新增了通行密钥", "您与他共有房屋。如果您觉得可疑，请联系业委会或居委会。"},
		English: {"A passkey was added for a co-owner of yours",
			"You own a unit together. If this seems wrong, tell the owners' or residents' committee."},
	},
	CoOwnerPasskeyRevoked: {
		Chinese: {"您的共有人的一个通行密钥已撤销", "您与他共有房屋。如果您觉得可疑，请联系业委会或居委会。"},
		English: {"A passkey of a co-owner of yours was revoked",
			"You own a unit together. If this seems wrong, tell the owners' or residents' committee."},
	},
	VoterDesignated: {
		Chinese: {"共有人推选您投票", "您与共有人共有的房屋，今后由您投票。"},
		English: {"Your co-owners chose you to vote", "From now on you vote for what you own together."},
	},
	ProxyNamed: {
		Chinese: {"{vote}：有人委托您投票", "一位业主委托您在这次表决中代他投票。他自己也投的话，以他的为准。"},
		English: {"{vote}: you were named as a proxy", "An owner asks you to vote for him. If he votes himself, his own vote counts."},
	},
	ObjectionAnswered: {
		Chinese: {"您的异议有了答复", "两个单位已经答复您的异议，请打开页面查看。"},
		English: {"Your objection was answered", "Two bodies have answered it. Open the page to read the answer."},
	},
	ActWaits: {
		Chinese: {"有一件事等您签名", "另一个人已经签了名，还需要您看过后签名。"},
		English: {"Something waits for your signature", "Another person has signed it. Please read it, and sign if you agree."},
	},
	ObjectionMade: {
		Chinese: {"收到一份异议", "一位业主提出了异议，需要两个单位答复。"},
		English: {"An objection came in", "An owner objects. Two bodies have to answer."},
	},
	EnrolmentWaits: {
		Chinese: {"有新的登记等待确认", "有业主登记了通行密钥，需要两个单位确认。"},
		English: {"Enrolments wait to be confirmed", "Owners have enrolled passkeys. Two bodies have to confirm them."},
	},
	BreachNoticed: {
		Chinese: {"您家有一条公约告知", "请打开页面看：是哪一条、怎么回事、您可以在哪一天之前改正或者申诉。"},
		English: {"Your home is told of something under the convention",
			"Open the page to read which article it is, what happened, and until when you can put it right or appeal."},
	},
	BreachUpheld: {
		Chinese: {"您的申诉没有成立", "两个单位已经裁定。您还有几天可以改正；改正了就什么都不执行。"},
		English: {"Your appeal has failed", "Two bodies have decided. You still have days to put it right; then nothing takes effect."},
	},
	BreachDismissed: {
		Chinese: {"您的申诉成立", "这件事不算数，什么都不执行。"},
		English: {"Your appeal has succeeded", "It does not count, and nothing takes effect."},
	},
	BreachEffective: {
		Chinese: {"一条公约的后果开始执行", "期限已过。请打开页面看后果是什么、到哪一天为止。"},
		English: {"Something takes effect under the convention", "The days are over. Open the page to read what it is, and until when."},
	},
	BreachPardoned: {
		Chinese: {"您家的一件事已免除", "两个单位决定不再追究，也不再计算。"},
		English: {"Two bodies have let it be", "It counts no more, and nothing takes effect."},
	},
	BreachFound: {
		Chinese: {"有一件违约要告知住户", "两个单位已经认定。请告知住户；三十天内没有告知就失效。"},
		English: {"A household has to be told of a breach", "Two bodies have found it. Tell the household: after thirty days it lapses."},
	},
	BreachAppealed: {
		Chinese: {"有一份申诉等待裁定", "住户提出了申诉，需要两个单位裁定；六十天内没有裁定就不成立。"},
		English: {"An appeal waits to be decided", "A household appeals. Two bodies decide; after sixty days it is dismissed."},
	},
}

// Link is the path of the page that a notice leads to.
func (n Notice) Link() string {
	place := "/c/" + n.Community
	switch n.Kind {
	case ElectionNotice, ElectionClosed, ElectionAnnulled:
		return place + "/vote/" + n.Election
	case ElectionPublished, ElectionFinal:
		return place + "/result/" + n.Election
	case ObjectionMade, EnrolmentWaits:
		return place + "/office"
	}
	if n.Kind.ofOrder() {
		return place + n.orderLink()
	}
	if n.Kind.ofPoints() && n.audience != toOfficers {
		return place + "/my#/points"
	}
	if n.Kind.ofBreach() && n.audience == toOfficers {
		return place + "/office#/breaches"
	}
	if n.Kind.ofBreach() {
		return place + "/my#/breaches"
	}
	if n.Kind.ofCase() {
		return place + n.caseLink()
	}
	if n.Kind.ofParking() {
		return place + n.parkingLink()
	}
	if strings.HasPrefix(n.audience, toBody("")) || n.audience == toOfficers {
		return place + "/office"
	}
	return place + "/my"
}

// Words are a notice's title and text. They never tell what anybody voted, nor who or where somebody is.
func (n *Notifier) Words(ctx context.Context, notice Notice, lang Language) (title, text string, err error) {
	if notice.Kind.ofOrder() {
		return n.orderWords(ctx, notice, lang)
	}
	if w, ok := caseWordings[notice.Kind][lang]; ok {
		return w.title, w.text, nil
	}
	if w, ok := parkingWordings[notice.Kind][lang]; ok {
		return w.title, w.text, nil
	}
	if notice.Kind.ofPoints() {
		title, text = pointsWords(notice, lang)
		return title, text, nil
	}
	e := vote.Election{Title: notice.Election}
	if notice.Election != "" {
		e, err = index.Read(ctx, n.Index, vote.Elections, notice.Community, notice.Election)
		if err != nil {
			return "", "", err
		}
	}
	title, text = word(notice.Kind, e, lang)
	return title, text, nil
}

func word(k Kind, e vote.Election, lang Language) (title, text string) {
	w := wordings[k][lang]
	fill := strings.NewReplacer("{vote}", oneLine(e.Title), "{opens}", moment(lang, e.OpensAt()), "{closes}", moment(lang, e.ClosesAt()))
	return fill.Replace(w.title), fill.Replace(w.text)
}

// oneLine makes a title fit for a line, whatever it holds.
func oneLine(text string) string {
	const most = 100
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text))
	if len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return string(runes)
}

// letter is a notice as a mail to somebody, in both languages: nobody was asked for his.
func (n *Notifier) letter(ctx context.Context, notice Notice, to identity.Holder) (letter, error) {
	var l letter
	place, err := n.place(ctx, notice.Community)
	if err != nil {
		return l, err
	}
	zhTitle, zhText, err := n.Words(ctx, notice, Chinese)
	if err != nil {
		return l, err
	}
	enTitle, enText, err := n.Words(ctx, notice, English)
	if err != nil {
		return l, err
	}
	page, contact := n.Origin+notice.Link(), n.Origin+contactPage(notice.Community, to)
	l.subject = "【" + place + "】" + zhTitle + " / " + enTitle
	l.text = strings.Join([]string{
		zhTitle, zhText, page, "不想再收到邮件，请在“联系方式”页删除您的邮箱：" + contact,
		"————", enTitle, enText, page, "For no more mails, remove your address on the page “Contact”: " + contact,
	}, "\n\n") + "\n"
	return l, nil
}

// chat is a notice as a message to a group, in both languages.
func (n *Notifier) chat(ctx context.Context, notice Notice) (string, error) {
	place, err := n.place(ctx, notice.Community)
	if err != nil {
		return "", err
	}
	zhTitle, zhText, err := n.Words(ctx, notice, Chinese)
	if err != nil {
		return "", err
	}
	enTitle, enText, err := n.Words(ctx, notice, English)
	if err != nil {
		return "", err
	}
	return strings.Join([]string{"【" + place + "】" + zhTitle, zhText, enTitle, enText, n.Origin + notice.Link()}, "\n"), nil
}

// confirmation asks somebody to confirm his address.
func (n *Notifier) confirmation(ctx context.Context, community, person, email string) (letter, error) {
	place, err := n.place(ctx, community)
	if err != nil {
		return letter{}, err
	}
	token, err := n.token(ctx, community, person, email)
	if err != nil {
		return letter{}, err
	}
	link := n.Origin + contactPage(community, identity.Holder{}) + "/" + token // which needs no passkey there
	return letter{
		subject: "【" + place + "】请确认您的邮箱 / Please confirm your e-mail address",
		text: strings.Join([]string{
			"请打开下面的链接，确认这是您的邮箱。链接三天内有效，只能用一次。", link, "如果您没有填写过这个邮箱，不用理会这封邮件。",
			"————", "Please open this link to confirm that this is your address. It is good for three days, and once.", link,
			"If you did not enter this address, ignore this mail.",
		}, "\n\n") + "\n",
	}, nil
}

// contactPage is the path where somebody sets his contacts; the residents' with a slash and a token confirms an address, of whomever.
// What is behind # does not reach any server's log.
func contactPage(community string, h identity.Holder) string {
	page := "/my"
	switch {
	case h.Worker != "":
		page = "/work"
	case h.Officer != "":
		page = "/office"
	}
	return "/c/" + community + page + "#/contact"
}

func (n *Notifier) place(ctx context.Context, community string) (string, error) {
	c, err := index.Read(ctx, n.Index, contract.Communities, community)
	if errors.Is(err, index.ErrNotFound) {
		return community, nil
	}
	return oneLine(c.Name), err
}
