// SPDX-License-Identifier: Apache-2.0

// One vote, from its draft to its result: what is to be done now.

import { api, type BodyKey, type ElectionDetail } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import { bodyName, stageText } from "../../shared/names.ts";
import { Fault, Page, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { texts } from "../../shared/texts.ts";
import { officeApi } from "../api.ts";
import { useLive } from "../live.tsx";
import { usePending } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import { Checklist } from "./checklist.tsx";
import { Close } from "./close.tsx";
import { Drill, MakeKey, Unseal } from "./keys.tsx";
import { NoticeForm } from "./notice.tsx";
import { OfTwo } from "./of-two.tsx";
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
      <NextStep key={e.stage} {...of} />
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
        {e.times.opensAt ? <Print path={`/c/${community.community}/vote/${e.election}`} text={say(officeTexts.printNotice)} /> : null}
        {e.result && <Print path={`/c/${community.community}/result/${e.election}`} text={say(officeTexts.printResult)} />}
        {e.times.open ? (
          <a class="button secondary" href={`#/analysis/${e.election}`}>
            {say(officeTexts.analysis)}
          </a>
        ) : null}
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

function NextStep(of: ElectionProps) {
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
          {e.without && <p>{say(officeTexts.leftOut, e.without.map((body) => bodyName(of.community, body)).join("、"))}</p>}
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
            <SignAct {...of} type="election.final" body={step} label={say(officeTexts.final)} done={of.pending.reload} />
          </OfTwo>
        </>
      );
    default:
      return e.result ? <Result {...of} /> : <p>{say(officeTexts.nothing)}</p>;
  }
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
