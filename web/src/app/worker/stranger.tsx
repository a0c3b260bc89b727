// SPDX-License-Identifier: Apache-2.0

// What somebody reads who is no guard and has scanned a slip: what it is, and where to show it. The address has its number alone, so this
// page knows no more.

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Community } from "../shared/api.ts";
import { say } from "../shared/language.ts";
import { Page } from "../shared/page.tsx";
import { gateTexts } from "./gate-texts.ts";

export function Stranger({ community, signIn }: { community: Community; signIn: VNode }) {
  const [guard, setGuard] = useState(false);
  return guard ? (
    signIn
  ) : (
    <Page title={say(gateTexts.strangerTitle)}>
      <p class="big">{say(gateTexts.stranger, community.name)}</p>
      <p>{say(gateTexts.strangerMore)}</p>
      <p class="actions">
        <button type="button" class="button secondary" onClick={() => setGuard(true)}>
          {say(gateTexts.guardsSignIn)}
        </button>
      </p>
    </Page>
  );
}
