// SPDX-License-Identifier: Apache-2.0

// A booking's story: what has happened, where it stands, and what is still to come.

import { say, type Text } from "../language.ts";
import type { Stage } from "../step-line.tsx";
import type { Booking } from "./api.ts";
import { bookTexts } from "./book-texts.ts";
import { isOpen, stateName, stateText } from "./state.ts";

const happens = (b: Booking): [text: Text, at: number][] => [
  [bookTexts.asked, b.asked],
  [bookTexts.drawn, b.drawAt],
  [bookTexts.begins, b.from],
  [bookTexts.cameIn, b.entered],
  [bookTexts.displacedAt, b.displaced],
  [bookTexts.wentOut, b.exited],
  [bookTexts.ends, b.until],
  [bookTexts.disputedAt, b.dispute.at],
  [bookTexts.closedAt, b.closed],
];

export function storyOf(b: Booking, now: number): Stage[] {
  const open = isOpen(b);
  const all = happens(b)
    .filter(([, at]) => at > 0)
    .sort(([, a], [, b]) => a - b);
  const stage =
    (stand: Stage["stand"]) =>
    ([text, at]: [Text, number]) => ({ text: say(text), at, stand });
  return [
    ...all.filter(([, at]) => at <= (open ? now : b.closed)).map(stage("done")),
    { text: stateName(b.state), at: 0, stand: "current", besides: stateText(b) },
    ...all.filter(([, at]) => open && at > now).map(stage("ahead")),
  ];
}
