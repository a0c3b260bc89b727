// SPDX-License-Identifier: Apache-2.0

// A body's election key: one file that a passphrase closes, and one sheet of paper.

import { canonical, readCanonical } from "../act/canonical.ts";
import { grouped, readBase32, writeBase32 } from "../base32.ts";
import { type Bytes, base64url, equal, fromBase64url, fromHex, hex, sha256, utf8 } from "../encoding.ts";
import * as hpke from "./hpke.ts";
import { x25519 } from "./x25519.ts";

// ElectionKey is a body's X25519 key for one election. The public part goes into the act election.key, the private one,
// after the close, into election.unseal.
export type ElectionKey = { private: Bytes; public: Bytes };

// KeyLabel says what a key is for.
export type KeyLabel = { community: string; election: string; body: string };

// newElectionKey derives a key from 32 random bytes.
export const newElectionKey = async (seed: Bytes): Promise<ElectionKey> => electionKeyOf(await hpke.deriveKey(seed));

// electionKeyOf is the key with this private part of 32 bytes.
export async function electionKeyOf(priv: Bytes): Promise<ElectionKey> {
  return { private: priv, public: await (await x25519()).publicOf(priv) };
}

// What the text of a key file says besides the closed key; all of it is authenticated.
type Header = { kdf: string; iterations: string; salt: string; iv: string; public: string; v: string } & KeyLabel;

const kdf = "PBKDF2-HMAC-SHA256, AES-256-GCM";
const iterations = 600_000; // OWASP's least for PBKDF2-HMAC-SHA256
export const keyFileSeedSize = 28; // salt and nonce

// writeKeyFile returns the text of a key file; seed is 28 random bytes.
export async function writeKeyFile(key: ElectionKey, label: KeyLabel, passphrase: string, seed: Bytes): Promise<string> {
  const [salt, iv] = [seed.slice(0, 16), seed.slice(16, keyFileSeedSize)];
  const { community, election, body } = label;
  const header: Header = {
    ...{ v: "1", kdf, iterations: String(iterations), salt: base64url(salt), iv: base64url(iv) },
    ...{ community, election, body, public: base64url(key.public) },
  };
  const aes = await passphraseKey(passphrase, salt, iterations);
  const closed = await crypto.subtle.encrypt(gcm(header), aes, key.private);
  return canonical({ ...header, private: base64url(new Uint8Array(closed)) });
}

export type KeyFile = { key: ElectionKey; label: KeyLabel };

// readKeyFile returns the key; "wrong-passphrase" may also mean a damaged file, "not-a-key-file" is any other text.
export async function readKeyFile(text: string, passphrase: string): Promise<KeyFile | "wrong-passphrase" | "not-a-key-file"> {
  const file = readHeader(text);
  if (!file) {
    return "not-a-key-file";
  }
  const { header, closed } = file;
  const aes = await passphraseKey(passphrase, fromBase64url(header.salt), Number(header.iterations));
  const opened = await crypto.subtle.decrypt(gcm(header), aes, closed).catch(() => undefined);
  if (!opened) {
    return "wrong-passphrase";
  }
  const { community, election, body } = header;
  return { key: await electionKeyOf(new Uint8Array(opened)), label: { community, election, body } };
}

function readHeader(text: string): { header: Header; closed: Bytes } | undefined {
  try {
    const { private: closed, ...header } = readCanonical(text.trim()) as Header & { private: string };
    const rounds = Number(header.iterations);
    const known = header.v === "1" && header.kdf === kdf && rounds >= 100_000 && rounds <= 10_000_000;
    return known ? { header, closed: fromBase64url(closed) } : undefined;
  } catch {
    return undefined;
  }
}

const gcm = (header: Header): AesGcmParams => ({
  name: "AES-GCM",
  iv: fromBase64url(header.iv),
  additionalData: utf8(canonical(header)),
});

async function passphraseKey(passphrase: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const typed = utf8(passphrase.normalize("NFKC"));
  const base = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const params = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(params, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// A sheet has four lines of 13 characters with two check characters each.
export const sheetLines = 4;
const lineSize = 13;
const checkSize = 2;

// sheetCode returns the four lines of a recovery sheet, which hold the private key.
export function sheetCode(priv: Bytes): Promise<string[]> {
  const all = writeBase32(BigInt(`0x${hex(priv)}`), sheetLines * lineSize);
  return Promise.all(
    Array.from({ length: sheetLines }, async (_, i) => {
      const line = all.slice(i * lineSize, (i + 1) * lineSize);
      return grouped(line + (await checkOf(i, line)), 5);
    }),
  );
}

// readSheet reads the typed lines of a sheet: the key, or the number (from 1) of the first line that is mistyped.
export async function readSheet(lines: readonly string[]): Promise<ElectionKey | { badLine: number }> {
  let number = 0n;
  for (let i = 0; i < sheetLines; i++) {
    const read = readBase32(lines[i] ?? "");
    const whole = read && writeBase32(read.number, read.size);
    const line = whole?.slice(0, lineSize);
    if (read?.size !== lineSize + checkSize || line === undefined || whole !== line + (await checkOf(i, line))) {
      return { badLine: i + 1 };
    }
    number = (number << BigInt(5 * lineSize)) | (read.number >> BigInt(5 * checkSize));
  }
  // 52 characters hold four bits more than a key, which are zero.
  const digits = number.toString(16).padStart(64, "0");
  return digits.length === 64 ? electionKeyOf(fromHex(digits)) : { badLine: 1 };
}

async function checkOf(i: number, line: string): Promise<string> {
  const [high = 0, low = 0] = await sha256(utf8(`linli/sheet/v1\0${i}${line}`));
  return writeBase32(BigInt((high << 8) | low) >> 6n, checkSize);
}

// isKeyOf says whether a key is the one whose public part the ledger has (base64url).
export const isKeyOf = (key: ElectionKey, published: string): boolean => equal(key.public, fromBase64url(published));

// recoverySheet is the text to print; the page gives the day, and keeps no copy.
export async function recoverySheet(key: ElectionKey, label: KeyLabel, title: string, day: string): Promise<string> {
  const lines = await sheetCode(key.private);
  return `表决密钥恢复单 · Recovery sheet of an election key

小区 Community   ${label.community}
表决 Election    ${label.election} ${title}
单位 Body        ${label.body}
日期 Day         ${day}
公钥 Public key  ${base64url(key.public)}

${lines.map((line, i) => `  ${i + 1}   ${line}`).join("\n")}

在投票截止之前，任何人凭几家单位的恢复单即可提前看到选票。请封入信封、锁好；公布结果之后销毁。
Whoever has the sheets of several bodies can read ballots before the close. Seal it in an envelope, lock it away,
and destroy it once the result is published.
`;
}
