// SPDX-License-Identifier: Apache-2.0

import type { Community } from "../api.ts";
import { type Text as Both, say } from "../language.ts";
import { bodyName } from "../names.ts";
import type { Photo, Text } from "./order.ts";

const enclosureTexts = {
  photo: ["第 {0} 张照片", "Photo {0}"],
  at: ["不在本服务器：在{0}的服务器上，或已按期删除。", "Not on this server: it is on that of {0}, or was deleted in time."],
  away: [
    "不在本服务器：由接收它的单位保存（请向该单位查询），或已按期删除。",
    "Not on this server: the body that took it keeps it (ask there), or it was deleted in time.",
  ],
} as const satisfies { [name: string]: Both };

type AwayProps = { community: Community; of: readonly (Photo | Text)[] };

// Away says of what is not here, once for each body, who has it.
export const Away = ({ community, of }: AwayProps) =>
  [...new Set(of.filter(({ state }) => state === "away").map(({ body }) => body ?? ""))].map((body) => (
    <p class="small" key={body}>
      {body ? say(enclosureTexts.at, bodyName(community, body)) : say(enclosureTexts.away)}
    </p>
  ));

// Shown are the photos that are here, of what has a path in the API.
export const Shown = ({ at, photos }: { at: string; photos: readonly Photo[] }) => (
  <ul class="photos">
    {photos
      .filter(({ state }) => state === "here")
      .map(({ hash }, i) => (
        <li key={hash}>
          <img src={`/api/v1/${at}/photos/${hash}`} alt={say(enclosureTexts.photo, i + 1)} loading="lazy" />
        </li>
      ))}
  </ul>
);

type EnclosuresProps = { community: Community; title: string; order: string; text: Text; photos: readonly Photo[] };

// Enclosures are what somebody said and showed of an order, as far as this server has it and the reader may see it.
export const Enclosures = ({ community, title, order, text, photos }: EnclosuresProps) =>
  text.state === "none" && photos.length === 0 ? null : (
    <section>
      <h2>{title}</h2>
      {text.state === "here" && <p class="said">{text.text}</p>}
      <Away community={community} of={[text, ...photos]} />
      <Shown at={`orders/${order}`} photos={photos} />
    </section>
  );
