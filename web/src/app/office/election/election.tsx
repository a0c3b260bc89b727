// SPDX-License-Identifier: Apache-2.0

// One vote, from its draft to its result: what is to be done now.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import type { ActType } from "../../../act/body.ts";
import { api, type BodyKey, type Election, type ElectionDetail } from "../../shared/api.ts";
import { now } from "../../shared/clock.ts";
import { moment, say } from "../../shared/language.ts";
import { bodyName, stageText } from "../../shared/names.ts";
import { Fault, Page, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { texts } from "../../shared/texts.ts";
import { type CheckItem, officeApi } from "../api.ts";
import { valid } from "../field-fault.ts";
import { useLive } from "../live.tsx";
import { Joined, usePending } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import { Drill, MakeKey, Unseal } from "./keys.tsx";
import { Paper } from "./paper.tsx";
import type { ElectionProps } from "./props.ts";

export function ElectionPage(props: PageProps & { election: string }) {
  const { community, election } = props;
  const loaded = useLive(() => api.election(community.community, election), election);
  const pending = usePending(props);
  if (loaded.fault) {
    return <Fault fault={loaded.fault} retry={loaded.reload} />;
  }
  if (!loaded.value) {
    return <Waiting />;
  }
  const { election: e, turnout } = loaded.value;
  const of: ElectionProps = { ...props, detail: withAllKeys(loaded.value), pending, reload: loaded.reload };
  return (
    <Page title={e.title}>
      <p class="kicker">
        <span class="stage">{stageText(e.stage)}</span> {e.election}
      </p>
      {e.stage === "open" && <p>{say(officeTexts.turnout, turnout.heads, turnout.of.heads)}</p>}
      <h2>{say(officeTexts.step)}</h2>
      <Now key={e.stage} {...of} />
      {!["final", "annulled"].includes(e.stage) && (
        <OfTwo {...of} type="election.annul">
          <details>
            <summary>{say(officeTexts.annul)}</summary>
            <SignAct {...of} type="election.annul" body={{ election: e.election }} done={pending.reload} />
          </details>
        </OfTwo>
      )}
      <p class="actions">
        <a class="button secondary" href="#/">
          {say(texts.back)}
        </a>
        {e.times.opensAt ? (
          <Print path={`/c/${community.community}/vote/${e.election}`} text={say(officeTexts.printNotice)} />
        ) : null}
        {e.result && (
          <Print path={`/c/${community.community}/result/${e.election}`} text={say(officeTexts.printResult)} />
        )}
        {e.stage === "open" && (
          <a class="button secondary" href={`#/reminders/${e.election}`}>
            {say(officeTexts.remindersPrint)}
          </a>
        )}
      </p>
    </Page>
  );
}

// Print opens a public page, which is laid out for paper too, and prints it.
function Print({ path, text }: { path: string; text: string }) {
  const open = () => {
    const page = window.open(path);
    page?.addEventListener("load", () => page.print());
  };
  return (
    <button type="button" class="button secondary" onClick={open}>
      {text}
    </button>
  );
}

// withAllKeys has a line for every body, also for those that have published no key yet.
const withAllKeys = (detail: ElectionDetail): ElectionDetail => ({
  ...detail,
  keys: detail.election.bodies.map(
    (body) => detail.keys.find((key) => key.body === body) ?? { body, public: "", drilled: "", published: false },
  ),
});

// OfTwo has an act of two bodies about this election signed, or the one that waits.
function OfTwo({ type, children, ...of }: ElectionProps & { type: ActType; children: ComponentChildren }) {
  const { election } = of.detail.election;
  return (
    <Joined {...of} list={of.pending} type={type} same={(body) => body.election === election} done={of.reload}>
      {children}
    </Joined>
  );
}

function Now(of: ElectionProps) {
  const e = of.detail.election;
  const step = { election: e.election };
  switch (e.stage) {
    case "draft":
      return (
        <>
          <Keys {...of} />
          <OfTwo {...of} type="election.notice">
            <NoticeForm {...of} />
          </OfTwo>
        </>
      );
    case "notice":
      return (
        <>
          <Keys {...of} />
          <Checklist {...of} />
        </>
      );
    case "open":
      return (
        <>
          <Paper {...of} />
          <Close {...of} />
        </>
      );
    case "closed":
    case "unsealed":
      return (
        <>
          <p>{say(officeTexts.unsealNote, e.bodies.length, e.threshold)}</p>
          {e.without && (
            <p>{say(officeTexts.leftOut, e.without.map((body) => bodyName(of.community, body)).join("、"))}</p>
          )}
          {e.without && e.bodies.length === e.threshold && <p>{say(officeTexts.openWithoutSpare, e.threshold)}</p>}
          <KeyList {...of} />
          {e.stage === "unsealed" ? <Tally {...of} /> : <Unseal {...of} />}
        </>
      );
    case "tallied":
      return (
        <>
          <Result {...of} />
          <OfTwo {...of} type="election.publish">
            <SignAct
              {...of}
              type="election.publish"
              body={{ election: e.election, result: e.result }}
              label={say(officeTexts.publish)}
              done={of.pending.reload}
            />
          </OfTwo>
        </>
      );
    case "published":
      return (
        <>
          <Result {...of} />
          <SignAct {...of} type="election.hear" body={step} label={say(officeTexts.hear)} done={of.reload} />
        </>
      );
    case "objection":
      return (
        <>
          <Result {...of} />
          <OfTwo {...of} type="election.final">
            <SignAct
              {...of}
              type="election.final"
              body={step}
              label={say(officeTexts.final)}
              done={of.pending.reload}
            />
          </OfTwo>
        </>
      );
    default:
      return e.result ? <Result {...of} /> : <p>{say(officeTexts.nothing)}</p>;
  }
}

// usePassed says whether a time (Unix seconds) has come; it does so when it comes.
function usePassed(time: number): boolean {
  const [, draw] = useState(0);
  const left = time - now();
  useEffect(() => {
    const timer = left > 0 ? setTimeout(() => draw(now()), Math.min(left * 1000, longestWait)) : undefined;
    return () => clearTimeout(timer);
  });
  return left <= 0;
}

const longestWait = 3_600_000; // ms

// Close has the vote closed: a rehearsal at any time, others once the announced end has come.
export function Close(of: ElectionProps) {
  const { election, times, timing } = of.detail.election;
  const end = times.closesAt ?? 0;
  const over = usePassed(end);
  const note = over ? officeTexts.closeOver : timing.endsEarly ? officeTexts.closeEarly : officeTexts.closeLater;
  return (
    <>
      <p>{say(note, moment(end))}</p>
      {(over || timing.endsEarly) && (
        <OfTwo {...of} type="election.close">
          <SignAct
            {...of}
            type="election.close"
            body={{ election }}
            label={say(officeTexts.closeVote)}
            done={of.pending.reload}
          />
        </OfTwo>
      )}
    </>
  );
}

const Result = ({ community, detail }: ElectionProps) => (
  <p class="actions">
    <a class="button secondary" href={`/c/${community.community}/result/${detail.election.election}`}>
      {say(officeTexts.seeResult)}
    </a>
  </p>
);

const keyText = (key: BodyKey): string => {
  if (key.published) {
    return say(officeTexts.keyOpen);
  }
  if (key.drilled) {
    return say(officeTexts.keyDrilled);
  }
  return say(key.public ? officeTexts.keyThere : officeTexts.keyNone);
};

function KeyList({ community, detail }: ElectionProps) {
  return (
    <ul>
      {detail.keys.map((key) => (
        <li key={key.body}>{say(officeTexts.keyOf, bodyName(community, key.body), keyText(key))}</li>
      ))}
    </ul>
  );
}

// Keys are made and proved before the vote opens.
function Keys(of: ElectionProps) {
  const mine = of.detail.keys.find((key) => key.body === of.me.session.body);
  return (
    <>
      <h3>{say(officeTexts.bodyKey)}</h3>
      <KeyList {...of} />
      {!mine?.public && <MakeKey {...of} />}
      {of.detail.keys.filter((key) => key.public).length > 1 ? <Drill {...of} /> : <p>{say(officeTexts.testWait)}</p>}
    </>
  );
}

const latest = "9999-12-31T23:59"; // browsers take years of six digits, too

// china reads a local time as the clocks of the communities show it.
const china = (local: string): number => Math.floor(Date.parse(`${local}:00+08:00`) / 1000);

// wrongTimes says what is wrong with an announced end, if anything is (rules/election, CheckNotice).
export function wrongTimes(
  opens: string,
  closes: string,
  { noticeDays, windowMinDays, windowMaxDays }: Election["timing"],
): string {
  if (!opens || !closes) {
    return "";
  }
  const days = (china(closes) - china(opens)) / 86400;
  if (days <= 0) {
    return say(officeTexts.noticeOrder);
  }
  if (china(closes) <= now()) {
    return say(officeTexts.noticePast);
  }
  if (days < windowMinDays || days > windowMaxDays) {
    return say(officeTexts.noticeWindow, windowMinDays, windowMaxDays);
  }
  if (noticeDays > 0 && china(opens) < now() + noticeDays * 86400) {
    return say(officeTexts.noticeSoon, noticeDays);
  }
  return windowMinDays > 0 && days < windowMinDays + 1 ? say(officeTexts.noticeLate, windowMinDays) : "";
}

function NoticeForm(of: ElectionProps) {
  const [opens, setOpens] = useState("");
  const [closes, setCloses] = useState("");
  const [signing, setSigning] = useState(false);
  const election: Election = of.detail.election;
  if (signing) {
    const body = { closesAt: int(china(closes)), election: election.election, opensAt: int(china(opens)) };
    const back = () => setSigning(false);
    return <SignAct {...of} type="election.notice" body={body} done={of.pending.reload} back={back} />;
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setSigning(true);
      }}
    >
      <h3>{say(officeTexts.notice)}</h3>
      <label for="opens">{say(officeTexts.opensAt)}</label>
      <input
        id="opens"
        type="datetime-local"
        required
        max={latest}
        value={opens}
        onInput={(e) => setOpens(e.currentTarget.value)}
      />
      <label for="closes">{say(officeTexts.closesAt)}</label>
      <input
        id="closes"
        type="datetime-local"
        required
        max={latest}
        ref={valid(wrongTimes(opens, closes, election.timing))}
        value={closes}
        onInput={(e) => setCloses(e.currentTarget.value)}
      />
      <button type="submit" class="button">
        {say(officeTexts.check)}
      </button>
    </form>
  );
}

