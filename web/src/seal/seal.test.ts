// SPDX-License-Identifier: Apache-2.0

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sealed } from "../act/body.ts";
import { type Bytes, base64url, fromBase64url, randomBytes, utf8 } from "../encoding.ts";
import { newElectionKey } from "./election-key.ts";
import { open, type Params, seal, seedSize } from "./seal.ts";

const context = { community: "garden", election: "e-1", net: "0".repeat(64), right: "d".repeat(32), seq: "1" };

const many = await Promise.all(Array.from({ length: 6 }, () => newElectionKey(randomBytes(32))));

const fixture = (n: number, threshold: number, pad = 64) => ({
  params: { keys: many.slice(0, n).map((key) => base64url(key.public)), threshold, pad } satisfies Params,
  keys: many.slice(0, n).map((key) => key.private),
});

// subsets returns every choice of keys, with undefined for those left out.
const subsets = (keys: readonly Bytes[]): (Bytes | undefined)[][] =>
  Array.from({ length: 1 << keys.length }, (_, mask) => keys.map((key, i) => ((mask >> i) & 1 ? key : undefined)));

const held = (keys: readonly (Bytes | undefined)[]): number => keys.filter(Boolean).length;

test("opens with any t keys, and not with fewer", async () => {
  const cases = fc.record({
    n: fc.integer({ min: 2, max: 5 }),
    t: fc.integer({ min: 1, max: 5 }),
    plain: fc.uint8Array({ maxLength: 64 }).map((b) => new Uint8Array(b)),
    seed: fc.uint8Array({ minLength: seedSize, maxLength: seedSize }).map((b) => new Uint8Array(b)),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ n, t, plain, seed }) => {
      fc.pre(t <= n);
      const { params, keys } = fixture(n, t);
      const sealed = await seal(params, context, plain, seed);
      for (const some of subsets(keys)) {
        const opened = open(params, some, context, sealed);
        await (held(some) < t ? expect(opened).rejects.toThrow(/are needed/) : expect(opened).resolves.toEqual(plain));
      }
    }),
    { numRuns: 12 },
  );
});

test("t-1 keys and a made-up one open nothing", async () => {
  const { params, keys } = fixture(4, 3);
  const sealed = await seal(params, context, utf8("{}"), randomBytes(seedSize));
  await expect(open(params, [keys[0], keys[1], randomBytes(32), undefined], context, sealed)).rejects.toThrow("bad-share");
});

// flip changes one bit of one byte of a sealed ballot.
function flip(sealed: Sealed, part: number, at: number, bit: number): Sealed {
  const parts = [sealed.commitment, sealed.content, ...sealed.shares];
  const bytes = fromBase64url(parts[part % parts.length]!);
  bytes[at % bytes.length]! ^= 1 << bit;
  parts[part % parts.length] = base64url(bytes);
  const [commitment, content, ...shares] = parts as [string, string, ...string[]];
  return { commitment, content, shares };
}

test("whatever byte is flipped, every choice of keys refuses it", async () => {
  const { params, keys } = fixture(3, 2);
  const sealed = await seal(params, context, utf8('{"c0":"agree"}'), randomBytes(seedSize));
  const place = [fc.nat(4), fc.nat(200), fc.nat(7)] as const;
  await fc.assert(
    fc.asyncProperty(...place, async (part, at, bit) => {
      const spoiled = flip(sealed, part, at, bit);
      for (const some of subsets(keys).filter((choice) => held(choice) >= 2)) {
        await expect(open(params, some, context, spoiled)).rejects.toMatchObject({ name: "SealError" });
      }
    }),
    { numRuns: 60 },
  );
});

test.each(["community", "election", "net", "right", "seq"] as const)("opens for no other %s", async (member) => {
  const { params, keys } = fixture(2, 2);
  const sealed = await seal(params, context, utf8("{}"), randomBytes(seedSize));
  const elsewhere = { ...context, [member]: `${context[member]}0` };
  await expect(open(params, keys, elsewhere, sealed)).rejects.toThrow("bad-share");
});

test("all ballots of an election have one length", async () => {
  const { params } = fixture(2, 2);
  const sizes = await Promise.all(
    [0, 1, 63, 64].map(async (size) => JSON.stringify(await seal(params, context, new Uint8Array(size), randomBytes(64))).length),
  );
  expect(new Set(sizes).size).toBe(1);
});

test("too long selections, a short seed, a bad key and a strange context are not sealed", async () => {
  const { params } = fixture(2, 2);
  const seed = randomBytes(seedSize);
  await expect(seal(params, context, new Uint8Array(65), seed)).rejects.toThrow("selections-too-long");
  await expect(seal(params, context, utf8("{}"), randomBytes(32))).rejects.toThrow(RangeError);
  await expect(seal({ ...params, keys: ["AA"] }, context, utf8("{}"), seed)).rejects.toThrow(RangeError);
  await expect(seal(params, { ...context, election: "<e>" }, utf8("{}"), seed)).rejects.toThrow(RangeError);
});
