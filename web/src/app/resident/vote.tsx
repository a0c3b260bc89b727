// SPDX-License-Identifier: Apache-2.0

// Casting: one question a page, a review during which the ballot is sealed, one gesture.

import { useEffect, useState } from "preact/hooks";
import { sealBallot } from "../../seal/ballot.ts";
import { admits } from "../../seal/selections.ts";
import { ballotWords, draft, ended, signText } from "../shared/acts.ts";
import { api, type Community, type Contest, type ElectionDetail, type Me, type MyRight, newKey } from "../shared/api.ts";
import { explainNotDone } from "../shared/faults.ts";
import { say } from "../shared/language.ts";
import { optionText } from "../shared/option.ts";
import { Fault, go, Help, Page, useLoaded, Waiting } from "../shared/page.tsx";
import { Standstill } from "../shared/standstill.tsx";
import { type Casting, type Choices, keepCasting, keepChoices, keptCasting, keptChoices } from "../shared/storage.ts";
import { texts } from "../shared/texts.ts";
import { ElectionLinks } from "./election-links.tsx";
import { ReadAloud } from "./read-aloud.tsx";
import { BallotFor, EarlierReceipt, Homes, Receipt, Sending } from "./receipt.tsx";
import { useVoteEnds } from "./vote-end.ts";

type VoteProps = { community: Community; me: Me; election: string; right: MyRight; reload: () => void };

const notYetOpen = new Set(["draft", "notice"]);

export function Vote({ step, ...of }: VoteProps & { step: string }) {
  const { community, me, election, right } = of;
  const loaded = useLoaded(() => api.election(community.community, election), `${election}/${step}`);
  useVoteEnds(loaded.value ? [loaded.value.election] : []);
  const [choices, setChoices] = useState(() => keptChoices(me, election, right.right));
  // A page that was loaded again while a ballot was on its way goes on with it.
  const [casting, setCasting] = useState(() =>
    step === "review" ? keptCasting(community.community, me, { election, right: right.right }) : undefined,
  );
  const voted = right.elections.some((item) => item.election === election && item.mine > 0);
  const at = `vote/${election}/${right.right}`;
  const home = () => {
    go("");
    of.reload();
  };
  if (casting) {
    const title = loaded.value?.election.title;
    return <Sending community={community} me={me} casting={casting} title={title} done={of.reload} back={home} />;
  }
  if (loaded.fault) {
    return <Fault fault={loaded.fault} retry={loaded.reload} />;
  }
  if (!loaded.value) {
    return <Waiting />;
  }
  const { contests, rules, stage, title } = loaded.value.election;
  const i = Math.min(Math.max(Number(step) || 1, 1), contests.length) - 1;
  const contest = contests[i];
  if (stage !== "open" || ended(loaded.value.election) || !contest) {
    return <Closed {...of} detail={loaded.value} voted={voted} back={home} />;
  }
  const begun = Object.keys(choices).length > 0 || Number(step) > 0;
  if (voted && !(begun && rules.revote)) {
    const change = rules.revote ? () => go(`${at}/1`) : undefined;
    return <EarlierReceipt {...of} right={right.right} title={title} back={home} change={change} />;
  }
  if (step === "review") {
    const change = (i: number) => go(`${at}/${i + 1}`);
    return <Review {...of} detail={loaded.value} choices={choices} change={change} signed={setCasting} />;
  }
  const choose = (chosen: string[]) => {
    const next = { ...choices, [contest.id]: chosen };
    setChoices(next);
    keepChoices(me, election, right.right, next);
  };
  return (
    <Question
      key={contest.id}
      title={title}
      community={community.community}
      right={right}
      contest={contest}
      voted={voted}
      place={[i + 1, contests.length]}
      chosen={choices[contest.id]}
      choose={choose}
      next={() => go(`${at}/${i + 1 < contests.length ? i + 2 : "review"}`)}
      back={() => (i > 0 ? go(`${at}/${i}`) : home())}
    />
  );
}

