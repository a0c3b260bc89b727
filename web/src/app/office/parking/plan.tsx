// SPDX-License-Identifier: Apache-2.0

// Where the spaces of a car park are: the body that keeps its gates puts its place in APDS here, and reads what the ledger has besides.

import { useState } from "preact/hooks";
import { say } from "../../shared/language.ts";
import { Fault, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Plan, parkingApi } from "../../shared/parking/api.ts";
import { bookTexts } from "../../shared/parking/book-texts.ts";
import { Levels, Word } from "../../shared/parking/plan.tsx";
import { useTask } from "../../shared/task.ts";
import { type Lot, officeParking } from "./api.ts";
import { officeParkingTexts as own } from "./texts.ts";

const largest = 2 * 1024 * 1024; // of a file (api)

type PlanProps = PageProps & { lot: Lot };

export function LotPlan({ lot, ...of }: PlanProps) {
  const plans = useLoaded(parkingApi.plans, "");
  const plan = plans.value?.find((one) => one.lot === lot.lot);
  return (
    <>
      <h3>{say(bookTexts.plan)}</h3>
      {plans.fault ? <Fault fault={plans.fault} retry={plans.reload} /> : null}
      {!plans.value && !plans.fault && <Waiting />}
      {plan && <Shown {...of} plan={plan} />}
      {plans.value && !plan && <p>{say(own.planNone)}</p>}
      {plans.value && lot.body === of.me.session.body && <Put lot={lot} plan={plan} done={plans.reload} />}
    </>
  );
}

function Shown({ plan, community }: { plan: Plan; community: PageProps["community"] }) {
  const known = plan.levels.flatMap((level) => level.spaces).filter(({ space }) => space !== "").length;
  return (
    <>
      <p>{say(own.planDrawn, known)}</p>
      <Labels text={own.planMissing} of={plan.missing} />
      <Labels text={own.planUnknown} of={plan.unknown} />
      <Labels text={own.planUnplaced} of={plan.unplaced} />
      <Levels plan={plan} markOf={({ space }) => ({ look: space ? "free" : "none", word: "", more: space ? "" : say(own.planStranger) })} />
      <Word plan={plan} community={community} />
    </>
  );
}

const Labels = ({ text, of }: { text: (typeof own)[keyof typeof own]; of: readonly string[] }) =>
  of.length > 0 ? <p class="note warn">{say(text, of.join(say(["、", ", "])))}</p> : null;

function Put({ lot, plan, done }: { lot: Lot; plan: Plan | undefined; done: () => void }) {
  const [file, setFile] = useState<File>();
  const [kept, setKept] = useState(false);
  const { busy, fault, run, tell } = useTask(file && `${file.name} ${file.lastModified}`);
  const put = () =>
    run(async () => {
      setKept(false);
      if (!file || file.size > largest) {
        return tell(say(own.planLarge));
      }
      await officeParking.putPlan(lot.lot, await file.text());
      setKept(true);
      return done();
    });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        put();
      }}
    >
      <label for="lot-plan">{say(own.planFile)}</label>
      <p class="hint" id="lot-plan-hint">
        {say(own.planHint)}
      </p>
      <input
        id="lot-plan"
        type="file"
        accept=".json,application/json"
        required
        aria-describedby="lot-plan-hint"
        onChange={(event) => setFile(event.currentTarget.files?.[0])}
      />
      {fault && <Fault fault={fault} />}
      <p role="status">{kept && say(own.planKept)}</p>
      <p class="actions">
        <button type="submit" class="button" disabled={busy}>
          {say(plan ? own.planAnew : own.planPut)}
        </button>
        {plan && (
          <button
            type="button"
            class="button secondary"
            disabled={busy}
            onClick={() => run(() => officeParking.dropPlan(lot.lot).then(done))}
          >
            {say(own.planDrop)}
          </button>
        )}
      </p>
    </form>
  );
}
