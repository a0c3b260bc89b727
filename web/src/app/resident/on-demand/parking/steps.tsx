// SPDX-License-Identifier: Apache-2.0

// The steps of one side of a booking, each with what it brings about.

import { useState } from "preact/hooks";
import { now } from "../../../shared/clock.ts";
import { moment, say } from "../../../shared/language.ts";
import type { Booking } from "../../../shared/parking/api.ts";
import { spaceName } from "../../../shared/parking/asked.tsx";
import { CancelCost } from "../../../shared/parking/cancel-cost.tsx";
import { cancelCost } from "../../../shared/parking/price.ts";
import { Sign } from "../signing.tsx";
import { keep } from "./keep.ts";
import type { Known } from "./known.tsx";
import { parkingTexts } from "./texts.ts";

const most = 1000; // characters that the server takes of a booking

type StepProps = Known & { one: Booking };

export function Cancel({ one, changed, ...of }: StepProps) {
  const make = async () => ({
    type: "parking.cancel" as const,
    body: { booking: one.booking },
    words: say(parkingTexts.cancelWords, spaceName(one), moment(one.from), cancelCost(one, now())),
  });
  return (
    <details>
      <summary>{say(parkingTexts.cancel)}</summary>
      <CancelCost one={one} />
      <Sign of={of} danger label={say(parkingTexts.cancelSign)} make={make} done={changed} />
    </details>
  );
}

export function Displace({ one, changed, ...of }: StepProps) {
  const make = async () => ({
    type: "parking.displaced" as const,
    body: { booking: one.booking },
    words: say(parkingTexts.displacedWords, spaceName(one)),
  });
  return (
    <details>
      <summary>{say(parkingTexts.displaced)}</summary>
      <p>{say(parkingTexts.displacedHelp)}</p>
      <Sign of={of} danger label={say(parkingTexts.displacedSign)} make={make} done={changed} />
    </details>
  );
}

const tells = {
  dispute: {
    title: parkingTexts.dispute,
    lead: parkingTexts.disputeHelp,
    label: parkingTexts.disputeText,
    sign: parkingTexts.disputeSign,
    words: parkingTexts.disputeWords,
  },
  retract: {
    title: parkingTexts.retract,
    lead: parkingTexts.retractHelp,
    label: parkingTexts.retractText,
    sign: parkingTexts.retractSign,
    words: parkingTexts.retractWords,
  },
} as const;

type Telling = keyof typeof tells;

const bodyOf = (step: Telling, booking: string, hash: string) =>
  step === "dispute"
    ? { type: "parking.dispute" as const, body: { booking, text: hash } }
    : { type: "parking.retract" as const, body: { booking, reason: hash } };

// Tell is a step that says why. What is said stays off the ledger, which has its hash.
export function Tell({ one, step, changed, ...of }: StepProps & { step: Telling }) {
  const [text, setText] = useState("");
  const { title, lead, label, sign, words } = tells[step];
  const make = async () => {
    if (text.trim() === "") {
      return say(parkingTexts.empty);
    }
    const hash = await keep(one.booking, text);
    return hash === undefined
      ? say(parkingTexts.mismatch)
      : { ...bodyOf(step, one.booking, hash), words: `${say(words, spaceName(one))}${say(parkingTexts.print, hash)}` };
  };
  return (
    <details>
      <summary>{say(title)}</summary>
      <p>{say(lead, moment(one.from - one.terms.notice))}</p>
      <label for={step}>{say(label)}</label>
      <textarea id={step} rows={4} maxLength={most} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <Sign of={of} written={text} danger={step === "retract"} label={say(sign)} make={make} done={changed} />
    </details>
  );
}
