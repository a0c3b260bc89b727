// SPDX-License-Identifier: Apache-2.0

// Shifts, languages and duties as officers type them, one a line, and back. What is not understood is told.

import type { Bodies } from "../../../act/body.ts";
import { lines } from "../../shared/language.ts";
import { kinds, type Priority, priorities } from "../../shared/orders/words.ts";
import type { Duty, Grid } from "./api.ts";

type Shift = Bodies["grid.set"]["shifts"][number];
type Speaker = Bodies["grid.set"]["languages"][number];
type AdoptedDuty = Bodies["duties.adopt"]["duties"][number];

// Read is what was understood of some lines, and the lines that were not.
export type Read<T> = { all: T[]; bad: string[] };

function read<T>(text: string, one: (words: string[]) => T | undefined): Read<T> {
  const all: T[] = [];
  const bad: string[] = [];
  for (const line of lines(text)) {
    const found = one(line.split(/\s+/));
    if (found === undefined) {
      bad.push(line);
    } else {
      all.push(found);
    }
  }
  return { all, bad };
}

const dayNumbers = ["0", "1", "2", "3", "4", "5", "6"];

// daysOf reads "1-5" or "0,6".
function daysOf(text: string): string[] | undefined {
  const [from, to] = text.split("-").map((day) => dayNumbers.indexOf(day));
  if (text.includes("-")) {
    return from !== undefined && to !== undefined && from >= 0 && from <= to ? dayNumbers.slice(from, to + 1) : undefined;
  }
  const days = text.split(",");
  return days.every((day) => dayNumbers.includes(day)) ? [...new Set(days)].sort() : undefined;
}

// minuteOf reads "08:30" as a minute of the day; 24:00 is its end.
function minuteOf(text: string): number | undefined {
  const [, hour, minute] = /^(\d{1,2}):(\d\d)$/.exec(text) ?? [];
  const at = Number(hour) * 60 + Number(minute);
  return at <= 24 * 60 && Number(minute) < 60 ? at : undefined;
}

const worker = (place: string | undefined, workers: readonly string[]): string | undefined => workers[Number(place) - 1];

export const readShifts = (text: string, workers: readonly string[]): Read<Shift> =>
  read(text, ([place, days = "", from = "", to = "", ...more]) => {
    const who = worker(place, workers);
    const [on, begin, end] = [daysOf(days), minuteOf(from), minuteOf(to)];
    const good = who && on && begin !== undefined && begin < 24 * 60 && end !== undefined && more.length === 0;
    return good ? { days: on, from: String(begin), to: String(end), worker: who } : undefined;
  });

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

export const writeShifts = ({ shifts, workers }: Pick<Grid, "shifts" | "workers">): string =>
  shifts
    .map((shift) => {
      const place = workers.findIndex((one) => one.worker === shift.worker) + 1;
      return `${place} ${shift.days.join(",")} ${clock(shift.from)} ${clock(shift.to)}`;
    })
    .join("\n");

type Hours = Bodies["service.set"]["hours"][number];

// readHours reads times of the week, as "1-5 08:00 18:00".
export const readHours = (text: string): Read<Hours> =>
  read(text, ([days = "", from = "", to = "", ...more]) => {
    const [on, begin, end] = [daysOf(days), minuteOf(from), minuteOf(to)];
    const good = on && begin !== undefined && end !== undefined && begin < end && more.length === 0;
    return good ? { days: on, from: String(begin), to: String(end) } : undefined;
  });

export const writeHours = (hours: readonly { days: readonly number[]; from: number; to: number }[]): string =>
  hours.map(({ days, from, to }) => `${days.join(",")} ${clock(from)} ${clock(to)}`).join("\n");

const tag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;

export const readLanguages = (text: string, workers: readonly string[]): Read<Speaker> =>
  read(text, ([place, ...tags]) => {
    const who = worker(place, workers);
    return who && tags.length > 0 && tags.every((one) => tag.test(one)) ? { languages: [...new Set(tags)].sort(), worker: who } : undefined;
  });

export const writeLanguages = (workers: Grid["workers"]): string =>
  workers.flatMap(({ languages }, i) => (languages.length > 0 ? [`${i + 1} ${languages.join(" ")}`] : [])).join("\n");

const any = "*";

const isPriority = (word: string): word is Priority => Object.keys(priorities).includes(word);

export const readDuties = (text: string, grids: readonly string[]): Read<AdoptedDuty> =>
  read(text, ([kind = "", place = "", grid = "", hands = "", priority = "", ...more]) => {
    const good =
      (kind === any || Object.keys(kinds).includes(kind)) &&
      grids.includes(grid) &&
      /^[1-9]$/.test(hands) &&
      isPriority(priority) &&
      more.length === 0;
    const blank = (word: string) => (word === any ? "" : word);
    return good ? { grid, hands, kind: blank(kind), place: blank(place), priority } : undefined;
  });

export const writeDuties = (duties: readonly Duty[]): string =>
  duties.map(({ kind, place, grid, hands, priority }) => [kind || any, place || any, grid, hands, priority].join(" ")).join("\n");
