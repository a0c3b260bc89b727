// SPDX-License-Identifier: Apache-2.0

// A worker makes his passkey, by the one-time link of an officer, and agrees with it to work for the officer's body.

import { useState } from "preact/hooks";
import { create } from "../../passkey/create.ts";
import { thisDevice } from "../../passkey/device.ts";
import { sign } from "../../passkey/sign.ts";
import { api, type Community } from "../shared/api.ts";
import { explainNotDone } from "../shared/faults.ts";
import { say } from "../shared/language.ts";
import { bodyName } from "../shared/names.ts";
import { Fault, Help, Page, Waiting } from "../shared/page.tsx";
import { useTask } from "../shared/task.ts";
import { texts } from "../shared/texts.ts";
import { workApi } from "./api.ts";
import { workTexts } from "./texts.ts";

type Made = { worker: string; body: string };

// agreementText is what the new passkey signs, as it would an act's text (contract/order.AgreementText).
export const agreementText = (net: string, community: string, { worker, body }: Made): string =>
  ["linli worker.enrol", net, community, body, worker].join("\n");

// make has the device make a passkey, or says why there is none.
async function make(community: string, token: string): Promise<Made | string> {
  const { publicKey } = await workApi.begin(community, token);
  const outcome = await create(thisDevice(), publicKey);
  if (outcome.kind !== "created") {
    return explainNotDone(outcome);
  }
  const { body = "" } = await api.finishPasskey(outcome.answer, say(workTexts.registerLabel));
  return { worker: outcome.credential, body };
}

// agree has the new passkey agree, or says why it did not.
async function agree({ community, net, rp }: Community, made: Made): Promise<string | undefined> {
  const outcome = await sign(thisDevice(), rp.id, made.worker, agreementText(net, community, made));
  if (outcome.kind !== "signed") {
    return explainNotDone(outcome);
  }
  const { clientDataJSON = "", authenticatorData = "", signature } = outcome.signature;
  await workApi.agree({ community, worker: made.worker, clientDataJSON, authenticatorData, signature });
  return undefined;
}

export function Register({ community, token }: { community: Community; token: string }) {
  const { busy, fault, run, tell } = useTask();
  const [made, setMade] = useState<Made>();
  const [agreed, setAgreed] = useState(false);
  const go = () =>
    run(async () => {
      if (!made) {
        const outcome = await make(community.community, token);
        return typeof outcome === "string" ? tell(outcome) : setMade(outcome);
      }
      const wrong = await agree(community, made);
      tell(wrong);
      return setAgreed(wrong === undefined);
    });
  if (agreed) {
    return (
      <Page title={say(workTexts.registered)}>
        <p role="status">{say(workTexts.registeredText)}</p>
        <p class="actions">
          <a class="button wide" href={`/c/${community.community}/work`}>
            {say(workTexts.title)}
          </a>
        </p>
      </Page>
    );
  }
  return (
    <Page title={say(workTexts.register)}>
      <p>{made ? say(workTexts.agreeLead, bodyName(community, made.body)) : say(texts.passkeyLead)}</p>
      {fault && <Fault fault={fault} />}
      {busy && <Waiting>{say(texts.passkeyMaking)}</Waiting>}
      <p class="actions">
        <button type="button" class="button wide" disabled={busy} onClick={go}>
          {say(made ? workTexts.agree : texts.passkeyMake)}
        </button>
      </p>
      <Help />
    </Page>
  );
}
