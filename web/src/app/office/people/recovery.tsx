// SPDX-License-Identifier: Apache-2.0

// Recovery in person (找回): somebody lost his passkeys and comes to the office. Officers of two bodies see who he is and agree;
// then he gets a new letter, and two bodies revoke the old passkeys.

import { useState } from "preact/hooks";
import type { Community } from "../../shared/api.ts";
import { bodiesToAgree } from "../../shared/bounds.gen.ts";
import { moment, say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { officeApi, type Person, type Recovery } from "../api.ts";
import { useLive } from "../live.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import { PrintedLetters, type Terms, TermsForm } from "./letters.tsx";
import { ReasonForm } from "./reason.tsx";

type Finished = Awaited<ReturnType<typeof officeApi.finish>>;

const agreedText = (community: Community, bodies: string[]): string =>
  say(officeTexts.recoveryAgreed, bodies.map((body) => bodyName(community, body)).join("、") || say(officeTexts.nobody), bodiesToAgree);

const isOpen = ({ recovery }: Recovery): boolean => !recovery.done && !recovery.cancelled;

export function PersonRecovery({ person, ...of }: PageProps & { person: Person }) {
  const list = useLive(officeApi.recoveries, person.person);
  const [finished, setFinished] = useState<Finished>();
  const { busy, fault, run } = useTask();
  const after = (work: () => Promise<unknown>) => run(work).then(list.reload);
  // Who opens a recovery has seen the person, so that his body agrees with it.
  const open = (reason: string) => after(() => officeApi.recover(person.person, reason).then(({ id }) => officeApi.agree(id)));
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  if (finished) {
    return <Finish {...of} finished={finished} />;
  }
  const mine = list.value?.find((item) => item.recovery.person === person.person && isOpen(item));
  return (
    <>
      {fault && <Fault fault={fault} />}
      {mine && <Open {...of} item={mine} busy={busy} after={after} finished={setFinished} />}
      {list.value && !mine && !person.ownCase && (
        <details>
          <summary>{say(officeTexts.recoveryBegin)}</summary>
          <p>{say(officeTexts.recoveryLead)}</p>
          <ReasonForm id="recovery-reason" label={say(officeTexts.recoveryAgreeFirst)} give={open} />
        </details>
      )}
    </>
  );
}

function Open(
  props: PageProps & {
    item: Recovery;
    busy: boolean;
    after: (work: () => Promise<unknown>) => void;
    finished: (of: Finished) => void;
  },
) {
  const { community, me, item, busy, after } = props;
  const { id, opened, agreed } = item.recovery;
  const finish = (terms: Terms) => after(() => officeApi.finish(id, terms).then(props.finished));
  return (
    <section class="card">
      <h3>{say(officeTexts.recoveryOpen)}</h3>
      <p>
        {say(officeTexts.recoverySince, moment(opened))} {say(officeTexts.recoveryWhy, item.text)}
      </p>
      <p>{agreedText(community, agreed)}</p>
      {agreed.length >= bodiesToAgree ? (
        <TermsForm days={7} label={say(officeTexts.recoveryFinish)} lead={say(officeTexts.recoveryFinishLead)} busy={busy} order={finish} />
      ) : (
        <>
          {!agreed.includes(me.session.body ?? "") && !item.ownCase && (
            <>
              <p>{say(officeTexts.recoveryAgreeLead)}</p>
              <p class="actions">
                <button type="button" class="button" disabled={busy} onClick={() => after(() => officeApi.agree(id))}>
                  {say(officeTexts.recoveryAgree)}
                </button>
              </p>
            </>
          )}
          {agreed.includes(me.session.body ?? "") && <p>{say(officeTexts.recoveryWait)}</p>}
        </>
      )}
      <p class="actions">
        <button type="button" class="button secondary" disabled={busy} onClick={() => after(() => officeApi.cancel(id))}>
          {say(officeTexts.recoveryCancel)}
        </button>
      </p>
    </section>
  );
}

function Finish({ finished, ...of }: PageProps & { finished: Finished }) {
  return (
    <section>
      <PrintedLetters {...of} {...finished} />
      {finished.revoke.length > 0 && (
        <>
          <h3>{say(officeTexts.recoveryRevoke)}</h3>
          <p>{say(officeTexts.recoveryRevokeLead, finished.revoke.length)}</p>
          {finished.revoke.map((body) => (
            <SignAct key={body.credential} {...of} type="credential.revoke" body={body} />
          ))}
        </>
      )}
    </section>
  );
}

// Recoveries are those that wait for an officer.
export function Recoveries({ community }: PageProps) {
  const list = useLive(officeApi.recoveries, "recoveries");
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  if (!list.value) {
    return <Waiting />;
  }
  const open = list.value.filter(isOpen);
  return (
    <>
      {open.length === 0 && <p>{say(officeTexts.nothing)}</p>}
      <ul class="cards">
        {open.map(({ recovery, name, houses }) => (
          <li key={recovery.id}>
            <a class="card" href={`#/people/${recovery.person}`}>
              <strong>{name}</strong> <span class="sub">{houses.join("、")}</span>
              <span class="sub">{agreedText(community, recovery.agreed)}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
