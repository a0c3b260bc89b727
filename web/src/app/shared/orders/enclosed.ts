// SPDX-License-Identifier: Apache-2.0

// What is said and shown of an order is no part of the ledger: acts have hashes, the personal-data store has the rest.

import { type Bytes, base64url, hex, randomBytes, sha256, utf8 } from "../../../encoding.ts";
import { call } from "../api.ts";

export const newSalt = (): string => base64url(randomBytes(16));

// hashOfText and hashOfPhoto are what acts name. With a salt, nobody finds a short text by trying.
export const hashOfText = async (salt: string, text: string): Promise<string> =>
  hex(await sha256(utf8(`${salt}\n${text}`.normalize("NFC"))));

export const hashOfPhoto = async (salt: string, photo: Bytes): Promise<string> => hex(await sha256(utf8(`${salt}\n`), photo));

type Kept = { hash: string };

// keepNote and keepPhoto give the server what was hashed; the same again is harmless.
export const keepNote = (salt: string, text: string): Promise<Kept> => call("POST", "/me/texts", { kind: "order", salt, text });

export function keepPhoto(salt: string, photo: Bytes): Promise<Kept> {
  const form = new FormData();
  form.append("salt", salt);
  form.append("photo", new Blob([photo], { type: "image/jpeg" }), "photo.jpg");
  return call("POST", "/me/photos", form);
}

// Enclosing is what an act names of a text and photos that the server has; kept: it has exactly these.
export type Enclosing = { text: string; photos: string[]; kept: boolean };

// enclose has the server keep a text, if there is one, and photos, and says what an act calls them.
export async function enclose(text: string, photos: readonly Bytes[]): Promise<Enclosing> {
  const said = text.trim().normalize("NFC");
  const hashes = await Promise.all([...(said ? [keepOne(newSalt(), said)] : []), ...photos.map((photo) => keepOne(newSalt(), photo))]);
  const kept = hashes.every((hash) => hash !== undefined);
  const all = hashes.map((hash) => hash ?? "");
  return said ? { text: all[0] ?? "", photos: all.slice(1), kept } : { text: "", photos: all, kept };
}

// keepOne is the hash of what the server keeps; undefined if it calls it otherwise.
async function keepOne(salt: string, content: string | Bytes): Promise<string | undefined> {
  const [mine, { hash }] =
    typeof content === "string"
      ? await Promise.all([hashOfText(salt, content), keepNote(salt, content)])
      : await Promise.all([hashOfPhoto(salt, content), keepPhoto(salt, content)]);
  return mine === hash ? hash : undefined;
}
