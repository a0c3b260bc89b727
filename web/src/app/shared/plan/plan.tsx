// SPDX-License-Identifier: Apache-2.0

import { say } from "../language.ts";
import { type Change, differences, type Plan, partsOf } from "./plan.ts";
import { planTexts } from "./texts.ts";

// PlanWords is a plan as residents read it.
export const PlanWords = ({ plan }: { plan: Plan }) => (
  <div>
    {partsOf(plan).map(({ id, title, sentences }) => (
      <section key={id}>
        <p>
          <strong>{title}</strong>
        </p>
        <ul>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
    ))}
    <p class="small">{say(planTexts.noMoney)}</p>
  </div>
);

// Differences is what a plan changes in the one in force.
export function Differences({ before, after }: { before: Plan | undefined; after: Plan }) {
  const changes = differences(before, after);
  return changes.length === 0 ? (
    <p>{say(planTexts.same)}</p>
  ) : (
    <ul>
      {changes.map((change) => (
        <li key={change.id}>
          <strong>{change.title}</strong> <What change={change} />
        </li>
      ))}
    </ul>
  );
}

const What = ({ change: { before, after } }: { change: Change }) => (
  <>
    {before.length === 0 && `${say(planTexts.added)} · `}
    {after.length === 0 && `${say(planTexts.dropped)} · `}
    {before.length > 0 && <del>{before.join(" ")}</del>} {after.length > 0 && <ins>{after.join(" ")}</ins>}
  </>
);
