// SPDX-License-Identifier: Apache-2.0

// Letters: printed once, made known to the ledger, and accounted for.

import { useRef, useState } from "preact/hooks";
import { fromBase64url } from "../../../encoding.ts";
import { Back } from "../../shared/back.tsx";
import { perAct } from "../../shared/bounds.gen.ts";
import { now } from "../../shared/clock.ts";
import { save } from "../../shared/files.ts";
import { lines, moment, say } from "../../shared/language.ts";
import { Fault, Page, useUnsaved } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { Scroll } from "../../shared/scroll.tsx";
import { useTask } from "../../shared/task.ts";
import { type Letter, officeApi, type Printed } from "../api.ts";
import { useLive } from "../live.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";

export function Letters(of: PageProps) {
  const list = useLive(officeApi.letters, "letters");
  const [printed, setPrinted] = useState<Printed>();
  const { busy, fault, run } = useTask();
  const order = (terms: Terms) =>
    run(async () => {
      setPrinted(await officeApi.printLetters(terms));
      list.reload();
    });
  // Letters are numbered within their batch.
  const mark = (chosen: Letter[], as: "delivered" | "returned") => {
    const batches = [...new Set(chosen.map(({ batch }) => batch))];
    const numbers = (batch: string) => chosen.filter((letter) => letter.batch === batch).map(({ number }) => number);
    run(() => Promise.all(batches.map((batch) => officeApi.markLetters(batch, as, numbers(batch)))).then(list.reload));
  };
  return (
    <Page title={say(officeTexts.letters)}>
      {fault && <Fault fault={fault} />}
      {printed ? (
        <PrintedLetters {...of} {...printed} />
      ) : (
        <TermsForm days={30} label={say(officeTexts.lettersPrint)} lead={say(officeTexts.lettersLead)} busy={busy} order={order} />
      )}
      {list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null}
      {list.value && <Open {...of} letters={list.value} withdrawn={list.reload} />}
      {list.value && list.value.length > 0 && <Table letters={list.value} mark={mark} />}
      <Back />
    </Page>
  );
}

export type Terms = { expires: number; help: string[] };

// TermsForm asks how long letters are good for, and where they say that help is to be had.
export function TermsForm(props: { days: number; label: string; lead: string; busy: boolean; order: (terms: Terms) => void }) {
  const [days, setDays] = useState(String(props.days));
  const [help, setHelp] = useState("");
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        props.order({ expires: now() + Number(days) * 86400, help: lines(help) });
      }}
    >
      <p>{props.lead}</p>
      <label for="days">{say(officeTexts.lettersDays)}</label>
      <input id="days" type="number" min="1" max="366" required value={days} onInput={(e) => setDays(e.currentTarget.value)} />
      <label for="help">{say(officeTexts.lettersHelp)}</label>
      <textarea id="help" rows={3} value={help} onInput={(e) => setHelp(e.currentTarget.value)} />
      <button type="submit" class="button" disabled={props.busy}>
        {props.label}
      </button>
    </form>
  );
}

type Batch = Pick<Printed, "batch" | "pdf" | "issue" | "missing">;

// PrintedLetters hands out the one PDF, and has its codes made known to the ledger. issued: all of them are.
export function PrintedLetters({ batch, pdf, issue, missing, issued, ...of }: PageProps & Batch & { issued?: () => void }) {
  const known = useRef(0);
  const [saved, setSaved] = useState(false);
  useUnsaved(!saved);
  const keep = () => {
    const bytes = fromBase64url(pdf.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""));
    save(`letters-${batch}.pdf`, bytes, "application/pdf");
    setSaved(true);
  };
  const count = issue.reduce((sum, body) => sum + body.codes.length, 0);
  const done = () => {
    known.current++;
    if (known.current === issue.length) {
      issued?.();
    }
  };
  return (
    <>
      <p class="note">{say(officeTexts.lettersMade, count)}</p>
      {missing > 0 && <p class="note warn">{say(officeTexts.lettersMissing, missing)}</p>}
      <p class="actions">
        <button type="button" class="button" onClick={keep}>
          {say(officeTexts.lettersSave)}
        </button>
      </p>
      <h2>{say(officeTexts.lettersIssue)}</h2>
      {issue.map((body) => (
        <SignAct key={body.codes[0]?.code} {...of} type="codes.issue" body={body} done={done} />
      ))}
    </>
  );
}

