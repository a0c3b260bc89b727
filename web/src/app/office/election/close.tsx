// SPDX-License-Identifier: Apache-2.0

import { useEffect, useState } from "preact/hooks";
import { now } from "../../shared/clock.ts";
import { moment, say } from "../../shared/language.ts";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import { OfTwo } from "./of-two.tsx";
import type { ElectionProps } from "./props.ts";

// usePassed says whether a time (Unix seconds) has come; it does so when it comes.
function usePassed(time: number): boolean {
  const [, draw] = useState(0);
  const left = time - now();
  useEffect(() => {
    const timer = left > 0 ? setTimeout(() => draw(now()), Math.min(left * 1000, longestWait)) : undefined;
    return () => clearTimeout(timer);
  });
  return left <= 0;
}

const longestWait = 3_600_000; // ms

// Close has the vote closed: a rehearsal at any time, others once the announced end has come.
export function Close(of: ElectionProps) {
  const { election, times, profile } = of.detail.election;
  const end = times.closesAt ?? 0;
  const over = usePassed(end);
  const note = over ? officeTexts.closeOver : profile.endsEarly ? officeTexts.closeEarly : officeTexts.closeLater;
  return (
    <>
      <p>{say(note, moment(end))}</p>
      {(over || profile.endsEarly) && (
        <OfTwo {...of} type="election.close">
          <SignAct {...of} type="election.close" body={{ election }} label={say(officeTexts.closeVote)} done={of.pending.reload} />
        </OfTwo>
      )}
    </>
  );
}
