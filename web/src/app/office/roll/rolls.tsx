// SPDX-License-Identifier: Apache-2.0

// The owners' roll: a dry run with its findings and differences, the draft, two signatures, the ledger.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { Back } from "../../shared/back.tsx";
import { say } from "../../shared/language.ts";
import { Fault, Page } from "../../shared/page.tsx";
import { useTask } from "../../shared/task.ts";
import { desk, type RollImport, type RollVersion } from "../api.ts";
import { useLive } from "../live.tsx";
import { Joined, type Pending, usePending } from "../signing/pending.tsx";
import { type Office, SignAct } from "../signing/signing.tsx";
import { office } from "../texts.ts";
import { Difference } from "./difference.tsx";
import { notesOf, type Remark, remarkText, rowOf, rowsText } from "./remark-words.ts";
import { TransferForm } from "./transfers.tsx";
import { WhatWasRead } from "./what-was-read.tsx";

export function Rolls(of: Office) {
  const list = useLive(desk.rolls, "rolls");
  const pending = usePending(of);
  const [read, setRead] = useState<RollImport>();
  const [taken, setTaken] = useState(0);
  const { busy, fault, run, tell } = useTask();
  const accept = async (draft: string) => {
    await desk.acceptRoll(draft, list.value?.find((version) => !version.approved)?.root);
    setRead(undefined);
    setTaken(taken + 1);
    list.reload();
  };
  const tried = (dryRun: () => Promise<RollImport>) => run(() => dryRun().then(setRead));
  const readFile = async (file: File) => {
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (bytes) {
      await tried(() => desk.importRoll(new Blob([bytes]), file.name));
    } else {
      tell(say(office.rollFileChanged));
    }
  };
  return (
    <Page title={say(office.rolls)}>
      {fault && <Fault fault={fault} />}
      {read && (
        <Read read={read} busy={busy} accept={(draft) => run(() => accept(draft))} back={() => setRead(undefined)} />
      )}
      <div key={taken} hidden={read !== undefined}>
        <FileForm busy={busy} tried={readFile} />
        <TransferForm busy={busy} tried={(transfers) => tried(() => desk.transfer(transfers))} />
        <h2>{say(office.rollVersions)}</h2>
        {list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null}
        {list.value?.length === 0 && <p>{say(office.nothing)}</p>}
        {list.value?.map((version) => (
          <Version key={version.version} {...of} version={version} pending={pending} reload={list.reload} />
        ))}
      </div>
      <Back />
    </Page>
  );
}

// FileForm forgets the file once it is read: corrected since, it has to be chosen again, or the browser would not send it.
function FileForm({ busy, tried }: { busy: boolean; tried: (file: File) => void }) {
  const [file, setFile] = useState<File>();
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (file) {
          tried(file);
          setFile(undefined);
          event.currentTarget.reset();
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
      <WhatWasRead read={read} />
      <Remarks remarks={read.remarks} findings={read.findings} />
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

// Remarks are what has to be corrected, and then how unusual rows were read.
function Remarks({ remarks, findings }: { remarks: Remark[]; findings: number }) {
  const notes = notesOf(remarks);
  return (
    <>
      {findings > 0 && (
        <div class="note warn">
          <p>{say(office.rollFindings, findings)}</p>
          <ul>
            {remarks
              .filter(({ finding }) => finding)
              .map((remark) => (
                <li key={`${remark.sheet ?? ""} ${remark.row}`}>
                  {rowsText([rowOf(remark)])}: {remarkText(remark.finding ?? "")}
                </li>
              ))}
          </ul>
        </div>
      )}
      {notes.length > 0 && (
        <>
          <h3>{say(office.rollNotes)}</h3>
          <ul>
            {notes.map(([note, rows]) => (
              <li key={note}>
                {rowsText(rows)}: {remarkText(note)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function stateOf({ version, approved }: RollVersion, inForce: number): string {
  if (!approved) {
    return say(office.rollDraft);
  }
  return version < inForce ? say(office.rollReplaced, inForce) : say(office.rollApproved);
}

function Version({ version, pending, ...of }: Office & { version: RollVersion; pending: Pending }) {
  const [body, setBody] = useState<Bodies["roll.approve"]>();
  const [loaded, setLoaded] = useState<string>();
  const { busy, fault, run } = useTask();
  const signed = () => {
    pending.reload();
    of.reload();
  };
  const approve = () => run(async () => setBody((await desk.approval(version.version)).approve));
  const load = () =>
    run(async () => {
      const done = await desk.loadRoll(version.version);
      setLoaded(say(office.rollLoaded, done.loaded, done.chunks));
    });
  return (
    <section class="card">
      <h3>{say(office.rollVersion, version.version)}</h3>
      <p>{stateOf(version, of.community.roll)}</p>
      {!version.approved && <p class="small">{say(office.rollSteps)}</p>}
      {fault && <Fault fault={fault} />}
      {loaded && <p role="status">{loaded}</p>}
      {!version.approved && (
        <>
          <Joined
            {...of}
            list={pending}
            type="roll.approve"
            same={(approve) => approve.version === String(version.version)}
            done={of.reload}
          >
            {body ? (
              <SignAct {...of} type="roll.approve" body={body} done={signed} back={() => setBody(undefined)} />
            ) : (
              <p class="actions">
                <button type="button" class="button" disabled={busy} onClick={approve}>
                  {say(office.rollApprove, version.version)}
                </button>
              </p>
            )}
          </Joined>
          <p class="actions">
            <button type="button" class="button secondary" disabled={busy} onClick={load}>
              {say(office.rollLoad)}
            </button>
          </p>
        </>
      )}
      <p>
        <a href={desk.rollCsv(version.version)} download={`roll-${version.version}.csv`}>
          {say(office.rollCsv, version.version)}
        </a>
      </p>
    </section>
  );
}
