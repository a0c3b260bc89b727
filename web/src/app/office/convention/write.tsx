// SPDX-License-Identifier: Apache-2.0

// Writing a convention: a draft, which stays in this browser until it is left for a vote, and what the server makes of it meanwhile.

import { useEffect, useState } from "preact/hooks";
import { ConventionWords } from "../../shared/convention/convention.tsx";
import { explain } from "../../shared/faults.ts";
import { lang, say } from "../../shared/language.ts";
import { Fault, useLoaded } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { keepDraft, keptDraft } from "../../shared/storage.ts";
import { useTask } from "../../shared/task.ts";
import { type Check, conventionApi, type Shadow } from "./api.ts";
import { blankText, tidied } from "./draft.ts";
import { Leave } from "./leave.tsx";
import { conventionOfficeTexts as own } from "./texts.ts";

export function Write({ inForce, ...of }: PageProps & { inForce: string | undefined }) {
  const name = `convention/${of.community.community}/${of.me.session.credential}`;
  const [text, setText] = useState(() => keptDraft<string>(name));
  const set = (next: string | undefined) => {
    setText(next);
    keepDraft(name, next);
  };
  return (
    <section>
      <h2>{say(own.write)}</h2>
      <p>{say(own.writeLead)}</p>
      {text === undefined ? (
        <Begin inForce={inForce} begin={set} />
      ) : (
        <Editor text={text} set={set} drop={() => set(undefined)} left={() => keepDraft(name, undefined)} />
      )}
    </section>
  );
}

function Begin({ inForce, begin }: { inForce: string | undefined; begin: (text: string) => void }) {
  const { value, fault, reload } = useLoaded(conventionApi.templates, "");
  const choices = [
    ...(inForce === undefined ? [] : [{ title: say(own.current), text: inForce }]),
    { title: say(own.blank), text: blankText },
    ...(value ?? []),
  ];
  const [chosen, choose] = useState(0);
  return (
    <>
      {fault && <Fault fault={fault} retry={reload} />}
      <label for="begin">{say(own.begin)}</label>
      <select id="begin" value={chosen} onChange={({ currentTarget }) => choose(Number(currentTarget.value))}>
        {choices.map(({ title }, i) => (
          <option key={title} value={i}>
            {title}
          </option>
        ))}
      </select>
      <p class="actions">
        <button type="button" class="button secondary" onClick={() => begin(choices[chosen]?.text ?? blankText)}>
          {say(own.start)}
        </button>
      </p>
    </>
  );
}

const pause = 600; // ms without a key, after which a text is checked

// useCheck is what the server makes of a text, and of which one.
function useCheck(text: string): { of?: string; check?: Check; fault?: string } {
  const [known, setKnown] = useState<{ of?: string; check?: Check; fault?: string }>({});
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(async () => {
      const answer = await conventionApi.check(text).then(
        (check) => ({ of: text, check }),
        (error) => ({ of: text, fault: explain(error) }),
      );
      if (!gone) {
        setKnown(answer);
      }
    }, pause);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text]);
  return known;
}

type EditorProps = { text: string; set: (text: string) => void; drop: () => void; left: () => void };

function Editor({ text, set, drop, left }: EditorProps) {
  const { of, check, fault } = useCheck(text);
  const sound = of === text && check?.refusals.length === 0;
  return (
    <>
      <label for="convention">{say(own.text)}</label>
      <textarea
        id="convention"
        class="text"
        rows={24}
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
      <p class="actions">
        <button type="button" class="button secondary" onClick={() => set(tidied(text))}>
          {say(own.tidy)}
        </button>
        <button type="button" class="button secondary" onClick={drop}>
          {say(own.drop)}
        </button>
      </p>
      {fault && <Fault fault={fault} />}
      <div role="status">{of === text ? check && <Refusals check={check} /> : <p class="small">{say(own.checking)}</p>}</div>
      {of === text && check && (
        <details>
          <summary>{say(own.shownAs)}</summary>
          <ConventionWords text={text} articles={check.articles} />
        </details>
      )}
      {sound && <Trial key={text} text={text} />}
      <Leave kind="convention" text={text} label={say(own.leave)} left={left} disabled={!sound} />
    </>
  );
}

// Trial says what the rules would have hit, when it is asked for.
function Trial({ text }: { text: string }) {
  const [shadow, setShadow] = useState<Shadow>();
  const { busy, fault, run } = useTask();
  if (!shadow) {
    return (
      <>
        {fault && <Fault fault={fault} />}
        <p class="actions">
          <button
            type="button"
            class="button secondary"
            disabled={busy}
            onClick={() => run(() => conventionApi.shadow(text).then(setShadow))}
          >
            {say(own.shadow)}
          </button>
        </p>
      </>
    );
  }
  const { heard, articles, untried, days, fewest } = shadow;
  return (
    <div role="status">
      <p>{say(articles.length > 0 ? own.shadowLead : own.shadowNone, days)}</p>
      {!heard && <p>{say(own.shadowDeaf)}</p>}
      {untried.length > 0 && <p>{say(own.shadowUntried, untried.join(", "))}</p>}
      <ul>
        {articles.map(({ article, heading, events, buildings }) => (
          <li key={article}>
            {say(own.shadowArticle, article, heading, events)}
            <ul>
              {buildings.map(({ building, events }) => (
                <li key={building}>{building ? say(own.shadowBuilding, building, events) : say(own.shadowFew, fewest, events)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Refusals({ check: { refusals, bytes, most } }: { check: Check }) {
  return (
    <>
      <p class={refusals.length > 0 ? "note warn" : "note"}>{refusals.length > 0 ? say(own.refused, refusals.length) : say(own.fine)}</p>
      <p class="small">{say(own.bytes, bytes, most)}</p>
      <ul>
        {refusals.map(({ code, line, column, says, cel }) => (
          <li key={`${line}/${column}/${code}`}>
            <button type="button" class="button secondary" onClick={() => toLine(line)}>
              {say(own.line, line)}
            </button>{" "}
            {says[lang()]} {cel && <code>{cel}</code>}
          </li>
        ))}
      </ul>
    </>
  );
}

// toLine goes to a line of the text, and selects it.
function toLine(line: number): void {
  const box = document.getElementById("convention") as HTMLTextAreaElement;
  const lines = box.value.split("\n");
  const from = lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, 0);
  box.focus();
  box.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
}
