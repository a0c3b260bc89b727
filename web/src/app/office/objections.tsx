// SPDX-License-Identifier: Apache-2.0

// Owners' objections (异议) to rolls and results, and the bodies' answers.

import { useState } from "preact/hooks";
import type { Bodies } from "../../act/body.ts";
import { api } from "../shared/api.ts";
import { Back } from "../shared/back.tsx";
import { answerLength } from "../shared/bounds.gen.ts";
import { moment, say } from "../shared/language.ts";
import { Fault, Page, Waiting } from "../shared/page.tsx";
import type { PageProps } from "../shared/page-props.ts";
import { useTask } from "../shared/task.ts";
import { type Objection, officeApi } from "./api.ts";
import { useLive } from "./live.tsx";
import { SignAct } from "./signing/signing.tsx";
import { officeTexts } from "./texts.ts";

export function Objections(of: PageProps) {
  const [pages, setPages] = useState(1);
  const list = useLive(() => officeApi.objections(pages), `objections ${pages}`);
  const items = list.value?.items.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const votes = useLive(() => api.elections(of.community.community), "objections");
  const titleOf = (id: string) => votes.value?.items.find(({ election }) => election === id)?.title ?? id;
  return (
    <Page title={say(officeTexts.objections)}>
      {list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null}
      {!list.value && !list.fault && <Waiting />}
      {items?.length === 0 && <p>{say(officeTexts.nothing)}</p>}
      <ul class="cards">
        {items?.map((objection) => (
          <Card key={objection.act} {...of} objection={objection} titleOf={titleOf} />
        ))}
      </ul>
      {list.value?.more && (
        <p class="actions">
          <button type="button" class="button secondary" onClick={() => setPages(pages + 1)}>
            {say(officeTexts.objectionsMore)}
          </button>
        </p>
      )}
      <Back />
    </Page>
  );
}

// subjectText names what is objected to: "roll 3" or "election 2026-budget" on the ledger.
function subjectText(subject: string, titleOf: (election: string) => string): string {
  const [kind, id = ""] = subject.split(" ");
  return kind === "roll" ? say(officeTexts.toRoll, id) : say(officeTexts.toResult, titleOf(id));
}

function Card({ objection, titleOf, ...of }: PageProps & { objection: Objection; titleOf: (election: string) => string }) {
  return (
    <li class="card">
      <h2>
        {subjectText(objection.subject, titleOf)}{" "}
        {objection.answered && <span class="stage">{say(objection.accepted ? officeTexts.foundRight : officeTexts.foundWrong)}</span>}
      </h2>
      <p class="sub">{[objection.name, objection.at && moment(objection.at)].filter(Boolean).join(" · ")}</p>
      <blockquote>{objection.text ?? say(officeTexts.textElsewhere)}</blockquote>
      {objection.answer && <p>{say(officeTexts.answerWas, objection.answer)}</p>}
      {!objection.answered && (objection.ownCase ? <p>{say(officeTexts.ownCase)}</p> : <Answer {...of} act={objection.act} />)}
    </li>
  );
}

function Answer({ act, ...of }: PageProps & { act: string }) {
  const [text, setText] = useState("");
  const [accepted, setAccepted] = useState<boolean>();
  const [body, setBody] = useState<Bodies["roll.answer"]>();
  const { fault, run, tell } = useTask();
  const write = () => {
    if (accepted === undefined) {
      tell(say(officeTexts.answerChoose));
      return;
    }
    run(async () => {
      const { hash } = await officeApi.answer(act, text.trim());
      setBody({ accepted, answer: hash, objection: act });
    });
  };
  const id = (name: string) => `${name}-${act.slice(0, 12)}`;
  return (
    <>
      {body && (
        <>
          <p>{say(officeTexts.answerWas, text)}</p>
          <SignAct {...of} type="roll.answer" body={body} back={() => setBody(undefined)} />
        </>
      )}
      <details hidden={body !== undefined}>
        <summary>{say(officeTexts.answer)}</summary>
        {fault && <Fault fault={fault} />}
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            write();
          }}
        >
          <label for={id("text")}>{say(officeTexts.answerText)}</label>
          <textarea
            id={id("text")}
            rows={4}
            required
            maxLength={answerLength}
            value={text}
            onInput={(e) => setText(e.currentTarget.value)}
          />
          <fieldset>
            <legend>{say(officeTexts.answerFinding)}</legend>
            {[true, false].map((right) => (
              <label class="choice" key={String(right)}>
                <input type="radio" name={id("right")} checked={accepted === right} onChange={() => setAccepted(right)} />
                {say(right ? officeTexts.foundRight : officeTexts.foundWrong)}
              </label>
            ))}
          </fieldset>
          <button type="submit" class="button">
            {say(officeTexts.check)}
          </button>
        </form>
      </details>
    </>
  );
}
