// SPDX-License-Identifier: Apache-2.0

// A day of a space as a bar: when it is to be had, when it is taken, and what is chosen. What it shows is said in words beside it.

import { dayText } from "../day.ts";
import { say, type Text } from "../language.ts";
import type { Space } from "./api.ts";
import { bits, clock, midnight, quarter, quarters, runs } from "./quarters.ts";

const texts = {
  free: ["空闲：{0}", "Free: {0}"],
  none: ["这一天没有空闲", "Nothing free on this day"],
} as const satisfies { [name: string]: Text };

type Day = Space["days"][number];

// freeText says when a space is free on a day.
export function freeText({ offered, taken }: Day): string {
  const [had, gone] = [bits(offered), bits(taken)];
  const free = runs(had.map((is, q) => is && !gone[q])).map(([from, to]) => `${clock(from)}–${clock(to)}`);
  return free.length > 0 ? say(texts.free, free.join(say(["、", ", "]))) : say(texts.none);
}

// hatch are strokes over what is so, one for each half hour: it is told from the rest without colours.
const hatch = (is: readonly boolean[]): string => is.map((so, q) => (so && q % 2 === 0 ? `M${q} 8l2 -8` : "")).join("");

export function Bar({ of, from, until }: { of: Day; from: number; until: number }) {
  const [had, gone] = [bits(of.offered), bits(of.taken)];
  const first = (from - midnight(of.day)) / quarter;
  const last = (until - midnight(of.day)) / quarter;
  const parts = (is: readonly boolean[], kind: string) =>
    runs(is).map(([a, b]) => <rect key={`${kind}${a}`} class={`bar-${kind}`} x={a} y={0} width={b - a} height={8} />);
  const chosen = Array.from({ length: quarters }, (_, q) => q >= first && q < last);
  return (
    <figure class="day-bar">
      <svg viewBox={`0 0 ${quarters} 8`} preserveAspectRatio="none" aria-hidden="true">
        {parts(had, "free")}
        {parts(gone, "taken")}
        <path class="bar-hatch" d={hatch(gone)} />
        {parts(chosen, "chosen")}
      </svg>
      <figcaption class="small">
        {dayText(of.day)} · {freeText(of)}
      </figcaption>
    </figure>
  );
}
