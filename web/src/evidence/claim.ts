// SPDX-License-Identifier: Apache-2.0

// The claim that follows from the evidence, for the matter that a bundle names.

import { hex, sha256 } from "../encoding.ts";
import type { Act, Acts } from "./acts.ts";
import { saysBooking } from "./booking.ts";
import type { Bundle, Claim, Opened, Sentence } from "./bundle.ts";
import { saysEvent } from "./event.ts";
import { concerns, documentKey, isKind, type Kind, makerOf, textIn } from "./matter.ts";
import type { Head } from "./note.ts";
import { saysOpened } from "./opened.ts";
import type { Report } from "./report.ts";
import { say } from "./says.ts";
import { before, partsOf, type Shown, type Written } from "./shown.ts";
import { type Signer, twoBodies, who } from "./signer.ts";
import { encode } from "./text.ts";

// Told is what the claim is derived from, beside the bundle: the acts and documents that it shows, its head, and what its stamps say.
type Told = { acts: Acts; shown: Shown; head: Head; stamped: Sentence[] };

// checkClaim derives the claim again, and looks that nothing is shown that it does not rest on.
export async function checkClaim(report: Report, bundle: Bundle, told: Told): Promise<void> {
  if (report.failed("accepted", "signatures", "enrolment", ...report.stampLines())) {
    report.check("claim").detail = "what it rests on is not shown";
    return;
  }
  try {
    const claim = await derive(bundle, told);
    nothingElse(told.acts, told.shown);
    if (encode(claim) !== encode(bundle.claim)) {
      throw new Error("another claim follows from the evidence");
    }
  } catch (error) {
    report.fail("claim", error);
  }
  report.pass("claim", `${bundle.claim.kind} ${bundle.claim.id}`);
}

async function derive({ claim: given, event, opened }: Bundle, { acts, shown, head, stamped }: Told): Promise<Claim> {
  const { community, id, kind } = given;
  if (!isKind(kind)) {
    throw new Error(`nobody knows a claim of the kind ${JSON.stringify(kind)}`);
  }
  if ((kind === "event") !== (event !== null)) {
    throw new Error("an event has a proof, and nothing else has");
  }
  // A ballot's is its box, or its own if it was turned down.
  const at = kind === "ballot" ? acts.need(id).at : shown.last(documentKey(kind, given, event));
  if (!at) {
    throw new Error("the document that it is about is not shown");
  }
  const own = await concerning(kind, given, at, acts);
  const document = say("DOCUMENT", {
    block: String(at.block),
    kind: partsOf(at.key)[0] as string,
    sha256: hex(await sha256(at.value)),
    tx: at.tx,
  });
  const special = event ? await saysEvent(given, event, at, own, shown) : await saysMore(kind, at, own);
  const says = [document, ...special, ...saysActs(own), ...(await saysOpened(opened, acts, shown)), ...stamped];
  const later = say("LATER", { block: String(BigInt.asUintN(64, head.size - 1n)) });
  const not = [later, say("OTHERS"), say("TRUE"), say("HOLDER"), ...redacted(own, opened), say("WORDS")];
  return { community, id, kind, not, says, v: "1" };
}

// concerning are the acts that the claim is about. They come first, and those of one part in the order of the ledger.
async function concerning(kind: Kind, claim: Claim, at: Written, acts: Acts): Promise<Act[]> {
  const all = acts.good();
  const does = await Promise.all(all.map((act) => concerns(kind, claim, at, act)));
  const own = all.filter((_, i) => does[i]);
  if (does.indexOf(false) >= 0 && does.lastIndexOf(true) > does.indexOf(false)) {
    throw new Error("the acts that it is about do not come first");
  }
  if (all.some((act, i) => i > 0 && i !== own.length && before(act.at, (all[i - 1] as Act).at))) {
    throw new Error("the acts are not in their order");
  }
  for (const act of own) {
    acts.rest(act);
  }
  if (!madeBy(kind, claim, at, own)) {
    throw new Error("the act that made it is not shown");
  }
  return own;
}

// madeBy says whether the act that made the matter is among those that are shown. A transfer may be made by none: anybody may send a
// transaction that pays what is due.
function madeBy(kind: Kind, claim: Claim, at: Written, own: readonly Act[]): boolean {
  switch (kind) {
    case "result":
    case "event":
      return own.length > 0;
    case "voucher":
      return own.some(({ act }) => act.type === "points.redeem");
    default: {
      const maker = makerOf(kind, claim, at);
      return own.some(({ hash }) => hash === maker) || (kind === "transfer" && maker === "");
    }
  }
}

// saysMore is what the claim says beside documents and acts.
async function saysMore(kind: Kind, at: Written, own: readonly Act[]): Promise<Sentence[]> {
  if (kind === "result") {
    const result = hex(await sha256(at.value));
    if (!own.every((act) => textIn(act, "result") === result && twoBodies(act.signers))) {
      throw new Error("the bodies signed another result, or not two of them did");
    }
  }
  if (kind === "booking") {
    return saysBooking(at);
  }
  return kind === "ballot" ? [saysBallot(own[0] as Act)] : [];
}

function saysBallot(act: Act): Sentence {
  if (act.act.type !== "ballot.cast" && act.act.type !== "ballot.paper") {
    throw new Error(`${act.act.type} is no ballot`);
  }
  const about = { election: textIn(act, "election"), right: textIn(act, "right") };
  return act.rejected ? say("BALLOT_REJECTED", { ...about, why: act.rejected }) : say("BALLOT", about);
}

// saysActs are the acts, with who has signed them, and how the keys that are not officers' came onto the ledger.
function saysActs(own: readonly Act[]): Sentence[] {
  const signers = new Set<Signer>(own.flatMap((act) => act.signers));
  const acts = own.flatMap(({ act, at, hash, signers }) => [
    say("ACT", { act: hash, block: String(at.block), tx: at.tx, type: act.type }),
    ...signers.map((signer) => say("SIGNED", { act: hash, by: signer.id, kind: signer.kind, who: who(signer) })),
  ]);
  const keys = [...signers].filter(({ kind }) => kind !== "officer");
  return [...acts, ...keys.map((key) => say("ENROLLED", { block: String(key.at.block), by: key.by, credential: key.id }))];
}

// redacted are the persons who signed and of whom no name is shown.
function redacted(own: readonly Act[], opened: Opened | null): Sentence[] {
  const owners = own.flatMap(({ signers }) => signers.filter(({ kind }) => kind === "owner").map(who));
  const closed = [...new Set(owners)].filter((person) => !opened?.openings.some(({ hash }) => hash === person));
  return closed.map((person) => say("REDACTED", { who: person }));
}

// nothingElse refuses what the claim does not rest on: who reads a bundle should not have to wonder what it is for.
function nothingElse(acts: Acts, shown: Shown): void {
  const act = acts.unneeded();
  if (act >= 0) {
    throw new Error(`act ${act} is not needed`);
  }
  const written = shown.unused();
  if (written) {
    throw new Error(`a document of block ${written.block} is not needed: ${JSON.stringify(written.key)}`);
  }
}
