// SPDX-License-Identifier: Apache-2.0

// What bundles of evidence say. Written by `go test ./words -update`.

import type { Text } from "./language.ts";

export const evidenceKinds: { readonly [kind: string]: Text } = {
  ballot: ["一张选票", "a ballot"],
  booking: ["一次车位预订", "a booking of a parking space"],
  breach: ["一项违约认定", "a breach of the convention"],
  case: ["一件调解", "a case before a mediator"],
  event: ["一条设备事件", "an event at a device"],
  order: ["一张工单", "an order"],
  result: ["一次表决的结果", "the result of a vote"],
  transfer: ["一笔积分变动", "a transfer of points"],
  voucher: ["一张服务券", "a voucher"],
};

export const evidenceTerms: { readonly [word: string]: Text } = {
  cancelled: ["已取消", "it was cancelled"],
  displaced: ["车位被占或被收回", "the guest found no place"],
  disputed: ["有争议，待处理", "it is disputed"],
  entered: ["已入场", "the car has come in"],
  "evidence-missing": ["没有离场记录", "no gate has seen the car go"],
  exited: ["已离场", "the car has gone"],
  in: ["进入", "in"],
  "no-show": ["未到", "the car has not come"],
  out: ["离开", "out"],
  overstay: ["超时未离场", "the car has stayed too long"],
  pending: ["等待抽签", "waits for the lot"],
  rejected: ["抽签未中", "others had the luck"],
  reserved: ["已预订", "is reserved"],
  resolved: ["争议已处理", "the dispute is resolved"],
  settled: ["已结清", "it is paid"],
};

// Where an argument goes stands its name, and after a colon its form.
export const evidenceSays: { readonly [code: string]: Text } = {
  ACT: ["操作“{type:act}”在第 {block} 号区块生效（交易 {tx}，操作编号 {act}）。", "The act \"{type:act}\" took effect in block {block} (transaction {tx}; the act is {act})."],
  BALLOT: ["表决 {election} 中，票权 {right} 的这张选票已被接受并入箱。", "In the vote {election}, this ballot for the right {right} was accepted and put into its box."],
  BALLOT_REJECTED: ["表决 {election} 中，票权 {right} 的这张选票未被接受：{why:code}", "In the vote {election}, this ballot for the right {right} was turned down: {why:code}"],
  BOOKING: ["车位 {space} 从 {from:moment} 到 {until:moment} 的这次预订，价格 {price} 分；当时的状态：{state:word}。", "This booking of the space {space} from {from:moment} until {until:moment} is for {price} points; as it stood then, {state:word}."],
  DOCUMENT: ["账本第 {block} 号区块写入了这份记录（类型 {kind}，交易 {tx}），其 SHA-256 为 {sha256}。", "Block {block} of the ledger wrote this record (kind {kind}, transaction {tx}); its SHA-256 is {sha256}."],
  ENROLLED: ["密钥 {credential} 由 {by} 的经办人登记确认，记录在第 {block} 号区块。", "The key {credential} was confirmed by officers of {by}; that is in block {block}."],
  EVENT: ["设备 {device} 报告了事件“{kind}”，设备所称时间 {happened:milli}；程序 {oracle} 已把它记入账本上的日志。", "The device {device} reported \"{kind}\", by its own clock at {happened:milli}; the program {oracle} has put it into its log on the ledger."],
  EVENT_LOGGED: ["程序 {oracle} 已把这条事件记入账本上的日志；事件内容未在此出示。", "The program {oracle} has put this event into its log on the ledger; what it says is not shown here."],
  HOLDER: ["实际使用密钥的人就是经确认的本人。", "that the person who held a key is the one who was confirmed."],
  LATER: ["第 {block} 号区块之后没有发生变化。", "that nothing changed after block {block}."],
  OPENED: ["承诺值 {hash} 所指的内容已在 opened.json 中出示，并与之相符。", "What the commitment {hash} is of is shown in opened.json, and fits it."],
  OTHERS: ["没有与此事有关的其他操作。", "that no other act concerns the matter."],
  PAID: ["预订已于 {closed:moment} 了结：占用的 {held} 分中，{due} 分归车位主人，其余退回。", "It was over at {closed:moment}: of the {held} points that were held the host has {due}, and the rest went back."],
  PASSAGE: ["道闸 {device} 看到这辆车在 {at:moment} {way:word}（事件 {event}）。", "The gate {device} saw the car go {way:word} at {at:moment} (event {event})."],
  REDACTED: ["化名 {who} 是谁：账本上只有承诺值，姓名保存在账本之外，可能已依法删除。", "who the pseudonym {who} is: the ledger has a commitment; the name is kept elsewhere, and may have been erased as the law asks for."],
  SIGNED: ["由{kind:signer} {who} 以密钥 {by} 签名。", "Signed by {kind:signer} {who}, with the key {by}."],
  STAMPED: ["一份时间戳声明：账本的这一状态和各单位的会签，在 {at:moment}已经存在。它由 SHA-256 为 {by} 的证书签发；是否可信，以验证结果为准。", "A time stamp says that this state of the ledger, with the bodies' signatures under it, was there at {at:moment}. It is signed with the certificate whose SHA-256 is {by}; whether that is to be believed is what the check says."],
  STAYED: ["{at:moment} {way:word}时车没有动过车位：两次预约首尾相接，另一次预约是 {booking}。", "Its car stayed on the space at {at:moment}, and so went {way:word}: one booking ends there as the next one begins. The other one is {booking}."],
  TERMS: ["约定：每小时 {hour} 分（另有 {bands} 个分时价格，见记录）；超时每一刻钟 {overstay} 分，最多计 {deposit} 个刻钟；可提前 {early} 秒入场；开始后 {noshow} 秒未到视为未到（0：到结束为止）；开始前 {cancel} 秒之后取消或未到，付价格的 {late}%。", "Its terms: {hour} points for an hour (and {bands} prices by the time of the week, which are in the record); {overstay} for each quarter of an hour too long, of {deposit} at the most; the gate lets in {early} seconds before the begin; who has not come {noshow} seconds after it has not come (0: until the end); who cancels less than {cancel} seconds before it, or does not come, pays {late} % of the price."],
  TRUE: ["所记录的陈述本身属实。", "that what was said is true."],
  WORDS: ["其他承诺值所指的文字和图片的内容。", "which words and pictures other commitments are of."],
};
