// SPDX-License-Identifier: Apache-2.0

// The officers' pages: who is here, and which page the address names.

import type { VNode } from "preact";
import { ended } from "../shared/acts.ts";
import { api, type Community, type Schema, type Stage } from "../shared/api.ts";
import { conventionTexts } from "../shared/convention/texts.ts";
import { moment, say, type Text } from "../shared/language.ts";
import { linkToken } from "../shared/link-token.ts";
import { bodyName, stageText } from "../shared/names.ts";
import { Fault, go, Page, start, useHash, useLoaded, Waiting } from "../shared/page.tsx";
import type { PageProps } from "../shared/page-props.ts";
import { Sessions } from "../shared/sessions.tsx";
import { SignedIn } from "../shared/signed-in.tsx";
import { SignOut } from "../shared/signout.tsx";
import { keepKiosk } from "../shared/storage.ts";
import { texts } from "../shared/texts.ts";
import { deskApi } from "./desk/api.ts";
import { usePolled } from "./desk/polled.ts";
import { Draft } from "./election/draft.tsx";
import { ElectionPage } from "./election/election.tsx";
import { Reminders } from "./election/reminders.tsx";
import { Kiosk } from "./kiosk.tsx";
import { Live, useLive, useTurn } from "./live.tsx";
import { Notices, noticeTexts } from "./notices.tsx";
import { Objections } from "./objections.tsx";
import { Enrolments } from "./people/enrolments.tsx";
import { Letters } from "./people/letters.tsx";
import { People } from "./people/people.tsx";
import { PersonPage } from "./people/person.tsx";
import { Recoveries } from "./people/recovery.tsx";
import { Register } from "./register.tsx";
import { Rolls } from "./roll/rolls.tsx";
import { PendingActs, usePending } from "./signing/pending.tsx";
import { officeTexts } from "./texts.ts";

function Office({ id }: { id: string }) {
  const hash = useHash();
  const loaded = useLive(() => api.community(id), id);
  if (loaded.fault) {
    return <Fault fault={loaded.fault} retry={loaded.reload} />;
  }
  return loaded.value ? <Inside community={loaded.value} hash={hash} /> : <Waiting />;
}

const Inside = ({ community, hash }: { community: Community; hash: string }) => (
  <SignedIn
    community={community}
    turn={String(useTurn())}
    welcome={({ session }) => session.kind === "officer" && session.community === community.community}
    why={say(officeTexts.notOfficer)}
  >
    {(me, reload) => <Screen community={community} me={me} reload={reload} hash={hash} />}
  </SignedIn>
);

function Screen({ hash, ...of }: PageProps & { hash: string }) {
  const [screen, id = "", ...further] = hash.split("/");
  const at = [id, ...further].filter((part) => part !== "~");
  switch (screen) {
    case "draft":
      return <Draft {...of} />;
    case "rolls":
      return <Rolls {...of} />;
    case "letters":
      return <Letters {...of} />;
    case "people":
      return id ? <PersonPage {...of} key={id} id={id} /> : <People />;
    case "objections":
      return <Objections {...of} />;
    case "notices":
      return <Notices {...of} />;
    case "contact":
      return (
        <Later key="contact" load={() => import("../shared/contact/contact.tsx")}>
          {(page) => <page.Screen {...of} />}
        </Later>
      );
    case "kiosk":
      return <Kiosk {...of} id={id} />;
    case "reminders":
      return <Reminders {...of} key={id} election={id} />;
    case "analysis":
      return (
        <Later key={`analysis/${id}`} load={() => import("./analysis/analysis.tsx")}>
          {(page) => <page.Analysis {...of} election={id} />}
        </Later>
      );
    case "desk":
      return (
        <Later key="desk" load={() => import("./desk/desk.tsx")}>
          {(page) => <page.Desk {...of} at={at} />}
        </Later>
      );
    case "orders":
      return (
        <Later key="orders" load={() => import("./orders/orders.tsx")}>
          {(page) => <page.Orders {...of} at={at} />}
        </Later>
      );
    case "points":
      return (
        <Later key="points" load={() => import("./points/points.tsx")}>
          {(page) => <page.Points {...of} at={at} />}
        </Later>
      );
    case "breaches":
      return (
        <Later key="breaches" load={() => import("./breaches/breaches.tsx")}>
          {(page) => <page.Breaches {...of} at={at} />}
        </Later>
      );
    case "cases":
      return (
        <Later key="cases" load={() => import("./cases/cases.tsx")}>
          {(page) => <page.Cases {...of} at={at} />}
        </Later>
      );
    case "services":
      return (
        <Later key="services" load={() => import("./services/services.tsx")}>
          {(page) => <page.Services {...of} at={at} />}
        </Later>
      );
    case "parking":
      return (
        <Later key="parking" load={() => import("./parking/parking.tsx")}>
          {(page) => <page.Parking {...of} at={at} />}
        </Later>
      );
    case "convention":
      return (
        <Later key="convention" load={() => import("./convention/convention.tsx")}>
          {(page) => <page.Convention {...of} />}
        </Later>
      );
    case "counter":
      return (
        <Later key="counter" load={() => import("./counter/counter.tsx")}>
          {(page) => <page.Counter {...of} link={id} />}
        </Later>
      );
    case "election":
      return <ElectionPage {...of} key={id} election={id} />;
    default:
      return <Home {...of} />;
  }
}

