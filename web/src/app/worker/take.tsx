// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from "preact";
import { say } from "../shared/language.ts";
import { Fault, Waiting } from "../shared/page.tsx";
import { useTask } from "../shared/task.ts";
import { toSignAgain } from "./queue.ts";
import { workTexts } from "./texts.ts";
import type { Steps, Taken } from "./use-queue.ts";

type TakeProps = {
  steps: Steps;
  make: () => Promise<Taken> | Taken;
  secondary?: boolean;
  done?: () => void;
  children: ComponentChildren;
};

// Take is a button as wide as the phone: one press, one gesture, and the step is kept.
export function Take({ steps, make, secondary, done, children }: TakeProps) {
  const { busy, fault, run, tell } = useTask();
  const take = () =>
    run(async () => {
      const wrong = await steps.take(await make());
      tell(wrong);
      if (wrong === undefined) {
        done?.();
      }
    });
  return (
    <>
      {fault && <Fault fault={fault} />}
      {busy && <Waiting>{say(workTexts.signing)}</Waiting>}
      <button
        type="button"
        class={secondary ? "button secondary wide" : "button wide"}
        disabled={busy || toSignAgain(steps.mine) !== undefined}
        onClick={take}
      >
        {children}
      </button>
    </>
  );
}
