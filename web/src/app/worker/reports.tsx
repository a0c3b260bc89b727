// SPDX-License-Identifier: Apache-2.0

// What residents have reported, for whoever was there. It needs a connection, and has its number after all steps that wait.

import { draft, follow, signText } from "../shared/acts.ts";
import type { Community } from "../shared/api.ts";
import { Back } from "../shared/back.tsx";
import { explain, explainNotDone } from "../shared/faults.ts";
import { say } from "../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../shared/page.tsx";
import { type Filed, whatText, witnessesText } from "../shared/reports/words.ts";
import { useTask } from "../shared/task.ts";
import { workApi } from "./api.ts";
import { workTexts } from "./texts.ts";

type Props = { community: Community; worker: string; waiting: boolean };

export function Reports(of: Props) {
  const list = useLoaded(workApi.reports, "");
  return (
    <Page title={say(workTexts.reports)}>
      <p>{say(workTexts.reportsLead)}</p>
      {list.fault && <Fault fault={list.fault} retry={list.reload} />}
      {!list.value && !list.fault && <Waiting />}
      {list.value?.items.length === 0 && <p>{say(workTexts.reportsNone)}</p>}
      <ul class="cards">
        {list.value?.items.map((one) => (
          <li class="card" key={one.report}>
            <One {...of} report={one} changed={list.reload} />
          </li>
        ))}
      </ul>
      <Back text={workTexts.toOrders} />
    </Page>
  );
}

function One({ community, worker, waiting, report, changed }: Props & { report: Filed; changed: () => void }) {
  const { busy, fault, run, tell } = useTask();
  const confirm = () =>
    run(async () => {
      const wrong = waiting ? say(workTexts.sendFirst) : await sign(community, worker, report);
      tell(wrong);
      if (wrong === undefined) {
        changed();
      }
    });
  return (
    <>
      <h2>{whatText(report)}</h2>
      <p>{witnessesText(report)}</p>
      {fault && <Fault fault={fault} />}
      {busy && <Waiting />}
      <p class="actions">
        <button type="button" class="button" disabled={busy} onClick={confirm}>
          {say(workTexts.wasThere)}
        </button>
      </p>
    </>
  );
}

// sign has the worker confirm a report; it returns why he has not.
async function sign(community: Community, worker: string, report: Filed): Promise<string | undefined> {
  const { seq } = await workApi.reports();
  const words = say(workTexts.wasThereWords, whatText(report));
  const text = await draft({ community, by: worker, seq, type: "report.confirm", body: { report: report.report }, words });
  const outcome = await signText(community, worker, text);
  if (outcome.kind !== "signed") {
    return explainNotDone(outcome);
  }
  const end = await follow({ act: text, signatures: [outcome.signature] }, () => {}, new AbortController().signal);
  return end.kind === "refused" ? explain(end.problem) : undefined;
}