// Later is a page that is loaded when it is asked for.
function Later<Module>({ load, children }: { load: () => Promise<Module>; children: (page: Module) => VNode }) {
  const page = useLoaded(load, "");
  if (page.fault) {
    return <Fault fault={say(texts.offline)} retry={page.reload} />;
  }
  return page.value ? children(page.value) : <Waiting />;
}

// DeskLink says how many alarms are open, to whoever is here.
function DeskLink() {
  const { value } = usePolled(deskApi.desk, "desk");
  return (
    <a class={value?.open ? "button danger" : "button"} href="#/desk">
      {value?.open ? say(officeTexts.deskOpen, value.open) : say(officeTexts.desk)}
    </a>
  );
}

const screens = {
  orders: officeTexts.orders,
  points: texts.points,
  breaches: officeTexts.breaches,
  cases: texts.cases,
  services: officeTexts.services,
  parking: texts.parking,
  convention: conventionTexts.whole,
  counter: officeTexts.counter,
  people: officeTexts.people,
  rolls: officeTexts.rolls,
  letters: officeTexts.letters,
  objections: officeTexts.objections,
  notices: noticeTexts.title,
  contact: texts.contact,
  kiosk: officeTexts.kiosk,
} as const;

function Home(of: PageProps) {
  const { community, me } = of;
  const pending = usePending(of);
  return (
    <Page title={say(officeTexts.title)}>
      <p>{say(officeTexts.you, bodyName(community, me.session.body ?? ""))}</p>
      {community.roll === 0 && (
        <p class="note">
          <a href="#/rolls">{say(officeTexts.nextRoll)}</a>
        </p>
      )}
      <nav aria-label={say(officeTexts.title)}>
        <ul class="tiles">
          {me.session.desk && (
            <li>
              <DeskLink />
            </li>
          )}
          {Object.entries(screens).map(([screen, name]) => (
            <li key={screen}>
              <a class="button secondary" href={`#/${screen}`}>
                {say(name)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <h2>{say(officeTexts.pending)}</h2>
      <PendingActs {...of} list={pending} />
      <Later load={() => import("./cases/news.tsx")}>{(page) => <page.CaseNews {...of} pending={pending} />}</Later>
      <h2>{say(officeTexts.enrolments)}</h2>
      <Enrolments {...of} pending={pending} />
      <h2>{say(officeTexts.recoveries)}</h2>
      <Recoveries {...of} />
      <h2>{say(officeTexts.elections)}</h2>
      <Elections {...of} />
      <Sessions community={community} />
      <SignOut />
    </Page>
  );
}

// next is what comes next in a vote, by its stage.
const next: { [stage in Stage]?: Text } = {
  draft: officeTexts.nextDraft,
  notice: officeTexts.nextNotice,
  open: officeTexts.nextOpen,
  closed: officeTexts.nextClosed,
  unsealed: officeTexts.nextUnsealed,
  tallied: officeTexts.nextTallied,
  published: officeTexts.nextPublished,
  objection: officeTexts.nextObjection,
};

function nextOf({ stage, times }: Schema["ElectionItem"]): string {
  const text = next[stage];
  return text ? say(text, moment((stage === "notice" ? times.opensAt : times.closesAt) ?? 0)) : "";
}

function Elections({ community }: PageProps) {
  const list = useLive(() => api.elections(community.community), community.community);
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  return (
    <>
      {community.roll > 0 && list.value?.items.length === 0 && (
        <p class="note">
          <a href="#/letters">{say(officeTexts.nextLetters)}</a>
        </p>
      )}
      <ul class="cards">
        {list.value?.items.map((item) => (
          <li key={item.election}>
            <a class="card" href={`#/election/${item.election}`}>
              <strong>{item.title}</strong>
              <span class="sub">{stageText(item.stage === "open" && ended(item) ? "over" : item.stage)}</span>
              <span class="sub">{nextOf(item)}</span>
            </a>
          </li>
        ))}
      </ul>
      <p class="actions">
        <button type="button" class="button secondary" disabled={community.roll === 0} onClick={() => go("draft")}>
          {say(officeTexts.newElection)}
        </button>
      </p>
    </>
  );
}

const token = linkToken();
keepKiosk(undefined); // whoever comes here is at the officers' side of the kiosk
addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // "back" shows nobody's page as it was
start((community) =>
  token ? (
    <Register community={community} token={token} />
  ) : (
    <Live community={community}>
      <Office id={community} />
    </Live>
  ),
);
