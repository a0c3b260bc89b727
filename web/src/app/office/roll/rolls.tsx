// SPDX-License-Identifier: Apache-2.0

// The owners' roll: a dry run with its findings and differences, the draft, two signatures, the ledger.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { Back } from "../../shared/back.tsx";
import { say } from "../../shared/language.ts";
import { Fault, Page } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { officeApi, type RollImport, type RollVersion } from "../api.ts";
import { useLive } from "../live.tsx";
import { JoinWaiting, type Pending, usePending } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import { Difference } from "./difference.tsx";
import { notesOf, type Remark, remarkText, rowOf, rowsText } from "./remark-words.ts";
import { TransferForm } from "./transfers.tsx";
import { WhatWasRead } from "./what-was-read.tsx";

export function Rolls(of: PageProps) {
  const list = useLive(officeApi.rolls, "rolls");
  const pending = usePending(of);
  const [read, setRead] = useState<RollImport>();
  const [taken, setTaken] = useState(0);
  const { busy, fault, run, tell } = useTask();
  const accept = async (draft: string) => {
    await officeApi.acceptRoll(draft, list.value?.find((version) => !version.approved)?.root);
    setRead(undefined);
    setTaken(taken + 1);
    list.reload();
  };
  const tried = (dryRun: () => Promise<RollImport>) => run(() => dryRun().then(setRead));
  const readFile = async (file: File) => {
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (bytes) {
      await tried(() => officeApi.importRoll(new Blob([bytes]), file.name));
    } else {
      tell(say(officeTexts.rollFileChanged));
    }
  };
  return (
    <Page title={say(officeTexts.rolls)}>
      {fault && <Fault fault={fault} />}
      {read && <Read read={read} busy={busy} accept={(draft) => run(() => accept(draft))} back={() => setRead(undefined)} />}
      <div key={taken} hidden={read !== undefined}>
        <FileForm busy={busy} tried={readFile} />
        <TransferForm busy={busy} tried={(transfers) => tried(() => officeApi.transfer(transfers))} />
        <h2>{say(officeTexts.rollVersions)}</h2>
        {list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null}
        {list.value?.length === 0 && <p>{say(officeTexts.nothing)}</p>}
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
      <h2>{say(officeTexts.rollImport)}</h2>
      <label for="roll">{say(officeTexts.rollFile)}</label>
      <input id="roll" type="file" accept=".csv,.xlsx" required onChange={(event) => setFile(event.currentTarget.files?.[0])} />
      <button type="submit" class="button" disabled={busy}>
        {say(officeTexts.rollTry)}
      </button>
    </form>
  );
}

function Read(props: { read: RollImport; busy: boolean; accept: (draft: string) => void; back: () => void }) {
  const { read } = props;
  const draft = read.import;
  return (
    <section class="card">
      <h2>{say(officeTexts.rollRead)}</h2>
      <WhatWasRead read={read} />
      <Remarks remarks={read.remarks} findings={read.findings} />
      <Difference difference={read.difference} />
      <p class="actions">
        {draft && (
          <button type="button" class="button" disabled={props.busy} onClick={() => props.accept(draft)}>
            {say(officeTexts.rollAccept)}
          </button>
        )}
        <button type="button" class="button secondary" onClick={props.back}>
          {say(officeTexts.rollDrop)}
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
          <p>{say(officeTexts.rollFindings, findings)}</p>
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
          <h3>{say(officeTexts.rollNotes)}</h3>
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
    return say(officeTexts.rollDraft);
  }
  return version < inForce ? say(officeTexts.rollReplaced, inForce) : say(officeTexts.rollApproved);
}

function Version({ version, pending, ...of }: PageProps & { version: RollVersion; pending: Pending }) {
  const [body, setBody] = useState<Bodies["roll.approve"]>();
  const [loaded, setLoaded] = useState<string>();
  const { busy, fault, run } = useTask();
  const signed = () => {
    pending.reload();
    of.reload();
  };
  const approve = () => run(async () => setBody((await officeApi.approval(version.version)).approve));
  const load = () =>
    run(async () => {
      const done = await officeApi.loadRoll(version.version);
      setLoaded(say(officeTexts.rollLoaded, done.loaded, done.chunks));
    });
  return (
    <section class="card">
      <h3>{say(officeTexts.rollVersion, version.version)}</h3>
      <p>{stateOf(version, of.community.roll)}</p>
      {!version.approved && <p class="small">{say(officeTexts.rollSteps)}</p>}
      {fault && <Fault fault={fault} />}
      {loaded && <p role="status">{loaded}</p>}
      {!version.approved && (
        <>
          <JoinWaiting
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
                  {say(officeTexts.rollApprove, version.version)}
                </button>
              </p>
            )}
          </JoinWaiting>
          <p class="actions">
            <button type="button" class="button secondary" disabled={busy} onClick={load}>
              {say(officeTexts.rollLoad)}
            </button>
          </p>
        </>
      )}
      <p>
        <a href={officeApi.rollCsv(version.version)} download={`roll-${version.version}.csv`}>
          {say(officeTexts.rollCsv, version.version)}
        </a>
      </p>
    </section>
  );
}
