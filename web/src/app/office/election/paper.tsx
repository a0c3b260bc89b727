// SPDX-License-Identifier: Apache-2.0

// A paper ballot, keyed in by two officers who sit together: its seal hides the choices from whoever would sign later.

import { useState } from "preact/hooks";
import { fromHex } from "../../../encoding.ts";
import { referenceOf } from "../../../receipt/reference.ts";
import { sealBallot } from "../../../seal/ballot.ts";
import { admits } from "../../../seal/selections.ts";
import { ballotWords, draft } from "../../shared/acts.ts";
import type { Contest } from "../../shared/api.ts";
import { hashOfFile } from "../../shared/files.ts";
import { say, squareMetres } from "../../shared/language.ts";
import { optionText } from "../../shared/option.ts";
import { Fault } from "../../shared/page.tsx";
import { useTask } from "../../shared/task.ts";
import { texts } from "../../shared/texts.ts";
import { officeApi, type Reminder } from "../api.ts";
import { useLive } from "../live.tsx";
import { TwoSign } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import { byHouse, nameOf, ownersText } from "./houses.ts";
import type { ElectionProps } from "./props.ts";

type Choices = { [contest: string]: string[] };
type Sheet = { right: string; byProxy: boolean; file: File | undefined; choices: Choices };
type Written = { head: Reminder; scan: string; text: string };

const blank: Sheet = { right: "", byProxy: false, file: undefined, choices: {} };

async function write({ community, me, detail }: ElectionProps, head: Reminder, person: string, scan: string, choices: Choices) {
  const seq = 1 + (head.cast ?? []).filter((ballot) => ballot.person === person).length;
  const { election } = detail.election;
  const sealed = await sealBallot(
    detail.election,
    { community: community.community, net: community.net, seq: String(seq) },
    head.right,
    choices,
  );
  return draft({
    community,
    by: me.session.credential,
    seq,
    type: "ballot.paper",
    body: { election, person, right: head.right, scan, sealed },
    words: ballotWords(detail, head.right),
  });
}

// wrongIn says what is wrong with the answer to a question, if anything is: nobody could find it out before the count.
function wrongIn(contest: Contest, chosen: string[] | undefined): string | undefined {
  if (!chosen) {
    return say(officeTexts.paperMissing);
  }
  const fits = admits([contest], { [contest.id]: chosen });
  return fits ? undefined : say(officeTexts.paperTooMany, contest.title, Math.max(1, contest.seats ?? 1));
}

export function Paper(of: ElectionProps) {
  const { election, contests } = of.detail.election;
  const list = useLive(() => officeApi.heads(election), election);
  const [sheet, setSheet] = useState(blank);
  const [written, setWritten] = useState<Written>();
  const [number, setNumber] = useState<string>(); // of what is on the ledger
  const { fault, run, tell } = useTask();
  const heads = list.value ?? [];
  const check = () => {
    const { file, choices } = sheet;
    const head = heads.find(({ right }) => right === sheet.right);
    const person = sheet.byProxy ? head?.proxy?.person : head?.voter;
    if (!head || !person || !file) {
      tell(say(officeTexts.paperMissing));
      return;
    }
    const wrong = contests.map((contest) => wrongIn(contest, choices[contest.id])).find(Boolean);
    if (wrong) {
      tell(wrong);
      return;
    }
    run(async () => {
      const scan = await hashOfFile(file);
      setWritten({ head, scan, text: await write(of, head, person, scan, choices) });
    });
  };
  const again = () => {
    setNumber(undefined);
    setWritten(undefined);
    setSheet(blank);
    list.reload();
  };
  if (number) {
    return (
      <section class="card">
        <h3>{say(officeTexts.paper)}</h3>
        <div class="note" role="status">
          <p>{say(officeTexts.paperDone)}</p>
          {written && <p>{ownersText(written.head)}</p>}
          <p>
            {say(texts.receipt)} <strong class="nowrap">{number}</strong>
          </p>
        </div>
        <p class="actions">
          <button type="button" class="button" onClick={again}>
            {say(officeTexts.paperNext)}
          </button>
        </p>
      </section>
    );
  }
  return (
    <section class="card">
      <h3>{say(officeTexts.paper)}</h3>
      <p>{say(officeTexts.paperLead)}</p>
      {list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null}
      {fault && <Fault fault={fault} />}
      {written ? (
        <Review
          {...of}
          sheet={sheet}
          written={written}
          done={setNumber}
          back={() => {
            setWritten(undefined);
            list.reload();
          }}
        />
      ) : (
        <Form
          contests={contests}
          collision={of.detail.election.rules.collision}
          heads={heads}
          sheet={sheet}
          set={(change) => setSheet({ ...sheet, ...change })}
          check={check}
        />
      )}
    </section>
  );
}

