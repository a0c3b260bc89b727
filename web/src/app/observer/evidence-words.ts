// SPDX-License-Identifier: Apache-2.0

// A bundle of evidence for readers who know nothing of the product: what its claim says, who stands for it, what it does not prove.

import type { Sentence } from "../../evidence/bundle.ts";
import { type Check, isStamp, type Line, type Report, type Shows, type Verdict } from "../../evidence/report.ts";
import { actNames } from "../shared/act-names.gen.ts";
import { kinds as eventKinds } from "../shared/event-kinds.ts";
import { evidenceKinds, evidenceSays, evidenceTerms } from "../shared/evidence.gen.ts";
import { moment, say, type Text } from "../shared/language.ts";

const verdicts = {
  ACCEPTED: [
    "✓ 核验通过：文件完整，没有改动过，下面说的确实记在账本上。",
    "✓ Accepted: the file is whole and unaltered, and what it says is on the ledger.",
  ],
  PARTLY: [
    "✓ 这里能核验的全部通过：文件完整，没有改动过，下面说的确实记在账本上。区块和背书还没有核验，见下面。",
    "✓ All that is checked here has passed: the file is whole and unaltered, and what it says is on the ledger. Its blocks and endorsements are not checked yet: see below.",
  ],
  REFUSED: ["✗ 没有通过：这个文件什么也证明不了。不要把它当作证据。", "✗ Refused: this file proves nothing. Do not take it as evidence."],
  UNANCHORED: [
    "– 还不能认定：没有信任文件，只看得出文件前后一致。做这个文件的人也可能编造了一切。请再选一个信任文件。",
    "– Not decided: without a trust file this shows only that the file agrees with itself. Whoever made it may have made it all up. Please choose a trust file as well.",
  ],
} as const satisfies { [verdict in Verdict]: Text };

const statuses = {
  PASS: ["✓ 通过", "✓ Passed"],
  FAIL: ["✗ 没有通过", "✗ Not passed"],
  "NOT PROVEN": ["– 没有证明", "– Not proven"],
} as const satisfies { [status in Check["status"]]: Text };

const titles: { readonly [line in Exclude<Line, `stamp-${number}`>]: Text } = {
  form: ["文件的写法符合规定，大小也在限度之内", "The file is written as a bundle is, within the bounds"],
  manifest: ["文件里的每一部分都与目录相符，没有多余的", "Every part is as the list of contents has it, and there is no other"],
  head: ["有足够多的单位为账本的这一状态签了名", "Enough bodies have signed this state of the ledger"],
  inclusion: ["每一份记录都在账本里", "Every record is in the ledger"],
  accepted: ["每一次操作都已经记入账本", "Every act took effect on the ledger"],
  signatures: ["每一次操作都由该签的人用当时有效的密钥签了名", "Every act is signed by whom it takes, with keys that were in force"],
  enrolment: ["每一把密钥都经过单位登记或确认", "Every key was enrolled or confirmed by the bodies"],
  config: ["账本的配置从创世区块起一步一步得来", "The ledger's configuration follows from its first block, step by step"],
  quorum: ["区块由足够多的排序节点签名", "The block is signed by a quorum of the orderers"],
  endorsement: ["这笔交易得到了足够多单位的背书", "The transaction is endorsed by as many bodies as it takes"],
  reads: ["交易当时读到的，就是这里给出的", "What the transaction read is what is shown"],
  block: ["记录就是区块里的交易写下的", "The records are those that the block's transactions wrote"],
  report: ["给人看的说明正好是从其余部分得出的", "The statements for a reader are those that follow"],
  claim: ["文件的说法正好是这些证据能得出的", "What the file says is exactly what follows from the evidence"],
};

const texts = {
  quoted: ["“{0}”", " “{0}”"],
  document: ["{0}的账本第 {1} 号区块里，记着{2}（编号 {3}）。", "The ledger of {0} has in its block {1} a record of {2} (number {3})."],
  act: ["{0}：记在第 {1} 号区块；签名在 {2} 至 {3} 之间有效", "{0}: in block {1}; to be signed from {2} until {3}"],
  officer: ["{0}的经办人", "an officer of {0}"],
  worker: ["{0}的工作人员", "a worker of {0}"],
  oracle: ["{0}的程序", "a program of {0}"],
  owner: ["一位业主，化名 {0}", "an owner, pseudonym {0}"],
  named: ["业主{0}（化名 {1}）", "the owner {0} (pseudonym {1})"],
  with: ["{0}，密钥 {1}", "{0}, with the key {1}"],
  witness: ["{0}，在 {1} 签名", "{0}, signed at {1}"],
  believe: ["您要相信的只有：上面这些单位里，说谎的不到 {0} 家。", "All that you have to believe: fewer than {0} of these bodies lie."],
  recorded: [
    "最迟在 {0}，已有 {1} 家单位签名确认，上面的记录在账本上。",
    "By {0} at the latest {1} bodies had confirmed by their signatures that it is on the ledger.",
  ],
  stamp: ["第 {0} 份时间戳没有问题，出自信任文件所列的机构", "Time stamp {0} is sound, and that of somebody whom the trust file names"],
  stamped: [
    "“{0}”盖了时间戳：账本的这一状态和上面的签名，最迟在 {1} 已经存在，此后才得到密钥的人做不出来。为此要相信它的时钟准确、密钥没有被别人使用；它没有看过内容。",
    "“{0}” has put a time stamp on it: this state of the ledger, with the signatures above, was there by {1} at the latest, and whoever got hold of a key later cannot have made it. For that you have to believe that its clock is right and its key its own; it has not seen what it stamped.",
  ],
  clocks: ["时间取自签名人的设备和各单位的服务器。", "Times are by the clocks of those who signed, and of the bodies' servers."],
} as const satisfies { [name: string]: Text };