// Open has the codes withdrawn of letters that came back and could still be used.
function Open({ letters, withdrawn, ...of }: PageProps & { letters: Letter[]; withdrawn: () => void }) {
  const open = letters.filter((l) => l.returned && !l.used && !l.withdrawn && l.expires > now()).slice(0, perAct);
  if (open.length === 0) {
    return null;
  }
  const codes = open.map(({ code, person }) => ({ code, person }));
  return (
    <section class="note warn">
      <p>{say(officeTexts.letterOpen, open.length)}</p>
      <SignAct key={codes[0]?.code} {...of} type="codes.withdraw" body={{ codes }} done={withdrawn} />
    </section>
  );
}

export function stateOf(letter: Letter): string {
  if (letter.used) {
    return say(officeTexts.letterUsed);
  }
  if (letter.withdrawn) {
    return say(officeTexts.letterWithdrawn);
  }
  if (letter.returned) {
    return say(officeTexts.letterReturned);
  }
  return say(letter.delivered ? officeTexts.letterDelivered : officeTexts.letterPrinted);
}

// underWay says whether nobody knows yet what became of a letter.
const underWay = (letter: Letter): boolean => !letter.used && !letter.delivered && !letter.returned && !letter.withdrawn;

function Table(props: { letters: Letter[]; mark: (chosen: Letter[], as: "delivered" | "returned") => void }) {
  const { letters } = props;
  const [picked, setPicked] = useState<readonly string[]>([]);
  const chosen = letters.filter((letter) => underWay(letter) && picked.includes(letter.code));
  const pick = (code: string, on: boolean) => setPicked(on ? [...picked, code] : picked.filter((other) => other !== code));
  const mark = (as: "delivered" | "returned") => {
    props.mark(chosen, as);
    setPicked([]);
  };
  return (
    <>
      <h2>{say(officeTexts.lettersSent)}</h2>
      <p>{say(officeTexts.letterChoose)}</p>
      <p class="actions">
        <button type="button" class="button" disabled={chosen.length === 0} onClick={() => mark("delivered")}>
          {say(officeTexts.letterMark, chosen.length)}
        </button>
        <button type="button" class="button secondary" disabled={chosen.length === 0} onClick={() => mark("returned")}>
          {say(officeTexts.letterBack, chosen.length)}
        </button>
        <button type="button" class="button secondary" onClick={() => setPicked(letters.filter(underWay).map(({ code }) => code))}>
          {say(officeTexts.letterAll)}
        </button>
      </p>
      {byBatch(letters).map(([batch, members]) => (
        <BatchTable key={batch} letters={members} picked={picked} pick={pick} />
      ))}
    </>
  );
}

// byBatch groups letters, which are numbered within their batch; the latest comes first.
export function byBatch(letters: readonly Letter[]): [batch: string, letters: Letter[]][] {
  const groups = new Map<string, Letter[]>();
  for (const letter of letters) {
    const group = groups.get(letter.batch);
    if (group) {
      group.push(letter);
    } else {
      groups.set(letter.batch, [letter]);
    }
  }
  return [...groups].sort(([, [a]], [, [b]]) => (b?.printed ?? 0) - (a?.printed ?? 0));
}

function BatchTable(props: { letters: Letter[]; picked: readonly string[]; pick: (code: string, on: boolean) => void }) {
  const { letters, picked, pick } = props;
  const name = say(officeTexts.lettersBatch, moment(letters[0]?.printed ?? 0), letters.length);
  return (
    <Scroll label={name}>
      <table>
        <caption>{name}</caption>
        <thead>
          <tr>
            <th scope="col">{say(officeTexts.letterNo)}</th>
            <th scope="col">{say(officeTexts.letterTo)}</th>
            <th scope="col">{say(officeTexts.letterHouse)}</th>
            <th scope="col">{say(officeTexts.letterState)}</th>
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <tr key={letter.code}>
              <td>
                {underWay(letter) ? (
                  <label class="choice">
                    <input
                      type="checkbox"
                      aria-label={`${letter.number} ${letter.name}`}
                      checked={picked.includes(letter.code)}
                      onChange={(event) => pick(letter.code, event.currentTarget.checked)}
                    />
                    {letter.number}
                  </label>
                ) : (
                  letter.number
                )}
              </td>
              <td>{letter.name}</td>
              <td>{letter.house}</td>
              <td>{stateOf(letter)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
