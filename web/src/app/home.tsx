// SPDX-License-Identifier: Apache-2.0

// What needs my vote, what I have cast, and the way to everything else.

import { useEffect, useState } from "preact/hooks";
import { followLedger, seldom, type Told } from "../live/follow.ts";
import { ended } from "./acts.ts";
import { api, type Community, type Election, type Me, type MyRight, type Turnout } from "./api.ts";
import { type Casting, dropCasting, keptCasting } from "./kept.ts";
import { lang, moment, say, squareMetres } from "./language.ts";
import { Fault, go, Page, useLoaded, Waiting } from "./page.tsx";
import { Receipt, Sending } from "./receipt.tsx";
import { rightText } from "./right.ts";
import { SignOut } from "./signout.tsx";
import { texts } from "./texts.ts";

type Of = { community: Community; me: Me; reload: () => void };

type Item = { election: Election; right: MyRight; mine: number; turnout: Turnout };

// itemsOf are the elections in which this person can cast now, for the rights that he casts for.
async function itemsOf(community: Community, me: Me): Promise<Item[]> {
  const open = me.rights.flatMap((right) =>
    right.elections
      .filter(({ stage, proxy }) => stage === "open" && (right.role === "voter" || proxy === me.session.person))
      .map((e) => ({ right, ...e })),
  );
  const ids = [...new Set(open.map((item) => item.election))];
  const elections = new Map(
    await Promise.all(ids.map(async (id) => [id, await api.election(community.community, id)] as const)),
  );
  return open.flatMap(({ right, election, mine }) => {
    const found = elections.get(election);
    return found && !ended(found.election) ? [{ right, mine, election: found.election, turnout: found.turnout }] : [];
  });
}

const every = 3000; // ms

// concerning are acts after which this person may have something to vote on, or nothing any more. Ballots are not among them.
const concerning = new Set(["credential.confirm", "credential.revoke", "voter.designate", "proxy.grant"]);

// useTurnouts are the turnouts that the ledger tells while the page is open; changed is for everything else that happens.
function useTurnouts(community: string, changed: () => void): Turnouts {
  const [turnouts, setTurnouts] = useState<Turnouts>({});
  useEffect(() => {
    const until = new AbortController();
    const soon = seldom(every, changed);
    const tell = ({ event, data }: Told) => {
      if (event === "turnout") {
        const { election, ...turnout } = data as Turnout & { election: string };
        setTurnouts((known) => ({ ...known, [election]: turnout }));
      } else if (event === "stage" || event === "reload" || concerning.has((data as { type?: string })?.type ?? "")) {
        soon();
      }
    };
    followLedger({ community }, tell, until.signal, ["turnout", "stage", "reload", "act"]);
    return () => until.abort();
  }, [community]);
  return turnouts;
}

export function Home({ community, me, reload }: Of) {
  const items = useLoaded(() => itemsOf(community, me), JSON.stringify(me.rights));
  const able = me.session.status === "active" && !me.session.ineligible;
  const turnouts = useTurnouts(community.community, () => {
    reload();
    items.reload();
  });
  const [resumed, setResumed] = useState<Casting>();
  if (resumed) {
    const back = () => {
      setResumed(undefined);
      reload();
    };
    return <Sending community={community} casting={resumed} back={back} />;
  }
  const left = keptCasting(community.community, me.rights);
  const todo = items.value?.filter((item) => item.mine === 0) ?? [];
  const done = items.value?.filter((item) => item.mine > 0) ?? [];
  return (
    <Page title={say(texts.myTitle)}>
      {left && (
        <div class="note warn">
          <p class="big">{say(texts.resumeTitle)}</p>
          <p>{say(texts.resumeText)}</p>
          <p class="actions">
            <button type="button" class="button" onClick={() => setResumed(left)}>
              {say(texts.resume)}
            </button>
            <button
              type="button"
              class="button secondary"
              onClick={() => {
                dropCasting(community.community, left);
                reload();
              }}
            >
              {say(texts.discard)}
            </button>
          </p>
          <p class="small">{say(texts.discardNote)}</p>
        </div>
      )}
      <Standing me={me} />
      {items.fault ? <Fault fault={items.fault} retry={items.reload} /> : null}
      {items.value ? (
        <>
          <h2>{say(texts.toVote)}</h2>
          {todo.length > 0 ? (
            <Cards items={todo} able={able} community={community} turnouts={turnouts} />
          ) : (
            <p>{say(texts.nothingToVote)}</p>
          )}
          {done.length > 0 && <h2>{say(texts.voted)}</h2>}
          {done.length > 0 && <Cards items={done} able={able} community={community} turnouts={turnouts} />}
        </>
      ) : (
        !items.fault && <Waiting />
      )}
      <Others me={me} />
      <SignOut />
    </Page>
  );
}

