// SPDX-License-Identifier: Apache-2.0

// The head that a bundle hangs on, and who of the trust file co-signed it.

import type { Read } from "./acts.ts";
import { type Cosignature, type Head, open } from "./note.ts";
import type { Report } from "./report.ts";
import type { Trust } from "./trust.ts";

// backdated is by how many seconds a body's clock may be behind what an act of the bundle says of its own beginning: whoever signed earlier
// cannot have seen it.
export const backdated = 1800n;

const nobody: Head = { genesis: "0".repeat(64), size: 0n, root: new Uint8Array(32) };

// checkHead counts the bodies that have co-signed the head. Of a note that cannot be read it gives the head of nothing.
export async function checkHead(report: Report, note: string, acts: readonly Read[], trust: Trust | null): Promise<Head> {
  let opened: { head: Head; signed: Cosignature[] };
  try {
    opened = await open(note, trust?.witnesses ?? []);
  } catch (error) {
    report.fail("head", error);
    return nobody;
  }
  const { head, signed } = opened;
  if (trust && head.genesis !== trust.genesis) {
    report.fail("head", "it is the head of another ledger than the trust file's");
  } else if (trust && trust.witnesses.length > 0) {
    report.anchored = true;
    count(report, head, signed, acts, trust);
  } else {
    report.check("head").detail = "UNANCHORED: no trust file that names witnesses; whoever made this file may have made the head";
  }
  return head;
}

// newest is the greatest beginning of the acts that are well-formed.
export const newest = (acts: readonly Read[]): bigint => acts.reduce((most, { act }) => max(most, BigInt(act?.nbf ?? 0)), 0n);

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function count(report: Report, head: Head, signed: readonly Cosignature[], acts: readonly Read[], { least, names }: Trust): void {
  const seen = signed.filter(({ time }) => time + backdated >= newest(acts));
  if (seen.length < least) {
    const early = seen.length < signed.length ? "; others say that they signed before an act here could be" : "";
    report.fail("head", `${seen.length} bodies of the trust file co-signed it, and it takes ${least}${early}`);
    return;
  }
  const bodies = seen.map(({ name, time }) => ({ msp: name, name: names[name] ?? "", time }));
  report.pass("head", `${head.size}`);
  report.trusted = { bodies, least };
}
