// SPDX-License-Identifier: Apache-2.0

// Spaces as an officer pastes them: what is written on each, and whose it is.

import type { SpaceSet } from "../../../act/body.ts";
import { hex, randomBytes } from "../../../encoding.ts";
import type { Community } from "../../shared/api.ts";
import { lines } from "../../shared/language.ts";
import { officeApi } from "../api.ts";
import type { Place } from "./api.ts";

// Line is a space, with whose it is in words; "" for nobody's.
export type Line = { label: string; whose: string };

export const readLines = (text: string): Line[] =>
  lines(text).map((line) => {
    const [label = "", ...whose] = line.trim().split(/[\s,，;；]+/);
    return { label, whose: whose.join(" ") };
  });

// twice are the labels that are written more than once.
export const twice = (all: readonly Line[]): string[] => [
  ...new Set(all.map(({ label }) => label).filter((label, i, labels) => labels.indexOf(label) !== i)),
];

// hostOf finds a body by its name or id, or a home by its door; undefined if there is none.
async function hostOf({ bodies }: Community, whose: string): Promise<SpaceSet["host"] | undefined> {
  const body = bodies.find(({ id, name }) => whose === id || whose === name);
  if (whose === "" || body) {
    return { body: body?.id ?? "", home: "" };
  }
  const found = whose.length < 2 ? [] : await officeApi.search(whose);
  const home = found.flatMap(({ units }) => units).find(({ house }) => house === whose);
  return home && { body: "", home: home.unit };
}

// Written is a space that can be signed for, with its line.
export type Written = { line: Line; body: SpaceSet };

// spacesOf makes acts of lines; bad are those whose home or body was not found. A label that is there keeps its id.
export async function spacesOf(community: Community, lot: string, known: readonly Place[], all: readonly Line[]) {
  const [good, bad]: [Written[], string[]] = [[], []];
  for (const line of all) {
    const host = await hostOf(community, line.whose);
    const space = known.find((one) => one.lot === lot && one.label === line.label)?.space ?? `space-${hex(randomBytes(8))}`;
    if (host) {
      good.push({ line, body: { host, label: line.label, lot, space } });
    } else {
      bad.push(`${line.label} ${line.whose}`);
    }
  }
  return { good, bad };
}
