// SPDX-License-Identifier: Apache-2.0

// Why an order did not go straight on: it was reopened, handed on, or given to another.

import type { Community, Schema } from "../api.ts";
import { type Text as Both, moment, say } from "../language.ts";
import { Away } from "./enclosures.tsx";
import { whyText } from "./words.ts";

export type Reason = Schema["OrderReason"];

const reasonTexts = {
  title: ["重开和转手的原因", "Why it was reopened or handed on"],
  reopen: ["住户重新打开", "The household opened it again"],
  assign: ["经办人指定别人", "An officer gave it to somebody else"],
  transfer: ["{0}转出：{1}", "{0} handed it on: {1}"],
  somebody: ["处理的人", "Who had it"],
} as const satisfies { [name: string]: Both };

const whatText = ({ step, name, why }: Reason): string =>
  step === "transfer"
    ? say(reasonTexts.transfer, name || say(reasonTexts.somebody), whyText(why))
    : say(step === "reopen" ? reasonTexts.reopen : reasonTexts.assign);

// Reasons are shown as far as this server has the words and the reader may read them.
export const Reasons = ({ community, reasons }: { community: Community; reasons: readonly Reason[] }) =>
  reasons.length === 0 ? null : (
    <section>
      <h2>{say(reasonTexts.title)}</h2>
      <ol class="spaced">
        {reasons.map((reason, i) => (
          <li key={i}>
            {whatText(reason)} <span class="sub">{moment(reason.at)}</span>
            {reason.text.state === "here" && <p class="said">{reason.text.text}</p>}
            <Away community={community} of={[reason.text]} />
          </li>
        ))}
      </ol>
    </section>
  );
