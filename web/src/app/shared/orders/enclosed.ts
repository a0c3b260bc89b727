// SPDX-License-Identifier: Apache-2.0

// What is said and shown of an order is no part of the ledger: acts have hashes, the personal-data store has the rest.

import { type Bytes, base64url, hex, randomBytes, sha256, utf8 } from "../../../encoding.ts";
import { call } from "../api.ts";

export const newSalt = (): string => base64url(randomBytes(16));

// hashOfText and hashOfPhoto are what acts name. With a salt, nobody finds a short text by trying.
export const hashOfText = async (salt: string, text: string): Promise<string> =>
  hex(await sha256(utf8(`${salt}\n${text}`.normalize("NFC"))));

export const hashOfPhoto = async (salt: string, photo: Bytes): Promise<string> => hex(await sha256(utf8(`${salt}\n`), photo));

// keepNote and keepPhoto give the server what was hashed; the same again is harmless.
export const keepNote = (salt: string, text: string): Promise<unknown> => call("POST", "/me/texts", { kind: "order", salt, text });

export function keepPhoto(salt: string, photo: Bytes): Promise<unknown> {
  const form = new FormData();
  form.append("salt", salt);
  form.append("photo", new Blob([photo], { type: "image/jpeg" }), "photo.jpg");
  return call("POST", "/me/photos", form);
}
