// SPDX-License-Identifier: Apache-2.0

// The officers' desk.

import { useEffect, useState } from "preact/hooks";
import { parse } from "../act/act.ts";
import type { ActType, Bodies } from "../act/body.ts";
import { api, type Community } from "./api.ts";
import { desk, type PendingAct } from "./desk.ts";
import { Door } from "./door.tsx";
import { Draft } from "./draft.tsx";
import { ElectionDesk } from "./election-desk.tsx";
import { keepKiosk } from "./kept.ts";
import { Kiosk } from "./kiosk/desk.tsx";
import { moment, say } from "./language.ts";
import { Letters } from "./letters.tsx";
import { attended, Live, useLive, useTurn } from "./live.tsx";
import { bodyName, stageText } from "./names.ts";
import { Objections } from "./objections.tsx";
import { office } from "./office-texts.ts";
import { Fault, go, Page, start, useHash, Waiting } from "./page.tsx";
import { People, PersonDesk } from "./people.tsx";
import { Recoveries } from "./recovery.tsx";
import { linkToken, Register } from "./register.tsx";
import { Reminders } from "./reminders.tsx";
import { Rolls } from "./rolls.tsx";
import { Sessions } from "./sessions.tsx";
import { CoSign, type Office, SignAct } from "./signing.tsx";
import { SignOut } from "./signout.tsx";
import { useTask } from "./task.ts";
import { texts } from "./texts.ts";
import { typeText } from "./words.tsx";

function Desk({ id }: { id: string }) {
  const hash = useHash();
  const loaded = useLive(() => api.community(id), id);
  if (loaded.fault) {
    return <Fault fault={loaded.fault} retry={loaded.reload} />;
  }
  return loaded.value ? <Inside community={loaded.value} hash={hash} /> : <Waiting />;
}

const Inside = ({ community, hash }: { community: Community; hash: string }) => (
  <Door
    community={community}
    turn={String(useTurn())}
    welcome={({ session }) => session.kind === "officer" && session.community === community.community}
    why={say(office.notOfficer)}
  >
    {(me, reload) => <Screen community={community} me={me} reload={reload} hash={hash} />}
  </Door>
);

function Screen({ hash, ...of }: Office & { hash: string }) {
  const [screen, id = ""] = hash.split("/");
  switch (screen) {
    case "draft":
      return <Draft {...of} />;
    case "rolls":
      return <Rolls {...of} />;
    case "letters":
      return <Letters {...of} />;
    case "people":
      return id ? <PersonDesk {...of} key={id} id={id} /> : <People />;
    case "objections":
      return <Objections {...of} />;
    case "kiosk":
      return <Kiosk {...of} id={id} />;
    case "reminders":
      return <Reminders {...of} key={id} election={id} />;
    case "election":
      return <ElectionDesk {...of} key={id} election={id} />;
    default:
      return <Home {...of} />;
  }
}

const screens = {
  people: office.people,
  rolls: office.rolls,
  letters: office.letters,
  objections: office.objections,
  kiosk: office.kiosk,
} as const;

function Home(of: Office) {
  const { community, me } = of;
  return (
    <Page title={say(office.title)}>
      <p>{say(office.you, bodyName(community, me.session.body ?? ""))}</p>
      <nav aria-label={say(office.title)}>
        <ul class="tiles">
          {Object.entries(screens).map(([screen, name]) => (
            <li key={screen}>
              <a class="button secondary" href={`#/${screen}`}>
                {say(name)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <h2>{say(office.pending)}</h2>
      <PendingActs {...of} />
      <h2>{say(office.enrolments)}</h2>
      <Enrolments {...of} />
      <h2>{say(office.recoveries)}</h2>
      <Recoveries {...of} />
      <h2>{say(office.elections)}</h2>
      <Elections {...of} />
      <Sessions community={community} />
      <SignOut />
    </Page>
  );
}

const elsewhere = 10_000; // ms; what other officers leave for a signature is not on the ledger

function PendingActs(of: Office) {
  const list = useLive(desk.pending, String(of.me.seq));
  useEffect(() => {
    const timer = setInterval(() => attended() && list.reload(), elsewhere);
    return () => clearInterval(timer);
  }, []);
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  if (!list.value) {
    return <Waiting />;
  }
  if (list.value.length === 0) {
    return <p>{say(office.nothing)}</p>;
  }
  return (
    <>
      {list.value.some((item) => item.by === of.me.session.credential) && (
        <p class="note">{say(office.pendingOrder)}</p>
      )}
      <ul class="cards">
        {list.value.map((item) => (
          <Pending key={item.act} {...of} pending={item} done={list.reload} />
        ))}
      </ul>
    </>
  );
}

function Pending({ pending, done, ...of }: Office & { pending: PendingAct; done: () => void }) {
  const { fault, run } = useTask();
  const withdraw = () => run(() => desk.withdraw(pending.act).then(done));
  const first = pending.by === of.me.session.credential;
  return (
    <li class="card">
      <h3>{typeText(pending.type)}</h3>
      <p>{say(office.pendingBy, bodyName(of.community, pending.body ?? ""), moment(pending.created))}</p>
      {fault && <Fault fault={fault} />}
      {pending.sent && <p class="note">{say(office.sentUnknown)}</p>}
      {pending.overtaken && !first && <p class="note warn">{say(office.overtakenOther)}</p>}
      {pending.overtaken && first && <Again {...of} pending={pending} done={done} />}
      {pending.mine && !pending.overtaken && <p>{say(office.pendingMine)}</p>}
      {first && (
        <p>
          <button type="button" class="button secondary" onClick={withdraw}>
            {say(office.withdraw)}
          </button>
        </p>
      )}
      {!pending.mine && !pending.overtaken && (
        <details>
          <summary>{say(office.pendingLook)}</summary>
          <CoSign {...of} pending={pending} done={done} />
        </details>
      )}
    </li>
  );
}

// Again has an act signed anew whose number went to another one.
function Again({ pending, done, ...of }: Office & { pending: PendingAct; done: () => void }) {
  const { type, body } = parse(pending.text);
  return (
    <details>
      <summary>{say(office.signAgain)}</summary>
      <p>{say(office.overtaken)}</p>
      <SignAct {...of} type={type as ActType} body={body as unknown as Bodies[ActType]} done={done} />
    </details>
  );
}

function Enrolments(of: Office) {
  const list = useLive(desk.enrolments, String(of.me.seq));
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [signing, setSigning] = useState(false);
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  const items = list.value ?? [];
  if (items.length === 0) {
    return list.value ? <p>{say(office.nothing)}</p> : <Waiting />;
  }
  if (signing) {
    const again = () => {
      setSigning(false);
      setPicked([]);
    };
    return (
      <>
        <SignAct {...of} type="credential.confirm" body={{ credentials: [...picked] }} />
        <p class="actions">
          <button type="button" class="button secondary" onClick={again}>
            {say(texts.back)}
          </button>
        </p>
      </>
    );
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
  const list = useLive(() => api.elections(community.community), community.community);
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
keepKiosk(undefined); // whoever comes here is at the officers' side of the voting desk
addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // "back" shows nobody's page as it was
start((community) =>
  token ? (
    <Register community={community} token={token} />
  ) : (
    <Live community={community}>
      <Desk id={community} />
    </Live>
  ),
);
