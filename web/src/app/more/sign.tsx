// SPDX-License-Identifier: Apache-2.0

// Another owner's paper: what it says, the exact text, and my signature under the very same bytes.

import { useState } from "preact/hooks";
import { signText } from "../acts.ts";
import { addSignature, api, type Schema } from "../api.ts";
import { explain, explainNotDone } from "../faults.ts";
import { say } from "../language.ts";
import { Fault, Page, useLoaded, Waiting } from "../page.tsx";
import { type Of, Progress, type Step } from "./act.tsx";
import { Back } from "./back.tsx";
import { paperText } from "./paper.ts";
import { more } from "./texts.ts";

export function Screen(of: Of & { parts: string[] }) {
  const papers = useLoaded(api.waiting, of.parts[0] ?? "");
  const paper = papers.value?.items.find(({ act }) => act === of.parts[0]);
  return (
    <Page title={say(more.paperRead)}>
      {papers.fault ? <Fault fault={papers.fault} retry={papers.reload} /> : null}
      {!papers.value && !papers.fault && <Waiting />}
      {papers.value && !paper && <p class="note">{say(more.paperGone)}</p>}
      {paper && <Paper {...of} paper={paper} />}
      <Back />
    </Page>
  );
}

function Paper({ paper, ...of }: Of & { paper: Schema["PendingAct"] }) {
  const [step, setStep] = useState<Step>("");
  const [block, setBlock] = useState(0);
  const [fault, setFault] = useState<string>();
  const sign = async (): Promise<string | undefined> => {
    const outcome = await signText(of.community, of.me.session.credential, paper.text);
    if (outcome.kind !== "signed") {
      return explainNotDone(outcome);
    }
    const [signature] = outcome.signed.signatures;
    if (signature) {
      setStep("sending");
      const sent = await addSignature(paper.act, signature);
      setBlock(sent.kind === "on-ledger" ? sent.receipt.block : 0);
      setStep(sent.kind === "waiting" ? "left" : sent.kind);
      of.reload();
    }
    return undefined;
  };
  const go = async () => {
    setFault(undefined);
    setStep("signing");
    const wrong = await sign().catch(explain);
    if (wrong) {
      setFault(wrong);
      setStep("");
    }
  };
  return (
    <>
      <p class="big">{paperText(of.me, paper.text)}</p>
      <details>
        <summary>{say(more.exactText)}</summary>
        <pre>{paper.text}</pre>
      </details>
      {fault && <Fault fault={fault} />}
      {step === "left" || step === "on-ledger" ? (
        <p class="note" role="status">
          {step === "left" ? say(more.actLeft) : say(more.actDone, block)}
        </p>
      ) : (
        <>
          <Progress step={step} />
          <p class="actions">
            <button type="button" class="button" disabled={step !== ""} onClick={go}>
              {say(more.paperSign)}
            </button>
          </p>
        </>
      )}
    </>
  );
}
