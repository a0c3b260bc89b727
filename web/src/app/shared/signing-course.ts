// SPDX-License-Identifier: Apache-2.0

import { useEffect, useState } from "preact/hooks";
import type { Following } from "./acts.ts";
import { explain, signedOut } from "./faults.ts";
import { useHere } from "./page.tsx";

// Where a signature is on its way; left: it waits for somebody else's.
export type Where = Following | { kind: "left" };
export type Step = "" | "signing" | Where["kind"];

// useCourse is the course of one signature. run does what it takes and tells where the act is; it returns what is wrong, "" if that
// is nothing to speak of, and undefined at the end. What is wrong is said no longer than what is written stays as it was.
export function useCourse(run: (tell: (where: Where) => void, here: AbortSignal) => Promise<string | undefined>, written = "") {
  const here = useHere();
  const [step, setStep] = useState<Step>("");
  const [block, setBlock] = useState(0);
  const [, setTold] = useState(0); // each time draws the page anew, which may have more to say of the same step
  const [fault, setFault] = useState<string>();
  useEffect(() => setFault(undefined), [written]);
  const tell = (where: Where) => {
    setStep(where.kind);
    setTold((times) => times + 1);
    if (where.kind === "on-ledger") {
      setBlock(where.receipt.block);
    }
  };
  const go = async () => {
    setFault(undefined);
    setStep("signing");
    const wrong = await run(tell, here).catch((error) => (signedOut(error) ? "" : explain(error)));
    if (wrong !== undefined) {
      setFault(wrong);
      setStep("");
    }
  };
  return { step, block, fault, go };
}
