// SPDX-License-Identifier: Apache-2.0

// The statement of my homes as a file, of a year or of all time, and the way to everybody's balance sheet.

import { useState } from "preact/hooks";
import { china } from "../../../shared/clock.ts";
import { today, written } from "../../../shared/day.ts";
import { lang, say } from "../../../shared/language.ts";
import { pointsTexts } from "./texts.ts";

const fileOf = (form: "pdf" | "csv", year: number): string => {
  const span = year > 0 ? `&from=${newYear(year)}&until=${newYear(year + 1)}` : "";
  return `/api/v1/me/points/statement.${form}?lang=${lang()}${span}`;
};

const newYear = (year: number): number => china(`${year}-01-01T00:00`);

export function Statement({ community }: { community: string }) {
  const thisYear = Number(written(today()).slice(0, 4));
  const [year, setYear] = useState(thisYear);
  return (
    <section>
      <h2>{say(pointsTexts.statement)}</h2>
      <label for="statement-year">{say(pointsTexts.statementYear)}</label>
      <select id="statement-year" value={year} onChange={({ currentTarget }) => setYear(Number(currentTarget.value))}>
        {[thisYear, thisYear - 1].map((each) => (
          <option key={each} value={each}>
            {say(pointsTexts.statementOfYear, each)}
          </option>
        ))}
        <option value={0}>{say(pointsTexts.statementAll)}</option>
      </select>
      <p class="actions">
        <a class="button" href={fileOf("pdf", year)} download={`${community}-points.pdf`}>
          {say(pointsTexts.statementPdf)}
        </a>
        <a class="button secondary" href={fileOf("csv", year)} download={`${community}-points.csv`}>
          {say(pointsTexts.statementCsv)}
        </a>
        <a class="button secondary" href={`/c/${community}/points`}>
          {say(pointsTexts.everybody)}
        </a>
      </p>
    </section>
  );
}
