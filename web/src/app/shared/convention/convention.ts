// SPDX-License-Identifier: Apache-2.0

// The text of a convention, as it is put to the vote: every line of it is shown, cut where articles begin.

import type { Bodies } from "../../../act/body.ts";
import { readCanonical } from "../../../act/canonical.ts";
import type { Schema } from "../api.ts";

export type Article = Schema["ConventionArticle"];
export type Repeal = Bodies["convention.repeal"]["repeal"];

// Part is some lines of a text, and the article that they are.
export type Part = { text: string; article?: Article };

// partsOf cuts a text before the headings of its articles, as a server has read them. Whatever a server says, no line is left out.
export function partsOf(text: string, articles: readonly Article[]): Part[] {
  const lines = text.split("\n");
  let last = 0;
  const begins = articles.filter(({ line }) => {
    const next = line > last && line <= lines.length;
    last = next ? line : last;
    return next;
  });
  const parts: Part[] = begins.map((article, i) => ({
    text: lines.slice(article.line - 1, begins[i + 1] ? (begins[i + 1] as Article).line - 1 : undefined).join("\n"),
    article,
  }));
  const first = begins[0] ? begins[0].line - 1 : lines.length;
  return first > 0 ? [{ text: lines.slice(0, first).join("\n") }, ...parts] : parts;
}

// readRepeal reads the canonical text that ends a convention, and is undefined for what is none.
export function readRepeal(text: string): Repeal | undefined {
  try {
    const { from, repeal, ...more } = readCanonical(text) as unknown as Repeal;
    const read = typeof from === "string" && /^[0-9a-f]{64}$/.test(repeal) && Object.keys(more).length === 0;
    return read ? { from, repeal } : undefined;
  } catch {
    return undefined;
  }
}