export const verdictText = (report: Report): string => say(verdicts[report.verdict()]);
export const statusText = ({ status }: Check): string => say(statuses[status]);
export const titleText = ({ id }: Check): string => (isStamp(id) ? say(texts.stamp, id.replace("stamp-", "")) : say(titles[id]));

// short is a number or hash by its beginning; the whole of it is among the details.
export const short = (id: string): string => (/^[0-9A-Za-z_-]{20,}$/.test(id) ? `${id.slice(0, 8)}…` : id);

// seen is a text without what cannot be seen or turns text round, which a stranger may have put into it.
const seen = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "\ufffd");

// time writes Unix seconds; a forged bundle may name any.
const time = (unix: number): string => (unix < 1e11 ? moment(unix) : String(unix));

const named = (names: Shows["bodies"], id: string): string => names.get(id) || id;

// reasonText is why a ballot was turned down: the frame has the words.
function reasonText(code: string): string {
  const name = code.toLowerCase().replaceAll("_", "-");
  const rows = Array.from(document.querySelectorAll("#reasons div"));
  return rows.find((row) => row.querySelector("dt")?.textContent === name)?.querySelector("dd")?.textContent ?? code;
}

// sentenceText is a sentence of a claim that is no act's.
export function sentenceText({ claim, shows }: Report, { code, args }: Sentence): string {
  if (code === "DOCUMENT") {
    const { community = "", id = "", kind = "" } = claim ?? {};
    return seen(say(texts.document, shows.community || community, args.block ?? "", say(evidenceKinds[kind] ?? [kind, kind]), short(id)));
  }
  const opened = code === "OPENED" ? say(texts.quoted, shows.opened.get(args.hash ?? "") ?? "") : "";
  const form = say(evidenceSays[code] ?? [code, code]);
  const sentence = form.replace(/\{([a-z0-9-]+)(?::([a-z]+))?\}/g, (_, name) => argumentText(shows, name, args[name] ?? ""));
  return seen(sentence + opened);
}

function argumentText({ bodies }: Shows, name: string, value: string): string {
  switch (name) {
    case "by":
      return value
        .split(",")
        .map((id) => bodies.get(id) || short(id))
        .join(say(["、", ", "]));
    case "at":
    case "closed":
    case "from":
    case "until":
      return time(Number(value));
    case "state":
    case "way":
      return say(evidenceTerms[value] ?? [value, value]);
    case "happened":
      return time(Number(value) / 1000);
    case "kind":
      return say(eventKinds[value] ?? [value, value]);
    case "why":
      return reasonText(value);
    default:
      return short(value);
  }
}

// Told is an act of a claim, and who has signed it.
export type Told = { text: string; by: string[] };

// partsOf are what a claim says beside acts: of the matter, of the keys under the acts, of what is opened, and of stamps.
export function partsOf(report: Report): { matter: string[]; keys: string[]; opened: string[]; stamped: string[] } {
  const says = (...codes: readonly string[]): string[] =>
    (report.claim?.says ?? []).filter(({ code }) => codes.includes(code)).map((sentence) => sentenceText(report, sentence));
  return {
    matter: says("DOCUMENT", "BALLOT", "BALLOT_REJECTED", "EVENT", "EVENT_LOGGED", "BOOKING", "TERMS", "PASSAGE", "STAYED", "PAID"),
    keys: says("ENROLLED"),
    opened: says("OPENED"),
    stamped: says("STAMPED"),
  };
}

// actsIn are the acts of a claim, in words.
export function actsIn({ claim, shows }: Report): Told[] {
  const all: Told[] = [];
  for (const { code, args } of claim?.says ?? []) {
    if (code === "ACT") {
      all.push({ text: seen(actText(shows, args)), by: [] });
    } else if (code === "SIGNED") {
      all[all.length - 1]?.by.push(seen(say(texts.with, signerText(shows, args), short(args.by ?? ""))));
    }
  }
  return all;
}

type Args = Sentence["args"];

function actText({ times }: Shows, { act = "", block = "", type = "" }: Args): string {
  const { from, until } = times.get(act) ?? { from: 0, until: 0 };
  return say(texts.act, say(actNames[type] ?? [type, type]), block, time(from), time(until));
}

function signerText({ bodies, opened }: Shows, { kind, who = "" }: Args): string {
  if (kind === "owner") {
    const name = opened.get(who);
    return name === undefined ? say(texts.owner, short(who)) : say(texts.named, name, short(who));
  }
  return say(kind === "officer" || kind === "worker" ? texts[kind] : texts.oracle, named(bodies, who));
}

// trustText is who vouches for the ledger, since when, and what there is to believe.
export function trustText({ stamped, trusted, shows }: Report): { bodies: string[]; believe: string[] } {
  if (!trusted) {
    return { bodies: [], believe: [] };
  }
  const { bodies, least } = trusted;
  const name = ({ msp, name }: (typeof bodies)[number]): string => name || named(shows.bodies, msp);
  const stamps = stamped.map(({ name, at }) => seen(say(texts.stamped, name, time(Number(at)))));
  const times = bodies.map(({ time }) => Number(time)).sort((a, b) => a - b);
  return {
    bodies: bodies.map((body) => seen(say(texts.witness, name(body), time(Number(body.time))))),
    believe: [say(texts.recorded, time(times[least - 1] ?? 0), least), say(texts.believe, least), say(texts.clocks), ...stamps],
  };
}
