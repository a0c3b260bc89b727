// SPDX-License-Identifier: Apache-2.0

// Acts of two bodies that one of them has signed, and that wait for an officer of another.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { parse, type ReadAct } from "../../../act/act.ts";
import type { ActType, Bodies } from "../../../act/body.ts";
import { moment, say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { officeApi, type PendingAct } from "../api.ts";
import { attended, useLive } from "../live.tsx";
import { officeTexts } from "../texts.ts";
import { typeText } from "./act-words.tsx";
import { CoSign, SignAct } from "./signing.tsx";

export type Pending = ReturnType<typeof usePending>;

const elsewhere = 10_000; // ms; what other officers leave for a signature is not on the ledger

export function usePending({ me }: PageProps) {
  const list = useLive(officeApi.pending, String(me.seq));
  useEffect(() => {
    const timer = setInterval(() => attended() && list.reload(), elsewhere);
    return () => clearInterval(timer);
  }, []);
  return list;
}

// canBeSigned says that a second body can still sign an act.
export const canBeSigned = ({ refused, overtaken }: PendingAct): boolean => !refused && !overtaken;

export function PendingActs({ list, ...of }: PageProps & { list: Pending }) {
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  if (!list.value) {
    return <Waiting />;
  }
  if (list.value.length === 0) {
    return <p>{say(officeTexts.nothing)}</p>;
  }
  return (
    <>
      {list.value.some((item) => item.by === of.me.session.credential) && <p class="note">{say(officeTexts.pendingOrder)}</p>}
      <ul class="cards">
        {list.value.map((item) => (
          <Card key={item.act} {...of} pending={item} done={list.reload} />
        ))}
      </ul>
    </>
  );
}

type CardProps = PageProps & { pending: PendingAct; done: () => void };

function Card({ pending, done, ...of }: CardProps) {
  const { fault, run } = useTask();
  const withdraw = () => run(() => officeApi.withdraw(pending.act).then(done));
  const first = pending.by === of.me.session.credential;
  return (
    <li class="card">
      <h3>{typeText(pending.type)}</h3>
      {pending.case === undefined ? (
        <p>{say(officeTexts.pendingBy, bodyName(of.community, pending.body ?? ""), moment(pending.created))}</p>
      ) : (
        <p>
          <a href={`#/cases/${pending.case}`}>{say(officeTexts.pendingCase)}</a>
        </p>
      )}
      {fault && <Fault fault={fault} />}
      {pending.refused ? (
        <p class="note">{say(officeTexts.pendingRefused, pending.refused)}</p>
      ) : (
        pending.case === undefined && <StillOpen {...of} pending={pending} done={done} />
      )}
      {first && (
        <p>
          <button type="button" class="button secondary" onClick={withdraw}>
            {say(officeTexts.withdraw)}
          </button>
        </p>
      )}
    </li>
  );
}

// StillOpen is what can still be done about an act.
function StillOpen({ pending, done, ...of }: CardProps) {
  const first = pending.by === of.me.session.credential;
  return (
    <>
      {pending.sent && <p class="note">{say(officeTexts.sentUnknown)}</p>}
      {pending.overtaken && !first && <p class="note warn">{say(officeTexts.overtakenOther)}</p>}
      {pending.overtaken && first && <SignAnew {...of} pending={pending} done={done} />}
      {pending.mine && canBeSigned(pending) && <p>{say(officeTexts.pendingMine)}</p>}
      {!pending.mine && canBeSigned(pending) && (
        <details>
          <summary>{say(officeTexts.pendingLook)}</summary>
          <CoSign {...of} pending={pending} done={done} />
        </details>
      )}
    </>
  );
}

// SignAnew has an act signed anew whose number went to another one.
function SignAnew({ pending, done, ...of }: CardProps) {
  const { type, body } = parse(pending.text);
  return (
    <details>
      <summary>{say(officeTexts.signAgain)}</summary>
      <p>{say(officeTexts.overtaken)}</p>
      <SignAct {...of} type={type as ActType} body={body as unknown as Bodies[ActType]} done={done} />
    </details>
  );
}

// JoinWaiting has an act signed that waits already, rather than the same thing anew: two half acts would never become one.
// done: after a second signature. The children sign anew; they begin afresh once nothing waits any more.
export function JoinWaiting(
  props: PageProps & {
    list: Pending;
    type: ActType;
    same: (body: ReadAct["body"]) => boolean;
    done: () => void;
    children: ComponentChildren;
  },
) {
  const { list, type, same, done, children, ...of } = props;
  const [anew, setAnew] = useState(false);
  const [round, setRound] = useState(0);
  const waiting = list.value?.filter((item) => item.type === type && canBeSigned(item) && same(parse(item.text).body)) ?? [];
  const any = waiting.length > 0;
  useEffect(() => {
    if (any) {
      return () => {
        setAnew(false);
        setRound((last) => last + 1);
      };
    }
    return undefined;
  }, [any]);
  const settled = () => {
    list.reload();
    done();
  };
  return (
    <>
      {any && (
        <ul class="cards">
          {waiting.map((item) => (
            <Card key={item.act} {...of} pending={item} done={settled} />
          ))}
        </ul>
      )}
      {any && !anew && (
        <p class="actions">
          <button type="button" class="button secondary" onClick={() => setAnew(true)}>
            {say(officeTexts.signAnew)}
          </button>
        </p>
      )}
      <div key={round} hidden={any && !anew}>
        {children}
      </div>
    </>
  );
}
