// SPDX-License-Identifier: Apache-2.0

// The owners' roll: a dry run with its findings and differences, the draft, two signatures, the ledger.

import { useState } from "preact/hooks";
import type { Bodies } from "../act/body.ts";
import { desk, type RollImport, type RollVersion } from "./desk.ts";
import { explain } from "./faults.ts";
import { say, squareMetres } from "./language.ts";
import { office } from "./office-texts.ts";
import { Fault, Page, useLoaded } from "./page.tsx";
import { type Office, SignAct } from "./signing.tsx";
import { texts } from "./texts.ts";

export function Rolls(of: Office) {
  const list = useLoaded(desk.rolls, "rolls");
  const [read, setRead] = useState<RollImport>();
  const [file, setFile] = useState<File>();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const during = (work: Promise<unknown>) => {
    setBusy(true);
    setFault(undefined);
    work.catch((error) => setFault(explain(error))).finally(() => setBusy(false));
  };
  const accept = async (draft: string) => {
    await desk.acceptRoll(draft);
    setRead(undefined);
    list.reload();
  };
  return (
    <Page title={say(office.rolls)}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (file) {
            during(desk.importRoll(file).then(setRead));
          }
        }}
      >
        <label for="roll">{say(office.rollFile)}</label>
        <input
          id="roll"
          type="file"
          accept=".csv,.xlsx"
          required
          onChange={(event) => setFile(event.currentTarget.files?.[0])}
        />
        <button type="submit" class="button" disabled={busy}>
          {say(office.rollTry)}
        </button>
      </form>
      {fault && <Fault fault={fault} />}
      {read && <Read read={read} accept={(draft) => during(accept(draft))} busy={busy} />}
      {list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null}
      {list.value?.items.map((version) => (
        <Version key={version.version} {...of} version={version} />
      ))}
      <p class="actions">
        <a class="button secondary" href="#/">
          {say(texts.back)}
        </a>
      </p>
    </Page>
  );
}

function Read({ read, accept, busy }: { read: RollImport; accept: (draft: string) => void; busy: boolean }) {
  const { before, after, added, removed, changed } = read.difference;
  const draft = read.import;
  const rows = [
    [say(office.rollUnits), before.units, after.units],
    [say(office.rollHeads), before.withoutParking.heads, after.withoutParking.heads],
    ["m²", squareMetres(before.withoutParking.areaDm2), squareMetres(after.withoutParking.areaDm2)],
  ];
  return (
    <>
      {read.findings > 0 && <p class="note warn">{say(office.rollFindings, read.findings)}</p>}
      <ul>
        {read.remarks.map((remark) => (
          <li key={`${remark.row} ${remark.finding ?? remark.note}`}>
            {say(office.rollRow, remark.row)}: {remark.finding ?? remark.note}
          </li>
        ))}
      </ul>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{say(office.rollBefore)}</th>
            <th scope="col">{say(office.rollAfter)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, old, now]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{old}</td>
              <td>{now}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {added.length > 0 && <p>{say(office.rollAdded, added.slice(0, 50).join("、"))}</p>}
      {removed.length > 0 && <p>{say(office.rollRemoved, removed.join("、"))}</p>}
      {changed.length > 0 && <p>{say(office.rollChanged, changed.map((change) => change.unit).join("、"))}</p>}
      {draft && (
        <p class="actions">
          <button type="button" class="button" disabled={busy} onClick={() => accept(draft)}>
            {say(office.rollAccept)}
          </button>
        </p>
      )}
    </>
  );
}

function Version({ version, ...of }: Office & { version: RollVersion }) {
  const [body, setBody] = useState<Bodies["roll.approve"]>();
  const [loaded, setLoaded] = useState<string>();
  const [fault, setFault] = useState<string>();
  const failed = (error: unknown) => setFault(explain(error));
  const approve = () => desk.approval(version.version).then((draft) => setBody(draft.approve), failed);
  const load = () =>
    desk.loadRoll(version.version).then((done) => setLoaded(say(office.rollLoaded, done.loaded, done.chunks)), failed);
  return (
    <section class="card">
      <h2>{say(office.rollVersion, version.version)}</h2>
      <p>{say(version.approved ? office.rollApproved : office.rollDraft)}</p>
      {fault && <Fault fault={fault} />}
      {loaded && <p role="status">{loaded}</p>}
      {body ? (
        <SignAct {...of} type="roll.approve" body={body} />
      ) : (
        <p class="actions">
          {!version.approved && (
            <>
              <button type="button" class="button" onClick={approve}>
                {say(office.rollApprove, version.version)}
              </button>
              <button type="button" class="button secondary" onClick={load}>
                {say(office.rollLoad)}
              </button>
            </>
          )}
        </p>
      )}
    </section>
  );
}