function Form(props: {
  contests: Contest[];
  collision: string;
  heads: Reminder[];
  sheet: Sheet;
  set: (change: Partial<Sheet>) => void;
  check: () => void;
}) {
  const { contests, heads, sheet, set } = props;
  const head = heads.find(({ right }) => right === sheet.right);
  const proxy = head?.proxy;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        props.check();
      }}
    >
      <label for="who">{say(officeTexts.paperWho)}</label>
      <select id="who" value={sheet.right} onChange={(event) => set({ right: event.currentTarget.value, byProxy: false })}>
        <option value="">{say(officeTexts.paperPick)}</option>
        {[...heads].sort(byHouse).map((item) => (
          <option key={item.right} value={item.right} disabled={!item.voter && !item.proxy}>
            {ownersText(item)} · {squareMetres(item.areaDm2)}
            {item.cast ? ` · ${say(officeTexts.paperVoted)}` : ""}
            {item.voter || item.proxy ? "" : ` · ${say(officeTexts.paperNobody)}`}
          </option>
        ))}
      </select>
      {proxy && (
        <fieldset>
          <legend>{say(officeTexts.paperBy)}</legend>
          {[false, true].map((byProxy) => (
            <label class="choice" key={String(byProxy)}>
              <input
                type="radio"
                name="by"
                disabled={!byProxy && !head?.voter}
                checked={sheet.byProxy === byProxy}
                onChange={() => set({ byProxy })}
              />
              {byProxy ? say(officeTexts.paperByProxy, nameOf(proxy)) : say(officeTexts.paperByOwn)}
            </label>
          ))}
        </fieldset>
      )}
      {head && <Conflict head={head} byProxy={sheet.byProxy} collision={props.collision} />}
      <label for="scan">{say(officeTexts.paperScan)}</label>
      <input id="scan" type="file" onChange={(event) => set({ file: event.currentTarget.files?.[0] })} />
      {sheet.file && <p class="small">{say(officeTexts.paperFile, sheet.file.name)}</p>}
      {contests.map((contest) => (
        <fieldset key={contest.id}>
          <legend>{contest.title}</legend>
          {[...contest.options, ""].map((option) => (
            <label class="choice" key={option}>
              <input
                type={(contest.seats ?? 1) > 1 && option ? "checkbox" : "radio"}
                name={contest.id}
                checked={(option ? sheet.choices[contest.id]?.includes(option) : sheet.choices[contest.id]?.length === 0) ?? false}
                onChange={() =>
                  set({
                    choices: {
                      ...sheet.choices,
                      [contest.id]: pick(sheet.choices[contest.id], option, contest.seats ?? 1),
                    },
                  })
                }
              />
              {option ? optionText(option) : say(texts.blank)}
            </label>
          ))}
        </fieldset>
      ))}
      <p class="actions">
        <button type="submit" class="button">
          {say(officeTexts.check)}
        </button>
      </p>
    </form>
  );
}

const conflictTexts: { [collision: string]: readonly [string, string] } = {
  last: officeTexts.conflictLast,
  first: officeTexts.conflictFirst,
  paper: officeTexts.conflictPaper,
  online: officeTexts.conflictOnline,
};

// Conflict says what becomes of a paper ballot where the right has a ballot already (rules/election, Admit and Standing).
function Conflict({ head, byProxy, collision }: { head: Reminder; byProxy: boolean; collision: string }) {
  const of = (role: string) => head.cast?.filter((ballot) => ballot.role === role) ?? [];
  const who = say(byProxy ? officeTexts.roleProxy : officeTexts.roleOwn);
  const same = of(byProxy ? "proxy" : "own");
  if (same.some((ballot) => ballot.channel === "paper")) {
    return <p class="note warn">{say(officeTexts.conflictTwice, who)}</p>;
  }
  if (byProxy && of("own").length > 0) {
    return <p class="note warn">{say(officeTexts.conflictOwn)}</p>;
  }
  if (same.length > 0) {
    return <p class="note warn">{say(conflictTexts[collision] ?? officeTexts.conflictLast, who)}</p>;
  }
  return head.cast ? <p class="note">{say(officeTexts.conflictProxy)}</p> : null;
}

function Review(props: ElectionProps & { sheet: Sheet; written: Written; done: (number: string) => void; back: () => void }) {
  const { detail, sheet, written } = props;
  return (
    <>
      <h4>{say(officeTexts.paperReview)}</h4>
      <Conflict head={written.head} byProxy={sheet.byProxy} collision={detail.election.rules.collision} />
      <dl class="facts long">
        <div>
          <dt>{say(officeTexts.paperOf)}</dt>
          <dd>
            {ownersText(written.head)}
            {sheet.byProxy && written.head.proxy && ` · ${say(officeTexts.paperByProxy, nameOf(written.head.proxy))}`}
          </dd>
        </div>
        {detail.election.contests.map((contest) => (
          <div key={contest.id}>
            <dt>{contest.title}</dt>
            <dd>{(sheet.choices[contest.id] ?? []).map(optionText).join("、") || say(texts.blankShown)}</dd>
          </div>
        ))}
        <div>
          <dt>{say(officeTexts.paperScanned, sheet.file?.name ?? "")}</dt>
          <dd>
            <code class="hash">{written.scan}</code>
          </dd>
        </div>
      </dl>
      <p class="small">{say(officeTexts.paperSealed)}</p>
      <TwoSign {...props} text={written.text} done={({ act }) => props.done(referenceOf(fromHex(act)))} back={props.back} />
    </>
  );
}

function pick(chosen: string[] | undefined, option: string, seats: number): string[] {
  if (option === "") {
    return [];
  }
  if (seats === 1) {
    return [option];
  }
  return chosen?.includes(option) ? chosen.filter((other) => other !== option) : [...(chosen ?? []), option];
}
