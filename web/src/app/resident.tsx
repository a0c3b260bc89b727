// SPDX-License-Identifier: Apache-2.0

// The residents' app: what needs my vote, voting, my passkeys.

import { useState } from "preact/hooks";
import { api, type Community, type Election, type Me, type MyRight, Problem } from "./api.ts";
import { keepCasting, keptCasting } from "./kept.ts";
import { moment, say, squareMetres } from "./language.ts";
import { Fault, go, Page, start, useHash, useLoaded, Waiting } from "./page.tsx";
import { Passkeys } from "./passkeys.tsx";
import { Receipt, Sending } from "./receipt.tsx";
import { SignIn } from "./signin.tsx";
import { texts } from "./texts.ts";
import { Vote } from "./vote.tsx";

function Resident({ id }: { id: string }) {
  const loaded = useLoaded(() => api.community(id), id);
  if (loaded.fault) {
    return <Fault fault={loaded.fault} retry={loaded.reload} />;
  }
  return loaded.value ? <Inside community={loaded.value} /> : <Waiting />;
}

function Inside({ community }: { community: Community }) {
  const hash = useHash();
  const me = useLoaded(api.me, hash === "" ? "home" : "inside");
  if (me.fault instanceof Problem && me.fault.status === 401) {
    return <SignIn community={community} done={me.reload} />;
  }
  if (me.fault) {
    return <Fault fault={me.fault} retry={me.reload} />;
  }
  if (!me.value) {
    return <Waiting />;
  }
  if (me.value.session.community !== community.community) {
    return <SignIn community={community} done={me.reload} />;
  }
  return <Screen community={community} me={me.value} hash={hash} reload={me.reload} />;
}

type Of = { community: Community; me: Me; reload: () => void };

function Screen({ hash, ...of }: Of & { hash: string }) {
  const [screen, election, right, step] = hash.split("/");
  const mine = of.me.rights.find((item) => item.right === right);
  if (screen === "passkeys") {
    return <Passkeys {...of} />;
  }
  if (screen === "vote" && election && mine) {
    return <Vote {...of} key={`${election}/${mine.right}`} election={election} right={mine} step={step ?? ""} />;
  }
  return <Home {...of} />;
}

type Item = { election: Election; right: MyRight; mine: number };

// itemsOf are the open elections of the rights that this person casts for.
async function itemsOf(community: Community, me: Me): Promise<Item[]> {
  const open = me.rights
    .filter((right) => right.role !== "co-owner")
    .flatMap((right) => right.elections.filter((e) => e.stage === "open").map((e) => ({ right, ...e })));
  const ids = [...new Set(open.map((item) => item.election))];
  const elections = new Map(
    await Promise.all(ids.map(async (id) => [id, (await api.election(community.community, id)).election] as const)),
  );
  return open.flatMap(({ right, election, mine }) => {
    const found = elections.get(election);
    return found ? [{ right, mine, election: found }] : [];
  });
}

function Home({ community, me, reload }: Of) {
  const items = useLoaded(() => itemsOf(community, me), JSON.stringify(me.rights));
  const [left, setLeft] = useState(() => keptCasting(community.community));
  const [resuming, setResuming] = useState(false);
  const signOut = () => api.logOut().finally(reload);
  if (left && resuming) {
    return (
      <Sending
        community={community}
        casting={left}
        back={() => {
          setResuming(false);
          setLeft(keptCasting(community.community));
          reload();
        }}
      />
    );
  }
  const todo = items.value?.filter((item) => item.mine === 0) ?? [];
  const done = items.value?.filter((item) => item.mine > 0) ?? [];
  return (
    <Page title={say(texts.myTitle)}>
      {left && (
        <div class="note warn">
          <p class="big">{say(texts.resumeTitle)}</p>
          <p>{say(texts.resumeText)}</p>
          <p class="actions">
            <button type="button" class="button" onClick={() => setResuming(true)}>
              {say(texts.resume)}
            </button>
            <button
              type="button"
              class="button secondary"
              onClick={() => {
                keepCasting(community.community, undefined);
                setLeft(undefined);
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
          {todo.length > 0 ? <Cards items={todo} community={community} /> : <p>{say(texts.nothingToVote)}</p>}
          {done.length > 0 && <h2>{say(texts.voted)}</h2>}
          {done.length > 0 && <Cards items={done} community={community} />}
        </>
      ) : (
        !items.fault && <Waiting />
      )}
      <h2>{say(texts.others)}</h2>
      <p class="actions">
        <a class="button secondary" href="#/passkeys">
          {say(texts.myPasskeys)}
        </a>
        <button type="button" class="button secondary" onClick={signOut}>
          {say(texts.signOut)}
        </button>
      </p>
    </Page>
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

function Cards({ items, community }: { items: Item[]; community: Community }) {
  return (
    <ul class="cards">
      {items.map(({ election, right, mine }) => (
        <li class="card" key={`${election.election}/${right.right}`}>
          <h3>{election.title}</h3>
          <p>
            {say(texts.rightOf, right.right.slice(0, 8), squareMetres(right.areaDm2))}
            {right.role === "proxy" && ` · ${say(texts.asProxy)}`}
          </p>
          {election.times.closesAt ? <p>{say(texts.closes, moment(election.times.closesAt))}</p> : null}
          {mine > 0 && <Receipts election={election.election} right={right.right} />}
          <p class="actions">
            {(mine === 0 || election.rules.revote) && (
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

// Receipts are the numbers of what was cast for a right, the one that counts at present first.
function Receipts({ election, right }: { election: string; right: string }) {
  const box = useLoaded(() => api.box(election, right), `${election}/${right}`);
  const standing = box.value?.ballots.find((ballot) => ballot.act === box.value?.standing);
  return standing ? <Receipt number={standing.number} /> : null;
}

start((community) => <Resident id={community} />);
