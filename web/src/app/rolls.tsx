// SPDX-License-Identifier: Apache-2.0

// The owners' roll: a dry run with its findings and differences, the draft, two signatures, the ledger.

import { useState } from "preact/hooks";
import type { Bodies } from "../act/body.ts";
import { Back } from "./back.tsx";
import { desk, type RollImport, type RollVersion } from "./desk.ts";
import { Difference } from "./difference.tsx";
import { say } from "./language.ts";
import { useLive } from "./live.tsx";
import { office } from "./office-texts.ts";
import { Fault, Page } from "./page.tsx";
import { remarkText } from "./roll-words.ts";
import { type Office, SignAct } from "./signing.tsx";
import { useTask } from "./task.ts";
import { TransferForm } from "./transfers.tsx";

export function Rolls(of: Office) {
  const list = useLive(desk.rolls, "rolls");
  const [read, setRead] = useState<RollImport>();
  const [taken, setTaken] = useState(0);
  const { busy, fault, run } = useTask();
  const accept = async (draft: string) => {
    await desk.acceptRoll(draft, list.value?.find((version) => !version.approved)?.root);
    setRead(undefined);
    setTaken(taken + 1);
    list.reload();
  };
  const tried = (dryRun: () => Promise<RollImport>) => run(() => dryRun().then(setRead));
  return (
    <Page title={say(office.rolls)}>
      {fault && <Fault fault={fault} />}
      {read && (
        <Read read={read} busy={busy} accept={(draft) => run(() => accept(draft))} back={() => setRead(undefined)} />
      )}
      <div key={taken} hidden={read !== undefined}>
        <FileForm busy={busy} tried={(file) => tried(() => desk.importRoll(file))} />
        <TransferForm busy={busy} tried={(transfers) => tried(() => desk.transfer(transfers))} />
        <h2>{say(office.rollVersions)}</h2>
        {list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null}
        {list.value?.length === 0 && <p>{say(office.nothing)}</p>}
        {list.value?.map((version) => (
          <Version key={version.version} {...of} version={version} reload={list.reload} />
        ))}
      </div>
      <Back />
    </Page>
  );
}

function FileForm({ busy, tried }: { busy: boolean; tried: (file: File) => void }) {
  const [file, setFile] = useState<File>();
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (file) {
          tried(file);
        }
      }}
    >
      <h2>{say(office.rollImport)}</h2>
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
  );
}

function Read(props: { read: RollImport; busy: boolean; accept: (draft: string) => void; back: () => void }) {
  const { read } = props;
  const draft = read.import;
  return (
    <section class="card">
      <h2>{say(office.rollRead)}</h2>
      {read.findings > 0 && <p class="note warn">{say(office.rollFindings, read.findings)}</p>}
      <ul>
        {read.remarks.map((remark) => (
          <li key={`${remark.row} ${remark.finding ?? remark.note}`}>
            {say(office.rollRow, remark.row)}: {remarkText(remark.finding || remark.note || "")}
          </li>
        ))}
      </ul>
      <Difference difference={read.difference} />
      <p class="actions">
        {draft && (
          <button type="button" class="button" disabled={props.busy} onClick={() => props.accept(draft)}>
            {say(office.rollAccept)}
          </button>
        )}
        <button type="button" class="button secondary" onClick={props.back}>
          {say(office.rollDrop)}
        </button>
      </p>
    </section>
  );
}

function Version({ version, ...of }: Office & { version: RollVersion }) {
  const [body, setBody] = useState<Bodies["roll.approve"]>();
  const [loaded, setLoaded] = useState<string>();
  const { busy, fault, run } = useTask();
  const approve = () => run(async () => setBody((await desk.approval(version.version)).approve));
  const load = () =>
    run(async () => {
      const done = await desk.loadRoll(version.version);
      setLoaded(say(office.rollLoaded, done.loaded, done.chunks));
    });
  return (
    <section class="card">
      <h3>{say(office.rollVersion, version.version)}</h3>
      <p>{say(version.approved ? office.rollApproved : office.rollDraft)}</p>
      {!version.approved && <p class="small">{say(office.rollSteps)}</p>}
      {fault && <Fault fault={fault} />}
      {loaded && <p role="status">{loaded}</p>}
      {body ? (
        <SignAct {...of} type="roll.approve" body={body} done={of.reload} back={() => setBody(undefined)} />
      ) : (
        <p class="actions">
          {!version.approved && (
            <>
              <button type="button" class="button" disabled={busy} onClick={approve}>
                {say(office.rollApprove, version.version)}
              </button>
              <button type="button" class="button secondary" disabled={busy} onClick={load}>
                {say(office.rollLoad)}
              </button>
            </>
          )}
        </p>
      )}
    </section>
  );
}
