// SPDX-License-Identifier: Apache-2.0

// The verifier's report (verify/report.go) for readers: its checks in Chinese, and what they come to.

import { lang, say, type Text } from "../shared/language.ts";

export type Check = {
  id: string;
  title: string;
  status: "PASS" | "FAIL" | "NOT PROVEN";
  required: boolean;
  detail?: string;
  located?: boolean;
  block: number;
};

const chinese: { [id: string]: string } = {
  file: "文件完整，区块从 0 起连续编号",
  anchor: "创世区块和各单位与信任文件一致",
  chain: "每个区块都带有前一个区块的哈希值",
  data: "每个区块都带有其中交易的哈希值",
  reading: "每个区块和信封只有一种读法",
  quorum: "每个区块都有足够多的排序节点签名",
  config: "每次更改配置都符合更改之前的规定",
  transactions: "每笔交易都有成员的签名，并与其提案相符",
  endorsements: "每笔有效交易都得到了足够多单位的背书",
  validity: "每笔交易有效与否，重新推算的结果与记录一致",
  commit: "每个区块的提交哈希，重新推算的结果与记录一致",
  replay: "每笔有效交易，重新执行的结果与记录一致",
  reads: "重新执行时读到的，与背书时读到的一致",
  recount: "每个已公布的结果和所有积分，重新计算的结果一致",
  heads: "各单位共同签署过的每一份账本摘要，重新推算的结果与其一致",
  tidy: "有效交易里没有多余的内容",
  lifecycle: "链码定义：同样得到背书，但没有重新执行",
  complete: "最后一个区块之后没有遗漏",
};

const texts = {
  PASS: ["✓ 通过", "✓ Passed"],
  FAIL: ["✗ 没有通过", "✗ Not passed"],
  "NOT PROVEN": ["– 无法证明", "– Not proven"],
  passed: ["✓ 必须通过的 {0} 项全部通过", "✓ All {0} required checks passed"],
  failed: ["✗ 没有通过", "✗ Not passed"],
  unproven: ["另有 {0} 项在这里无法证明，下面标有“–”。", "{0} more cannot be proven here; they are marked “–” below."],
  block: ["区块 {0}：", "Block {0}: "],
} as const satisfies { [name: string]: Text };

export const statusText = ({ status }: Check): string => say(texts[status]);

export const titleOf = ({ id, title }: Check): string => (lang() === "zh" && chinese[id]) || title;

// detailOf is why a check did not pass; the verifier says it in English.
export const detailOf = ({ status, detail, located, block }: Check): string =>
  status === "PASS" || !detail ? "" : (located ? say(texts.block, block) : "") + detail;

export const verdictOf = (ok: boolean, checks: readonly Check[]): string =>
  ok ? say(texts.passed, checks.filter(({ required }) => required).length) : say(texts.failed);

// unprovenText tells of the checks that neither passed nor failed; empty if there are none.
export function unprovenText(checks: readonly Check[]): string {
  const count = checks.filter(({ status }) => status === "NOT PROVEN").length;
  return count > 0 ? say(texts.unproven, count) : "";
}
