// SPDX-License-Identifier: Apache-2.0

// The time stamps of a bundle, each with its line: what it is in itself, whether it can be of this head, and whose it is.

import { type Bytes, equal, sha256, utf8 } from "../encoding.ts";
import type { Read } from "./acts.ts";
import { type Bundle, reason, type Sentence } from "./bundle.ts";
import { backdated, newest } from "./head.ts";
import type { Report } from "./report.ts";
import { say } from "./says.ts";
import type { Stamp } from "./stamp.ts";
import type { Trust } from "./trust.ts";

type Reader = { acts: readonly Read[]; trust: Trust | null; now: bigint };

// checkStamps gives what the stamps say, whoever made them.
export async function checkStamps(report: Report, { evidence, stamps }: Bundle, reader: Reader): Promise<Sentence[]> {
  if (stamps.length === 0) {
    return [];
  }
  const { isBy, readStamp } = await import("./stamp.ts");
  const head = await sha256(utf8(evidence.head));
  const says: Sentence[] = [];
  for (const [i, raw] of stamps.entries()) {
    const line = `stamp-${i + 1}` as const;
    try {
      const stamp = await readStamp(raw);
      fits(report, stamp, head, reader);
      says.push(say("STAMPED", { at: String(stamp.at), by: stamp.by }));
      await whose(report, line, stamp, reader.trust, isBy);
    } catch (error) {
      report.fail(line, reason(error));
    }
  }
  return says;
}

// fits wants a stamp to be over this head, and its time to be one that can be.
function fits({ trusted }: Report, { hash, at }: Stamp, head: Bytes, { acts, now }: Reader): void {
  if (!equal(hash, head)) {
    throw new Error("it stamps something else than this head");
  }
  const cosigned = trusted?.bodies.map(({ time }) => time).sort((a, b) => (a < b ? -1 : 1))[trusted.least - 1] ?? 0n;
  if (at + backdated < newest(acts) || at + backdated < cosigned) {
    throw new Error("backdated: it says a time at which the head, or an act in it, was not yet there");
  }
  if (at > now + backdated) {
    throw new Error("it says a time that has not come yet");
  }
}

type IsBy = (stamp: Stamp, trusted: Bytes) => Promise<boolean>;

async function whose(report: Report, line: `stamp-${number}`, stamp: Stamp, trust: Trust | null, isBy: IsBy): Promise<void> {
  const time = new Date(Number(stamp.at) * 1000).toISOString();
  for (const { name, certificate } of trust?.stampers ?? []) {
    if (await isBy(stamp, certificate)) {
      report.pass(line, `${name}, at ${time}`);
      report.stamped.push({ name, at: stamp.at });
      return;
    }
  }
  report.check(line).detail = `it says ${time}, and the trust file names nobody who vouches for the certificate ${stamp.by}`;
}
