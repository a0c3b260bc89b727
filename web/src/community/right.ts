// SPDX-License-Identifier: Apache-2.0

import { hex, sha256, utf8 } from "../encoding.ts";

// rightID names the voting right of a set of owners, given in any order: the first 32 hex digits of SHA-256 over their
// sorted pseudonyms, joined by newlines. Pseudonyms are ASCII, so that every sort agrees.
export async function rightID(owners: readonly string[]): Promise<string> {
  const digest = await sha256(utf8([...owners].sort().join("\n")));
  return hex(digest.subarray(0, 16));
}
