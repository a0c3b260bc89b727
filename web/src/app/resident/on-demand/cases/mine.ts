// SPDX-License-Identifier: Apache-2.0

import { api, call } from "../../../shared/api.ts";
import type { Paper } from "../../../shared/cases/papers.ts";
import { type Case, isOpen } from "../../../shared/cases/words.ts";

export type Mine = { cases: Case[]; papers: Paper[] };

// myCases are those of my homes, and what both sides sign in them. Where none is open, nothing can wait.
export async function myCases(): Promise<Mine> {
  const { items: cases } = await call<{ items: Case[] }>("GET", "/me/cases");
  const papers = cases.some(isOpen) ? (await api.waiting()).items : [];
  return { cases, papers: papers.filter((paper) => paper.case !== undefined) };
}
