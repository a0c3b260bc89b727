// SPDX-License-Identifier: Apache-2.0

// What came of an order: the outcome, a note and photos, which are kept on this device until they are sent.

import { useState } from "preact/hooks";
import type { Bytes } from "../../encoding.ts";
import { noteLength } from "../shared/bounds.gen.ts";
import { say } from "../shared/language.ts";
import { hashesOf } from "../shared/orders/enclosed.ts";
import { Photos } from "../shared/orders/photos.tsx";
import { choices, type Outcome, outcomes, outcomeText } from "../shared/orders/words.ts";
import { keepDraft, keptDraft } from "../shared/storage.ts";
import { Take } from "./take.tsx";
import { workTexts } from "./texts.ts";
import type { Steps, Taken } from "./use-queue.ts";
import type { View } from "./view.ts";

type Finished = { outcome: Outcome; note: string; photos: readonly Bytes[] };

// finishOf is the step of being done, with what its hashes stand for.
export async function finishOf(order: string, words: string, { outcome, note, photos }: Finished): Promise<Taken<"order.finish">> {
  const { text, photos: hashes, parts } = await hashesOf(note, photos);
  return { type: "order.finish", order, body: { note: text, outcome, photos: hashes }, words, enclosed: parts };
}

export function Finish({ view, title, steps }: { view: View; title: string; steps: Steps }) {
  const draft = `finish/${view.order.order}`;
  const [outcome, setOutcome] = useState<Outcome>("solved");
  const [note, setNote] = useState(() => keptDraft<string>(draft) ?? "");
  const [photos, setPhotos] = useState<Bytes[]>([]);
  const words = `${title} · ${outcomeText(outcome)}`;
  return (
    <>
      <fieldset>
        <legend>{say(workTexts.finishTitle)}</legend>
        {choices(outcomes).map(([name, text]) => (
          <label class="choice" key={name}>
            <input type="radio" name="outcome" checked={name === outcome} onChange={() => setOutcome(name)} />
            {text}
          </label>
        ))}
      </fieldset>
      <label for="note">{say(workTexts.note)}</label>
      <textarea
        id="note"
        rows={3}
        maxLength={noteLength}
        value={note}
        onInput={(event) => {
          setNote(event.currentTarget.value);
          keepDraft(draft, event.currentTarget.value);
        }}
      />
      <Photos photos={photos} change={setPhotos} />
      <Take
        steps={steps}
        make={() => finishOf(view.order.order, words, { outcome, note, photos })}
        done={() => keepDraft(draft, undefined)}
      >
        {say(workTexts.finish)}
      </Take>
    </>
  );
}
