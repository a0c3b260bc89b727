// SPDX-License-Identifier: Apache-2.0

// An officer makes his passkey, by the one-time link of his body's administrator.

import { useState } from "preact/hooks";
import { tellUnknown } from "../../passkey/accepted.ts";
import { type CreationOptions, create } from "../../passkey/create.ts";
import { thisDevice } from "../../passkey/device.ts";
import { api, call, Problem } from "../shared/api.ts";
import { explain, explainNotDone } from "../shared/faults.ts";
import { say } from "../shared/language.ts";
import { Fault, Help, Page, Waiting } from "../shared/page.tsx";
import { texts } from "../shared/texts.ts";
import { officeTexts } from "./texts.ts";

// register says whether the ledger knows the passkey already, or in words why there is none.
async function register(community: string, token: string): Promise<boolean | string> {
  const { publicKey } = await call<{ publicKey: CreationOptions }>("POST", "/officers/register/begin", {
    community,
    token,
  });
  const outcome = await create(thisDevice(), publicKey);
  if (outcome.kind !== "created") {
    return explainNotDone(outcome);
  }
  try {
    const made = await api.finishPasskey(outcome.answer, say(officeTexts.registerLabel));
    return made.admitted ?? false;
  } catch (error) {
    if (error instanceof Problem) {
      await tellUnknown(publicKey.rp.id, outcome.credential); // the server does not take it
    }
    throw error;
  }
}

export function Register({ community, token }: { community: string; token: string }) {
  const [step, setStep] = useState<"" | "making" | "made" | "admitted">("");
  const [fault, setFault] = useState<string>();
  const go = async () => {
    setStep("making");
    setFault(undefined);
    const made = await register(community, token).catch(explain);
    setFault(typeof made === "string" ? made : undefined);
    setStep(typeof made === "string" ? "" : made ? "admitted" : "made");
  };
  if (step === "made" || step === "admitted") {
    return (
      <Page title={say(officeTexts.registered)}>
        <p role="status">{say(step === "made" ? officeTexts.registeredText : officeTexts.admittedText)}</p>
        <p class="actions">
          <a class="button" href={`/c/${community}/office`}>
            {say(officeTexts.title)}
          </a>
        </p>
      </Page>
    );
  }
  return (
    <Page title={say(officeTexts.register)}>
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
