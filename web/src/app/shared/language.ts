// SPDX-License-Identifier: Apache-2.0

// Text is what a page says, in both languages. A dictionary without one of them does not compile.
export type Text = readonly [zh: string, en: string];

export const lang = (): "zh" | "en" => (document.documentElement.lang.startsWith("zh") ? "zh" : "en");

// say picks the reader's language, and puts values in the places {0}, {1}, ….
export function say(text: Text, ...values: (string | number)[]): string {
  const form = text[lang() === "zh" ? 0 : 1];
  return form.replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)] ?? ""));
}

// moment writes Unix seconds in the time of the communities.
export const moment = (unix: number): string =>
  new Intl.DateTimeFormat(lang() === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "Asia/Shanghai",
  }).format(unix * 1000);

// squareMetres writes an area of dm².
export const squareMetres = (dm2: number): string => `${(dm2 / 100).toFixed(2)} m²`;

// number writes a receipt's sixteen digits in groups of four.
export const grouped = (digits: string): string => digits.replace(/\s/g, "").replace(/(.{4})(?=.)/g, "$1 ");

// lines are the lines of a text that say something.
export const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
