// SPDX-License-Identifier: Apache-2.0

// A passkey's signature over an act, checked as the ledger does (act/signature.go; WebAuthn Level 3, 7.2).

import type { Signature } from "../act/act.ts";
import { type Bytes, base64url, concat, equal, fromBase64url, fromUtf8, sha256, utf8 } from "../encoding.ts";

export type Passkey = { be: boolean; spki: string };
export type RelyingParty = { id: string; origins: readonly string[] };

const [present, verified, eligible, backedUp, attested, extended] = [1, 4, 8, 16, 64, 128] as const;

// asserted says that a passkey signed the act with a hash on one of the relying party's pages, with its user present and verified.
export async function asserted(s: Signature, hash: Bytes, passkey: Passkey, rp: RelyingParty): Promise<boolean> {
  const clientData = fromBase64url(s.clientDataJSON ?? "");
  const authData = fromBase64url(s.authenticatorData ?? "");
  return (
    isFor(clientData, hash, rp) &&
    (await isBy(authData, passkey, rp)) &&
    es256(concat(authData, await sha256(clientData)), fromBase64url(s.signature), fromBase64url(passkey.spki))
  );
}

function isFor(clientData: Bytes, hash: Bytes, rp: RelyingParty): boolean {
  if (clientData.length > 4096) {
    return false;
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(clientData);
  let members: { [name: string]: unknown };
  try {
    members = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof members !== "object" || members === null || Array.isArray(members)) {
    return false;
  }
  const names = new Set(Object.keys(members).map(folded));
  const { type, challenge, origin, crossOrigin } = members;
  return (
    names.size === membersOf(text) && // none twice, which two readers could read differently
    type === "webauthn.get" &&
    challenge === base64url(hash) &&
    typeof origin === "string" &&
    rp.origins.includes(origin) &&
    (crossOrigin === undefined || crossOrigin === false || crossOrigin === null) &&
    !("topOrigin" in members)
  );
}

// folded gives names that differ by case alone one form (Unicode's simple folding).
const folded = (name: string): string => Array.from(fromUtf8(utf8(name)), foldedSign).join("");

function foldedSign(sign: string): string {
  const lower = sign.toUpperCase().toLowerCase();
  return sign !== "\u0131" && Array.from(lower).length === 1 ? lower : sign; // a dotless i is no i
}

// membersOf counts the members of the object that a text of JSON is.
function membersOf(text: string): number {
  let [depth, colons] = [0, 0];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/gs)) {
    if (token === "{" || token === "[") {
      depth++;
    } else if (token === "}" || token === "]") {
      depth--;
    } else if (token === ":" && depth === 1) {
      colons++;
    }
  }
  return colons;
}

async function isBy(authData: Bytes, passkey: Passkey, rp: RelyingParty): Promise<boolean> {
  const fixed = 32 + 1 + 4; // hash of the relying party, flags, counter
  const flags = authData[32] ?? 0;
  const has = (flag: number) => (flags & flag) !== 0;
  return (
    authData.length >= fixed &&
    !has(attested) &&
    has(extended) === authData.length > fixed &&
    equal(await sha256(utf8(rp.id)), authData.slice(0, 32)) &&
    has(present) &&
    has(verified) &&
    (has(eligible) || !has(backedUp)) &&
    has(eligible) === passkey.be
  );
}

// es256 verifies a signature in strict DER, under a key of P-256 in its one encoding (SubjectPublicKeyInfo).
async function es256(message: Bytes, der: Bytes, spki: Bytes): Promise<boolean> {
  const raw = rawOf(der);
  if (!raw) {
    return false;
  }
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  try {
    const key = await crypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]);
    const again = new Uint8Array(await crypto.subtle.exportKey("spki", key));
    return equal(again, spki) && (await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, raw, message));
  } catch {
    return false;
  }
}

// rawOf is a signature's two numbers, 32 bytes each; null if it is not the one DER of two that are not negative and not too large.
function rawOf(der: Bytes): Bytes | null {
  const [sequence, length] = der;
  if (sequence !== 0x30 || length !== der.length - 2 || length > 0x7f) {
    return null;
  }
  const [r, rest] = integer(der.slice(2));
  const [s, none] = integer(rest);
  return r && s && none.length === 0 ? concat(r, s) : null;
}

function integer(der: Bytes): [Bytes | null, Bytes] {
  const [tag, length = 0, first = 0, second = 0] = der;
  const digits = der.slice(2, 2 + length);
  const padded = first === 0 && length > 1;
  if (tag !== 2 || length < 1 || digits.length !== length || first > 0x7f || (padded && second < 0x80)) {
    return [null, der];
  }
  const number = padded ? digits.slice(1) : digits;
  return [number.length > 32 ? null : concat(new Uint8Array(32 - number.length), number), der.slice(2 + length)];
}
