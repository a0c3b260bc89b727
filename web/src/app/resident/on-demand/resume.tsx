// SPDX-License-Identifier: Apache-2.0

// A ballot that was signed and not answered for: it goes on, or is forgotten. One that has expired can only be asked for.

import type { Community, Me } from "../../shared/api.ts";
import { now } from "../../shared/clock.ts";
import { type Casting, dropCasting } from "../../shared/kept.ts";
import { say } from "../../shared/language.ts";
import { What } from "../receipt.tsx";
import { more } from "./texts.ts";

export type Left = {
  community: Community;
  me: Me;
  casting: Casting;
  title: string | undefined;
  resume: () => void;
  dropped: () => void;
};

export function LeftBehind({ community, me, casting, title, resume, dropped }: Left) {
  const late = JSON.parse(casting.signed.act).exp < now();
  const discard = () => {
    dropCasting(community.community, casting);
    dropped();
  };
  return (
    <div class="note warn">
      <p class="big">{say(more.resumeTitle)}</p>
      <What me={me} right={casting.right} title={title} />
      <p>{say(late ? more.resumeLate : more.resumeText)}</p>
      <p class="actions">
        <button type="button" class="button" onClick={resume}>
          {say(late ? more.resumeAsk : more.resume)}
        </button>
        <button type="button" class="button secondary" onClick={discard}>
          {say(more.discard)}
        </button>
      </p>
      <p class="small">{say(more.discardNote)}</p>
    </div>
  );
}
