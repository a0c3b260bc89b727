// SPDX-License-Identifier: Apache-2.0

// The acts that a bundle shows: what they say, and that each took effect.

import type { Signature } from "../act/act.ts";
import { hashOf, parse, type ReadAct, type Signed } from "../act/act.ts";
import { hex } from "../encoding.ts";
import { type Claim, json, reason } from "./bundle.ts";
import { box, kept } from "./documents.ts";
import type { Head } from "./note.ts";
import type { Report } from "./report.ts";
import { partsOf, type Shown, type Written } from "./shown.ts";
import type { Signer } from "./signer.ts";

// Act is one that could be read and took effect, unless it is wrong.
export type Act = {
  act: ReadAct;
  at: Written; // its document
  hash: string;
  rejected: string; // why a ballot was turned down
  signatures: readonly Signature[];
  signers: Signer[]; // those whose signature is good
  text: string;
};

// Entry is an act in its place, or what is wrong with it.
export type Entry = { act: Act; wrong: "" } | { act: null; wrong: string };

// Read is an act before it is known whether it took effect.
export type Read = { text: string; signatures: readonly Signature[]; hash: string; act: ReadAct | null; wrong: string };

export async function readActs(acts: readonly Signed[]): Promise<Read[]> {
  return Promise.all(
    acts.map(async ({ act: text, signatures }) => {
      const hash = hex(await hashOf(text));
      try {
        return { text, signatures, hash, act: parse(text), wrong: "" };
      } catch (error) {
        return { text, signatures, hash, act: null, wrong: reason(error) };
      }
    }),
  );
}

// checkAccepted finds of every act the document that says that it took effect. A ballot that was turned down has one too, and is shown as
// such; no other act is.
export function checkAccepted(report: Report, acts: readonly Read[], shown: Shown, claim: Claim, head: Head): Entry[] {
  const hashes = new Set<string>();
  const entries = acts.map((read, i): Entry => {
    try {
      if (!read.act) {
        throw new Error(read.wrong);
      }
      if (hashes.has(read.hash)) {
        throw new Error("it is shown twice");
      }
      return { act: accept(read, read.act, shown, claim, head), wrong: "" };
    } catch (error) {
      report.fail("accepted", `act ${i}: ${reason(error)}`);
      return { act: null, wrong: reason(error) };
    } finally {
      hashes.add(read.hash);
    }
  });
  report.pass("accepted", `${acts.length}`);
  return entries;
}

function accept({ text, signatures, hash }: Read, act: ReadAct, shown: Shown, claim: Claim, head: Head): Act {
  if (act.net !== head.genesis) {
    throw new Error("it was made for another ledger");
  }
  if (act.community !== claim.community) {
    throw new Error("it is of another community");
  }
  const boxed = inBox(act, hash, shown);
  if (boxed) {
    return { act, at: boxed, hash, rejected: "", signatures, signers: [], text };
  }
  const { at, doc } = shown.use(kept, undefined, "act", act.community, hash);
  if (doc.tx !== at.tx) {
    throw new Error("its document names another transaction than the one that wrote it");
  }
  if (doc.rejected && (claim.kind !== "ballot" || claim.id !== hash)) {
    throw new Error(`it was turned down: ${doc.rejected}`);
  }
  return { act, at, hash, rejected: doc.rejected, signatures, signers: [], text };
}

// inBox finds the box that names a ballot, as it is shown first: what is in a box stays there.
function inBox(act: ReadAct, hash: string, shown: Shown): Written | undefined {
  if (act.type !== "ballot.cast" && act.type !== "ballot.paper") {
    return undefined;
  }
  const { election, right } = act.body as { election?: unknown; right?: unknown };
  return shown.find(({ key, value }) => {
    const [kind, community, of, , whose, ...more] = partsOf(key);
    const is = kind === "box" && community === act.community && of === election && whose === right && more.length === 0;
    return is && box(json(value)).ballots.some((ballot) => ballot.act === hash);
  });
}

// Acts are those of a bundle, and which of them something rests on.
export class Acts {
  readonly entries: readonly Entry[];
  readonly #needed = new Set<Act>();

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
  }

  good(): Act[] {
    return this.entries.flatMap(({ act }) => act ?? []);
  }

  // need finds an act that something rests on.
  need(hash: string): Act {
    const found = this.good().find((act) => act.hash === hash);
    if (!found) {
      throw new Error(`the act ${hash} is not shown, or did not take effect`);
    }
    return this.rest(found);
  }

  rest(act: Act): Act {
    this.#needed.add(act);
    return act;
  }

  unneeded(): number {
    return this.entries.findIndex(({ act }) => !act || !this.#needed.has(act));
  }
}
