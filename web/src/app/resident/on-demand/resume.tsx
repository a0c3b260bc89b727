// SPDX-License-Identifier: Apache-2.0

// A ballot that was signed and not answered for: it goes on, or is forgotten. One that has expired can only be asked for.

import type { Community, Me } from "../../shared/api.ts";
import { now } from "../../shared/clock.ts";
import { say } from "../../shared/language.ts";
import { type Casting, dropCasting } from "../../shared/storage.ts";
import { BallotFor } from "../receipt.tsx";
import { onDemandTexts } from "./texts.ts";

export type Interrupted = {
  community: Community;
  me: Me;
  casting: Casting;
  title: string | undefined;
  resume: () => void;
  dropped: () => void;
};

export function ResumeBallot({ community, me, casting, title, resume, dropped }: Interrupted) {
  const late = JSON.parse(casting.signed.act).exp < now();
  const discard = () => {
    dropCasting(community.community, casting);
    dropped();
  };
  return (
    <div class="note warn">
      <p class="big">{say(onDemandTexts.resumeTitle)}</p>
      <BallotFor me={me} right={casting.right} title={title} />
      <p>{say(late ? onDemandTexts.resumeLate : onDemandTexts.resumeText)}</p>
      <p class="actions">
        <button type="button" class="button" onClick={resume}>
          {say(late ? onDemandTexts.resumeAsk : onDemandTexts.resume)}
        </button>
        <button type="button" class="button secondary" onClick={discard}>
          {say(onDemandTexts.discard)}
        </button>
      </p>
      <p class="small">{say(onDemandTexts.discardNote)}</p>
    </div>
  );
}
