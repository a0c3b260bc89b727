// SPDX-License-Identifier: Apache-2.0

// Whom a gate lets in by itself, as somebody writes it down: a plate a line.

import { lines } from "../../shared/language.ts";

/** plateOf is a number plate in the form in which the server has it (oracle/dialect, Plate); undefined for what is none. */
export function plateOf(line: string): string | undefined {
  const plate = line
    .normalize("NFKC")
    .replace(/[\s\-·•.]/g, "")
    .toUpperCase();
  return /^[\p{L}\p{Nd}]{1,12}$/u.test(plate) ? plate : undefined;
}

/** read tells the plates of a text, each once, from the lines that are none. */
export function read(text: string): { plates: string[]; bad: string[] } {
  const all = lines(text).map((line) => ({ line, plate: plateOf(line) }));
  const plates = new Set(all.flatMap(({ plate }) => plate ?? []));
  return { plates: [...plates], bad: all.filter(({ plate }) => plate === undefined).map(({ line }) => line) };
}

/** dayOf is the date of a Unix time (s) in the communities, as a field for dates has it. */
export const dayOf = (time: number): string => new Date((time + 8 * 3600) * 1000).toISOString().slice(0, 10);

/** endOf is the end of such a date in Unix milliseconds. */
export const endOf = (day: string): number => Date.parse(`${day}T23:59:59+08:00`);
