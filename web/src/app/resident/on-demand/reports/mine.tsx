// SPDX-License-Identifier: Apache-2.0

import { say } from "../../../shared/language.ts";
import { Fault } from "../../../shared/page.tsx";
import { whatText } from "../../../shared/reports/words.ts";
import { useTask } from "../../../shared/task.ts";
import { type Report, reportApi } from "./api.ts";
import { reportTexts } from "./texts.ts";

export const MyReports = ({ items, changed }: { items: readonly Report[]; changed: () => void }) => (
  <section>
    <h2>{say(reportTexts.mine)}</h2>
    {items.length === 0 && <p>{say(reportTexts.none)}</p>}
    <ul class="cards">
      {items.map((one) => (
        <li class="card" key={one.report}>
          <One report={one} changed={changed} />
        </li>
      ))}
    </ul>
  </section>
);

// One can be taken back as long as no officer has filed it.
function One({ report, changed }: { report: Report; changed: () => void }) {
  const { busy, fault, run } = useTask();
  const withdraw = () => run(() => reportApi.withdraw(report.report).then(changed));
  return (
    <>
      <p class="kicker">{say(report.filed ? reportTexts.filed : reportTexts.open)}</p>
      <h3>{whatText(report)}</h3>
      <p>{report.words}</p>
      {fault && <Fault fault={fault} />}
      {!report.filed && (
        <p class="actions">
          <button type="button" class="button secondary" disabled={busy} onClick={withdraw}>
            {say(reportTexts.withdraw)}
          </button>
        </p>
      )}
    </>
  );
}
