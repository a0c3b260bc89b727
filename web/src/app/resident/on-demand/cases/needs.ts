// SPDX-License-Identifier: Apache-2.0

import { canSign, type Paper, papersOf } from "../../../shared/cases/papers.ts";
import { type Case, type Expected, expected } from "../../../shared/cases/words.ts";
import { say, type Text } from "../../../shared/language.ts";

const asks: { [step in Expected]?: Text } = {
  join: ["等您答复是否参加", "Say whether you take part"],
  reply: ["等您答复方案", "Reply to the proposal"],
  perform: ["等您说明对方是否已履行", "Say whether the other side did its part"],
};

// needsText is what a case waits for from me, or "".
export function needsText(of: Case, papers: readonly Paper[]): string {
  if (papersOf(of, papers).some(canSign)) {
    return say(["等您签字", "Waits for your signature"]);
  }
  const step = expected(of);
  const asked = step && asks[step];
  return asked ? say(asked) : "";
}
