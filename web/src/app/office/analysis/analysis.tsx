// SPDX-License-Identifier: Apache-2.0

// What a vote teaches: who took part while it runs, and how it went once its result is published.

import { say, squareMetres } from "../../shared/language.ts";
import { bodyName, stageText } from "../../shared/names.ts";
import { Fault, Page, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { texts } from "../../shared/texts.ts";
import { officeApi } from "../api.ts";
import { useLive } from "../live.tsx";
import { ChartView } from "./chart.tsx";
import { count } from "./figures.ts";
import { contestChart, votesChart } from "./outcome.ts";
import { analysisTexts } from "./texts.ts";
import { turnoutCharts } from "./turnout.ts";

export function Analysis({ community, election }: PageProps & { election: string }) {
  const loaded = useLive(() => officeApi.analysis(election), election);
  if (loaded.fault) {
    return <Fault fault={loaded.fault} retry={loaded.reload} />;
  }
  if (!loaded.value) {
    return <Waiting />;
  }
  const report = loaded.value;
  const { voted, of } = report;
  const published = report.contests.length > 0;
  const body = bodyName(community, report.body);
  const charts = [
    ...turnoutCharts(report, body),
    ...report.contests.map((contest) => contestChart(contest, report)),
    ...(report.votes.length > 0 ? [votesChart(report)] : []),
  ];
  return (
    <Page title={report.title}>
      <p class="kicker">
        <span class="stage">{stageText(report.stage)}</span> {say(analysisTexts.kicker)}
      </p>
      <p class="note">{say(analysisTexts.merged)}</p>
      {!published && <p>{say(analysisTexts.running)}</p>}
      <p>{say(analysisTexts.known, body)}</p>
      <dl class="facts">
        <div>
          <dt>{say(analysisTexts.voted)}</dt>
          <dd>
            {count(voted.heads)} / {count(of.heads)}
          </dd>
        </div>
        <div>
          <dt>{say(analysisTexts.area)}</dt>
          <dd>
            {squareMetres(voted.areaDm2)} / {squareMetres(of.areaDm2)}
          </dd>
        </div>
      </dl>
      {charts.map((chart) => (
        <ChartView key={chart.id} {...chart} />
      ))}
      <p class="actions">
        <button type="button" class="button" onClick={() => print()}>
          {say(texts.print)}
        </button>
        <a class="button secondary" href={officeApi.analysisCsv(election)} download={`${election}-analysis.csv`}>
          {say(analysisTexts.csv)}
        </a>
        {published && (
          <a class="button secondary" href={`/c/${community.community}/analysis/${election}`}>
            {say(analysisTexts.public)}
          </a>
        )}
        <a class="button secondary" href={`#/election/${election}`}>
          {say(texts.back)}
        </a>
      </p>
    </Page>
  );
}
