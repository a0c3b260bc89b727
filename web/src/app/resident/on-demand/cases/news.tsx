// SPDX-License-Identifier: Apache-2.0

// Which cases need me, on the first page.

import type { Community } from "../../../shared/api.ts";
import { titleText } from "../../../shared/cases/words.ts";
import { say } from "../../../shared/language.ts";
import { useLoaded } from "../../../shared/page.tsx";
import { myCases } from "./mine.ts";
import { needsText } from "./needs.ts";

export function CaseNews({ community }: { community: Community }) {
  const { cases = [], papers = [] } = useLoaded(myCases, "").value ?? {};
  const waiting = cases.filter((one) => needsText(one, papers));
  return waiting.length > 0 ? (
    <>
      <h2>
        {waiting.length === 1
          ? say(["有一件调解等您", "A case waits for you"])
          : say(["有 {0} 件调解等您", "{0} cases wait for you"], waiting.length)}
      </h2>
      <ul class="cards">
        {waiting.map((one) => (
          <li key={one.case}>
            <a class="card" href={`#/cases/${one.case}`}>
              <strong>{titleText(community, one)}</strong>
              <span class="sub">{needsText(one, papers)}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  ) : null;
}
