// SPDX-License-Identifier: Apache-2.0

import { expect, test } from "vitest";
import { canonical } from "../../../act/canonical.ts";
import { readRegulation } from "./regulation.tsx";

// What officers leave for a vote is read again, and nothing else is.
test("a regulation that is put to the vote", () => {
  expect(readRegulation(canonical({ ahead: "86400", others: true }))).toEqual({ ahead: 86400, others: true });
  for (const text of ["", "{}", '{"ahead":1,"others":true}', '{"ahead":"-1","others":true}', '{"ahead":"0","others":"yes"}']) {
    expect(readRegulation(text)).toBeUndefined();
  }
});
