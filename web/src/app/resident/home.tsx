// SPDX-License-Identifier: Apache-2.0

// What needs my vote, what I have cast, and the way to everything else.

import { useEffect, useState } from "preact/hooks";
import { followLedger, type LedgerEvent, seldom } from "../../live/follow.ts";
import { ended } from "../shared/acts.ts";
import { api, type Community, type Election, type Me, type MyRight, type Turnout } from "../shared/api.ts";
import { shownFor } from "../shared/bounds.gen.ts";
import { now } from "../shared/clock.ts";
import { lang, moment, say, squareMetres } from "../shared/language.ts";
import { stageText } from "../shared/names.ts";
import { Fault, go, Page, useLoaded, Waiting } from "../shared/page.tsx";
import type { PageProps } from "../shared/page-props.ts";
import { SignOut } from "../shared/signout.tsx";
import { Standstill } from "../shared/standstill.tsx";
import { type Casting, keptCasting } from "../shared/storage.ts";
import { texts } from "../shared/texts.ts";
import { ElectionLinks } from "./election-links.tsx";
import type { Concerned } from "./on-demand/news.tsx";
import type { Interrupted } from "./on-demand/resume.tsx";
import { Homes, Receipt, Sending } from "./receipt.tsx";
import { useVoteEnds } from "./vote-end.ts";

type Item = { election: Election; right: MyRight; mine: number; turnout: Turnout };

// past says that nobody casts in an election any more; longOver, that this was long ago.
const past = (election: Election): boolean => election.stage !== "open" || ended(election);
const longOver = ({ times }: Pick<Election, "times">): boolean => now() > (times.final ?? times.annulled ?? Infinity) + shownFor;

// itemsOf are the elections in which this person can cast now, for the rights that he casts for, and those in which he has cast.
async function itemsOf(community: Community, me: Me): Promise<Item[]> {
  const all = me.rights.flatMap((right) =>
    right.elections
      .filter(({ stage, proxy, mine }) => mine > 0 || (stage === "open" && (right.role === "voter" || proxy === me.session.person)))
      .map((e) => ({ right, ...e })),
  );
  const listed = all.some(({ stage }) => stage !== "open") ? (await api.elections(community.community)).items : [];
  const old = new Set(listed.filter(longOver).map(({ election }) => election));
  const ids = [...new Set(all.map((item) => item.election))].filter((id) => !old.has(id));
  const elections = new Map(await Promise.all(ids.map(async (id) => [id, await api.election(community.community, id)] as const)));
  return all.flatMap(({ right, election: id, mine }) => {
    const { election, turnout } = elections.get(id) ?? {};
    return election && turnout && (mine > 0 || !past(election)) ? [{ right, mine, election, turnout }] : [];
  });
}

const every = 3000; // ms

// changesMyVotes are acts after which this person may have something to vote on, or nothing any more. Ballots are not among them.
const changesMyVotes = new Set(["credential.confirm", "credential.revoke", "voter.designate", "proxy.grant"]);

// useTurnouts are the turnouts that the ledger tells while the page is open; changed is for everything else that happens.
function useTurnouts(community: string, changed: () => void): Turnouts {
  const [turnouts, setTurnouts] = useState<Turnouts>({});
  useEffect(() => {
    const until = new AbortController();
    const soon = seldom(every, changed);
    const heard = ({ event, data }: LedgerEvent) => {
      if (event === "turnout") {
        const { election, ...turnout } = data as Turnout & { election: string };
        setTurnouts((known) => ({ ...known, [election]: turnout }));
      } else if (event === "stage" || event === "reload" || changesMyVotes.has((data as { type?: string })?.type ?? "")) {
        soon();
      }
    };
    followLedger({ community }, heard, until.signal, ["turnout", "stage", "reload", "act"]);
    return () => until.abort();
  }, [community]);
  return turnouts;
}

export function Home({ community, me, reload }: PageProps) {
  const items = useLoaded(() => itemsOf(community, me), JSON.stringify(me.rights));
  const able = me.session.status === "active" && !me.session.ineligible;
  const turnouts = useTurnouts(community.community, () => {
    reload();
    items.reload();
  });
  const [resumed, setResumed] = useState<Casting>();
  const all = items.value ?? [];
  useVoteEnds(all.map(({ election }) => election));
  const titleOf = ({ election: id }: Casting) => all.find(({ election }) => election.election === id)?.election.title;
  if (resumed) {
    const back = () => {
      setResumed(undefined);
      reload();
    };
    return <Sending community={community} me={me} casting={resumed} title={titleOf(resumed)} done={reload} back={back} />;
  }
  const left = keptCasting(community.community, me);
  const todo = all.filter((item) => item.mine === 0 && !past(item.election));
  const done = all.filter((item) => item.mine > 0 && !past(item.election));
  const over = all.filter((item) => item.mine > 0 && past(item.election));
  const cards = { able, me, community, turnouts };
  const shared = me.rights.some(({ owners, role }) => owners.length > 1 && role !== "proxy");
  return (
    <Page title={say(texts.myTitle)}>
      {left && (
        <ResumeBallot community={community} me={me} casting={left} title={titleOf(left)} resume={() => setResumed(left)} dropped={reload} />
      )}
      <Standing me={me} />
      {items.fault ? <Fault fault={items.fault} retry={items.reload} /> : null}
      {items.value ? (
        <>
          <h2>{say(texts.toVote)}</h2>
          {todo.length > 0 ? <ToVote items={todo} {...cards} /> : <p>{say(texts.nothingToVote)}</p>}
          {done.length > 0 && <h2>{say(texts.voted)}</h2>}
          {done.length > 0 && <Cards items={done} {...cards} />}
          {over.length > 0 && <h2>{say(texts.votedAndEnded)}</h2>}
          {over.length > 0 && <Over items={over} {...cards} />}
        </>
      ) : (
        !items.fault && <Waiting />
      )}
      {(shared || me.orders || me.cases) && <News community={community} me={me} shared={shared} />}
      <a class="button secondary" href="#/orders/new">
        {say(texts.report)}
      </a>
      <Others shared={shared} />
      <SignOut />
    </Page>
  );
}

