// SPDX-License-Identifier: Apache-2.0

// The signed act: everything that changes the ledger is a small canonical JSON document, signed by whoever does it.

import { type Bytes, concat, hex, sha256, utf8 } from "../encoding.ts";
import type { ActType, Base64Url, Bodies, Hex, Int } from "./body.ts";
import { canonical, readCanonical, type Value } from "./canonical.ts";
import { Refusal } from "./refusal.ts";

// Envelope is what binds an act to its ledger, signer and time.
export type Envelope = {
  by: string; // credential id of the first signer
  community: string;
  disp: Hex; // SHA-256 of the text the person was shown: shown()
  exp: Int; // last second of validity, Unix time
  nbf: Int; // first second of validity
  net: Hex; // hash of the channel's genesis block
  seq: Int; // next number of this officer or person (for a ballot: of this person and right)
};

// ReadAct is an act as parse returns it; its body has not been compared with its type.
export type ReadAct = Envelope & { body: { readonly [name: string]: Value }; type: string; v: "1" };

// Signature is one signature over an act. A passkey's has the assertion's parts, an invitation's only the signature.
export type Signature = {
  by: string;
  clientDataJSON?: Base64Url;
  authenticatorData?: Base64Url;
  signature: Base64Url;
};

// Signed is an act as it travels. The text holds the exact bytes that were signed.
export type Signed = { act: string; signatures: Signature[] };

// Messages of the ledger about acts of another version must not be read as if they were of this one.
const version = "1";

const domain = utf8("linli/act/v1\0");

// encode returns the canonical text of an act, or throws the Refusal that the ledger would answer.
export function encode<T extends ActType>(type: T, body: Bodies[T], envelope: Envelope): string {
  const { by, community, disp, exp, nbf, net, seq } = envelope;
  const act = { body, by, community, disp, exp, nbf, net, seq, type, v: version };
  check(act);
  return canonical(act);
}

// parse reads the text of an act, as the ledger does (act.Parse): only the one canonical text passes.
export function parse(text: string, limit = 256 << 10): ReadAct {
  if (utf8(text).length > limit) {
    throw new Refusal("TOO_LARGE", `the act has more than ${limit} bytes`);
  }
  const act = readCanonical(text);
  if (typeof act !== "object" || Array.isArray(act)) {
    throw new Refusal("BAD_FIELD", "an act is an object");
  }
  const unknown = Object.keys(act).find((name) => !members.has(name));
  if (unknown !== undefined) {
    throw new Refusal("UNKNOWN_FIELD", `an act has no ${JSON.stringify(unknown)}`);
  }
  check(act as { [name: string]: Value });
  return act as ReadAct;
}

// message is what an invitation's key signs; its SHA-256 is the act's hash.
export const message = (text: string): Bytes => concat(domain, utf8(text));

// hashOf returns an act's hash: its identity, and the challenge that passkeys sign.
export const hashOf = (text: string): Promise<Bytes> => sha256(message(text));

// shown returns an envelope's disp for the text that the person was shown.
export const shown = async (text: string): Promise<Hex> => hex(await sha256(utf8(text.normalize("NFC"))));

// int writes a whole number as acts do.
export function int(n: number | bigint): Int {
  if (typeof n === "number" && !Number.isSafeInteger(n)) {
    throw new RangeError(`${n} is not a safe whole number`);
  }
  return checkInt("number", String(n));
}

// lifetimes are those of acts, in seconds, where they are not a day: an online ballot's, as a relay that held it back could deliver it
// until then; and a voucher's use, which a counter without a network tells as long as the ledger takes it.
const lifetimes: { [type: string]: number } = { "ballot.cast": 3600, "voucher.use": 9 * 86400 };

// validity is when an act of this type, made at this Unix time, is good: from ten minutes before, as clocks differ.
export const validity = (now: number, type = ""): Pick<Envelope, "nbf" | "exp"> => ({
  nbf: int(now - 600),
  exp: int(now + (lifetimes[type] ?? 86400)),
});

const forms: { [member: string]: RegExp } = {
  net: /^[0-9a-f]{64}$/,
  community: /^[a-z0-9][a-z0-9-]{1,62}$/,
  type: /^[a-z]+(\.[a-z]+)+$/,
  by: /^[A-Za-z0-9_-]{16,512}$/,
  disp: /^[0-9a-f]{64}$/,
};
const members = new Set([...Object.keys(forms), "body", "exp", "nbf", "seq", "v"]);
const maxLifetime = 366n * 24n * 3600n;

function check(act: { readonly [name: string]: Value }): void {
  if (act.v !== version) {
    throw new Refusal(act.v === undefined ? "BAD_FIELD" : "BAD_VERSION", "the act is of another version");
  }
  for (const [name, form] of Object.entries(forms)) {
    const value = act[name];
    if (typeof value !== "string" || !form.test(value)) {
      throw new Refusal("BAD_FIELD", `${JSON.stringify(name)} must match ${form}`);
    }
  }
  const [seq, nbf, exp] = ["seq", "nbf", "exp"].map((name) => BigInt(checkInt(name, act[name]))) as [bigint, bigint, bigint];
  if (seq < 1n) {
    throw new Refusal("BAD_FIELD", '"seq" must be 1 or more');
  }
  if (exp < nbf || exp - nbf > maxLifetime) {
    throw new Refusal("BAD_FIELD", '"exp" must be at or after "nbf", by at most 366 days');
  }
  if (typeof act.body !== "object" || Array.isArray(act.body)) {
    throw new Refusal("BAD_FIELD", '"body" must be an object');
  }
}

function checkInt(name: string, value: Value | undefined): Int {
  if (typeof value !== "string" || !/^(0|[1-9][0-9]{0,18})$/.test(value) || BigInt(value) >= 1n << 63n) {
    throw new Refusal("BAD_FIELD", `${JSON.stringify(name)} is not a whole number from 0 to 9223372036854775807`);
  }
  return value;
}
