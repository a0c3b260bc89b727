// SPDX-License-Identifier: Apache-2.0

// What is said and shown of an order is no part of the ledger: acts have hashes, the personal-data store has the rest.

import { type Bytes, base64url, hex, randomBytes, sha256, utf8 } from "../../../encoding.ts";
import { call } from "../api.ts";

// Enclosed is what an act names by its hash. With a salt, nobody finds a short text by trying.
export type Enclosed = { hash: string; salt: string; content: string | Bytes };

const newSalt = (): string => base64url(randomBytes(16));

const hashOf = async (salt: string, content: string | Bytes): Promise<string> =>
  hex(await (typeof content === "string" ? sha256(utf8(`${salt}\n${content}`.normalize("NFC"))) : sha256(utf8(`${salt}\n`), content)));

async function enclosed(content: string | Bytes): Promise<Enclosed> {
  const salt = newSalt();
  return { hash: await hashOf(salt, content), salt, content };
}

// About is which order it is about, if there is one already, and for whom an officer writes it, if he does.
export type About = { order?: string | undefined; person?: string | undefined };

// keep leaves a text or photo with the server before the act is signed; the same again is harmless.
export function keep({ hash, salt, content }: Enclosed, { order, person }: About): Promise<unknown> {
  const query = new URLSearchParams({ ...(order ? { order } : {}), ...(person ? { person } : {}) });
  if (typeof content === "string") {
    return call("PUT", `/orders/texts/${hash}?${query}`, { salt, text: content });
  }
  query.set("salt", salt);
  return call("PUT", `/orders/photos/${hash}?${query}`, new Blob([content], { type: "application/octet-stream" }));
}

// Hashes are what an act says of a text and photos: "" for a text of which there is none.
export type Hashes = { text: string; photos: string[]; parts: Enclosed[] };

export async function hashesOf(text: string, photos: readonly Bytes[] = []): Promise<Hashes> {
  const said = text.trim().normalize("NFC");
  const texts = await Promise.all(said ? [enclosed(said)] : []);
  const pictures = await Promise.all(photos.map(enclosed));
  return { text: texts[0]?.hash ?? "", photos: pictures.map(({ hash }) => hash), parts: [...texts, ...pictures] };
}

// enclose leaves a text and photos with the server, and says what an act calls them.
export async function enclose(text: string, photos: readonly Bytes[], about: About = {}): Promise<Hashes> {
  const hashes = await hashesOf(text, photos);
  await Promise.all(hashes.parts.map((part) => keep(part, about)));
  return hashes;
}
