// SPDX-License-Identifier: Apache-2.0

import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Chart, ChartView } from "../analysis/chart.tsx";
import { useLive } from "../live.tsx";
import { type PlanInForce, pointsApi } from "./api.ts";
import { PointsPage } from "./frame.tsx";
import { OddPairs } from "./pairs.tsx";
import { pointsTexts } from "./texts.ts";
import { WaitingDeeds } from "./waiting.tsx";

export function Overview(of: PageProps) {
  const all = useLive(() => pointsApi.all(of.community.community), "points");
  const duties = useLive(pointsApi.duties, "points-duties");
  return (
    <PointsPage title={say(pointsTexts.title)} screen="">
      {all.fault && <Fault fault={all.fault} retry={all.reload} />}
      {all.value && !all.value.plan && (
        <p class="note">
          {say(pointsTexts.noPlan)} <a href="#/points/plan">{say(pointsTexts.toPlan)}</a>
        </p>
      )}
      {duties.fault && <Fault fault={duties.fault} retry={duties.reload} />}
      {!duties.value && !duties.fault && <Waiting />}
      {duties.value && <WaitingDeeds {...of} deeds={duties.value.deeds} changed={duties.reload} />}
      {all.value?.plan && <ChartView {...budgets(all.value.plan)} />}
      {duties.value && <OddPairs {...duties.value} />}
    </PointsPage>
  );
}

// budgets shows how much of each rule's budget is issued.
export const budgets = ({ rules }: PlanInForce): Chart => ({
  id: "budgets",
  title: say(pointsTexts.budget),
  notes: [say(pointsTexts.budgetNote)],
  columns: [pointsTexts.rule, pointsTexts.issued, pointsTexts.left, pointsTexts.total].map((text) => say(text)),
  rows: rules.map(({ rule, title, issued, budget }) => ({
    name: title,
    label: `${title}: ${issued} / ${budget}`,
    cells: [issued, budget - issued, budget].map(String),
    bars: [{ name: rule, part: issued, whole: budget }],
  })),
});
