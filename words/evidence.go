// SPDX-License-Identifier: Apache-2.0

package words

// evidenceKinds are what evidence can be of.
var evidenceKinds = map[string]Text{
	"ballot":   {"一张选票", "a ballot"},
	"result":   {"一次表决的结果", "the result of a vote"},
	"event":    {"一条设备事件", "an event at a device"},
	"breach":   {"一项违约认定", "a breach of the convention"},
	"transfer": {"一笔积分变动", "a transfer of points"},
	"voucher":  {"一张服务券", "a voucher"},
	"order":    {"一张工单", "an order"},
	"case":     {"一件调解", "a case before a mediator"},
	"booking":  {"一次车位预订", "a booking of a parking space"},
}

// EvidenceKind is what people call what evidence is of.
func EvidenceKind(kind string) Text {
	if t, ok := evidenceKinds[kind]; ok {
		return t
	}
	return Text{kind, kind}
}

// signerKinds are whose a key is.
var signerKinds = map[string]Text{
	"officer": {"经办人", "an officer of"}, "owner": {"业主", "the owner"}, "worker": {"工作人员", "a worker of"},
	"oracle": {"数据上链程序", "a program of"},
}

// evidenceTerms are what arguments of evidence are called: of a booking where it stands, and which way its car went.
var evidenceTerms = map[string]Text{
	"pending": {"等待抽签", "waits for the lot"}, "reserved": {"已预订", "is reserved"}, "entered": {"已入场", "the car has come in"},
	"overstay": {"超时未离场", "the car has stayed too long"}, "exited": {"已离场", "the car has gone"},
	"no-show": {"未到", "the car has not come"}, "displaced": {"车位被占或被收回", "the guest found no place"},
	"evidence-missing": {"没有离场记录", "no gate has seen the car go"}, "disputed": {"有争议，待处理", "it is disputed"},
	"rejected": {"抽签未中", "others had the luck"}, "cancelled": {"已取消", "it was cancelled"},
	"settled": {"已结清", "it is paid"}, "resolved": {"争议已处理", "the dispute is resolved"},
	"in": {"进入", "in"}, "out": {"离开", "out"},
}

// EvidenceWord is what an argument of evidence is called.
func EvidenceWord(word string) Text {
	if t, ok := evidenceTerms[word]; ok {
		return t
	}
	return Text{visible(word), visible(word)}
}

