// SPDX-License-Identifier: Apache-2.0

package web

import "fmt"

// text is what a page says, in both languages.
type text struct{ zh, en string }

// say is a text in a language; args fill its %s and %d. A key that does not exist is a fault of the page.
func say(lang, key string, args ...any) string {
	both, ok := texts[key]
	if !ok {
		panic("web: no text " + key)
	}
	form := both.en
	if lang == "zh" {
		form = both.zh
	}
	if len(args) == 0 {
		return form
	}
	return fmt.Sprintf(form, args...)
}

// texts are all the texts of the rendered pages. Those of the scripts are in src/app/texts.
var texts = map[string]text{
	"name":        {"邻里", "Linli"},
	"skip":        {"跳到正文", "Skip to the content"},
	"settings":    {"语言与版式", "Language and view"},
	"view.elder":  {"长辈版", "Large view"},
	"view.normal": {"普通版", "Normal view"},
	"foot":        {"页脚", "Footer"},
	"loading":     {"正在打开…", "Opening…"},
	"noscript":    {"这一页需要 JavaScript。不方便的话，可以到业委会或居委会办公室办理，也可以投纸质票。", "This page needs JavaScript. Otherwise come to the office of the owners' or the residents' committee, or vote on paper."},
	"unbuilt":     {"这台服务器没有装入住户与经办人的页面；公示、结果与核验页面不受影响。", "This server was built without the pages for residents and officers; notices, results and verification are not affected."},

	"absent.title": {"没有这一页", "There is no such page"},
	"absent.text":  {"网址可能不完整，或者这件事还没有发生（例如尚未计票）。", "The address may be incomplete, or what it names has not happened yet (for example, nothing is counted)."},
	"failed.title": {"页面出错了", "This page failed"},
	"failed.text":  {"不是您的问题，已经记录。请过一会儿再试；已经投出的票不受影响。", "It is not your fault, and it has been recorded. Please try again in a while; ballots that were cast are not affected."},

	"home.title":    {"小区", "Communities"},
	"home.head":     {"邻里：看得见的共同决定", "Linli: deciding together, in the open"},
	"home.lead":     {"每一张票由住户本人签名，四家单位共同记账，任何人都可以重新计票。", "Each ballot is signed by its voter, kept by several bodies together, and can be counted again by anybody."},
	"home.none":     {"账本上还没有小区。", "There is no community on this ledger yet."},
	"home.elder":    {"字大一点", "Larger letters"},
	"home.elder.on": {"您正在使用长辈版：字号大、按键大、对比强。", "You are using the large view: large letters, large buttons, strong contrast."},

	"community.my":          {"我的表决", "My votes"},
	"community.votes":       {"表决会议", "Votes"},
	"community.novotes":     {"还没有表决会议。", "No vote has been held yet."},
	"community.roll":        {"业主名册", "Owners' roll"},
	"community.noroll":      {"名册尚未通过。", "No roll has been approved yet."},
	"community.bodies":      {"共同记账的单位", "The bodies that keep the ledger"},
	"community.bodies.note": {"它们各自保存一份完整的账本。任何一家都不能单独更改。", "Each keeps a whole copy of the ledger. None of them can change it alone."},
	"community.office":      {"经办人入口", "For officers"},
	"roll.version":          {"版本", "Version"},
	"roll.units":            {"专有部分", "Units"},
	"roll.heads":            {"业主人数（不计车位）", "Heads (without parking)"},
	"roll.area":             {"专有部分面积（不计车位）", "Area (without parking)"},
	"roll.note":             {"名册由两家单位共同签字确认。账本上只有代号，没有姓名和门牌。", "Two bodies signed the roll. The ledger holds pseudonyms only, neither names nor house numbers."},

	"opens.at":  {"开始投票", "Voting begins"},
	"closes.at": {"截止", "Ends"},

	"election.kicker":       {"表决公告", "Notice of a vote"},
	"election.vote":         {"去投票", "Vote"},
	"election.result":       {"查看结果", "See the result"},
	"election.when":         {"时间", "When"},
	"election.turnout":      {"已有多少人投票", "How many have voted"},
	"election.turnout.note": {"谁投了什么，截止之前没有人看得到，包括记账的单位。面积在计票时一并算出。", "Nobody sees a choice before the end, not even the bodies that keep the ledger. The area is added up at the count."},
	"election.turnout.none": {"投票还没有开始。", "Voting has not begun."},
	"election.matters":      {"议题", "Matters"},
	"election.rules":        {"规则", "Rules"},
	"election.place":        {"适用规则：", "Rules of the place:"},
	"election.source":       {"依据：", "Source:"},
	"election.steps":        {"进展", "Progress"},
	"step.ahead":            {"尚未", "not yet"},

	"stage.draft":     {"草案", "Draft"},
	"stage.notice":    {"公示", "Notice"},
	"stage.open":      {"投票中", "Open"},
	"stage.closed":    {"已截止", "Closed"},
	"stage.unsealed":  {"已启封", "Unsealed"},
	"stage.tallied":   {"已计票", "Counted"},
	"stage.published": {"已公布", "Published"},
	"stage.objection": {"异议期", "Objections"},
	"stage.final":     {"已确定", "Final"},
	"stage.annulled":  {"已作废", "Annulled"},

	"effect.statutory-here":      {"法律效力：当地规则允许以电子方式表决，本次表决按法定程序进行。是否有效，以法律和法院的认定为准。", "Legal effect: the rules of this place allow electronic votes, and this one follows the statutory procedure. Whether it is valid is for the law and the courts to say."},
	"effect.evidence-and-mirror": {"法律效力：本页是留痕和对照，不替代当地规定的官方平台或书面表决。", "Legal effect: evidence and mirror. It does not replace the official platform or the written vote that the rules of this place require."},
	"effect.opinion-poll":        {"法律效力：征求意见，不作出决定。", "Legal effect: an opinion poll. It decides nothing."},
	"effect.rehearsal":           {"演练：不作出任何决定，没有法律效力。", "Rehearsal: it decides nothing and has no legal effect."},

	"threshold.majority":       {"一般事项：参与表决的业主中，人数过半数、面积过半数都同意，才通过（民法典第二百七十八条）。刚好一半不算。", "Ordinary matter: passes if those agreeing are more than half of the heads that took part and hold more than half of their area (Civil Code Art. 278). Exactly half is not enough."},
	"threshold.three-quarters": {"特别事项：参与表决的业主中，人数四分之三以上、面积四分之三以上都同意，才通过（民法典第二百七十八条）。刚好四分之三算。", "Special matter: passes if those agreeing are three quarters or more of the heads that took part and hold three quarters or more of their area (Civil Code Art. 278). Exactly three quarters is enough."},
	"threshold.elect":          {"选举：得票超过参加投票人数一半的，按票数从高到低当选。", "Election: those with the votes of more than half of the voters are elected, by number of votes."},
	"threshold.none":           {"征求意见：不设通过线。", "Opinion poll: there is no threshold."},

	"quorum.owners":    {"要有效，参与表决的业主必须达到总人数的三分之二以上，而且专有部分面积达到总面积的三分之二以上（民法典第二百七十八条）。刚好三分之二算。竖线是法定的线。", "To be valid, two thirds or more of all heads, holding two thirds or more of all area, must take part (Civil Code Art. 278). Exactly two thirds is enough. The upright line is the legal threshold."},
	"quorum.committee": {"要有效，参加投票的人数必须超过有选举权人数的一半。竖线是法定的线。", "To be valid, more than half of those with the vote must take part. The upright line is the legal threshold."},
	"quorum.poll":      {"征求意见没有参与门槛。", "An opinion poll has no quorum."},

	"measure.heads": {"户数（人数）", "Heads"},
	"measure.area":  {"面积", "Area"},
	"met":           {"达到", "reached"},
	"unmet":         {"未达到", "not reached"},
	"bar.part":      {"实际", "Reached"},
	"bar.whole":     {"总数", "Of"},
	"bar.least":     {"至少需要", "Needed at least"},

	"rule.kind.owners":      {"业主共同决定（民法典第二百七十八条）：人数与面积两项都要达到。", "Owners' vote (Civil Code Art. 278): both heads and area count."},
	"rule.kind.committee":   {"居民委员会选举：只按人数。", "Residents' committee election: heads only."},
	"rule.kind.poll":        {"征求意见。", "Opinion poll."},
	"rule.heads":            {"应参与：%s 人，共 %s 平方米。一人有几套房算一人，几人共有一套也算一人。", "Entitled: %s heads with %s m². One owner of several homes is one head; so are several owners of one home."},
	"rule.parking.yes":      {"车位计入。", "Parking spaces count."},
	"rule.parking.no":       {"车位不计入。", "Parking spaces do not count."},
	"rule.revote.yes":       {"截止前可以改票，以最后一次为准。", "You may vote again until the end; the last ballot counts."},
	"rule.revote.no":        {"只能投一次，不能改。", "You vote once and cannot change it."},
	"rule.collision.first":  {"线上、纸质都投了的，以先用的方式为准。", "If both an online and a paper ballot are cast, the way that was used first counts."},
	"rule.collision.last":   {"线上、纸质都投了的，以最后的一张为准。", "If both an online and a paper ballot are cast, the last one counts."},
	"rule.collision.paper":  {"线上、纸质都投了的，以纸质为准。", "If both an online and a paper ballot are cast, the paper one counts."},
	"rule.collision.online": {"线上、纸质都投了的，以线上为准。", "If both an online and a paper ballot are cast, the online one counts."},
	"rule.proxy":            {"可以委托他人投票，一人最多受托 %d 份；委托之后本人仍可以自己投，以本人的为准。", "Owners may let a proxy vote, who may hold at most %d proxies; an owner's own ballot always comes first."},
	"rule.proxy.own":        {"受托人须是本小区业主。", "A proxy must be an owner here."},
	"rule.proxy.none":       {"不能委托。", "There are no proxies."},
	"rule.seal":             {"选票加密投出。截止之后，%[2]d 家单位中至少 %[1]d 家公布各自的密钥，才能开票。", "Ballots are sealed. After the end they open when %d of the %d bodies have published their keys."},

	"result.kicker":       {"表决结果", "Result"},
	"result.annulled":     {"这次表决已经作废。", "This vote was annulled."},
	"result.unpublished":  {"已由账本计票，尚未由两家单位签字公布。", "Counted by the ledger; two bodies have not signed and published it yet."},
	"result.summary":      {"结论", "In short"},
	"result.quorum":       {"参与是否足够", "Did enough take part?"},
	"result.options":      {"各选项", "Options"},
	"result.option":       {"选项", "Option"},
	"result.blank":        {"未选（空白）", "Left blank"},
	"result.ballots":      {"每一张票的去向", "What became of every ballot"},
	"result.ballots.note": {"每一张投出的票都在下面三类之一，没有一张会消失。", "Every ballot that was cast is in one of three groups; none disappears."},
	"result.cast":         {"投出", "Cast"},
	"result.counted":      {"计入", "Counted"},
	"result.superseded":   {"被本人后来的票代替", "Replaced by a later ballot"},
	"result.rejected":     {"不计入", "Rejected"},
	"result.check":        {"核对", "Check it"},
	"result.published":    {"两家单位签字公布于", "Signed and published by two bodies on"},
	"result.late":         {"晚于当地规则的期限", "later than the rules of the place ask for"},
	"result.hash":         {"结果的哈希值（两家单位签的就是它）", "Hash of the result, which two bodies signed"},
	"passed":              {"通过", "Passed"},
	"failed":              {"未通过", "Not passed"},
	"elected":             {"当选", "elected"},
	"tied":                {"票数相同，名额不足", "tied for the last seat"},

	"option.agree":    {"同意", "Agree"},
	"option.disagree": {"反对", "Disagree"},
	"option.abstain":  {"弃权", "Abstain"},

	"rejected.title":  {"不计入的票", "Rejected ballots"},
	"rejected.lead":   {"签名有效、但按规则不能计入的票，以及原因。", "Ballots that were properly signed but cannot count by the rules, with the reason."},
	"rejected.sealed": {"选票尚未启封；启封之后，打不开的票也会列在这里。", "The ballots are still sealed; those that cannot be opened will be listed here too."},
	"rejected.none":   {"没有。", "There are none."},
	"rejected.reason": {"原因", "Reason"},

	"reason.no-such-right":      {"名册中没有这份表决权", "the roll has no such right"},
	"reason.not-open":           {"投票尚未开始", "voting had not begun"},
	"reason.closed":             {"已经截止", "voting had ended"},
	"reason.bad-selection":      {"选了不存在的选项，或选得太多", "it selects what does not exist, or too much"},
	"reason.not-entitled":       {"投票人不是这份表决权的业主、共有人推举的人或受托人", "the voter is neither the owner, nor the one whom the co-owners designated, nor the proxy"},
	"reason.already-voted":      {"已经投过，规则不允许再投", "the right had voted, and the rules allow no other ballot"},
	"reason.bad-seal-shape":     {"加密的形式不对", "the seal has the wrong form"},
	"reason.bad-share":          {"加密的一份打不开", "a part of the seal does not open"},
	"reason.bad-key-commitment": {"加密前后不一致", "the seal contradicts itself"},
	"reason.cannot-open":        {"打不开", "it does not open"},
	"reason.bad-seal":           {"用不同的密钥会开出不同的内容", "other keys would have opened it differently"},

	"receipt.number": {"回执编号", "Receipt number"},

	"symbols":           {"六个图案（应与您的回执相同）", "Six pictures (the same as on your receipt)"},
	"track.title":       {"查回执", "Check a receipt"},
	"track.lead":        {"输入回执上的编号，看看账本上是怎么记的。可以换一台手机或电脑来查。", "Type the number on your receipt to see what the ledger has. You can do so on another phone or computer."},
	"track.label":       {"回执编号", "Receipt number"},
	"track.hint":        {"十六位数字，每四位一组。", "Sixteen digits in groups of four."},
	"track.mistyped":    {"编号有误：请对照回执再输一遍。", "This number is mistyped: please compare it with the receipt."},
	"track.button":      {"查询", "Look it up"},
	"track.found":       {"账本上的记录", "On the ledger"},
	"track.none":        {"账本上没有这个编号。如果您的页面显示“已计入”，请立即告诉居委会或街道办，并保留回执。", "The ledger has no such number. If your page said that it is on the ledger, tell the residents' committee or the street office at once, and keep the receipt."},
	"track.block":       {"区块", "Block"},
	"track.act":         {"记录的哈希值", "Hash of the act"},
	"track.tx":          {"交易号", "Transaction"},
	"status.in-box":     {"已在票箱中，目前以这一张为准。", "In the box; at present this ballot counts."},
	"status.replaced":   {"在票箱中，但已有另一张票代替了它。", "In the box, but another ballot has taken its place."},
	"status.counted":    {"已开票并计入结果。", "Opened and counted."},
	"status.superseded": {"已开票；没有计入，因为同一表决权的另一张票代替了它。", "Opened; not counted, as another ballot of the same right took its place."},
	"status.rejected":   {"不计入。", "Rejected."},
	"status.done":       {"已记入账本（这不是选票）。", "On the ledger (this is not a ballot)."},

	"verify.title":        {"自己核验", "Verify it yourself"},
	"verify.lead":         {"您不必相信这台服务器，也不必相信任何一家单位：账本是公开的，任何人都可以从头重新检查签名、重新计票。", "You need not believe this server, nor any one body: the ledger is public, and anybody can check each signature and count all ballots again from the start."},
	"verify.how":          {"怎么核验", "How to"},
	"verify.step.export":  {"下载整个账本：", "Download the whole ledger:"},
	"verify.export":       {"账本文件", "the ledger"},
	"verify.step.trust":   {"下载信任文件，并与居委会张贴的哈希值核对（只从这里下载、不核对，就等于相信这台服务器）：", "Download the trust file, and compare it with the hash that the committee has posted on paper (without that you trust this server):"},
	"verify.trust":        {"信任文件", "the trust file"},
	"verify.step.run":     {"断网也可以运行，逐项显示通过或失败：", "Run this, offline if you like; it prints a line per check:"},
	"verify.here":         {"在这个浏览器里核验", "Verify in this browser"},
	"verify.here.lead":    {"核验程序（%s）和账本会下载到您的设备上，在本机运行；需要几秒到几分钟。", "The verifier (%s) and the ledger are downloaded and run on your device; this takes seconds to minutes."},
	"verify.genesis":      {"创世区块", "The first block"},
	"verify.genesis.lead": {"账本由这个哈希值开始。请与小区公告栏上打印的对照，两边应当完全相同。", "The ledger begins with this hash. Compare it with the one printed on the notice board; they must be the same."},
	"verify.height":       {"目前的区块数：", "Blocks at present:"},
	"verify.app":          {"这是真的页面吗？", "Is this the real app?"},
	"verify.app.lead":     {"投票页面的程序可以从源代码重新生成，得到同样的哈希值。请一位懂电脑的邻居照下面的命令核对一次。", "The voting pages can be built again from their source, with the same hash. Ask a neighbour who knows computers to compare it with this command."},
	"verify.not":          {"核验不能证明什么", "What this cannot prove"},
	"verify.not.home":     {"有没有人在家里逼着别人投票。", "That nobody was put under pressure at home."},
	"verify.not.device":   {"投票的手机没有中毒。请换一台设备核对回执。", "That the voter's phone was not infected. Check the receipt on another device."},
	"verify.not.fact":     {"名册上写的都是事实；这要靠公示和异议。", "That what the roll says is true; that is what publicity and objections are for."},
	"verify.not.collude":  {"所有单位串通起来时，只能被发现，不能被阻止。", "If all bodies collude it can be found out, but not prevented."},

	"enrol.title":    {"凭信函登记", "Register with your letter"},
	"resident.title": {"我的表决", "My votes"},
	"office.title":   {"经办人工作台", "Officers' desk"},
}
