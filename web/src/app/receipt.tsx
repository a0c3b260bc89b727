// SPDX-License-Identifier: Apache-2.0

// A ballot on its way, and what is left in the hand when it has arrived.

import { useEffect, useState } from "preact/hooks";
import { fromHex } from "../encoding.ts";
import { referenceOf } from "../receipt/reference.ts";
import { symbolsOf } from "../receipt/symbols.ts";
import { type Following, follow } from "./acts.ts";
import { Aloud } from "./aloud.tsx";
import type { Community, Problem } from "./api.ts";
import { explain } from "./faults.ts";
import { type Casting, dropCasting, dropChoices, keptChoices } from "./kept.ts";
import { grouped, lang, say } from "./language.ts";
import { Fault, Page, useLoaded, Waiting } from "./page.tsx";
import { texts } from "./texts.ts";

export const Receipt = ({ number }: { number: string }) => (
  <p>
    {say(texts.receipt)} <span class="nowrap">{grouped(number)}</span>
  </p>
);

type Of = { community: Community; casting: Casting; back: () => void };

// Sending sends a signed ballot, and says at each moment what has happened and no more. It goes on until that is settled, or
// somebody leaves the page; then the ballot stays on the device.
export function Sending({ community, casting, back }: Of) {
  const [where, setWhere] = useState<Following>({ kind: "sending" });
  const [turn, setTurn] = useState(0);
  const [fault, setFault] = useState<unknown>();
  useEffect(() => {
    const here = new AbortController();
    follow(casting.signed, setWhere, here.signal, casting.key).then((end) => {
      if (end.kind !== "unknown") {
        dropCasting(community.community, casting);
      }
      if (end.kind === "on-ledger") {
        dropChoices(community.community, casting.election, casting.right);
      }
    }, setFault);
    return () => here.abort();
  }, [turn]);
  if (fault) {
    const retry = () => {
      setFault(undefined);
      setTurn(turn + 1);
    };
    return <Fault fault={fault} retry={retry} />;
  }
  switch (where.kind) {
    case "sending":
      return (
        <Page title={say(texts.reviewTitle)}>
          <Waiting>{say(texts.sending)}</Waiting>
        </Page>
      );
    case "unknown":
      return (
        <Page title={say(texts.unknownTitle)}>
          <p class="note warn" role="status">
            {say(texts.unknownText)}
          </p>
          <p class="actions">
            <button type="button" class="button secondary" onClick={back}>
              {say(texts.toMine)}
            </button>
          </p>
        </Page>
      );
    case "refused":
      return <Refused community={community} casting={casting} problem={where.problem} back={back} />;
    case "on-ledger":
      return <Done community={community} receipt={where.receipt} back={back} />;
  }
}

// Refused says why a ballot does not count. A rejected one is on the ledger too, in the transaction that the server names.
function Refused({ community, casting, problem, back }: Of & { problem: Problem }) {
  const kept = Object.keys(keptChoices(community.community, casting.election, casting.right)).length > 0;
  return (
    <Page title={say(texts.refusedTitle)}>
      <div class="note warn">
        <p>{say(problem.tx ? texts.rejectedText : texts.refusedText, explain(problem))}</p>
        {kept && problem.code !== "CLOSED" && <p>{say(texts.kept)}</p>}
      </div>
      <p class="actions">
        <button type="button" class="button" onClick={back}>
          {say(texts.toMine)}
        </button>
      </p>
    </Page>
  );
}

type OnLedger = Extract<Following, { kind: "on-ledger" }>["receipt"];

// Done shows a receipt. Its number and pictures are computed here, from the ballot that this device has signed.
function Done({ community, receipt, back }: { community: Community; receipt: OnLedger; back: () => void }) {
  const number = referenceOf(fromHex(receipt.act));
  const digits = number.replaceAll(" ", "");
  return (
    <Page title={say(texts.doneTitle)}>
      <p class="big done-head" role="status">
        {say(texts.doneLead, receipt.block)}
      </p>
      <Aloud
        text={[
          say(texts.doneTitle),
          say(texts.doneLead, receipt.block),
          say(texts.receipt),
          [...digits].join(" "),
          say(texts.next1),
        ].join(". ")}
      />
      <h2>{say(texts.receipt)}</h2>
      <p class="number">{number}</p>
      <p>{say(texts.writeDown)}</p>
      <h2>{say(texts.whatNext)}</h2>
      <ul>
        <li>{say(texts.next1)}</li>
        <li>{say(texts.next3)}</li>
        <li>{say(texts.next2)}</li>
      </ul>
      <h2>{say(texts.checkTitle)}</h2>
      <p>{say(texts.checkText)}</p>
      <img
        class="qr"
        src={`/c/${community.community}/receipt.svg?number=${digits}`}
        alt={say(texts.qrAlt)}
        width="224"
        height="224"
      />
      <Symbols act={receipt.act} />
      <p class="actions">
        <button type="button" class="button" onClick={back}>
          {say(texts.toMine)}
        </button>
        <button type="button" class="button secondary" onClick={() => print()}>
          {say(texts.print)}
        </button>
      </p>
    </Page>
  );
}

// Symbols are an act's six pictures.
function Symbols({ act }: { act: string }) {
  const symbols = useLoaded(() => symbolsOf(fromHex(act)), act);
  return (
    <>
      <h3>{say(texts.symbols)}</h3>
      <ol class="symbols">
        {symbols.value?.map((symbol, i) => (
          <li key={i}>
            <span class="picture" aria-hidden="true">
              {symbol.picture}
            </span>
            {lang() === "zh" ? symbol.zh : symbol.en}
          </li>
        ))}
      </ol>
    </>
  );
}
