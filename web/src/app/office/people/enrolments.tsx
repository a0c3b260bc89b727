// SPDX-License-Identifier: Apache-2.0

// Owners who registered and wait for confirmation: what officers found out about them, and two bodies' signatures.

import { useState } from "preact/hooks";
import { parse } from "../../../act/act.ts";
import { noteLength } from "../../shared/bounds.gen.ts";
import { moment, say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { texts } from "../../shared/texts.ts";
import { type Check, type Waiting as Enrolment, officeApi } from "../api.ts";
import { useLive } from "../live.tsx";
import { canBeSigned, type Pending } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";

// The act that confirms people is shown whole in the evidence of what each of them signs (docs/evidence.md).
const atOnce = 100;

// readyOf are those who can be confirmed together, but for whom another body's signature is on its way already.
export const readyOf = (items: readonly Enrolment[], signed: ReadonlySet<string>): string[] =>
  items
    .filter((item) => item.ready && !item.ownCase && !signed.has(item.credential))
    .slice(0, atOnce)
    .map(({ credential }) => credential);

export function Enrolments({ pending, ...of }: PageProps & { pending: Pending }) {
  const list = useLive(officeApi.enrolments, String(of.me.seq));
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [signing, setSigning] = useState<string[]>();
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  const items = list.value ?? [];
  if (signing) {
    const again = () => {
      setSigning(undefined);
      setPicked([]);
    };
    return (
      <>
        <SignAct {...of} type="credential.confirm" body={{ credentials: signing }} done={pending.reload} />
        <p class="actions">
          <button type="button" class="button secondary" onClick={again}>
            {say(texts.back)}
          </button>
        </p>
      </>
    );
  }
  if (items.length === 0) {
    return list.value ? <p>{say(officeTexts.nothing)}</p> : <Waiting />;
  }
  const signed = signedIn(pending);
  const ready = readyOf(items, signed);
  const chosen = items.map(({ credential }) => credential).filter((id) => picked.includes(id));
  const pick = (id: string, on: boolean) => setPicked(on ? [...picked, id] : picked.filter((other) => other !== id));
  return (
    <fieldset>
      <legend>{say(officeTexts.enrolPick)}</legend>
      <p class="small">{say(officeTexts.enrolAllNote, atOnce)}</p>
      <p class="actions">
        <button type="button" class="button secondary" disabled={ready.length === 0} onClick={() => setPicked(ready)}>
          {say(officeTexts.enrolAll, ready.length)}
        </button>
      </p>
      {items.map((item) => (
        <Item
          key={item.credential}
          {...of}
          item={item}
          signed={signed.has(item.credential)}
          picked={picked.includes(item.credential)}
          pick={(on) => pick(item.credential, on)}
          checked={list.reload}
        />
      ))}
      <p class="actions">
        <button type="button" class="button" disabled={chosen.length === 0 || chosen.length > atOnce} onClick={() => setSigning(chosen)}>
          {say(officeTexts.enrolConfirm, chosen.length)}
        </button>
      </p>
    </fieldset>
  );
}

// signedIn are the passkeys that one body has confirmed and that wait for another.
const signedIn = (pending: Pending): Set<string> =>
  new Set(
    pending.value
      ?.filter((item) => item.type === "credential.confirm" && canBeSigned(item))
      .flatMap(({ text }) => parse(text).body.credentials as string[]),
  );

function Item(
  props: PageProps & {
    item: Enrolment;
    signed: boolean;
    picked: boolean;
    pick: (on: boolean) => void;
    checked: () => void;
  },
) {
  const { item, community } = props;
  const remarks = [
    item.others > 0 && say(officeTexts.enrolOthers, item.others),
    item.ownCase && say(officeTexts.enrolOwn),
    item.ready && say(officeTexts.enrolReady),
    props.signed && say(officeTexts.enrolSigned),
  ].filter(Boolean);
  return (
    <>
      <label class="choice">
        <input
          type="checkbox"
          disabled={item.ownCase}
          checked={props.picked}
          onChange={(event) => props.pick(event.currentTarget.checked)}
        />
        <span>{[say(officeTexts.enrolLine, item.name, (item.houses ?? []).join("、"), moment(item.at)), ...remarks].join(" · ")}</span>
      </label>
      {item.checks.length > 0 && (
        <ul>
          {item.checks.map((check) => (
            <li key={check.officer} class={check.good ? undefined : "error"}>
              {checkText(bodyName(community, check.body), check)}
            </li>
          ))}
        </ul>
      )}
      {!item.ownCase && <CheckForm {...props} />}
    </>
  );
}

const checkText = (body: string, { good, at, note }: Check): string =>
  [say(good ? officeTexts.checkedBy : officeTexts.doubtedBy, body, moment(at)), note].filter(Boolean).join(" · ");

// CheckForm notes how an officer satisfied himself of who registered, or what he doubts. There may be hundreds on a page: only those
// that are opened are there.
function CheckForm({ item, checked }: { item: Enrolment; checked: () => void }) {
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const { busy, fault, run, tell } = useTask();
  const give = (good: boolean) => {
    if (!good && !note.trim()) {
      tell(say(officeTexts.checkWhy));
      return;
    }
    run(async () => {
      await officeApi.check(item.credential, good, note.trim());
      setNote("");
      checked();
    });
  };
  const id = `check-${item.credential.slice(0, 12)}`;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say(officeTexts.checkHow)}</summary>
      {open && (
        <div class="stack">
          {fault && <Fault fault={fault} />}
          <label for={id}>{say(officeTexts.checkNote)}</label>
          <input id={id} maxLength={noteLength} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
          <p class="actions">
            <button type="button" class="button" disabled={busy} onClick={() => give(true)}>
              {say(officeTexts.checkGood)}
            </button>
            <button type="button" class="button danger" disabled={busy} onClick={() => give(false)}>
              {say(officeTexts.checkDoubt)}
            </button>
          </p>
        </div>
      )}
    </details>
  );
}
