// SPDX-License-Identifier: Apache-2.0

// A ballot on its way, and what is left in the hand when it has arrived.

import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { fromHex } from "../../encoding.ts";
import { referenceOf } from "../../receipt/reference.ts";
import { symbolsOf } from "../../receipt/symbols.ts";
import { type Following, follow } from "../shared/acts.ts";
import { api, type Box, type Community, type Me, type MyRight, type Problem } from "../shared/api.ts";
import { explain } from "../shared/faults.ts";
import { grouped, lang, say } from "../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../shared/page.tsx";
import { Standstill } from "../shared/standstill.tsx";
import { type Casting, dropCasting, keepChoices, keptChoices } from "../shared/storage.ts";
import { texts } from "../shared/texts.ts";
import { ReadAloud } from "./read-aloud.tsx";
import { rightText } from "./right-text.ts";
import { Unbroken } from "./unbroken.tsx";

// ownIn is a person's ballot in a right's box: the one that counts at present, or else his last one.
function ownIn(box: Box, person: string | undefined) {
  const own = box.ballots.filter((ballot) => ballot.person === person);
  return own.find(({ act }) => act === box.standing) ?? own[own.length - 1];
}

type Place = { me: Me; election: string; right: string };

const useBox = ({ election, right }: Place) => useLoaded(() => api.box(election, right), `${election}/${right}`);

// Receipt is the number of what a person has cast for a right.
export function Receipt(of: Place) {
  const { value } = useBox(of);
  const ballot = value && ownIn(value, of.me.session.person);
  return ballot ? (
    <>
      <p>
        {say(texts.receipt)} <span class="nowrap">{grouped(ballot.number)}</span>
      </p>
      {ballot.act !== value.standing && <p class="note">{say(texts.overruled)}</p>}
    </>
  ) : null;
}

// Homes are what a right is for, as people call it; the ledger's code is small beside it.
export const Homes = ({ right }: { right: MyRight }) => (
  <>
    <Unbroken text={rightText(right)} /> {right.houses && <span class="small">{right.right.slice(0, 8)}</span>}
  </>
);

// BallotFor names a right, and the election if that is known.
export const BallotFor = ({ me, right, title }: { me: Me; right: string; title?: string | undefined }) => {
  const mine = me.rights.find((item) => item.right === right);
  return (
    <p class="kicker">
      {title && `${title} · `}
      {mine && <Homes right={mine} />}
    </p>
  );
};

type SendingProps = {
  community: Community;
  me: Me;
  casting: Casting;
  title?: string | undefined;
  done: () => void;
  back: () => void;
};

// Sending sends a signed ballot, and says at each moment what has happened and no more. It goes on until that is settled, or
// somebody leaves the page; then the ballot stays on the device. done: it is on the ledger.
export function Sending({ community, me, casting, title, done, back }: SendingProps) {
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
        keepChoices(me, casting.election, casting.right, undefined);
        done();
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
  const what = <BallotFor me={me} right={casting.right} title={title} />;
  switch (where.kind) {
    case "sending":
      return (
        <Page title={say(texts.reviewTitle)}>
          {what}
          <Waiting>{say(texts.sending)}</Waiting>
        </Page>
      );
    case "unknown":
      return (
        <Page title={say(texts.unknownTitle)}>
          {what}
          <Standstill meaning="ballot" />
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
      return <Refused me={me} casting={casting} problem={where.problem} back={back} what={what} />;
    case "on-ledger":
      return (
        <Done community={community} ballot={where.receipt} back={back}>
          {what}
        </Done>
      );
  }
}

// Refused says why a ballot does not count. A rejected one is on the ledger too, in the transaction that the server names.
function Refused(props: Pick<SendingProps, "me" | "casting" | "back"> & { problem: Problem; what: VNode }) {
  const { me, casting, problem, back, what } = props;
  const kept = Object.keys(keptChoices(me, casting.election, casting.right)).length > 0;
  return (
    <Page title={say(texts.refusedTitle)}>
      {what}
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

// EarlierReceipt is the receipt once more, for who comes back to where he has voted; change leads to casting again.
export function EarlierReceipt(props: Place & Pick<SendingProps, "community" | "title" | "back"> & { change?: (() => void) | undefined }) {
  const { community, me, right, title, back, change } = props;
  const box = useBox(props);
  const ballot = box.value && ownIn(box.value, me.session.person);
  if (box.fault) {
    return <Fault fault={box.fault} retry={box.reload} />;
  }
  return ballot ? (
    <Done community={community} ballot={ballot} back={back} change={change}>
      <BallotFor me={me} right={right} title={title} />
      <p class="note">{say(ballot.act === box.value?.standing ? texts.votedBefore : texts.overruled)}</p>
    </Done>
  ) : (
    <Waiting />
  );
}

// Done shows a receipt. Its number and pictures are computed here, of a new ballot from what this device has signed.
function Done(props: {
  community: Community;
  ballot: { act: string; block?: number };
  back: () => void;
  change?: (() => void) | undefined;
  children: ComponentChildren;
}) {
  const { community, ballot, back, change, children } = props;
  const number = referenceOf(fromHex(ballot.act));
  const digits = number.replaceAll(" ", "");
  const lead = say(texts.doneLead, ballot.block ?? "");
  return (
    <Page title={say(texts.doneTitle)}>
      {children}
      <p class="big done-head" role="status">
        {lead}
      </p>
      <ReadAloud text={[say(texts.doneTitle), lead, say(texts.receipt), [...digits].join(" "), say(texts.next1)].join(". ")} />
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
      <img class="qr" src={`/c/${community.community}/receipt.svg?number=${digits}`} alt={say(texts.qrAlt)} width="224" height="224" />
      <Symbols act={ballot.act} />
      <p class="actions">
        <button type="button" class="button" onClick={back}>
          {say(texts.toMine)}
        </button>
        <button type="button" class="button secondary" onClick={() => print()}>
          {say(texts.print)}
        </button>
        {change && (
          <button type="button" class="button secondary" onClick={change}>
            {say(texts.voteAgain)}
          </button>
        )}
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
