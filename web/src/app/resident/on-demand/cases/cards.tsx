// SPDX-License-Identifier: Apache-2.0

import type { Community } from "../../../shared/api.ts";
import { type Paper, papersOf } from "../../../shared/cases/papers.ts";
import { waitsText } from "../../../shared/cases/stages.ts";
import { type Case, standText, titleText } from "../../../shared/cases/words.ts";
import { needsText } from "./needs.ts";

export const CaseCards = ({ community, cases, papers }: { community: Community; cases: readonly Case[]; papers: readonly Paper[] }) => (
  <ul class="cards">
    {cases.map((one) => (
      <li key={one.case}>
        <a class="card" href={`#/cases/${one.case}`}>
          <strong>{titleText(community, one)}</strong>
          <span class="sub">{standText(one)}</span>
          <span class="sub">{needsText(one, papers) || waitsText(community, one, papersOf(one, papers))}</span>
        </a>
      </li>
    ))}
  </ul>
);
