// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"strings"

	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/order"
	"github.com/linli-project/linli/words"
)

// orderWordings are those of orders: {haste} is the priority. They tell neither what it is about nor where: a mail lies about, and a
// group has other readers.
var orderWordings = map[Kind]map[Language]wording{
	OrderWaits: {
		Chinese: {"工单等待分派（{haste}）", "没有人可以自动派单，请指定由谁处理。"},
		English: {"An order waits to be assigned ({haste})", "Nobody could be called for it. Please say whose it is."},
	},
	OrderCalled: {
		Chinese: {"工单等待接单（{haste}）", "请打开页面接单。逾期没有人接单，会再通知其他人。"},
		English: {"An order waits to be accepted ({haste})", "Please open the page and accept it. If nobody does in time, others are called."},
	},
	OrderHelp: {
		Chinese: {"同事请求协助（{haste}）", "处理这张工单的同事请您的网格帮忙。"},
		English: {"A colleague asks for help ({haste})", "Who works on this order asks your grid to help."},
	},
	OrderEscalated: {
		Chinese: {"工单已逾期（{haste}）", "规定时间内没有人接单、到场或办结，需要负责人处理。"},
		English: {"An order is overdue ({haste})", "It was not accepted, reached or done in time. Its supervisor has to act."},
	},
	OrderAgain: {
		Chinese: {"再次提醒：工单仍未处理（{haste}）", "期限已过。处理以前，会一再提醒。"},
		English: {"Once more: an order is still overdue ({haste})", "Its time is over. You are told again until something is done."},
	},
	OrderSoon: {
		Chinese: {"工单快到期限（{haste}）", "到场或办结的时间所剩不多。来不及的话，请在页面上转交。"},
		English: {"A deadline of your order is near ({haste})",
			"Little is left of the time to be there, or to be done. If it is too little, hand it on on the page."},
	},
	OrderReopened: {
		Chinese: {"工单被重新打开（{haste}）", "住户表示问题没有解决，已重新派单。"},
		English: {"An order was reopened ({haste})", "A household says that it is not solved. Workers are called again."},
	},
	OrderDone: {
		Chinese: {"工单已办结，请确认", "工作人员表示已经办结。请在七天内确认并评价；没有解决可以重新打开。"},
		English: {"An order is done: please confirm",
			"Its worker says that it is done. Please confirm and rate it within seven days, or reopen it if it is not solved."},
	},
	OrderConfirmSoon: {
		Chinese: {"还剩不到两天：请确认工单", "到期没有答复，工单按“未答复”关闭。"},
		English: {"Less than two days left to confirm an order", "If nobody answers, it is closed as unanswered."},
	},
	OrderUnanswered: {
		Chinese: {"工单没有人确认，已关闭", "七天内没有住户答复，按“未答复”计。没有解决的话，三十天内可以重新打开。"},
		English: {"An order was closed as unanswered",
			"No household answered within seven days. If it is not solved, it can be reopened for thirty days."},
	},
}

func (n *Notifier) orderWords(ctx context.Context, notice Notice, lang Language) (title, text string, err error) {
	o, err := index.Read(ctx, n.Index, orders.Orders, notice.Community, notice.Subject)
	if err != nil {
		return "", "", err
	}
	w := orderWordings[notice.Kind][lang]
	return strings.ReplaceAll(w.title, "{haste}", hasteText(o.Priority, lang)), w.text, nil
}

// hasteText is what an order's haste is called within a line.
func hasteText(p order.Priority, lang Language) string {
	haste := words.OrderPriorities[string(p)]
	if lang == English {
		return strings.ToLower(haste.EN)
	}
	return haste.ZH
}

// orderLink is where in a community's pages a notice of an order leads.
func (n Notice) orderLink() string {
	switch {
	case strings.HasPrefix(n.audience, toWorker("")):
		return "/work#/order/" + n.Subject
	case n.audience == toPrograms, n.audience == toOfficers, strings.HasPrefix(n.audience, toOfficer("")):
		return "/office#/orders"
	}
	return "/my#/orders/" + n.Subject
}
