// SPDX-License-Identifier: Apache-2.0

package api

import "github.com/linli-project/linli/contract/points"

// The words of a household's statement of points.
var (
	statementHeader = []text{
		{"门牌", "home"}, {"行", "row"}, {"时间", "time"}, {"事由", "for"}, {"办法或服务", "rule or service"}, {"增减", "change"},
		{"余额", "balance"}, {"待用", "held"}, {"这批到期", "end of the lot"}, {"回执编号", "receipt number"},
	}
	statementBefore = text{"期初", "before"}
	statementMoved  = text{"变动", "moved"}
	statementAfter  = text{"期末", "after"}
	statementLot    = text{"其中", "lot"}
	statementNoEnd  = text{"长期", "none"}

	statementCauses = map[points.Cause]text{
		points.Cause(points.Help): {"帮邻居", "help to neighbours"}, points.Cause(points.Volunteer): {"为小区做事", "community work"},
		points.Cause(points.Bin): {"垃圾分类", "sorting of waste"},
		points.Gift:              {"赠送", "gift"}, points.Reverse: {"撤回", "taken back"}, points.Redeem: {"兑换", "redeemed"},
		points.Use: {"已用", "used"}, points.Return: {"退还", "given back"}, points.Lapse: {"逾期退还", "lapsed"},
		points.Expire: {"过期", "expired"}, points.Withheld: {"依公约扣留", "withheld under the convention"},
		points.Restored: {"扣留退回", "given back: the breach was pardoned"},
	}

	statementTitle = text{"积分对账单", "Statement of points"}
	statementSpan  = text{"自 %s 至 %s（北京时间）", "From %s to %s, China's time"}
	statementAll   = text{"从开始至 %s（北京时间）", "From the beginning to %s, China's time"}
	statementNote  = text{
		"积分不是钱：不能买卖，不能兑成现金。“余额”是账上的积分，“待用”是已兑换、还没有用的。凭回执编号可以在网页上查到账本上的记录；过期和逾期退还是账本自己记的，没有编号。",
		"Points are no money: nobody buys, sells or cashes them. The balance is what is in the account; held is what was redeemed and not used " +
			"yet. By its receipt number a line is found on the ledger; what expired or lapsed has none.",
	}
	statementHome    = text{"%s：期初 %d，期末 %d，待用 %d", "%s: %d before, %d after, %d held"}
	statementLots    = text{"%s：余额什么时候到期", "%s: when the balance ends"}
	statementNone    = text{"这段时间没有变动。", "Nothing moved in this time."}
	statementNoLots  = text{"没有余额。", "There is no balance."}
	statementPage    = text{"第 %d 页，共 %d 页", "page %d of %d"}
	statementPrinted = text{"%s 打印", "Printed %s"}
)
