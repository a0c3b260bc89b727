// SPDX-License-Identifier: Apache-2.0

// A paper ballot, keyed in by two officers who sit together: its seal hides the choices from whoever would sign later.

import { useState } from "preact/hooks";
import type { Signature } from "../act/act.ts";
import { thisDevice } from "../passkey/device.ts";
import { sign } from "../passkey/sign.ts";
import { sealBallot } from "../seal/ballot.ts";
import { draft, follow } from "./acts.ts";
import { desk, type Reminder } from "./desk.ts";
import type { Stage } from "./election-desk.tsx";
import { explain, explainNotDone } from "./faults.ts";
import { hashOfFile } from "./files.ts";
import { grouped, say, squareMetres } from "./language.ts";
import { office } from "./office-texts.ts";
import { optionText } from "./option.ts";
import { Fault, useLoaded } from "./page.tsx";
import { Progress, type Step } from "./signing.tsx";
import { texts } from "./texts.ts";

type Sheet = { right: string; person: string; scan: string; choices: { [contest: string]: string[] } };

const place = ({ right, owners }: Reminder): string =>
  owners.map((owner) => [owner.name ?? owner.person.slice(0, 8), owner.house].filter(Boolean).join(" ")).join("、") ||
  right.slice(0, 8);

async function write({ community, me, detail }: Stage, sheet: Sheet): Promise<string> {
  const seq = 1; // a right has one paper ballot
  const sealed = await sealBallot(
    detail.election,
    { community: community.community, net: community.net, seq: String(seq) },
    sheet.right,
    sheet.choices,
  );
  const { election } = detail.election;
  const chosen = detail.election.contests.map(
    (contest) => `${contest.title}: ${sheet.choices[contest.id]?.join(", ")}`,
  );
  return draft({
    community,
    by: me.session.credential,
    seq,
    type: "ballot.paper",
    body: { election, person: sheet.person, right: sheet.right, scan: sheet.scan, sealed },
    words: [detail.election.title, sheet.person, sheet.right, ...chosen].join("\n"),
  });
}

export function Paper(of: Stage) {
  const { detail } = of;
  const list = useLoaded(() => desk.reminders(detail.election.election), detail.election.election);
  const [who, setWho] = useState("");
  const [file, setFile] = useState<File>();
  const [choices, setChoices] = useState<Sheet["choices"]>({});
  const [fault, setFault] = useState<string>();
  const [written, setWritten] = useState<string>();
  const [turn, setTurn] = useState(0);
  const people = (list.value?.items ?? []).flatMap((item) =>
    item.owners.map((owner) => ({
      key: `${item.right} ${owner.person}`,
      text: `${place({ ...item, owners: [owner] })} · ${squareMetres(item.areaDm2)}`,
    })),
  );
  const check = async () => {
    const [right, person] = who.split(" ");
    if (!right || !person || !file || detail.election.contests.some((contest) => !choices[contest.id])) {
      setFault(say(office.paperMissing));
      return;
    }
    setFault(undefined);
    setWritten(await write(of, { right, person, scan: await hashOfFile(file), choices }));
  };
  const again = () => {
    setWritten(undefined);
    setWho("");
    setChoices({});
    setTurn(turn + 1);
    list.reload();
  };
  return (
    <details>
      <summary>{say(office.paper)}</summary>
      <p>{say(office.paperLead)}</p>
      {list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null}
      <form
        key={turn}
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          check().catch((error) => setFault(explain(error)));
        }}
      >
        <label for="who">{say(office.paperWho)}</label>
        <select id="who" value={who} onChange={(event) => setWho(event.currentTarget.value)}>
          <option value="">{say(office.paperPick)}</option>
          {people.map((person) => (
            <option key={person.key} value={person.key}>
              {person.text}
            </option>
          ))}
        </select>
        <label for="scan">{say(office.paperScan)}</label>
        <input id="scan" type="file" onChange={(event) => setFile(event.currentTarget.files?.[0])} />
        {detail.election.contests.map((contest) => (
          <fieldset key={contest.id}>
            <legend>{contest.title}</legend>
            {[...contest.options, ""].map((option) => (
              <label class="choice" key={option}>
                <input
                  type={(contest.seats ?? 1) > 1 && option ? "checkbox" : "radio"}
                  name={contest.id}
                  checked={option ? choices[contest.id]?.includes(option) : choices[contest.id]?.length === 0}
                  onChange={() =>
                    setChoices({ ...choices, [contest.id]: pick(choices[contest.id], option, contest.seats ?? 1) })
                  }
                />
                {option ? optionText(option) : say(texts.blank)}
              </label>
            ))}
          </fieldset>
        ))}
        {fault && <Fault fault={fault} />}
        <button type="submit" class="button secondary">
          {say(office.check)}
        </button>
      </form>
      {written && <TwoSign {...of} key={written} text={written} again={again} />}
    </details>
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

// TwoSign has both officers sign the same text, one after the other, on this screen.
function TwoSign({ community, me, text, again }: Stage & { text: string; again: () => void }) {
  const [first, setFirst] = useState<Signature>();
  const [step, setStep] = useState<Step>("");
  const [fault, setFault] = useState<string>();
  const [number, setNumber] = useState<string>();
  const next = async () => {
    setFault(undefined);
    setStep("signing");
    const by = first ? undefined : me.session.credential;
    const outcome = await sign(thisDevice(), community.rp.id, by, text);
    setStep("");
    if (outcome.kind !== "signed") {
      setFault(explainNotDone(outcome));
    } else if (!first) {
      setFirst(outcome.signature);
    } else if (first.by === outcome.signature.by) {
      setFault(say(office.paperSame));
    } else {
      await send([first, outcome.signature]);
    }
  };
  const send = async (signatures: Signature[]) => {
    const end = await follow({ act: text, signatures }, (where) => setStep(where.kind));
    if (end.kind === "on-ledger") {
      setNumber(end.receipt.receipt);
    } else if (end.kind === "refused") {
      setFault(say(office.refused, explain(end.problem)));
      setStep("");
    }
  };
  if (number) {
    return (
      <div class="note" role="status">
        <p>
          {say(texts.receipt)} <strong>{grouped(number)}</strong>
        </p>
        <p>
          <button type="button" class="button secondary" onClick={again}>
            {say(office.paper)}
          </button>
        </p>
      </div>
    );
  }
  return (
    <div class="card">
      {fault && <Fault fault={fault} />}
      <Progress step={step} />
      {first && <p>{say(office.paperSecond)}</p>}
      <p class="actions">
        <button
          type="button"
          class="button"
          disabled={step !== ""}
          onClick={() => next().catch((e) => setFault(explain(e)))}
        >
          {say(first ? office.paperSign2 : office.sign)}
        </button>
      </p>
    </div>
  );
}
