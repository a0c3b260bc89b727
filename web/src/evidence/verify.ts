// SPDX-License-Identifier: Apache-2.0

// The second verifier of evidence (docs/evidence.md). It was written from the page, beside package evidence, and has to come to the same
// verdict on every file. It asks nobody, and the clock for time stamps alone.

import type { Bytes } from "../encoding.ts";
import { Acts, checkAccepted, readActs } from "./acts.ts";
import { type Bundle, open, type Read } from "./bundle.ts";
import { checkClaim } from "./claim.ts";
import { checkEnrolment } from "./enrolment.ts";
import { checkHead } from "./head.ts";
import { checkInclusion } from "./inclusion.ts";
import { Report } from "./report.ts";
import { Shown } from "./shown.ts";
import { checkSignatures, homeOf, Register } from "./signers.ts";
import { checkStamps } from "./stamps.ts";
import type { Trust } from "./trust.ts";
import { isArchive } from "./zip.ts";

// NotBundle is the error of a file that does not begin as a bundle does. Whatever else is wrong is in the report.
export class NotBundle extends Error {}

// verify checks a bundle against what its reader believes. now is his clock (Unix time).
export async function verify(file: Bytes, trust: Trust | null, now = BigInt(Math.floor(Date.now() / 1000))): Promise<Report> {
  if (!isArchive(file)) {
    throw new NotBundle("not a bundle of evidence");
  }
  const report = new Report();
  let read: Read;
  try {
    read = await open(file);
  } catch (error) {
    report.fail("form", error);
    return report;
  }
  report.profile = read.profile;
  report.claim = read.claim;
  if (read.profile === "full") {
    report.full();
  }
  report.stamps(read.stamps.length);
  report.pass("form", `${file.length}`);
  if (read.manifest) {
    report.fail("manifest", read.manifest);
  }
  report.pass("manifest", "");
  await check(report, read, trust, now);
  return report;
}

async function check(report: Report, bundle: Bundle, trust: Trust | null, now: bigint): Promise<void> {
  const { claim, evidence } = bundle;
  const read = await readActs(evidence.acts);
  const head = await checkHead(report, evidence.head, read, trust);
  await checkInclusion(report, evidence.blocks, head);
  const shown = new Shown(evidence.blocks);
  const acts = new Acts(checkAccepted(report, read, shown, claim, head));
  const home = homeOf(shown, claim.community, head.genesis);
  const register = new Register(shown, claim.community);
  await checkSignatures(report, acts, register, home);
  await checkEnrolment(report, acts, register, home);
  const stamped = await checkStamps(report, bundle, { acts: read, trust, now });
  await checkClaim(report, bundle, { acts, shown, head, stamped });
  report.shows = {
    times: new Map(acts.good().map(({ act, hash }) => [hash, { from: Number(act.nbf), until: Number(act.exp) }])),
    community: home.doc.name,
    bodies: new Map(home.doc.bodies.flatMap(({ id, msp, name }) => [[id, name] as const, [msp, name] as const])),
    opened: new Map(bundle.opened?.openings.map(({ hash, text }) => [hash, text])),
  };
}
