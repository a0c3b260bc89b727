// SPDX-License-Identifier: Apache-2.0

import type { Community } from "../api.ts";
import { moment } from "../language.ts";
import { Away, Shown } from "../orders/enclosures.tsx";
import { Agreement } from "./agreement-parts.tsx";
import { entriesOf } from "./entries.ts";
import type { Case } from "./words.ts";

// File is all that happened in a case, with the words.
export const File = ({ community, of }: { community: Community; of: Case }) => (
  <ol class="cards">
    {entriesOf(community, of).map(({ at, text, said, more, parts, photos = [] }, i) => (
      <li class="card" key={i}>
        <h3>{text}</h3>
        <p class="small">{moment(at)}</p>
        {said && <blockquote>{said}</blockquote>}
        <Away community={community} of={photos} />
        {photos.length > 0 && <Shown at={`cases/${of.case}`} photos={photos} />}
        {parts && <Agreement community={community} of={of} parts={parts} />}
        {more?.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </li>
    ))}
  </ol>
);
