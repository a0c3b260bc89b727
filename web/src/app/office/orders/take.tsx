// SPDX-License-Identifier: Apache-2.0

// An officer writes down what somebody says on the telephone.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { placePattern } from "../../../act/rules.ts";
import { textLength } from "../../shared/bounds.gen.ts";
import { say } from "../../shared/language.ts";
import { enclose } from "../../shared/orders/enclosed.ts";
import { placeOf } from "../../shared/orders/order.ts";
import { choices, type Kind, kinds, type Priority, priorities } from "../../shared/orders/words.ts";
import { Fault } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { Choice } from "./choice.tsx";
import { DispatchPage } from "./frame.tsx";
import { type Caller, CallerLine, Household } from "./household.tsx";
import { SignOrder } from "./sign.tsx";
import { dispatchTexts } from "./texts.ts";

const placeForm = new RegExp(`^(${placePattern})?$`);

export function Take(of: PageProps) {
  const [caller, setCaller] = useState<Caller>();
  const [kind, setKind] = useState<Kind>("repair.water");
  const [place, setPlace] = useState("");
  const [priority, setPriority] = useState<Priority | "">("");
  const [text, setText] = useState("");
  const [body, setBody] = useState<Bodies["order.take"]>();
  const { busy, fault, run, tell } = useTask();
  const choose = (chosen?: Caller) => {
    setCaller(chosen);
    setPlace(chosen ? placeOf(chosen.house) : "");
  };
  const check = () =>
    run(async () => {
      if (!placeForm.test(place)) {
        tell(say(dispatchTexts.placeBad));
        return;
      }
      const words = await enclose(text, [], { person: caller?.person });
      setBody({ kind, photos: [], place, priority, text: words.text, unit: caller?.unit ?? "" });
    });
  return (
    <DispatchPage title={say(dispatchTexts.take)} screen="take">
      <p>{say(dispatchTexts.takeLead)}</p>
      <h2>{say(dispatchTexts.caller)}</h2>
      {body ? (
        <>
          {caller && <CallerLine {...caller} />}
          <SignOrder {...of} type="order.take" body={body} done={() => setText("")} back={() => setBody(undefined)} />
        </>
      ) : (
        <>
          <Household caller={caller} choose={choose} />
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              check();
            }}
          >
            <Choice id="kind" label={say(dispatchTexts.kind)} value={kind} options={choices(kinds)} choose={setKind} />
            <label for="place">{say(dispatchTexts.place)}</label>
            <input id="place" autocomplete="off" value={place} onInput={(event) => setPlace(event.currentTarget.value.trim())} />
            <Choice
              id="priority"
              label={say(dispatchTexts.priority)}
              value={priority}
              options={[["", say(dispatchTexts.asDuties)], ...choices(priorities)]}
              choose={setPriority}
            />
            <label for="words">{say(dispatchTexts.words)}</label>
            <textarea id="words" rows={4} maxLength={textLength} value={text} onInput={(event) => setText(event.currentTarget.value)} />
            {fault && <Fault fault={fault} />}
            <button type="submit" class="button" disabled={busy}>
              {say(dispatchTexts.check)}
            </button>
          </form>
        </>
      )}
    </DispatchPage>
  );
}
