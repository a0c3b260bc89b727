// SPDX-License-Identifier: Apache-2.0

// That an event is in an oracle's log, and what it says.

import { equal, fromHex, hex, sha256, utf8 } from "../encoding.ts";
import type { Act } from "./acts.ts";
import type { Claim, EventProof, Sentence } from "./bundle.ts";
import { json } from "./bundle.ts";
import { device, eventRoot } from "./documents.ts";
import { int, members, text, texts } from "./form.ts";
import { hashesIn, rootOf } from "./merkle.ts";
import { say } from "./says.ts";
import type { Shown, Written } from "./shown.ts";
import type { Signer } from "./signer.ts";
import { encode, type Form } from "./text.ts";

const longestPath = 63;

export async function saysEvent(claim: Claim, proof: EventProof, at: Written, own: readonly Act[], shown: Shown): Promise<Sentence[]> {
  const { root } = eventRoot(json(at.value));
  const others = own.some(({ act }) => act.by !== proof.oracle);
  if (others || proof.id !== claim.id || proof.community !== claim.community || proof.root !== root) {
    throw new Error("the event's proof is of another event, oracle, or log");
  }
  if (proof.event && hex(await sha256(Uint8Array.of(0), utf8(proof.event))) !== proof.id) {
    throw new Error("the text is not that of the event with this id");
  }
  const path = hashesIn(proof.proof);
  const reached = path && path.length <= longestPath ? await rootOf(fromHex(proof.id), proof.index, proof.size, path) : null;
  if (!reached || !equal(reached, fromHex(root))) {
    throw new Error("the event is not shown to be in the log");
  }
  return proof.event ? [saysWhat(claim, proof, own[0]?.signers[0], shown)] : [say("EVENT_LOGGED", { oracle: proof.oracle })];
}

// saysWhat refuses what stands in the log and no honest program would have put there.
function saysWhat(claim: Claim, proof: EventProof, program: Signer | undefined, shown: Shown): Sentence {
  const said = readEvent(proof.event);
  if (said.community !== claim.community) {
    throw new Error("the event is of another community");
  }
  const { doc } = shown.use(device, undefined, "device", claim.community, said.device);
  if (program?.body !== doc.body || !doc.kinds.includes(said.kind) || said.class !== doc.class) {
    throw new Error("its device may not say this, or not to this program");
  }
  return say("EVENT", { device: said.device, happened: String(said.happened), kind: said.kind, oracle: proof.oracle });
}

type Event = {
  class: string;
  clock: bigint;
  community: string;
  counter: bigint;
  device: string;
  happened: bigint;
  kind: string;
  raw: string;
  received: bigint;
  replaces: string;
  v: string;
  values: { readonly [name: string]: string };
};

const signed: Form<bigint> = (value) => (text(value).startsWith("-") && value !== "-0" ? -int(text(value).slice(1)) : int(value));

const form = members<Event>({
  class: text,
  clock: signed,
  community: text,
  counter: int,
  device: text,
  happened: int,
  kind: text,
  raw: text,
  received: int,
  replaces: text,
  v: text,
  values: texts,
});

const [id, hash] = [/^[a-z0-9][a-z0-9-]{1,62}$/, /^[0-9a-f]{64}$/];

// readEvent reads the one text of an event. Which kinds there are, the device's document says.
function readEvent(of: string): Event {
  const value: unknown = JSON.parse(of);
  const event = form(value);
  const canonical = encode(value) === of && of.normalize("NFC") === of;
  const named = id.test(event.community) && id.test(event.device) && hash.test(event.raw) && (!event.replaces || hash.test(event.replaces));
  if (!canonical || !named || event.v !== "1" || !/^T[0-3]$/.test(event.class) || utf8(of).length > 4096) {
    throw new Error("it is not written as an event is");
  }
  return event;
}
