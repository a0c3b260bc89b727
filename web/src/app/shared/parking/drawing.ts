// SPDX-License-Identifier: Apache-2.0

// The measures of a drawn plan: how large a letter is in its centimetres, and where the words of a space are.

import type { DrawnSpace } from "./api.ts";

type Corners = DrawnSpace["corners"];

const x = (corner: number[] | undefined): number => corner?.[0] ?? 0;
const y = (corner: number[] | undefined): number => corner?.[1] ?? 0;

// areaOf is the area between corners.
function areaOf(corners: Corners): number {
  const twice = corners.reduce((sum, corner, i) => {
    const next = corners[(i + 1) % corners.length];
    return sum + x(corner) * y(next) - x(next) * y(corner);
  }, 0);
  return Math.abs(twice) / 2;
}

// centre is the middle of the corners.
export const centre = (corners: Corners): [x: number, y: number] => [
  corners.reduce((sum, corner) => sum + x(corner), 0) / corners.length,
  corners.reduce((sum, corner) => sum + y(corner), 0) / corners.length,
];

// emsOf is about how wide words are, in the size of their letters.
export const emsOf = (words: string): number => [...words].reduce((sum, char) => sum + (char > "\u2e7f" ? 1 : 0.62), 0);

const least = 4; // sizes of a letter that a space is wide: even then a finger hits it

type Drawn = { corners: Corners; words: readonly string[] };

// emOf is how large letters are in a plan's centimetres: so that the longest words have room in the smallest space, which is taken to be
// twice as long as it is wide.
export function emOf(spaces: readonly Drawn[]): number {
  const widest = Math.max(least, ...spaces.flatMap(({ words }) => words.map((word) => emsOf(word) + 0.8)));
  return Math.min(...spaces.map(({ corners }) => Math.sqrt(areaOf(corners) / 2))) / widest;
}

// byLabel has spaces in the order of what is written on them, A-2 before A-10.
export const byLabel = (a: { label: string }, b: { label: string }): number => a.label.localeCompare(b.label, "zh", { numeric: true });
