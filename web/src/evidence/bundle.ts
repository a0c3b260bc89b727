// SPDX-License-Identifier: Apache-2.0

// What a bundle says, before any of it is believed (docs/evidence.md).

import type { Signature, Signed } from "../act/act.ts";
import { type Bytes, hex, sha256 } from "../encoding.ts";
import { base64, bytes, int, list, members, text, texts } from "./form.ts";
import { decode, type Form, shallow } from "./text.ts";
import { type Entry, read as unzip } from "./zip.ts";

const mostSignatures = 200; // under acts
const mostOfStamp = 16 << 10; // bytes

export type Sentence = { args: { readonly [name: string]: string }; code: string };
export type Claim = { community: string; id: string; kind: string; not: Sentence[]; says: Sentence[]; v: string };
export type Write = { index: bigint; key: string; path: Bytes; tx: string; value: Bytes };
export type Block = { hash: string; number: bigint; path: Bytes; root: string; size: bigint; writes: Write[] };
export type Evidence = { acts: Signed[]; blocks: Block[]; head: string; v: string };
export type EventProof = {
  community: string;
  event: string;
  id: string;
  index: bigint;
  oracle: string;
  proof: Bytes;
  root: string;
  size: bigint;
  v: string;
};
type Listed = { name: string; sha256: string; size: bigint };
type Manifest = { entries: Listed[]; format: string; profile: string };

export type Opening = { hash: string; salt: string; text: string };
export type Opened = { openings: Opening[]; v: string };

export type Bundle = {
  profile: string;
  claim: Claim;
  evidence: Evidence;
  event: EventProof | null;
  opened: Opened | null;
  stamps: Bytes[];
};

// Read is a bundle, and what is wrong with its manifest.
export type Read = Bundle & { manifest: string };

const filled: Form<string> = (value) => {
  if (value === "") {
    throw new Error("a signature has an empty part");
  }
  return base64(value);
};
const signature = members<Signature>({ by: text, clientDataJSON: filled, authenticatorData: filled, signature: base64 }, [
  "clientDataJSON",
  "authenticatorData",
]);
const manifestForm = members<Manifest>({
  entries: list(members<Listed>({ name: text, sha256: text, size: int })),
  format: text,
  profile: text,
});
const sentences = list(members<Sentence>({ args: texts, code: text }));
const claimForm = members<Claim>({ community: text, id: text, kind: text, not: sentences, says: sentences, v: text });
const writeForm = members<Write>({ index: int, key: text, path: bytes, tx: text, value: bytes });
const blockForm = members<Block>({ hash: text, number: int, path: bytes, root: text, size: int, writes: list(writeForm) });
const evidenceForm = members<Evidence>({
  acts: list(members<Signed>({ act: text, signatures: list(signature) })),
  blocks: list(blockForm),
  head: text,
  v: text,
});
const eventForm = members<EventProof>({
  community: text,
  event: text,
  id: text,
  index: int,
  oracle: text,
  proof: bytes,
  root: text,
  size: int,
  v: text,
});
const openedForm = members<Opened>({ openings: list(members<Opening>({ hash: text, salt: text, text })), v: text });

// open takes a file apart. It throws an Error that says why it is not written as a bundle is.
export async function open(file: Bytes): Promise<Read> {
  const [head, ...entries] = unzip(file);
  if (head?.name !== "manifest.json") {
    throw new Error("the first entry is not the manifest");
  }
  const manifest = inside(head, manifestForm);
  if (manifest.format !== "linli-evidence/1" || !["small", "full"].includes(manifest.profile)) {
    throw new Error(`format ${JSON.stringify(manifest.format)} and profile ${JSON.stringify(manifest.profile)} are not known here`);
  }
  const listed = await agrees(manifest.entries, entries);
  return {
    ...fill(entries, manifest.profile),
    profile: manifest.profile,
    manifest: listed ? "" : "the entries are not those of the manifest",
  };
}