// Closed says why nobody can cast, and what this person has cast.
function Closed(props: VoteProps & { detail: ElectionDetail; voted: boolean; back: () => void }) {
  const { community, me, right, detail, voted, back } = props;
  const { election, stage, title } = detail.election;
  return (
    <Page title={title}>
      <BallotFor me={me} right={right.right} />
      {voted ? (
        <>
          <p class="note">{say(texts.closedVoted)}</p>
          <Receipt me={me} election={election} right={right.right} />
        </>
      ) : (
        <Fault fault={say(notYetOpen.has(stage) ? texts.notOpenYet : texts.closedMeanwhile)} />
      )}
      <p class="actions">
        <ElectionLinks community={community} election={detail.election} />
        <button type="button" class="button secondary" onClick={back}>
          {say(texts.toMine)}
        </button>
      </p>
    </Page>
  );
}

// WholeText is what a contest puts to the vote beyond its title, loaded where there is any.
function WholeText(of: { community: string; hash: string }) {
  const part = useLoaded(() => import("./on-demand/whole-text.tsx"), "");
  if (part.fault) {
    return <Fault fault={part.fault} retry={part.reload} />;
  }
  return part.value ? <part.value.VoteText {...of} /> : <Waiting />;
}

function Question(props: {
  title: string;
  community: string;
  right: MyRight;
  contest: Contest;
  voted: boolean;
  place: [number, number];
  chosen: string[] | undefined;
  choose: (chosen: string[]) => void;
  next: () => void;
  back: () => void;
}) {
  const { contest, place, chosen, choose } = props;
  const [fault, setFault] = useState<string>();
  const seats = Math.max(1, contest.seats ?? 1);
  const last = place[0] === place[1];
  const next = () => {
    if (chosen === undefined) {
      setFault(say(texts.chooseFirst));
    } else if (chosen.length > seats) {
      setFault(say(texts.tooMany, seats));
    } else {
      props.next();
    }
  };
  const toggle = (option: string, on: boolean) => {
    setFault(undefined);
    if (seats === 1) {
      choose([option]);
    } else {
      const others = (chosen ?? []).filter((other) => other !== option);
      choose(on ? [...others, option] : others);
    }
  };
  return (
    <Page title={contest.title}>
      <p class="kicker">
        {props.title} · <Homes right={props.right} /> · {say(texts.question, ...place)}
      </p>
      {props.voted && <p class="note">{say(texts.revoteNote)}</p>}
      <ReadAloud text={[contest.title, ...contest.options.map(optionText), say(texts.blank)].join(". ")} />
      {contest.text && <WholeText community={props.community} hash={contest.text} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          next();
        }}
      >
        <fieldset aria-describedby={fault ? "choice-fault" : undefined}>
          <legend>{seats === 1 ? say(texts.chooseOne) : say(texts.chooseSome, seats)}</legend>
          {fault && (
            <p class="error" id="choice-fault" role="alert">
              {fault}
            </p>
          )}
          {contest.options.map((option) => (
            <label class="choice" key={option}>
              <input
                type={seats === 1 ? "radio" : "checkbox"}
                name="choice"
                checked={chosen?.includes(option) ?? false}
                onChange={(event) => toggle(option, event.currentTarget.checked)}
              />
              {optionText(option)}
            </label>
          ))}
          <label class="choice">
            <input
              type={seats === 1 ? "radio" : "checkbox"}
              name="choice"
              checked={chosen?.length === 0}
              onChange={() => {
                setFault(undefined);
                choose([]);
              }}
            />
            {say(texts.blank)}
          </label>
        </fieldset>
        <p class="actions">
          <button type="submit" class="button">
            {say(last ? texts.toReview : texts.next)}
          </button>
          <button type="button" class="button secondary" onClick={props.back}>
            {say(texts.back)}
          </button>
        </p>
      </form>
    </Page>
  );
}

