// SPDX-License-Identifier: Apache-2.0

// A ballot on its way, and what is left in the hand when it has arrived.

import { useEffect, useState } from "preact/hooks";
import { fromHex } from "../encoding.ts";
import { symbolsOf } from "../receipt/symbols.ts";
import { type Following, follow } from "./acts.ts";
import { Aloud } from "./aloud.tsx";
import type { Community } from "./api.ts";
import { explain } from "./faults.ts";
import { type Casting, dropChoices, keepCasting } from "./kept.ts";
import { grouped, lang, say } from "./language.ts";
import { Fault, Page, useLoaded, Waiting } from "./page.tsx";
import { texts } from "./texts.ts";

export const Receipt = ({ number }: { number: string }) => (
  <p>
    {say(texts.receipt)} <span class="nowrap">{grouped(number)}</span>
  </p>
);

// A rejected ballot is on the ledger too; the server says in which transaction.
const rejected = (where: Following): boolean =>
  where.kind === "refused" && where.problem.code !== "" && onLedger(where.problem);
const onLedger = (problem: object): boolean => Boolean((problem as { tx?: string }).tx);

// Sending sends a signed ballot, and says at each moment what has happened and no more.
export function Sending({ community, casting, back }: { community: Community; casting: Casting; back: () => void }) {
  const [where, setWhere] = useState<Following>({ kind: "sending" });
  const [turn, setTurn] = useState(0);
  const [fault, setFault] = useState<unknown>();
  useEffect(() => {
    keepCasting(community.community, casting);
    follow(casting.signed, setWhere, casting.key).then((end) => {
      if (end.kind !== "unknown") {
        keepCasting(community.community, undefined);
      }
      if (end.kind === "on-ledger") {
        dropChoices(community.community, casting.election, casting.right);
      }
    }, setFault);
  }, [turn]);
  if (fault) {
    return <Fault fault={fault} retry={() => setTurn(turn + 1)} />;
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
        </Page>
      );
    case "refused":
      return (
        <Page title={say(texts.refusedTitle)}>
          <div class="note warn">
            <p>{say(rejected(where) ? texts.rejectedText : texts.refusedText, explain(where.problem))}</p>
            <p>{say(texts.kept)}</p>
          </div>
          <p class="actions">
            <button type="button" class="button" onClick={back}>
              {say(texts.toMine)}
            </button>
          </p>
        </Page>
      );
    case "on-ledger":
      return <Done community={community} receipt={where.receipt} back={back} />;
  }
}

type OnLedger = Extract<Following, { kind: "on-ledger" }>["receipt"];

function Done({ community, receipt, back }: { community: Community; receipt: OnLedger; back: () => void }) {
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
          [...receipt.receipt].join(" "),
          say(texts.next1),
        ].join(". ")}
      />
      <h2>{say(texts.receipt)}</h2>
      <p class="number">{grouped(receipt.receipt)}</p>
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
        src={`/c/${community.community}/receipt.svg?number=${receipt.receipt}`}
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

// Symbols are an act's six pictures, computed here from its hash.
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
