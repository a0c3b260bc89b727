// SPDX-License-Identifier: Apache-2.0

// A day as the ledger counts it: days since 1970-01-01, in Beijing.

import { now } from "./clock.ts";
import { lang } from "./language.ts";

const day = 24 * 3600; // seconds
const beijing = 8 * 3600; // seconds before UTC

export const dayOf = (at: number): number => Math.floor((at + beijing) / day);
export const today = (): number => dayOf(now());

// written is a day as a field of a form has it; read reads it, as Number.NaN if there is none.
export const written = (n: number): string => new Date(n * day * 1000).toISOString().slice(0, 10);
export const read = (text: string): number => Date.parse(text) / 1000 / day;

export const dayText = (n: number): string =>
  new Intl.DateTimeFormat(lang() === "zh" ? "zh-CN" : "en-GB", { dateStyle: "long", timeZone: "UTC" }).format(n * day * 1000);

// lastDay is the last day on which something can be done that is too late at a time.
export const lastDay = (by: number): string => dayText(dayOf(by - 1));
