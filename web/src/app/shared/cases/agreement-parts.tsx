// SPDX-License-Identifier: Apache-2.0

import type { Community } from "../api.ts";
import { lines, say } from "../language.ts";
import { type Part, type Parts, partName, responsibilityName } from "./agreement.ts";
import { type Case, nth, sideName } from "./words.ts";

// Agreement is what an agreement says, part by part.
export function Agreement({ community, of, parts }: { community: Community; of: Case; parts: Parts }) {
  const parties = say(["{0}（申请）、{1}", "{0}, who asked, and {1}"], sideName(community, nth(of, 0)), sideName(community, nth(of, 1)));
  const said = (part: Part): [string, string] => [partName(part), parts[part]];
  const all: [name: string, text: string][] = [
    [say(["当事人", "The parties"]), parties],
    said("facts"),
    said("matters"),
    ...parts.responsibility.map((text, i): [string, string] => [responsibilityName(community, of, i), text]),
    said("agreed"),
    said("how"),
    said("when"),
  ];
  return (
    <dl class="facts long">
      {all.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          {lines(text).map((line, i) => (
            <dd key={i}>{line}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
