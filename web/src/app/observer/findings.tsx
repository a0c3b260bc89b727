// SPDX-License-Identifier: Apache-2.0

// What was found about a bundle: its story, unless it is refused, and every check.

import type { ComponentChildren } from "preact";
import type { Check, Report } from "../../evidence/report.ts";
import { say, type Text } from "../shared/language.ts";
import { actsIn, partsOf, sentenceText, statusText, titleText, trustText } from "./evidence-words.ts";

const texts = {
  says: ["文件说了什么", "What the file says"],
  unvouched: ["下面的话还没有人作证。", "Nobody vouches yet for what follows."],
  acts: ["谁签了什么", "Who signed what"],
  opened: ["附上的原文和姓名", "Words and names that are shown"],
  vouches: ["谁为这份记录作证", "Who vouches for the record"],
  nobody: ["还没有：没有信任文件，不知道该相信谁。", "Nobody yet: without a trust file there is nobody to believe."],
  not: ["这个文件不能证明什么", "What this file does not prove"],
  notLead: ["下面每一点，它都证明不了：", "It proves none of the following:"],
  checks: ["逐项核验", "The checks, one by one"],
  why: ["技术原因（英文）：{0}", "Technically: {0}"],
  whole: ["编号和哈希值的全文", "Numbers and hashes in full"],
} as const satisfies { [name: string]: Text };

export function Findings({ report, children }: { report: Report; children: ComponentChildren }) {
  return (
    <>
      {report.verdict() !== "REFUSED" && <Story report={report} />}
      <h3>{say(texts.checks)}</h3>
      <Checks checks={report.checks} />
      {children}
    </>
  );
}

function Story({ report }: { report: Report }) {
  const { matter, keys, opened, stamped } = partsOf(report);
  const { bodies, believe } = trustText(report);
  return (
    <>
      <h3>{say(texts.says)}</h3>
      {!report.trusted && <p class="note warn">{say(texts.unvouched)}</p>}
      <Lines of={matter} />
      <h3>{say(texts.acts)}</h3>
      <ol>
        {actsIn(report).map(({ text, by }) => (
          <li>
            {text}
            <List of={by} />
          </li>
        ))}
      </ol>
      <Lines of={keys} />
      {opened.length > 0 && <h3>{say(texts.opened)}</h3>}
      <Lines of={opened} />
      <Lines of={stamped} />
      <h3>{say(texts.vouches)}</h3>
      {report.trusted ? <List of={bodies} /> : <p>{say(texts.nobody)}</p>}
      <Lines of={believe} />
      <h3>{say(texts.not)}</h3>
      <p>{say(texts.notLead)}</p>
      <List of={(report.claim?.not ?? []).map((sentence) => sentenceText(report, sentence))} />
      <Whole report={report} />
    </>
  );
}

const Lines = ({ of }: { of: readonly string[] }) => (
  <>
    {of.map((text) => (
      <p>{text}</p>
    ))}
  </>
);

const List = ({ of }: { of: readonly string[] }) => (
  <ul>
    {of.map((text) => (
      <li>{text}</li>
    ))}
  </ul>
);

// Whole is the claim as it stands, for who wants to compare it.
function Whole({ report: { claim } }: { report: Report }) {
  const rows = (claim?.says ?? []).flatMap(({ code, args }) =>
    Object.entries(args).map(([name, value]) => [`${code} ${name}`, value] as const),
  );
  return (
    <details>
      <summary>{say(texts.whole)}</summary>
      <dl class="facts long">
        {[["CLAIM id", claim?.id ?? ""] as const, ...rows].map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>
              <code class="hash">{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const marks = { PASS: "met", FAIL: "unmet", "NOT PROVEN": "" } as const;

export const Checks = ({ checks }: { checks: readonly Check[] }) => (
  <ul class="verdicts">
    {checks.map((check) => (
      <li>
        <span class={`verdict ${marks[check.status]}`}>{statusText(check)}</span> {titleText(check)}
        {check.status !== "PASS" && check.detail && <p class="small">{say(texts.why, check.detail)}</p>}
      </li>
    ))}
  </ul>
);
