// SPDX-License-Identifier: Apache-2.0

// An officer makes his passkey, by the one-time link of his body's administrator.

import { useState } from "preact/hooks";
import { type CreationOptions, create } from "../passkey/create.ts";
import { thisDevice } from "../passkey/device.ts";
import { api, call } from "./api.ts";
import { explain, explainNotDone } from "./faults.ts";
import { say } from "./language.ts";
import { office } from "./office-texts.ts";
import { Fault, Help, Page, Waiting } from "./page.tsx";
import { texts } from "./texts.ts";

// linkToken takes the token out of the address, so that neither history nor a shared link keeps it.
export function linkToken(): string | undefined {
  const found = /^#register=([A-Z2-7]{26})$/.exec(location.hash);
  if (found) {
    history.replaceState(null, "", location.pathname);
  }
  return found?.[1];
}

async function register(community: string, token: string): Promise<string | undefined> {
  const { publicKey } = await call<{ publicKey: CreationOptions }>("POST", "/officers/register/begin", {
    community,
    token,
  });
  const outcome = await create(thisDevice(), publicKey);
  if (outcome.kind !== "created") {
    return explainNotDone(outcome);
  }
  await api.finishPasskey(outcome.answer, say(office.registerLabel));
  return undefined;
}

export function Register({ community, token }: { community: string; token: string }) {
  const [step, setStep] = useState<"" | "making" | "made">("");
  const [fault, setFault] = useState<string>();
  const go = async () => {
    setStep("making");
    setFault(undefined);
    const wrong = await register(community, token).catch(explain);
    setFault(wrong);
    setStep(wrong ? "" : "made");
  };
  if (step === "made") {
    return (
      <Page title={say(office.registered)}>
        <p role="status">{say(office.registeredText)}</p>
      </Page>
    );
  }
  return (
    <Page title={say(office.register)}>
      <p>{say(texts.passkeyLead)}</p>
      {fault && <Fault fault={fault} />}
      {step === "making" && <Waiting>{say(texts.passkeyMaking)}</Waiting>}
      <p class="actions">
        <button type="button" class="button" disabled={step === "making"} onClick={go}>
          {say(texts.passkeyMake)}
        </button>
      </p>
      <Help />
    </Page>
  );
}