function checkText(item: CheckItem): string {
  const key = `check.${item.check}`;
  return key in officeTexts ? say(officeTexts[key as "check.key"]) : item.check;
}

// Verdict says whether something is done. Passkeys are not needed by everybody: there is paper.
function Verdict({ item }: { item: CheckItem }) {
  if (!item.done && item.check === "passkeys") {
    return <span class="verdict">{say(officeTexts.checkOptional)}</span>;
  }
  return (
    <span class={`verdict ${item.done ? "met" : "unmet"}`}>
      {say(item.done ? officeTexts.checkDone : officeTexts.checkMissing)}
    </span>
  );
}

function Checklist(of: ElectionProps) {
  const { community, detail } = of;
  const list = useLive(() => officeApi.checklist(detail.election.election), detail.election.election);
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  return (
    <>
      <h3>{say(officeTexts.checklist)}</h3>
      <ul>
        {list.value?.items.map((item) => (
          <li key={`${item.check} ${item.body ?? ""}`}>
            <Verdict item={item} /> {checkText(item)}
            {item.body ? ` · ${bodyName(community, item.body)}` : ""}
            {item.want === undefined ? "" : ` · ${item.have ?? 0} / ${item.want}`}
            {item.due && !item.done ? ` · ${moment(item.due)}` : ""}
          </li>
        ))}
      </ul>
      {list.value?.ready && (
        <OfTwo {...of} type="election.open">
          <SignAct
            {...of}
            type="election.open"
            body={{ election: detail.election.election, without: [] }}
            label={say(officeTexts.openVote)}
            done={of.pending.reload}
          />
        </OfTwo>
      )}
      {list.value && list.value.without.length > 0 && <OpenWithout {...of} without={list.value.without} />}
    </>
  );
}

// OpenWithout has officers of other bodies open the vote without those that have not done the drill.
function OpenWithout({ without, ...of }: ElectionProps & { without: string[] }) {
  const { community, detail, me } = of;
  const { election, bodies, threshold } = detail.election;
  const names = without.map((body) => bodyName(community, body)).join("、");
  const left = bodies.length - without.length;
  return (
    <>
      <p>{say(officeTexts.openWithoutLead, names)}</p>
      {left === threshold && <p>{say(officeTexts.openWithoutSpare, left)}</p>}
      {!without.includes(me.session.body ?? "") && (
        <OfTwo {...of} type="election.open">
          <SignAct
            {...of}
            type="election.open"
            body={{ election, without }}
            label={say(officeTexts.openWithout, names)}
            done={of.pending.reload}
          />
        </OfTwo>
      )}
    </>
  );
}

function Tally({ detail, reload }: ElectionProps) {
  const { busy, fault, run } = useTask();
  const count = () => run(() => officeApi.tally(detail.election.election).then(reload));
  return (
    <>
      {fault && <Fault fault={fault} />}
      <p class="actions">
        <button type="button" class="button" disabled={busy} onClick={count}>
          {say(officeTexts.tally)}
        </button>
      </p>
    </>
  );
}