const others = {
  notices: texts.notices,
  proxy: texts.proxies,
  owners: texts.owners,
  objections: texts.objections,
  contact: texts.contact,
  passkeys: texts.myPasskeys,
  data: texts.data,
};

// Others leads to the pages that few need, and says where something waits.
function Others({ me }: { me: Me }) {
  const shared = me.rights.some(({ owners, role }) => owners.length > 1 && role !== "proxy");
  const news = useLoaded(api.unread, "");
  const papers = useLoaded(async () => (shared ? api.waiting() : undefined), "");
  const waiting = papers.value?.items.filter(({ missing }) => missing.includes(me.session.person ?? "")).length ?? 0;
  return (
    <>
      {waiting > 0 && (
        <p class="note">
          <a href="#/owners">{say(texts.signHere, waiting)}</a>
        </p>
      )}
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

// Cards are elections, and the way to cast in them for who is able to.
function Cards(props: { items: Item[]; able: boolean; community: Community; turnouts: Turnouts }) {
  const { items, able, community, turnouts } = props;
  const base = (election: Election) => `/api/v1/communities/${community.community}/elections/${election.election}`;
  return (
    <ul class="cards">
      {items.map(({ election, right, mine, turnout }) => (
        <li class="card" key={`${election.election}/${right.right}`}>
          <h3>{election.title}</h3>
          <p>
            {rightText(right)}
            {right.role !== "voter" && ` · ${say(texts.asProxy)}`}
          </p>
          {right.role !== "voter" && <p class="small">{say(texts.proxyNote)}</p>}
          {election.times.closesAt ? (
            <p>
              {say(texts.closes, moment(election.times.closesAt))}{" "}
              <a href={`${base(election)}/calendar.ics?lang=${lang()}`}>{say(texts.calendar)}</a>
            </p>
          ) : null}
          <Voted turnout={turnouts[election.election] ?? turnout} />
          {mine > 0 && <Receipts election={election.election} right={right.right} />}
          <p class="actions">
            {able && (mine === 0 || election.rules.revote) && (
              <button
                type="button"
                class={mine > 0 ? "button secondary" : "button"}
                onClick={() => go(`vote/${election.election}/${right.right}`)}
              >
                {say(mine > 0 ? texts.voteAgain : texts.vote)}
              </button>
            )}
            <a class="button secondary" href={`/c/${community.community}/vote/${election.election}`}>
              {say(texts.notice)}
            </a>
          </p>
        </li>
      ))}
    </ul>
  );
}

const Voted = ({ turnout: { heads, areaDm2, of } }: { turnout: Turnout }) => (
  <p class="small">{say(texts.turnoutNow, heads, of.heads, squareMetres(areaDm2), squareMetres(of.areaDm2))}</p>
);

// Receipts are the numbers of what was cast for a right, the one that counts at present first.
function Receipts({ election, right }: { election: string; right: string }) {
  const box = useLoaded(() => api.box(election, right), `${election}/${right}`);
  const standing = box.value?.ballots.find((ballot) => ballot.act === box.value?.standing);
  return standing ? <Receipt number={standing.number} /> : null;
}
