// SPDX-License-Identifier: Apache-2.0

// The officers' desk.

import { useState } from "preact/hooks";
import { api, type Community, Problem } from "./api.ts";
import { desk, type PendingAct } from "./desk.ts";
import { Draft } from "./draft.tsx";
import { ElectionDesk } from "./election-desk.tsx";
import { explain } from "./faults.ts";
import { moment, say } from "./language.ts";
import { Letters } from "./letters.tsx";
import { bodyName, stageText } from "./names.ts";
import { office } from "./office-texts.ts";
import { Fault, go, Page, start, useHash, useLoaded, Waiting } from "./page.tsx";
import { linkToken, Register } from "./register.tsx";
import { Rolls } from "./rolls.tsx";
import { SignIn } from "./signin.tsx";
import { CoSign, type Office, SignAct } from "./signing.tsx";
import { texts } from "./texts.ts";
import { typeText } from "./words.tsx";

function Desk({ id }: { id: string }) {
  const loaded = useLoaded(() => api.community(id), id);
  if (loaded.fault) {
    return <Fault fault={loaded.fault} retry={loaded.reload} />;
  }
  return loaded.value ? <Inside community={loaded.value} /> : <Waiting />;
}

function Inside({ community }: { community: Community }) {
  const hash = useHash();
  const me = useLoaded(api.me, hash);
  if (me.fault instanceof Problem && me.fault.status === 401) {
    return <SignIn community={community} done={me.reload} />;
  }
  if (me.fault) {
    return <Fault fault={me.fault} retry={me.reload} />;
  }
  if (!me.value) {
    return <Waiting />;
  }
  if (me.value.session.kind !== "officer" || me.value.session.community !== community.community) {
    return (
      <>
        <Fault fault={say(office.notOfficer)} />
        <SignIn community={community} done={me.reload} />
      </>
    );
  }
  return <Screen community={community} me={me.value} reload={me.reload} hash={hash} />;
}

function Screen({ hash, ...of }: Office & { hash: string }) {
  const [screen, id] = hash.split("/");
  switch (screen) {
    case "draft":
      return <Draft {...of} />;
    case "rolls":
      return <Rolls {...of} />;
    case "letters":
      return <Letters {...of} />;
    case "election":
      return <ElectionDesk {...of} key={id ?? ""} election={id ?? ""} />;
    default:
      return <Home {...of} />;
  }
}

function Home(of: Office) {
  const { community, me, reload } = of;
  return (
    <Page title={say(office.title)}>
      <p>{say(office.you, bodyName(community, me.session.body ?? ""))}</p>
      <h2>{say(office.pending)}</h2>
      <PendingActs {...of} />
      <h2>{say(office.enrolments)}</h2>
      <Enrolments {...of} />
      <h2>{say(office.elections)}</h2>
      <Elections {...of} />
      <h2>{say(texts.others)}</h2>
      <p class="actions">
        <a class="button secondary" href="#/rolls">
          {say(office.rolls)}
        </a>
        <a class="button secondary" href="#/letters">
          {say(office.letters)}
        </a>
        <button type="button" class="button secondary" onClick={() => api.logOut().finally(reload)}>
          {say(texts.signOut)}
        </button>
      </p>
    </Page>
  );
}

function PendingActs(of: Office) {
  const list = useLoaded(desk.pending, String(of.me.seq));
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  const items = list.value?.items ?? [];
  if (items.length === 0) {
    return list.value ? <p>{say(office.nothing)}</p> : <Waiting />;
  }
  return (
    <>
      {items.some((item) => item.by === of.me.session.credential) && <p class="note">{say(office.pendingOrder)}</p>}
      <ul class="cards">
        {items.map((item) => (
          <Pending key={item.act} {...of} pending={item} done={list.reload} />
        ))}
      </ul>
    </>
  );
}

function Pending({ pending, done, ...of }: Office & { pending: PendingAct; done: () => void }) {
  const [fault, setFault] = useState<string>();
  const withdraw = () => desk.withdraw(pending.act).then(done, (error) => setFault(explain(error)));
  return (
    <li class="card">
      <h3>{typeText(pending.type)}</h3>
      <p>{say(office.pendingBy, bodyName(of.community, pending.body), moment(pending.created))}</p>
      {fault && <Fault fault={fault} />}
      {pending.mine ? (
        <>
          <p>{say(office.pendingMine)}</p>
          {pending.by === of.me.session.credential && (
            <p>
              <button type="button" class="button secondary" onClick={withdraw}>
                {say(office.withdraw)}
              </button>
            </p>
          )}
        </>
      ) : (
        <details>
          <summary>{say(office.pendingLook)}</summary>
          <CoSign {...of} pending={pending} done={done} />
        </details>
      )}
    </li>
  );
}

function Enrolments(of: Office) {
  const list = useLoaded(desk.enrolments, String(of.me.seq));
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [signing, setSigning] = useState(false);
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  const items = list.value?.items ?? [];
  if (items.length === 0) {
    return list.value ? <p>{say(office.nothing)}</p> : <Waiting />;
  }
  if (signing) {
    return <SignAct {...of} type="credential.confirm" body={{ credentials: [...picked] }} />;
  }
  const pick = (id: string, on: boolean) => setPicked(on ? [...picked, id] : picked.filter((other) => other !== id));
  return (
    <fieldset>
      <legend>{say(office.enrolPick)}</legend>
      {items.map((item) => (
        <label class="choice" key={item.credential}>
          <input
            type="checkbox"
            disabled={item.ownCase}
            checked={picked.includes(item.credential)}
            onChange={(event) => pick(item.credential, event.currentTarget.checked)}
          />
          <span>
            {say(office.enrolLine, item.name, (item.houses ?? []).join("、"), moment(item.at))}
            {item.others > 0 && ` · ${say(office.enrolOthers, item.others)}`}
            {item.ownCase && ` · ${say(office.enrolOwn)}`}
          </span>
        </label>
      ))}
      <p class="actions">
        <button type="button" class="button" disabled={picked.length === 0} onClick={() => setSigning(true)}>
          {say(office.enrolConfirm, picked.length)}
        </button>
      </p>
    </fieldset>
  );
}

function Elections({ community }: Office) {
  const list = useLoaded(() => api.elections(community.community), community.community);
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  return (
    <>
      <ul class="cards">
        {list.value?.items.map((item) => (
          <li key={item.election}>
            <a class="card" href={`#/election/${item.election}`}>
              <strong>{item.title}</strong>
              <span class="sub">{stageText(item.stage)}</span>
            </a>
          </li>
        ))}
      </ul>
      <p class="actions">
        <button type="button" class="button secondary" disabled={community.roll === 0} onClick={() => go("draft")}>
          {say(office.newElection)}
        </button>
      </p>
    </>
  );
}

const token = linkToken();
start((community) => (token ? <Register community={community} token={token} /> : <Desk id={community} />));
