// SPDX-License-Identifier: Apache-2.0

// The plan: which is in force, which were put to the vote and whether they can be put in force, and writing another one.

import { useState } from "preact/hooks";
import { canonical } from "../../../act/canonical.ts";
import { hashOfFile } from "../../shared/files.ts";
import { moment, say } from "../../shared/language.ts";
import { stageText } from "../../shared/names.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Plan, readPlan } from "../../shared/plan/plan.ts";
import { Differences, PlanWords } from "../../shared/plan/plan.tsx";
import { keepDraft, keptDraft } from "../../shared/storage.ts";
import { useTask } from "../../shared/task.ts";
import { texts } from "../../shared/texts.ts";
import { useLive } from "../live.tsx";
import { SignAct } from "../signing/signing.tsx";
import { type PlanInForce, pointsApi, type VotedPlan, type VoteTextItem } from "./api.ts";
import { emptyForm, type PlanForm, planOf, written } from "./form.ts";
import { PointsPage } from "./frame.tsx";
import { PlanFields } from "./plan-form.tsx";
import { pointsTexts } from "./texts.ts";

export function PlanPage(of: PageProps) {
  const all = useLive(() => pointsApi.all(of.community.community), "points");
  const voted = useLive(pointsApi.plans, "plans");
  const inForce = all.value?.plan;
  return (
    <PointsPage title={say(pointsTexts.planPage)} screen="plan">
      {all.fault && <Fault fault={all.fault} retry={all.reload} />}
      {voted.fault && <Fault fault={voted.fault} retry={voted.reload} />}
      {(!all.value || !voted.value) && !all.fault && !voted.fault && <Waiting />}
      {all.value && <InForce plan={inForce} />}
      {all.value && voted.value && <Voted {...of} plans={voted.value} inForce={inForce} changed={voted.reload} />}
      {all.value && <Write {...of} inForce={inForce} />}
    </PointsPage>
  );
}

const InForce = ({ plan }: { plan: PlanInForce | undefined }) => (
  <section>
    <h2>{say(pointsTexts.inForce)}</h2>
    {plan ? (
      <>
        <p class="small">{say(pointsTexts.inForceSince, plan.version, moment(plan.at))}</p>
        <PlanWords plan={planOf(plan)} />
      </>
    ) : (
      <p>{say(pointsTexts.noPlan)}</p>
    )}
  </section>
);

const waitsText = ({ waits, stage }: VotedPlan): string =>
  waits === "text" ? say(pointsTexts.textGone) : say(pointsTexts[waits || "ready"], stageText(stage));

type VotedProps = PageProps & { plans: readonly VotedPlan[]; inForce: PlanInForce | undefined; changed: () => void };

