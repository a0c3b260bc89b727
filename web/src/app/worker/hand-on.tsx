// SPDX-License-Identifier: Apache-2.0

// For who cannot do it, or not alone.

import { useState } from "preact/hooks";
import { say } from "../shared/language.ts";
import { choices, type Why, whys, whyText } from "../shared/orders/words.ts";
import { Take } from "./take.tsx";
import { workTexts } from "./texts.ts";
import type { Steps } from "./use-queue.ts";
import type { View } from "./view.ts";

export function HandOn({ view, title, steps, done }: { view: View; title: string; steps: Steps; done: () => void }) {
  const [reason, setReason] = useState<Why>("wrong-trade");
  const [worker, setWorker] = useState("");
  const { help, colleagues } = view;
  const { order } = view.order;
  return (
    <details>
      <summary>{say(workTexts.more)}</summary>
      {help !== "" && (
        <>
          <p>{say(workTexts.helpLead)}</p>
          <Take steps={steps} secondary make={() => ({ type: "order.help", order, body: {}, words: `${title} · ${say(workTexts.help)}` })}>
            {say(workTexts.help)}
          </Take>
        </>
      )}
      <h2>{say(workTexts.transferTitle)}</h2>
      <fieldset>
        <legend>{say(workTexts.transferWhy)}</legend>
        {choices(whys).map(([why, text]) => (
          <label class="choice" key={why}>
            <input type="radio" name="why" checked={why === reason} onChange={() => setReason(why)} />
            {text}
          </label>
        ))}
      </fieldset>
      <label for="to">{say(workTexts.transferTo)}</label>
      <select id="to" value={worker} onChange={(event) => setWorker(event.currentTarget.value)}>
        <option value="">{say(workTexts.transferAnybody)}</option>
        {colleagues.map(({ worker, name }) => (
          <option key={worker} value={worker}>
            {name}
          </option>
        ))}
      </select>
      <Take
        steps={steps}
        secondary
        done={done}
        make={() => ({
          type: "order.transfer",
          order,
          body: { grid: worker ? "" : view.order.grid, why: reason, worker },
          words: `${title} · ${whyText(reason)}`,
        })}
      >
        {say(workTexts.transfer)}
      </Take>
    </details>
  );
}