const chosenText = (chosen: readonly string[] | undefined): string =>
  chosen === undefined || chosen.length === 0 ? say(texts.blankShown) : chosen.map(optionText).join("、");

// spoken are the choices as they are read aloud.
const spoken = (contests: readonly Contest[], choices: Choices): string[] =>
  contests.map((contest) => `${contest.title}: ${chosenText(choices[contest.id])}`);

// sealed writes the act with the sealed choices, numbered as the next one of this person for this right.
async function sealed({ community, me, election, right }: VoteProps, detail: ElectionDetail, choices: Choices) {
  const box = await api.box(election, right.right);
  const seq = String(box.seq);
  const contests = detail.election.contests;
  if (!admits(contests, choices)) {
    throw new RangeError("the choices do not fit the contests");
  }
  const text = await draft({
    community,
    by: me.session.credential,
    seq: box.seq,
    type: "ballot.cast",
    body: {
      election,
      right: right.right,
      sealed: await sealBallot(detail.election, { community: community.community, net: community.net, seq }, right.right, choices),
    },
    words: ballotWords(detail, right.right),
  });
  return { text, again: box.mine > 0 };
}

const renewedAfter = 30 * 60_000; // ms: what is signed has to be good for a while

function Review(
  props: VoteProps & {
    detail: ElectionDetail;
    choices: Choices;
    change: (i: number) => void;
    signed: (casting: Casting) => void;
  },
) {
  const { community, me, election, right, detail, choices, change } = props;
  const { contests, title } = detail.election;
  const complete = contests.every((contest) => choices[contest.id] !== undefined);
  const ready = useLoaded(
    async () => (complete ? sealed(props, detail, choices) : undefined),
    `${election}/${right.right}/${JSON.stringify(choices)}`,
  );
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const renewed = setInterval(ready.reload, renewedAfter);
    return () => clearInterval(renewed);
  }, []);
  useEffect(() => {
    if (!complete) {
      change(contests.findIndex((contest) => choices[contest.id] === undefined));
    }
  });
  const cast = async () => {
    if (!ready.value) {
      return;
    }
    setBusy(true);
    setFault(undefined);
    const { text } = ready.value;
    const outcome = await signText(community, me.session.credential, text);
    setBusy(false);
    if (outcome.kind !== "signed") {
      setFault(explainNotDone(outcome));
      return;
    }
    const signed = { act: text, signatures: [outcome.signature] };
    const casting = { signed, key: newKey(), election, right: right.right };
    keepCasting(community.community, casting);
    props.signed(casting);
  };
  return (
    <Page title={say(texts.reviewTitle)}>
      <BallotFor me={me} right={right.right} title={title} />
      <p>{say(texts.reviewLead)}</p>
      <ReadAloud text={[say(texts.reviewLead), ...spoken(contests, choices), say(texts.castNote)].join(". ")} />
      <ol class="matters">
        {contests.map((contest, i) => (
          <li key={contest.id}>
            <h2>{contest.title}</h2>
            <p class="big">{chosenText(choices[contest.id])}</p>
            <p>
              <button
                type="button"
                class="button secondary"
                aria-label={`${say(texts.change)}: ${contest.title}`}
                onClick={() => change(i)}
              >
                {say(texts.change)}
              </button>
            </p>
          </li>
        ))}
      </ol>
      {ready.value?.again && <p class="note">{say(texts.revoteNote)}</p>}
      <Standstill meaning="before" />
      <p role="status" class="small">
        {busy ? say(texts.signing) : say(ready.value ? texts.sealedReady : texts.sealing)}
      </p>
      {ready.fault ? <Fault fault={ready.fault} retry={ready.reload} /> : null}
      {fault && <Fault fault={fault} />}
      <p>{say(texts.castNote)}</p>
      <p class="actions">
        <button type="button" class="button" disabled={!ready.value || busy} onClick={cast}>
          {say(texts.cast)}
        </button>
      </p>
      <Help />
    </Page>
  );
}