// ResumeBallot is loaded when there is something of that kind.
function ResumeBallot(of: Interrupted) {
  const page = useLoaded(() => import("./on-demand/resume.tsx"), "");
  if (page.fault) {
    return <Fault fault={say(texts.offline)} retry={page.reload} />;
  }
  return page.value ? <page.value.ResumeBallot {...of} /> : <Waiting />;
}

// News is loaded by whom orders, cases or co-owners' papers may concern, after the votes; where it cannot be, they are there all the same.
function News(of: Concerned) {
  const { value } = useLoaded(() => import("./on-demand/news.tsx"), "");
  return value ? <value.News {...of} /> : null;
}

const others = {
  orders: texts.orders,
  help: texts.neighbours,
  parking: texts.parking,
  points: texts.points,
  breaches: texts.convention,
  cases: texts.cases,
  notices: texts.notices,
  proxy: texts.proxies,
  owners: texts.owners,
  objections: texts.objections,
  contact: texts.contact,
  passkeys: texts.myPasskeys,
  data: texts.data,
};

// Others leads to the pages that few need, and says what is unread.
function Others({ shared }: { shared: boolean }) {
  const news = useLoaded(api.unread, "");
  return (
    <>
      <h2>{say(texts.others)}</h2>
      <ul class="cards links">
        {Object.entries(others).map(([screen, text]) =>
          screen === "owners" && !shared ? null : (
            <li key={screen}>
              <a class="card" href={`#/${screen}`}>
                <strong>{say(text)}</strong>
                {screen === "notices" && news.value ? <span class="sub">{say(texts.unread, news.value)}</span> : null}
              </a>
            </li>
          ),
        )}
      </ul>
    </>
  );
}

// Standing says what keeps somebody from voting.
function Standing({ me }: { me: Me }) {
  return (
    <>
      {me.session.status === "pending" && (
        <div class="note">
          <p class="big">{say(texts.pendingTitle)}</p>
          <p>{say(texts.pendingText)}</p>
        </div>
      )}
      {me.session.ineligible && <p class="note warn">{say(texts.ineligible)}</p>}
      {me.rights.length === 0 && <p>{say(texts.noRights)}</p>}
      {me.rights.some((right) => right.role === "co-owner") && <p class="note">{say(texts.coOwned)}</p>}
    </>
  );
}

type Turnouts = { [election: string]: Turnout };

type Listed = { items: Item[]; able: boolean; me: Me; community: Community; turnouts: Turnouts };

// ToVote are elections that wait for this person; he is told first if nothing gets onto the ledger now.
const ToVote = (of: Listed) => (
  <>
    <Standstill meaning="before" />
    <Cards {...of} />
  </>
);

// Cards are elections, and the way to cast in them for who is able to.
function Cards({ items, able, me, community, turnouts }: Listed) {
  const base = (election: Election) => `/api/v1/communities/${community.community}/elections/${election.election}`;
  return (
    <ul class="cards">
      {items.map(({ election, right, mine, turnout }) => (
        <li class="card" key={`${election.election}/${right.right}`}>
          <h3>{election.title}</h3>
          <Whose right={right} />
          {right.role !== "voter" && <p class="small">{say(texts.proxyNote)}</p>}
          {election.times.closesAt ? (
            <p>
              {say(texts.closes, moment(election.times.closesAt))}{" "}
              <a href={`${base(election)}/calendar.ics?lang=${lang()}`}>{say(texts.calendar)}</a>
            </p>
          ) : null}
          <Voted turnout={turnouts[election.election] ?? turnout} />
          {mine > 0 && <Receipt me={me} election={election.election} right={right.right} />}
          <p class="actions">
            {able && (mine === 0 || election.rules.revote) && (
              <button
                type="button"
                class={mine > 0 ? "button secondary" : "button"}
                onClick={() => go(`vote/${election.election}/${right.right}/1`)}
              >
                {say(mine > 0 ? texts.voteAgain : texts.vote)}
              </button>
            )}
            <ElectionLinks community={community} election={election} />
          </p>
        </li>
      ))}
    </ul>
  );
}

// Over are elections in which nobody casts any more, and what this person has cast in them.
const Over = ({ items, me, community }: Listed) => (
  <ul class="cards">
    {items.map(({ election, right }) => (
      <li class="card" key={`${election.election}/${right.right}`}>
        <h3>{election.title}</h3>
        <Whose right={right} />
        <p>{stageText(election.stage === "open" ? "closed" : election.stage)}</p>
        <Receipt me={me} election={election.election} right={right.right} />
        <p class="actions">
          <ElectionLinks community={community} election={election} />
        </p>
      </li>
    ))}
  </ul>
);

const Whose = ({ right }: { right: MyRight }) => (
  <p>
    <Homes right={right} />
    {right.role !== "voter" && ` · ${say(texts.asProxy)}`}
  </p>
);

const Voted = ({ turnout: { heads, areaDm2, of } }: { turnout: Turnout }) => (
  <p class="small">{say(texts.turnoutNow, heads, of.heads, squareMetres(areaDm2), squareMetres(of.areaDm2))}</p>
);
