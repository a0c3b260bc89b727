// SPDX-License-Identifier: Apache-2.0

// The charts of who took part.

import type { Schema } from "../../shared/api.ts";
import { moment, say } from "../../shared/language.ts";
import { type Chart, perHour, type Span } from "./chart.tsx";
import { count, date, groupName, percent } from "./figures.ts";
import { analysisTexts } from "./texts.ts";

type Report = Schema["Analysis"];
type Table = Schema["AnalysisTable"];

// turnoutCharts are the charts of a report; body is the name of whose word the buildings and the reminders are.
export function turnoutCharts({ turnout, voted }: Report, body: string): Chart[] {
  const { ways, rounds, days, hours } = turnout;
  return [
    buildings(turnout.buildings, voted.heads, body),
    {
      id: "ways",
      title: say(analysisTexts.ways),
      notes: [say(analysisTexts.waysNote), ...toldOf(ways, voted.heads)],
      columns: [say(analysisTexts.way), say(analysisTexts.voted), say(analysisTexts.share)],
      rows: ways.groups.map((group) => {
        const bar = { name: say(analysisTexts.heads), part: group.heads, whole: ways.heads };
        return { name: groupName(group), cells: [count(group.heads), percent(bar)], bars: [bar] };
      }),
    },
    overTime("days", say(analysisTexts.day), days, dayName, {
      ticks: [...new Set([...days.slice(0, 1), ...days.slice(-1)].map(dayName))],
      marks: rounds.map(({ at }) => at),
    }),
    overTime("hours", say(analysisTexts.hour), hours, hourName, { ticks: ["0", "6", "12", "18", "24"], marks: [] }),
    roundsChart(rounds, body),
  ];
}

// toldOf says of how many heads a table tells, if it does not tell of all.
const toldOf = (table: Table, heads: number): string[] => {
  if (table.heads === heads) {
    return [];
  }
  return [table.heads === 0 ? say(analysisTexts.early) : say(analysisTexts.first, count(table.heads), count(heads))];
};

function buildings(table: Table | undefined, heads: number, body: string): Chart {
  return {
    id: "buildings",
    title: say(analysisTexts.buildings),
    notes: table ? [say(analysisTexts.buildingsNote, body), ...toldOf(table, heads)] : [say(analysisTexts.buildingsUnknown, body)],
    columns: [say(analysisTexts.building), say(analysisTexts.voted), say(analysisTexts.of), say(analysisTexts.share)],
    rows: (table?.groups ?? []).map((group) => {
      const bar = { name: say(analysisTexts.heads), part: group.heads, whole: group.of ?? 0 };
      return {
        name: groupName(group, say(analysisTexts.elsewhere)),
        cells: [count(bar.part), count(bar.whole), percent(bar)],
        bars: [bar],
      };
    }),
  };
}

const overTime = (
  id: "days" | "hours",
  column: string,
  spans: Span[],
  name: (span: Span) => string,
  of: { ticks: string[]; marks: number[] },
): Chart => ({
  id,
  title: say(analysisTexts[id]),
  notes: [say(analysisTexts[`${id}Note`])],
  columns: [column, say(analysisTexts.voted)],
  rows: spans.map((span) => ({ name: name(span), cells: [count(span.heads)], bars: [] })),
  curve: { spans, ...of },
});

// dayName is a day, or the first and the last of several.
function dayName({ from, to }: Span): string {
  const [first, last] = [date(from), date(to - 1)];
  return first === last ? first : say(analysisTexts.until, first, last);
}

const hourName = ({ from, to }: Span): string => [from, to].map((second) => `${String(second / 3600).padStart(2, "0")}:00`).join("–");

function roundsChart(rounds: Report["turnout"]["rounds"], body: string): Chart {
  const most = Math.max(0, ...rounds.flatMap(({ spans }) => spans.map(perHour)));
  return {
    id: "rounds",
    title: say(analysisTexts.rounds),
    notes: rounds.length === 0 ? [say(analysisTexts.roundsNone, body)] : [say(analysisTexts.roundsNote, body), ...rounds.map(sent)],
    columns: [say(analysisTexts.round), say(analysisTexts.span), say(analysisTexts.voted), say(analysisTexts.perHour)],
    rows: rounds.flatMap(({ kind, at, spans }) =>
      spans.map((span) => {
        const name = groupName({ names: [kind] });
        const when = around(span, at);
        return {
          name,
          label: `${name} · ${when}`,
          cells: [when, count(span.heads), perHour(span).toFixed(1)],
          bars: [{ name: say(analysisTexts.perHour), part: perHour(span), whole: most }],
        };
      }),
    ),
  };
}

const sent = ({ kind, at, people }: Report["turnout"]["rounds"][number]): string =>
  say(people > 0 ? analysisTexts.sent : analysisTexts.sentFew, groupName({ names: [kind] }), moment(at), count(people));

// around is a span as hours before or after a round.
function around(span: Span, at: number): string {
  const from = Math.trunc((span.from - at) / 3600);
  const to = Math.trunc((span.to - at) / 3600);
  if (to <= 0) {
    return say(analysisTexts.before, -from);
  }
  return from >= 0 ? say(analysisTexts.after, from, to) : say(analysisTexts.across, -from, to);
}
