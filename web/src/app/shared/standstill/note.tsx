// SPDX-License-Identifier: Apache-2.0

import type { Schema } from "../api.ts";
import { say } from "../language.ts";
import { standstillTexts as own } from "./texts.ts";

export type Meaning = "before" | "ballot" | "act";

type Told = { orderers: Schema["Standing"]["orderers"]; removed: Schema["Standing"]["removed"] | undefined };

// Note says that the ledger stands still, for everybody or for this server alone, and what that means for who reads it.
export const Note = ({ orderers, removed, meaning }: Told & { meaning: Meaning }) => (
  <div class="note warn" role="status">
    <p>{removed ? say(own.removed) : say(own.lead, orderers.all, orderers.answer, orderers.needed)}</p>
    <p>{removed ? say(own.elsewhere) : say(own[meaning])}</p>
    <p>
      <a href="/network">{say(own.whoRuns)}</a>
    </p>
  </div>
);
