// SPDX-License-Identifier: Apache-2.0

// Six pictures for an act, by which people compare two screens: "are these the same?" They differ for different acts, but
// whoever makes an act could try until they suit him; the whole hash beside them is what proves.

import { type Bytes, sha256, utf8 } from "../encoding.ts";
import list from "./symbols.txt?raw";

// Pictured is one symbol with its names, as pictures look different from phone to phone and some people hear them.
export type Pictured = { picture: string; zh: string; en: string };

const count = 6;

// symbolsOf returns the symbols of the act with this hash.
export async function symbolsOf(hash: Bytes): Promise<Pictured[]> {
  const digest = await sha256(utf8("linli/symbols/v1\0"), hash);
  return Array.from(digest.subarray(0, count), (byte) => all[byte % all.length] as Pictured);
}

// The order is part of the format: 64 symbols, known to phones since 2016, none of which says yes or no.
export const all: readonly Pictured[] = list
  .trim()
  .split("\n")
  .map((line) => {
    const [picture = "", zh = "", ...en] = line.split(" ");
    return { picture, zh, en: en.join(" ") };
  });