async function agrees(listed: readonly Listed[], entries: readonly Entry[]): Promise<boolean> {
  const sums = await Promise.all(entries.map(({ content }) => sha256(content)));
  const same = ({ name, content }: Entry, i: number) =>
    listed[i]?.name === name && listed[i]?.size === BigInt(content.length) && listed[i]?.sha256 === hex(sums[i] ?? new Uint8Array(0));
  return listed.length === entries.length && entries.every(same);
}

function inside<T>({ name, content }: Entry, form: Form<T>): T {
  try {
    return decode(content, form);
  } catch (error) {
    throw new Error(`${name}: ${reason(error)}`);
  }
}

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// blocks are the further entries of a full bundle.
const blocks = /^block\.pb( config-\d+\.pb)*( definition-\d+\.pb)* report\.zh\.html report\.en\.html$/;

function fill(entries: readonly Entry[], profile: string): Omit<Bundle, "profile"> {
  const named = (name: string) => entries.find((entry) => entry.name === name);
  const parts = ["claim.json", "evidence.json", "event.json", "opened.json"].map(named);
  const [claim, evidence, event, opened] = parts;
  const stamps = stampsIn(entries);
  const expected = [...parts.flatMap((part) => part ?? []), ...stamps];
  const names = entries.map(({ name }) => name);
  const rest = names.slice(expected.length).join(" ");
  const inOrder = expected.every((part, i) => part === entries[i]);
  if (!claim || !evidence || !inOrder || !(profile === "full" ? blocks : /^$/).test(rest)) {
    throw new Error(`the entries are [${names.join(", ")}], and should be others, or in another order`);
  }
  const bundle = {
    claim: inside(claim, claimForm),
    evidence: inside(evidence, evidenceForm),
    event: event ? proofOf(event) : null,
    opened: opened ? inside(opened, openedForm) : null,
    stamps: stamps.map(({ content }) => content),
  };
  check(bundle.evidence);
  return bundle;
}

// stampsIn are the time stamps, from the first one on.
function stampsIn(entries: readonly Entry[]): Entry[] {
  const stamps = entries.filter(({ name }) => name.startsWith("stamp-"));
  if (stamps.some(({ name, content }, i) => name !== `stamp-${i + 1}.tst` || content.length > mostOfStamp)) {
    throw new Error("a time stamp is too large, or not in its place");
  }
  return stamps;
}

// proofOf reads an event's proof, which has bounds of its own.
function proofOf(entry: Entry): EventProof {
  const proof = inside(entry, eventForm);
  const hash = /^[0-9a-f]{64}$/;
  if (
    entry.content.length > 6 * 4096 + 4096 ||
    proof.v !== "1" ||
    !/^[a-z0-9][a-z0-9-]{1,62}$/.test(proof.community) ||
    !/^[A-Za-z0-9_-]{1,86}$/.test(proof.oracle) ||
    !hash.test(proof.id) ||
    !hash.test(proof.root) ||
    proof.proof.length % 32 !== 0
  ) {
    throw new Error("it holds no event's proof");
  }
  return proof;
}

// check refuses what is out of order or out of bounds.
function check({ acts, blocks, v }: Evidence): void {
  for (const { act } of acts) {
    shallow(act);
  }
  const signatures = acts.reduce((sum, act) => sum + act.signatures.length, 0);
  if (signatures > mostSignatures) {
    throw new Error(`there are ${signatures} signatures, more than ${mostSignatures}`);
  }
  ascending(blocks.map(({ number }) => number));
  for (const { number, size, writes } of blocks) {
    if (writes.length === 0 || writes.some(({ index }) => index >= size)) {
      throw new Error(`block ${number}: none of its writes is shown, or one that it has not`);
    }
    ascending(writes.map(({ index }) => index));
    for (const { value } of writes) {
      json(value);
    }
  }
  if (v !== "1") {
    throw new Error(`version ${JSON.stringify(v)} is not known here`);
  }
}

function ascending(numbers: readonly bigint[]): void {
  if (numbers.some((number, i) => i > 0 && number <= (numbers[i - 1] as bigint))) {
    throw new Error("blocks or writes are not in their order");
  }
}

// json reads what a transaction wrote.
export function json(value: Bytes): unknown {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(value);
  shallow(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("what was written is no JSON");
  }
}
