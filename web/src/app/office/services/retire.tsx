// SPDX-License-Identifier: Apache-2.0

// Ending a service. The reason is kept at this body; the act has its hash.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { textLength } from "../../shared/bounds.gen.ts";
import { say } from "../../shared/language.ts";
import { enclose } from "../../shared/orders/enclosed.ts";
import { Fault } from "../../shared/page.tsx";
import type { Service } from "../../shared/points/words.ts";
import { useTask } from "../../shared/task.ts";
import { JoinWaiting } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import type { FormProps } from "./set.tsx";
import { officeServiceTexts } from "./texts.ts";

export function Retire({ service: { service }, pending, done, ...of }: FormProps & { service: Service }) {
  const [text, setText] = useState("");
  const [body, setBody] = useState<Bodies["service.retire"]>();
  const { busy, fault, run, tell } = useTask();
  const check = () =>
    run(async () => {
      const { text: reason } = await enclose(text, []);
      return reason ? setBody({ reason, service }) : tell(say(officeServiceTexts.reasonNone));
    });
  const id = `reason-${service}`;
  return (
    <JoinWaiting {...of} list={pending} type="service.retire" same={(body) => body.service === service} done={done}>
      {body ? (
        <>
          <p class="said">{text}</p>
          <SignAct {...of} type="service.retire" body={body} done={done} back={() => setBody(undefined)} />
        </>
      ) : (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            check();
          }}
        >
          <p>{say(officeServiceTexts.retireLead)}</p>
          <label for={id}>{say(officeServiceTexts.reason)}</label>
          <textarea id={id} rows={3} required maxLength={textLength} value={text} onInput={(event) => setText(event.currentTarget.value)} />
          {fault && <Fault fault={fault} />}
          <button type="submit" class="button danger" disabled={busy}>
            {say(officeServiceTexts.check)}
          </button>
        </form>
      )}
    </JoinWaiting>
  );
}