// evidence are what a bundle of evidence says, and what it does not show.
var evidence = map[string]Text{
	"DOCUMENT": {
		"账本第 {block} 号区块写入了这份记录（类型 {kind}，交易 {tx}），其 SHA-256 为 {sha256}。",
		"Block {block} of the ledger wrote this record (kind {kind}, transaction {tx}); its SHA-256 is {sha256}.",
	},
	"BALLOT": {"表决 {election} 中，票权 {right} 的这张选票已被接受并入箱。", "In the vote {election}, this ballot for the right {right} was accepted and put into its box."},
	"BALLOT_REJECTED": {
		"表决 {election} 中，票权 {right} 的这张选票未被接受：{why:code}",
		"In the vote {election}, this ballot for the right {right} was turned down: {why:code}",
	},
	"EVENT": {
		"设备 {device} 报告了事件“{kind}”，设备所称时间 {happened:milli}；程序 {oracle} 已把它记入账本上的日志。",
		"The device {device} reported \"{kind}\", by its own clock at {happened:milli}; the program {oracle} has put it into its log on the ledger.",
	},
	"EVENT_LOGGED": {"程序 {oracle} 已把这条事件记入账本上的日志；事件内容未在此出示。", "The program {oracle} has put this event into its log on the ledger; what it says is not shown here."},
	"BOOKING": {
		"车位 {space} 从 {from:moment} 到 {until:moment} 的这次预订，价格 {price} 分；当时的状态：{state:word}。",
		"This booking of the space {space} from {from:moment} until {until:moment} is for {price} points; as it stood then, {state:word}.",
	},
	"TERMS": {
		"约定：每小时 {hour} 分（另有 {bands} 个分时价格，见记录）；超时每一刻钟 {overstay} 分，最多计 {deposit} 个刻钟；可提前 {early} 秒入场；开始后 {noshow} 秒未到视为未到（0：到结束为止）；开始前 {cancel} 秒之后取消或未到，付价格的 {late}%。",
		"Its terms: {hour} points for an hour (and {bands} prices by the time of the week, which are in the record); {overstay} for each quarter of an hour too long, of {deposit} at the most; the gate lets in {early} seconds before the begin; who has not come {noshow} seconds after it has not come (0: until the end); who cancels less than {cancel} seconds before it, or does not come, pays {late} % of the price.",
	},
	"PASSAGE": {
		"道闸 {device} 看到这辆车在 {at:moment} {way:word}（事件 {event}）。",
		"The gate {device} saw the car go {way:word} at {at:moment} (event {event}).",
	},
	"STAYED": {
		"{at:moment} {way:word}时车没有动过车位：两次预约首尾相接，另一次预约是 {booking}。",
		"Its car stayed on the space at {at:moment}, and so went {way:word}: one booking ends there as the next one begins. The other one is {booking}.",
	},
	"PAID": {
		"预订已于 {closed:moment} 了结：占用的 {held} 分中，{due} 分归车位主人，其余退回。",
		"It was over at {closed:moment}: of the {held} points that were held the host has {due}, and the rest went back.",
	},
	"ACT": {
		"操作“{type:act}”在第 {block} 号区块生效（交易 {tx}，操作编号 {act}）。",
		"The act \"{type:act}\" took effect in block {block} (transaction {tx}; the act is {act}).",
	},
	"SIGNED":   {"由{kind:signer} {who} 以密钥 {by} 签名。", "Signed by {kind:signer} {who}, with the key {by}."},
	"ENROLLED": {"密钥 {credential} 由 {by} 的经办人登记确认，记录在第 {block} 号区块。", "The key {credential} was confirmed by officers of {by}; that is in block {block}."},
	"OPENED":   {"承诺值 {hash} 所指的内容已在 opened.json 中出示，并与之相符。", "What the commitment {hash} is of is shown in opened.json, and fits it."},
	"STAMPED": {
		"一份时间戳声明：账本的这一状态和各单位的会签，在 {at:moment}已经存在。它由 SHA-256 为 {by} 的证书签发；是否可信，以验证结果为准。",
		"A time stamp says that this state of the ledger, with the bodies' signatures under it, was there at {at:moment}. It is signed with the certificate whose SHA-256 is {by}; whether that is to be believed is what the check says.",
	},

	"LATER":    {"第 {block} 号区块之后没有发生变化。", "that nothing changed after block {block}."},
	"OTHERS":   {"没有与此事有关的其他操作。", "that no other act concerns the matter."},
	"TRUE":     {"所记录的陈述本身属实。", "that what was said is true."},
	"HOLDER":   {"实际使用密钥的人就是经确认的本人。", "that the person who held a key is the one who was confirmed."},
	"REDACTED": {"化名 {who} 是谁：账本上只有承诺值，姓名保存在账本之外，可能已依法删除。", "who the pseudonym {who} is: the ledger has a commitment; the name is kept elsewhere, and may have been erased as the law asks for."},
	"WORDS":    {"其他承诺值所指的文字和图片的内容。", "which words and pictures other commitments are of."},
}

// Evidence is what a code of a bundle of evidence says. One of a newer bundle is said as it is.
func Evidence(code string, args map[string]string) Text {
	t, ok := evidence[code]
	if !ok {
		return Text{visible(code), visible(code)}
	}
	return Text{fill(t.ZH, args, chinese), fill(t.EN, args, english)}
}

// EvidenceStamped is what a time stamp shows to whoever believes who made it.
func EvidenceStamped(name, at string) Text {
	args := map[string]string{"name": name, "at": at}
	return Text{fill(stamped.ZH, args, chinese), fill(stamped.EN, args, english)}
}

var stamped = Text{
	"时间戳证明：账本的这一状态和各单位的会签，最迟在 {at:moment}已经存在，此后才得到密钥的人做不出来。为此要相信的只有“{name}”：它的时钟准确，它的密钥没有被别人使用。它没有看过内容，不证明内容属实。",
	"The time stamp shows that this state of the ledger, with the bodies' signatures under it, was there by {at:moment} at the latest: whoever got hold of a key later cannot have made it. For that there is \"{name}\" alone to believe: that its clock is right, and its key its own. It has not seen what it stamped, and does not say that it is true.",
}

// EvidencePart is a part of the statement that goes with evidence, in the order in which a court looks at it.
type EvidencePart struct {
	Title Text
	Lines []Text
}

// EvidenceParts are what is said of every bundle: of the platform and its process, of integrity, of what was before, and of corroboration.
// {bodies}, {head}, {root}, {origin} are of the bundle.
func EvidenceParts(args map[string]string) []EvidencePart {
	parts := make([]EvidencePart, len(evidenceParts))
	for i, p := range evidenceParts {
		parts[i].Title = p.Title
		for _, line := range p.Lines {
			parts[i].Lines = append(parts[i].Lines, Text{fill(line.ZH, args, chinese), fill(line.EN, args, english)})
		}
	}
	return parts
}

