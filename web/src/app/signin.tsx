// SPDX-License-Identifier: Apache-2.0

import { useState } from "preact/hooks";
import { thisDevice } from "../passkey/device.ts";
import { logIn } from "../passkey/login.ts";
import { api, type Community } from "./api.ts";
import { explain, explainNotDone } from "./faults.ts";
import { say } from "./language.ts";
import { Fault, Help, Page } from "./page.tsx";
import { texts } from "./texts.ts";

// SignIn asks for a passkey, and calls done with a new session.
export function SignIn({ community, done }: { community: Community; done: () => void }) {
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const signIn = async () => {
    setBusy(true);
    setFault(undefined);
    setFault(await attempt(community.community, community.rp.id));
    setBusy(false);
  };
  const attempt = async (id: string, rp: string): Promise<string | undefined> => {
    try {
      const { nonce } = await api.beginLogin(id);
      const outcome = await logIn(thisDevice(), rp, nonce);
      if (outcome.kind !== "signed") {
        return explainNotDone(outcome);
      }
      await api.finishLogin(outcome.assertion);
      done();
      return undefined;
    } catch (error) {
      return say(texts.signInRefused, explain(error));
    }
  };
  return (
    <Page title={say(texts.signInTitle)}>
      <p>{say(texts.signInLead)}</p>
      {fault && <Fault fault={fault} />}
      <p class="actions">
        <button type="button" class="button" disabled={busy} onClick={signIn}>
          {say(texts.signIn)}
        </button>
      </p>
      <p>
        {say(texts.noPasskeyYet)} <a href="/e">{say(texts.toLetter)}</a>
      </p>
      <Help />
    </Page>
  );
}
