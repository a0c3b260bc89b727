// SPDX-License-Identifier: Apache-2.0

import type { Community, Election } from "../shared/api.ts";
import { say } from "../shared/language.ts";
import { texts } from "../shared/texts.ts";

const counted = new Set(["tallied", "published", "objection", "final"]);

type LinksProps = { community: Community; election: Pick<Election, "election" | "stage"> };

// ElectionLinks lead to an election's page, and to its result once there is one.
export function ElectionLinks({ community, election: { election, stage } }: LinksProps) {
  const at = `/c/${community.community}`;
  return (
    <>
      {counted.has(stage) && (
        <a class="button" href={`${at}/result/${election}`}>
          {say(texts.result)}
        </a>
      )}
      <a class="button secondary" href={`${at}/vote/${election}`}>
        {say(texts.notice)}
      </a>
    </>
  );
}
