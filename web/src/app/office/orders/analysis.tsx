// SPDX-License-Identifier: Apache-2.0

// What the orders of a month teach, beside those of as long a time before.

import { useState } from "preact/hooks";
import { now } from "../../shared/clock.ts";
import { lang, say } from "../../shared/language.ts";
import { Fault, useLoaded, Waiting } from "../../shared/page.tsx";
import { texts } from "../../shared/texts.ts";
import { ChartView } from "../analysis/chart.tsx";
import { reportTexts } from "./analysis-texts.ts";
import { dispatchApi, type OrderReport } from "./api.ts";
import { orderCharts } from "./charts.ts";
import { Choice } from "./choice.tsx";
import { DispatchPage } from "./frame.tsx";

const offered = 24; // months

// monthsOf are the month of a time in China and those before it, as the server names them.
export function monthsOf(unix: number): string[] {
  const here = new Date((unix + 8 * 3600) * 1000);
  return Array.from({ length: offered }, (_, back) =>
    new Date(Date.UTC(here.getUTCFullYear(), here.getUTCMonth() - back)).toISOString().slice(0, 7),
  );
}

const monthText = (month: string): string =>
  new Intl.DateTimeFormat(lang() === "zh" ? "zh-CN" : "en-GB", { year: "numeric", month: "long", timeZone: "UTC" }).format(
    Date.parse(month),
  );

export function AnalysisPage() {
  const months = monthsOf(now());
  const [month, setMonth] = useState(months[0] ?? "");
  return (
    <DispatchPage title={say(reportTexts.title)} screen="analysis">
      <div class="stack">
        <Choice
          id="month"
          label={say(reportTexts.month)}
          value={month}
          options={months.map((one) => [one, monthText(one)] as const)}
          choose={setMonth}
        />
      </div>
      <Month key={month} month={month} />
      <p class="actions">
        <button type="button" class="button" onClick={() => print()}>
          {say(texts.print)}
        </button>
        <a class="button secondary" href={dispatchApi.analysisCsv(month)} download={`${month}-orders.csv`}>
          {say(reportTexts.csv)}
        </a>
      </p>
    </DispatchPage>
  );
}

function Month({ month }: { month: string }) {
  const report = useLoaded(() => dispatchApi.analysis(month), month);
  if (!report.value) {
    return report.fault ? <Fault fault={report.fault} retry={report.reload} /> : <Waiting />;
  }
  return <Report report={report.value} />;
}

function Report({ report }: { report: OrderReport }) {
  if (report.now.orders + report.before.orders === 0) {
    return <p>{say(reportTexts.none)}</p>;
  }
  return (
    <>
      <p class="note">{say(reportTexts.merged)}</p>
      <p>{say(reportTexts.compared)}</p>
      <p>{say(reportTexts.closedNote)}</p>
      <p>{say(reportTexts.timesNote)}</p>
      {report.to > now() && <p class="note warn">{say(reportTexts.unfinished)}</p>}
      {orderCharts(report).map((chart) => (
        <ChartView key={chart.id} {...chart} />
      ))}
    </>
  );
}
