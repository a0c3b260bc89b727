// SPDX-License-Identifier: Apache-2.0

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { utf8 } from "../encoding.ts";
import { saysBooking } from "./booking.ts";
import type { Sentence } from "./bundle.ts";

type Case = { document: string; says: Sentence[] };
const cases: Case[] = JSON.parse(await readFile("../evidence/testdata/bookings.json", "utf8"));

test.each(cases)("both verifiers read a booking in the same way: $document", ({ document, says }) => {
  const read = (): Sentence[] => saysBooking({ block: 0n, index: 0n, key: "", tx: "", value: utf8(document) });
  if (says.length === 0) {
    expect(read).toThrow();
  } else {
    expect(read()).toEqual(says);
  }
});
