// SPDX-License-Identifier: Apache-2.0

import { moment } from "./language.ts";

// Stage is a part of a line of steps. at: when it was, 0 if it has no time yet; besides: what it waits for, and by when.
export type Stage = { text: string; at: number; stand: "done" | "current" | "ahead"; besides?: string };

// StepLine is where something stands: what is done, where it is, what comes next and who must act by when.
export const StepLine = ({ stages }: { stages: readonly Stage[] }) => (
  <ol class="steps">
    {stages.map(({ text, at, stand, besides }) => (
      <li key={text} class={stand} aria-current={stand === "current" ? "step" : undefined}>
        <span>
          {text} {at > 0 && moment(at)}
        </span>
        {besides && <span class="sub">{besides}</span>}
      </li>
    ))}
  </ol>
);
