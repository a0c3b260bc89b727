// SPDX-License-Identifier: Apache-2.0

// A booking's story: what has happened, where it stands, and what is still to come.

import { say, type Text } from "../../../shared/language.ts";
import type { Booking } from "../../../shared/parking/api.ts";
import { isOpen, stateName, stateText } from "../../../shared/parking/state.ts";
import type { Stage } from "../../../shared/step-line.tsx";
import { parkingTexts } from "./texts.ts";

const happens = (b: Booking): [text: Text, at: number][] => [
  [parkingTexts.asked, b.asked],
  [parkingTexts.drawn, b.drawAt],
  [parkingTexts.begins, b.from],
  [parkingTexts.cameIn, b.entered],
  [parkingTexts.displacedAt, b.displaced],
  [parkingTexts.wentOut, b.exited],
  [parkingTexts.ends, b.until],
  [parkingTexts.disputedAt, b.dispute.at],
  [parkingTexts.closedAt, b.closed],
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
