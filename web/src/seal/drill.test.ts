// SPDX-License-Identifier: Apache-2.0

import { expect, test } from "vitest";
import { base64url, randomBytes, sha256 } from "../encoding.ts";
import { answerDrill, drillContext, drillSeedSize, newDrill } from "./drill.ts";
import { newElectionKey } from "./election-key.ts";

const context = drillContext({ community: "garden", election: "e-1", net: "0".repeat(64), seq: "4" }, "street");

test("only the key's holder answers a drill", async () => {
  const [own, other] = [await newElectionKey(randomBytes(32)), await newElectionKey(randomBytes(32))];
  const seed = randomBytes(drillSeedSize);
  const drill = await newDrill("owners", base64url(own.public), context, seed);
  expect(await answerDrill(drill, own.private, context)).toBe(base64url(seed.slice(0, 32)));
  await expect(answerDrill(drill, other.private, context)).rejects.toThrow();
  await expect(answerDrill(drill, own.private, { ...context, seq: "5" })).rejects.toThrow();
  const elseHash = { ...drill, hash: base64url(await sha256(seed)) };
  await expect(answerDrill(elseHash, own.private, context)).rejects.toThrow(RangeError);
});
