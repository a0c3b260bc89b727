// SPDX-License-Identifier: Apache-2.0

import type { Schema } from "../api.ts";
import { say } from "../language.ts";
import { standstillTexts as own } from "./texts.ts";

export type Meaning = "before" | "ballot" | "act";

// Note says that the ledger stands still, and what that means for who reads it.
export const Note = ({ orderers, meaning }: { orderers: Schema["Standing"]["orderers"]; meaning: Meaning }) => (
  <div class="note warn" role="status">
    <p>{say(own.lead, orderers.all, orderers.answer, orderers.needed)}</p>
    <p>{say(own[meaning])}</p>
    <p>
      <a href="/network">{say(own.whoRuns)}</a>
    </p>
  </div>
);
