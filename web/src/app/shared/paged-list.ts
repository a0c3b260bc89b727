// SPDX-License-Identifier: Apache-2.0

import { call } from "./api.ts";

// pagesOf reads a list that the server gives out in pages, up to so many of them; more says whether there are others.
export async function pagesOf<T>(path: string, most = Number.POSITIVE_INFINITY): Promise<{ items: T[]; more: boolean }> {
  const items: T[] = [];
  let next = "";
  for (let i = 0; i === 0 || (next && i < most); i++) {
    const cursor = next && `?cursor=${encodeURIComponent(next)}`;
    const page = await call<{ items: T[]; next?: string }>("GET", path + cursor);
    items.push(...page.items);
    next = page.next ?? "";
  }
  return { items, more: next !== "" };
}
