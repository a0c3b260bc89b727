// SPDX-License-Identifier: Apache-2.0

// Acknowledging one alarm: one press, one gesture.

import { useState } from "preact/hooks";
import { follow, signText } from "../../shared/acts.ts";
import { explainNotDone } from "../../shared/faults.ts";
import { say } from "../../shared/language.ts";
import { Fault } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useCourse } from "../../shared/signing-course.ts";
import { Progress, textOf, wrongWith } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import { type Alarm, deskApi } from "./api.ts";
import { deskTexts } from "./texts.ts";
import { alarmText } from "./words.ts";

type AcknowledgeProps = PageProps & { alarm: Alarm; done: () => void };

export function Acknowledge({ alarm, done, ...of }: AcknowledgeProps) {
  const { community, me } = of;
  const [block, setBlock] = useState<number>();
  const { step, fault, go } = useCourse(async (tell, here) => {
    const body = await deskApi.acknowledgement(alarm.device, alarm.kind);
    const text = await textOf(of, "alarm.acknowledge", body);
    const outcome = await signText(community, me.session.credential, text);
    if (outcome.kind !== "signed") {
      return explainNotDone(outcome);
    }
    return wrongWith(await follow({ act: text, signatures: [outcome.signature] }, tell, here), (receipt) => {
      setBlock(receipt.block);
      done();
    });
  });
  if (block !== undefined) {
    return (
      <p class="note" role="status">
        {say(officeTexts.onLedger, block)}
      </p>
    );
  }
  if (!alarm.onLedger) {
    return <p class="waiting">{say(deskTexts.notYet)}</p>;
  }
  return (
    <>
      <p class="small">{say(alarm.kind === "sos" ? deskTexts.acknowledgeHelp : deskTexts.acknowledgeLead)}</p>
      {fault && <Fault fault={fault} />}
      <Progress step={step} />
      <p class="actions">
        <button
          type="button"
          class="button"
          disabled={step !== ""}
          onClick={go}
          aria-label={`${say(deskTexts.acknowledge)}${say(["：", ": "])}${alarmText(alarm.kind)} ${alarm.place}`}
        >
          {say(deskTexts.acknowledge)}
        </button>
      </p>
    </>
  );
}