function Voted({ plans, inForce, changed, ...of }: VotedProps) {
  return (
    <section>
      <h2>{say(pointsTexts.voted)}</h2>
      {plans.length === 0 && <p>{say(pointsTexts.votedNone)}</p>}
      <ul class="cards">
        {plans.map((voted) => (
          <li class="card" key={`${voted.election} ${voted.contest}`}>
            <strong>{voted.question}</strong>
            <p>
              <a href={`#/election/${voted.election}`}>{say(pointsTexts.votedIn, voted.title, stageText(voted.stage))}</a>
            </p>
            <p class={voted.waits === "" ? "note" : ""}>{waitsText(voted)}</p>
            {voted.waits === "text" ? <HandIn hash={voted.hash} done={changed} /> : <OneVoted {...of} voted={voted} inForce={inForce} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

// HandIn takes a text that is on another body's server: whoever votes here can read it then.
function HandIn({ hash, done }: { hash: string; done: () => void }) {
  const { busy, fault, run, tell } = useTask();
  const take = async (file: File) => {
    if ((await hashOfFile(file)) !== hash) {
      tell(say(pointsTexts.handInWrong));
    } else {
      run(async () => pointsApi.leaveText("plan", await file.text()).then(done));
    }
  };
  return (
    <>
      <label for={`file-${hash}`}>{say(pointsTexts.handIn)}</label>
      <input id={`file-${hash}`} type="file" disabled={busy} onChange={({ currentTarget: { files } }) => files?.[0] && take(files[0])} />
      {fault && <Fault fault={fault} />}
    </>
  );
}

function OneVoted({ voted, inForce, ...of }: PageProps & { voted: VotedPlan; inForce: PlanInForce | undefined }) {
  const [adopting, setAdopting] = useState(false);
  const plan = voted.text ? readPlan(voted.text) : undefined;
  if (!plan) {
    return null;
  }
  const { election, contest } = voted;
  return (
    <>
      {voted.waits !== "in-force" && inForce && <Changes inForce={inForce} plan={plan} />}
      <details>
        <summary>{say(pointsTexts.shownAs)}</summary>
        <PlanWords plan={plan} />
      </details>
      {adopting && <SignAct {...of} type="points.adopt" body={{ contest, election, plan }} back={() => setAdopting(false)} />}
      {voted.waits === "" && !adopting && (
        <button type="button" class="button" onClick={() => setAdopting(true)}>
          {say(pointsTexts.adopt)}
        </button>
      )}
    </>
  );
}

const Changes = ({ inForce, plan }: { inForce: PlanInForce; plan: Plan }) => (
  <>
    <p>{say(pointsTexts.changes)}</p>
    <Differences before={planOf(inForce)} after={plan} />
  </>
);

// Write is a draft, which stays in this browser until it is left for a vote.
function Write({ inForce, ...of }: PageProps & { inForce: PlanInForce | undefined }) {
  const name = `plan/${of.community.community}/${of.me.session.credential}`;
  const [form, setForm] = useState(() => keptDraft<PlanForm>(name));
  const [looked, setLooked] = useState(false);
  const set = (next: PlanForm | undefined) => {
    setForm(next);
    keepDraft(name, next);
  };
  if (!form) {
    return (
      <section>
        <h2>{say(inForce ? pointsTexts.writeAgain : pointsTexts.write)}</h2>
        <p>{say(pointsTexts.writeLead)}</p>
        <button type="button" class="button secondary" onClick={() => set(emptyForm(inForce))}>
          {say(inForce ? pointsTexts.writeAgain : pointsTexts.write)}
        </button>
      </section>
    );
  }
  return (
    <section>
      <h2>{say(inForce ? pointsTexts.writeAgain : pointsTexts.write)}</h2>
      {looked ? (
        <Look plan={written(form)} inForce={inForce} back={() => setLooked(false)} left={() => keepDraft(name, undefined)} />
      ) : (
        <>
          <p>{say(pointsTexts.writeLead)}</p>
          <PlanFields form={form} version={(inForce?.version ?? 0) + 1} set={set} look={() => setLooked(true)} />
        </>
      )}
    </section>
  );
}

// Look shows a draft as residents will see it, and leaves it where a vote can name it.
function Look(props: { plan: Plan; inForce: PlanInForce | undefined; back: () => void; left: () => void }) {
  const { plan, inForce, back, left } = props;
  const [kept, setKept] = useState<VoteTextItem>();
  const { busy, fault, run } = useTask();
  const leave = () =>
    run(async () => {
      setKept(await pointsApi.leaveText("plan", canonical(plan)));
      left();
    });
  return (
    <>
      <div class="card">
        <h3>{say(pointsTexts.shownAs)}</h3>
        <PlanWords plan={plan} />
      </div>
      {inForce && <Changes inForce={inForce} plan={plan} />}
      {fault && <Fault fault={fault} />}
      {kept ? (
        <p class="note" role="status">
          {say(pointsTexts.leftHere)} <code class="hash">{kept.hash}</code> <a href="#/draft">{say(pointsTexts.toDraft)}</a>
        </p>
      ) : (
        <p class="actions">
          <button type="button" class="button" disabled={busy} onClick={leave}>
            {say(pointsTexts.leave)}
          </button>
          <button type="button" class="button secondary" disabled={busy} onClick={back}>
            {say(texts.change)}
          </button>
        </p>
      )}
    </>
  );
}
