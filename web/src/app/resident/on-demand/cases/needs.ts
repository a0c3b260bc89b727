// SPDX-License-Identifier: Apache-2.0

import { type Case, expected } from "../../../shared/cases/words.ts";
import { say, type Text } from "../../../shared/language.ts";

const asks: { [step: string]: Text } = {
  join: ["等您答复是否参加", "Say whether you take part"],
  reply: ["等您答复方案", "Reply to the proposal"],
  perform: ["等您说明对方是否已履行", "Say whether the other side did its part"],
};

// needsText is what a case waits for from me, or "".
export function needsText(of: Case): string {
  const asked = asks[expected(of) ?? ""];
  return asked ? say(asked) : "";
}
