// SPDX-License-Identifier: Apache-2.0

// The charts of how contests went, and of the community's votes beside each other.

import { quorums, shares } from "../../../act/rules.ts";
import type { Schema } from "../../shared/api.ts";
import { say, squareMetres } from "../../shared/language.ts";
import { optionText } from "../../shared/option.ts";
import { values } from "../texts.ts";
import type { Bar, Chart } from "./chart.tsx";
import { count, date, groupName, percent } from "./figures.ts";
import { analysisTexts } from "./texts.ts";

type Report = Schema["Analysis"];
type Contest = Report["contests"][number];
type Vote = Report["votes"][number];

const headsBar = (part: number, whole: number): Bar => ({ name: say(analysisTexts.heads), part, whole });
const areaBar = (part: number, whole: number): Bar => ({ name: say(analysisTexts.area), part, whole });

export function contestChart(contest: Contest, { kind, voted }: Report): Chart {
  const outcome = say(contest.passed ? analysisTexts.passed : analysisTexts.failed);
  const threshold = say(analysisTexts.threshold, say(values[contest.threshold] ?? [contest.threshold, contest.threshold]));
  return {
    id: `contest-${contest.id}`,
    title: contest.title,
    notes: [...(kind === "poll" ? [] : [outcome]), ...(contest.met ? [threshold] : [])],
    columns: [say(analysisTexts.option), ...measures()],
    rows: contest.groups.map((group) => {
      const heads = headsBar(group.heads, voted.heads);
      const area = areaBar(group.areaDm2 ?? 0, voted.areaDm2);
      if (contest.met && group.names.join() === "agree") {
        const mark = shares[contest.threshold];
        Object.assign(heads, { mark, met: contest.met.heads });
        Object.assign(area, { mark, met: contest.met.area });
      }
      return {
        name: groupName(group, say(analysisTexts.blank), optionText),
        cells: [count(heads.part), percent(heads), squareMetres(area.part), percent(area)],
        bars: [heads, area],
      };
    }),
  };
}

const measures = (): string[] => [say(analysisTexts.heads), say(analysisTexts.share), say(analysisTexts.area), say(analysisTexts.share)];

export const votesChart = ({ votes }: Report): Chart => ({
  id: "votes",
  title: say(analysisTexts.votes),
  notes: [say(analysisTexts.votesNote)],
  columns: [say(analysisTexts.vote), say(analysisTexts.closed), ...measures()],
  rows: votes.map((vote) => {
    const [heads, area] = quorumBars(vote);
    return {
      name: vote.title,
      cells: [date(vote.closed), `${count(heads.part)} / ${count(heads.whole)}`, percent(heads), squareMetres(area.part), percent(area)],
      bars: [heads, area],
    };
  }),
});

// quorumBars have the marks of the law, of heads and area of owners, of the heads of a committee.
function quorumBars({ kind, voted, of, quorum }: Vote): [heads: Bar, area: Bar] {
  const heads = headsBar(voted.heads, of.heads);
  const area = areaBar(voted.areaDm2, of.areaDm2);
  if (!quorum) {
    return [heads, area];
  }
  const mark = quorums[kind];
  return [{ ...heads, mark, met: quorum.heads }, kind === "owners" ? { ...area, mark, met: quorum.area } : area];
}
