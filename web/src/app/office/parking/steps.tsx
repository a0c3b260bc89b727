// SPDX-License-Identifier: Apache-2.0

// The steps of a booking that the body is a side of.

import type { ComponentChildren } from "preact";
import { int } from "../../../act/act.ts";
import { moment, say, type Text } from "../../shared/language.ts";
import type { PageProps } from "../../shared/page-props.ts";
import type { Booking } from "../../shared/parking/api.ts";
import { bookTexts } from "../../shared/parking/book-texts.ts";
import { CancelCost } from "../../shared/parking/cancel-cost.tsx";
import { Longer } from "../../shared/parking/longer-form.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officeParkingTexts as own } from "./texts.ts";
import { Worded } from "./worded.tsx";

type StepProps = PageProps & { one: Booking; done: () => void };

// Steps are those that the server says the body may take.
export function Steps({ one, ...of }: StepProps) {
  const { booking, from, next, terms } = one;
  return (
    <>
      {next.includes("displace") && (
        <Step title={own.displace}>
          <p>{say(bookTexts.displacedHelp)}</p>
          <SignAct {...of} type="parking.displaced" body={{ booking }} />
        </Step>
      )}
      {next.includes("extend") && <More {...of} one={one} />}
      {next.includes("cancel") && (
        <Step title={own.cancel}>
          <CancelCost one={one} />
          <SignAct {...of} type="parking.cancel" body={{ booking }} />
        </Step>
      )}
      {next.includes("retract") && (
        <Step title={bookTexts.retract}>
          <p>{say(bookTexts.retractHelp, moment(from - terms.notice))}</p>
          <Worded {...of} type="parking.retract" booking={booking} make={(reason) => ({ booking, reason })} />
        </Step>
      )}
      {next.includes("dispute") && (
        <Step title={own.dispute}>
          <p>{say(bookTexts.disputeHelp)}</p>
          <Worded {...of} type="parking.dispute" booking={booking} make={(text) => ({ booking, text })} />
        </Step>
      )}
    </>
  );
}

const Step = ({ title, children }: { title: Text; children: ComponentChildren }) => (
  <details>
    <summary>{say(title)}</summary>
    {children}
  </details>
);

const More = ({ one, ...of }: StepProps) => (
  <Longer
    one={one}
    sign={(until) => <SignAct {...of} key={until} type="parking.extend" body={{ booking: one.booking, until: int(until) }} />}
  />
);
