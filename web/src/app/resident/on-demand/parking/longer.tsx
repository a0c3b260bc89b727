// SPDX-License-Identifier: Apache-2.0

import { int } from "../../../../act/act.ts";
import { moment, say } from "../../../shared/language.ts";
import type { Booking } from "../../../shared/parking/api.ts";
import { spaceName } from "../../../shared/parking/asked.tsx";
import { Longer as LongerForm } from "../../../shared/parking/longer-form.tsx";
import { Sign } from "../signing.tsx";
import type { Known } from "./known.tsx";
import { parkingTexts } from "./texts.ts";

export function Longer({ one, changed, ...of }: Known & { one: Booking }) {
  const make = async (until: number, price: number) => ({
    type: "parking.extend" as const,
    body: { booking: one.booking, until: int(until) },
    words: say(parkingTexts.extendWords, spaceName(one), moment(until), price),
  });
  return (
    <LongerForm
      one={one}
      sign={(until, price) => (
        <Sign of={of} written={String(until)} label={say(parkingTexts.extendSign)} make={() => make(until, price)} done={changed} />
      )}
    />
  );
}
