// SPDX-License-Identifier: Apache-2.0

import { now } from "../clock.ts";
import { lang, say, type Text } from "../language.ts";
import type { Case } from "./words.ts";

// papers are what can be had of a case on paper, and its days for a calendar.
const papers: readonly { file: string; name: Text; there: (of: Case) => boolean }[] = [
  { file: "agreement.pdf", name: ["协议书（PDF）", "The agreement (PDF)"], there: ({ agreed }) => agreed > 0 },
  {
    file: "application.pdf",
    name: ["给法院的共同申请书（PDF）", "The joint application to a court (PDF)"],
    there: ({ agreed, applyBy }) => agreed > 0 && now() < applyBy,
  },
  {
    file: "sessions.ics",
    name: ["调解会和期限，加入日历", "Sessions and days, for a calendar"],
    there: ({ joined, closed }) => joined > 0 && closed === 0,
  },
];

// Downloads are at the case's address in the API.
export function Downloads({ at, of }: { at: string; of: Case }) {
  const there = papers.filter((paper) => paper.there(of));
  return there.length > 0 ? (
    <>
      <h2>{say(["文件", "Papers"])}</h2>
      <p class="actions">
        {there.map(({ file, name }) => (
          <a key={file} class="button secondary" href={`/api/v1/${at}/${file}?lang=${lang()}`} download>
            {say(name)}
          </a>
        ))}
      </p>
    </>
  ) : null;
}
