// SPDX-License-Identifier: Apache-2.0

// Letting somebody else cast, in one election; and being asked to.

import { useState } from "preact/hooks";
import { ended } from "../../shared/acts.ts";
import { api, type Community, type Election, type Me, type MyRight } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { say } from "../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { texts } from "../../shared/texts.ts";
import { rightText } from "../right-text.ts";
import { Unbroken } from "../unbroken.tsx";
import { useVoteEnds } from "../vote-end.ts";
import { nameOf, Sign } from "./signing.tsx";
import { onDemandTexts } from "./texts.ts";

type Place = { election: Election; right: MyRight; proxy: string };

const beforeClose = new Set(["draft", "notice", "open"]);

// placesOf are the elections in which this person's rights may be cast, or are cast, by a proxy.
async function placesOf(community: Community, me: Me): Promise<Place[]> {
  const all = me.rights.flatMap((right) =>
    right.elections.filter(({ stage }) => beforeClose.has(stage)).map((e) => ({ right, id: e.election, proxy: e.proxy })),
  );
  const details = await Promise.all([...new Set(all.map(({ id }) => id))].map((id) => api.election(community.community, id)));
  return all.flatMap(({ right, id, proxy }) => {
    const election = details.find((detail) => detail.election.election === id)?.election;
    return election && election.rules.proxyCap > 0 ? [{ election, right, proxy: proxy ?? "" }] : [];
  });
}

// names says whether somebody names a right's proxy, alone or with the other owners; if there is a voter, only he does.
const names = ({ role, voter }: MyRight, { session }: Me): boolean => role !== "proxy" && (!voter || voter === session.person);

// Screen may be opened by a link with the proxy's code.
export function Screen(of: PageProps & { parts: string[] }) {
  const places = useLoaded(() => placesOf(of.community, of.me), JSON.stringify(of.me.rights));
  const own = places.value?.filter(({ election, right }) => !ended(election) && names(right, of.me)) ?? [];
  useVoteEnds(places.value?.map(({ election }) => election) ?? []);
  const held = places.value?.filter(({ election, right }) => !ended(election) && right.role === "proxy") ?? [];
  return (
    <Page title={say(texts.proxies)}>
      <p>{say(onDemandTexts.proxyLead)}</p>
      {places.fault ? <Fault fault={places.fault} retry={places.reload} /> : null}
      {!places.value && !places.fault && <Waiting />}
      {places.value && own.length === 0 && <p>{say(onDemandTexts.proxyNone)}</p>}
      {own.map((place) => (
        <Grant
          key={`${place.election.election}/${place.right.right}/${of.parts[0] ?? ""}`}
          {...of}
          place={place}
          found={of.parts[0] ?? ""}
        />
      ))}
      {held.length > 0 && <h2>{say(onDemandTexts.proxyHeld)}</h2>}
      <ul>
        {held.map(({ election, right }) => (
          <li key={`${election.election}/${right.right}`}>
            {say(onDemandTexts.proxyHeldOne, election.title)}
            <Unbroken text={rightText(right)} />
          </li>
        ))}
      </ul>
      <MyCode {...of} />
      <Back />
    </Page>
  );
}

// pseudonym is what persons have: 32 random digits, and so never one digit 32 times.
const pseudonym = /^(?!(.)\1*$)[0-9a-f]{32}$/;

function Grant({ place, found, ...of }: PageProps & { place: Place; found: string }) {
  const { election, right, proxy } = place;
  const [code, setCode] = useState(found);
  const id = `proxy-${election.election}-${right.right.slice(0, 8)}`;
  const several = right.owners.length > 1 && !right.voter;
  const make = async () => {
    const typed = code
      .normalize("NFKC")
      .replace(/[\s\p{Cf}]/gu, "")
      .toLowerCase();
    if (!pseudonym.test(typed)) {
      return say(onDemandTexts.proxyCodeWrong);
    }
    if (typed === of.me.session.person) {
      return say(onDemandTexts.proxySelf);
    }
    return {
      type: "proxy.grant" as const,
      body: { election: election.election, proxy: typed, right: right.right },
      words: say(onDemandTexts.proxyWords, election.title, typed, right.right),
    };
  };
  return (
    <section class="card">
      <h2>{election.title}</h2>
      <p>
        <Unbroken text={rightText(right)} />
      </p>
      {proxy ? (
        <p class="big">{say(onDemandTexts.proxyIs, nameOf(of.me, proxy))}</p>
      ) : (
        <>
          <p>{say(onDemandTexts.proxyNobody)}</p>
          <p class="small">
            {say(onDemandTexts.proxyCap, election.rules.proxyCap)} {election.rules.proxyMustOwn && say(onDemandTexts.proxyMustOwn)}
          </p>
          {several && <p class="note">{say(onDemandTexts.proxyAll)}</p>}
          <label for={id}>{say(onDemandTexts.proxyCode)}</label>
          <p class="hint" id={`${id}-hint`}>
            {say(onDemandTexts.proxyCodeHint)}
          </p>
          <input
            id={id}
            value={code}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            aria-describedby={`${id}-hint`}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
          <p class="note warn">{say(onDemandTexts.proxyFinal)}</p>
          <Sign of={of} label={say(onDemandTexts.proxySign)} make={make} several={several} done={of.reload} />
        </>
      )}
    </section>
  );
}

// MyCode is what somebody needs who wants this person for a proxy.
function MyCode({ community, me }: PageProps) {
  const person = me.session.person;
  if (!person) {
    return null;
  }
  const link = `${location.origin}/c/${community.community}/my#/proxy/${person}`;
  return (
    <>
      <h2>{say(onDemandTexts.myCode)}</h2>
      <p>{say(onDemandTexts.myCodeLead)}</p>
      <img
        class="qr"
        src={`/c/${community.community}/person.svg?person=${person}`}
        alt={say(onDemandTexts.myCodeAlt)}
        width="224"
        height="224"
      />
      <p>
        <code class="hash">{person}</code>
      </p>
      <p>
        <label for="my-link">{say(onDemandTexts.myLink)}</label>
        <input id="my-link" readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
      </p>
    </>
  );
}
