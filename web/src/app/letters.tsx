// SPDX-License-Identifier: Apache-2.0

// Letters: printed once, made known to the ledger, and accounted for.

import { useState } from "preact/hooks";
import { fromBase64url } from "../encoding.ts";
import { now } from "./acts.ts";
import { desk, type Letter, type Printed } from "./desk.ts";
import { explain } from "./faults.ts";
import { save } from "./files.ts";
import { say } from "./language.ts";
import { office } from "./office-texts.ts";
import { Fault, Page, useLoaded } from "./page.tsx";
import { type Office, SignAct } from "./signing.tsx";
import { texts } from "./texts.ts";

export function Letters(of: Office) {
  const list = useLoaded(desk.letters, "letters");
  const [days, setDays] = useState("30");
  const [help, setHelp] = useState("");
  const [printed, setPrinted] = useState<Printed>();
  const [fault, setFault] = useState<string>();
  const order = () =>
    desk
      .printLetters(
        now() + Number(days) * 86400,
        help
          .split("\n")
          .map((line) => line.trim())
          .filter(Boolean),
      )
      .then((made) => {
        setPrinted(made);
        list.reload();
      }, failed);
  const failed = (error: unknown) => setFault(explain(error));
  const deliver = (letter: Letter) => desk.markLetters(letter.batch, [letter.number]).then(list.reload, failed);
  return (
    <Page title={say(office.letters)}>
      {fault && <Fault fault={fault} />}
      {printed ? (
        <Batch {...of} printed={printed} />
      ) : (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            setFault(undefined);
            order();
          }}
        >
          <label for="days">{say(office.lettersDays)}</label>
          <input
            id="days"
            type="number"
            min="1"
            max="366"
            required
            value={days}
            onInput={(e) => setDays(e.currentTarget.value)}
          />
          <label for="help">{say(office.lettersHelp)}</label>
          <textarea id="help" rows={3} value={help} onInput={(e) => setHelp(e.currentTarget.value)} />
          <button type="submit" class="button">
            {say(office.lettersPrint)}
          </button>
        </form>
      )}
      {list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null}
      {list.value && list.value.items.length > 0 && <Table letters={list.value.items} deliver={deliver} />}
      <p class="actions">
        <a class="button secondary" href="#/">
          {say(texts.back)}
        </a>
      </p>
    </Page>
  );
}

function Batch({ printed, ...of }: Office & { printed: Printed }) {
  const pdf = () => {
    const bytes = fromBase64url(printed.pdf.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""));
    save(`letters-${printed.batch}.pdf`, bytes, "application/pdf");
  };
  return (
    <>
      <p class="note">{say(office.lettersMade, printed.letters)}</p>
      <p class="actions">
        <button type="button" class="button" onClick={pdf}>
          {say(office.lettersSave)}
        </button>
      </p>
      <h2>{say(office.lettersIssue)}</h2>
      {printed.issue.map((body) => (
        <SignAct key={body.codes[0]?.code} {...of} type="codes.issue" body={body} />
      ))}
    </>
  );
}

function stateOf(letter: Letter): string {
  if (letter.used) {
    return say(office.letterUsed);
  }
  if (letter.withdrawn) {
    return say(office.letterWithdrawn);
  }
  if (letter.returned) {
    return say(office.letterReturned);
  }
  return say(letter.delivered ? office.letterDelivered : office.letterPrinted);
}

function Table({ letters, deliver }: { letters: Letter[]; deliver: (letter: Letter) => void }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    // biome-ignore lint/a11y/useSemanticElements: no group of fields
    <div class="scroll" role="group" aria-label={say(office.letters)} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say(office.letterNo)}</th>
            <th scope="col">{say(office.letterTo)}</th>
            <th scope="col">{say(office.letterHouse)}</th>
            <th scope="col">{say(office.letterState)}</th>
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <tr key={letter.code}>
              <td>{letter.number}</td>
              <td>{letter.name}</td>
              <td>{letter.house}</td>
              <td>
                {stateOf(letter)}{" "}
                {!letter.used && !letter.delivered && !letter.withdrawn && (
                  <button type="button" class="button secondary" onClick={() => deliver(letter)}>
                    {say(office.letterMark)}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
