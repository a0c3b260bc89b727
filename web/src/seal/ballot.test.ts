// SPDX-License-Identifier: Apache-2.0

import fc from "fast-check";
import { expect, test } from "vitest";
import { encode, validity } from "../act/act.ts";
import { base64url, fromUtf8, randomBytes, utf8 } from "../encoding.ts";
import { openBallot, sealBallot } from "./ballot.ts";
import { newElectionKey } from "./election-key.ts";
import { admits, readSelections, writeSelections } from "./selections.ts";

const contests = [
  { id: "budget", options: ["agree", "disagree"] },
  { id: "委员", options: ["甲", "乙", "丙"], seats: 2 },
  { id: "__proto__", options: ["1"], seats: 0 },
];
const keys = await Promise.all([1, 2, 3].map(() => newElectionKey(randomBytes(32))));
const election = { election: "e-1", contests, keys: keys.map((k) => base64url(k.public)), threshold: 2, pad: 128 };
const right = "d".repeat(32);
const envelope = {
  by: "credential-0123456789",
  community: "garden",
  disp: "b".repeat(64),
  net: "a".repeat(64),
  seq: "2",
  ...validity(1_900_000_000),
};

const choices = fc
  .tuple(...contests.map((c) => fc.subarray(c.options, { maxLength: Math.max(1, c.seats ?? 0) })))
  .map((chosen) => Object.fromEntries(contests.map((c, i) => [c.id, chosen[i]!])));

test("selections are read as they were written", () => {
  fc.assert(
    fc.property(choices, (selections) => {
      expect(admits(contests, selections)).toBe(true);
      expect(readSelections(writeSelections(selections), contests)).toEqual(selections);
    }),
  );
});

test("a ballot opens as it was sealed, and for another right not at all", async () => {
  await fc.assert(
    fc.asyncProperty(choices, async (selections) => {
      const sealed = await sealBallot(election, envelope, right, selections);
      const text = encode("ballot.cast", { election: election.election, right, sealed }, envelope);
      const published = [keys[0]?.private, undefined, keys[2]?.private];
      expect(await openBallot(election, published, text)).toEqual({ selections });
      const moved = encode("ballot.cast", { election: election.election, right: "e".repeat(32), sealed }, envelope);
      expect(await openBallot(election, published, moved)).toEqual({ rejected: "bad-share" });
    }),
    { numRuns: 10 },
  );
});

test("a ballot sealed twice does not look alike", async () => {
  const [a, b] = await Promise.all([1, 2].map(() => sealBallot(election, envelope, right, { budget: ["agree"] })));
  expect(a?.content).not.toBe(b?.content);
});

test("too few keys are an error, not a rejection", async () => {
  const sealed = await sealBallot(election, envelope, right, {});
  const text = encode("ballot.cast", { election: election.election, right, sealed }, envelope);
  await expect(openBallot(election, [keys[0]?.private], text)).rejects.toThrow("2 are needed");
});

test.each(['{"budget":["agree"]}', '{"budget":"abstain"}', '{"x":"y"}', "[]", '""', '{"budget":{"a":"b"}}', "{ }"])(
  "%s is no selection",
  (text) => {
    expect(readSelections(utf8(text), contests)).toBeUndefined();
  },
);

test("one option is a text, none or several are an array", () => {
  expect(fromUtf8(writeSelections({ b: ["x"], a: [], c: ["y", "x"] }))).toBe('{"a":[],"b":"x","c":["y","x"]}');
});