var evidenceParts = []EvidencePart{
	{Text{"二、存证平台的中立性与存证过程（《人民法院在线诉讼规则》第十七条）", "2. Neutrality of the platform, and its process (Online Litigation Rules of the People's Courts, Art. 17)"}, []Text{
		{
			"账本由以下主体共同运行，各自有自己的机器和密钥：{bodies}。任何一方都不能单独写入、更改或删除记录。",
			"The ledger is run together by these bodies, each with its own machines and keys: {bodies}. None of them can write, change or remove a record alone.",
		},
		{
			"一项操作要生效：操作人以通行密钥对原文签名；各主体的机器分别按同一套公开规则核对；足够多的主体背书；排序节点的多数签署区块。",
			"For an act to take effect, whoever acts signs its exact text with a passkey; the bodies' machines check it, each by itself, by the same public rules; enough bodies endorse it; and a quorum of the orderers signs the block.",
		},
		{
			"本证据包由谁制作无关紧要：其中没有一处依赖制作人的说法。需要相信的是信任文件所列的主体，请从另一途径取得该文件。",
			"Who made this file does not matter: nothing in it rests on his word. Whom to believe is in the trust file, which should come on another way than this one.",
		},
	}},
	{Text{"三、上链后的完整性（第十六条）", "3. Integrity since it is on the ledger (Art. 16)"}, []Text{
		{
			"上述记录和操作都在账本的前 {head} 个区块之中；这些区块合为一个哈希值（根）：{root}。哪些主体会签了这个值，以验证结果为准。",
			"The records and acts above are in the first {head} blocks of the ledger, which come to one hash, its root: {root}. Which bodies have co-signed it is what the check says.",
		},
		{
			"任何一个字节被改动，验证都会失败。验证不需要网络，也不需要任何一方的服务器：linli verify 文件.zip --trust 信任文件.json",
			"If one byte were changed, the check would fail. It takes no network and nobody's server: linli verify FILE.zip --trust TRUST.json",
		},
	}},
	{Text{"四、上链前数据的真实性（第十八条）", "4. Truth of what was put on the ledger (Art. 18)"}, []Text{
		{
			"能够证明的是：谁的密钥在何种表述上签了名，该密钥当时有效，以及业主的密钥是由不同主体的两名经办人确认登记的。",
			"What is shown is whose key signed which words, that the key was in force, and that officers of two different bodies had confirmed it if it is an owner's.",
		},
		{
			"签名表示操作人作出了该表示，不表示其所述属实。时间以签名人和各主体服务器的时钟为准。通行密钥签名是否属于《电子签名法》所称的可靠的电子签名，由法庭认定。",
			"A signature shows that somebody said something, not that it is so. Times are by the clocks of those who signed and of the bodies' servers. Whether a passkey's is a reliable signature in the sense of the Electronic Signature Law is for the court to find.",
		},
	}},
	{Text{"五、可以印证的其他证据（第十九条）", "5. What can corroborate it (Art. 19)"}, []Text{
		{
			"可以与本证据相互印证的有：各主体各自保存的同一账本（linli export 导出、linli verify 全部重算）；公示并可打印的账本会签；登记时寄送的信函；名册；设备的原始报文；opened.json 未出示而由当事人保存的原文。",
			"The same ledger at every body (linli export writes it, linli verify counts all of it again); the co-signed heads that are posted and printed; the letters by which people were enrolled; the roll; the devices' own messages; the words of which the ledger has commitments, as the parties have kept them.",
		},
		{
			"需要时可以申请鉴定，或由有专门知识的人就技术问题提出意见；本文件的格式是公开的，任何人都可以另写一个验证程序。",
			"Where it is needed, experts can be asked: the form of this file is public, and anybody can write another program that checks it.",
		},
	}},
}

// EvidenceFrame are the words around.
var EvidenceFrame = struct{ Title, Lead, Asserted, NotShown, NotShownLead, Checked Text }{
	Title: Text{"电子数据证据说明", "Statement of electronic evidence"},
	Lead: Text{
		"本说明由证据包中的数据自动生成，可逐字节重新得出；是否成立以验证结果为准。",
		"This statement follows from the data in the bundle, and can be made again from it, byte for byte. It is worth what the check of the bundle says.",
	},
	Asserted:     Text{"一、证明事项", "1. What is asserted"},
	NotShown:     Text{"六、本证据不能证明的", "6. What is not shown"},
	NotShownLead: Text{"本证据不能证明：", "The evidence does not show:"},
	Checked:      Text{"验证结果", "What the check came to"},
}

// In is the text in a language: "zh" or "en".
func (t Text) In(lang string) string {
	if lang == "zh" {
		return t.ZH
	}
	return t.EN
}
