// SPDX-License-Identifier: Apache-2.0

// A trust file: what its reader believes before he reads a bundle. It comes from elsewhere than the bundle.

import type { Bytes } from "../encoding.ts";
import { list, members, text } from "./form.ts";
import { type Witness, witnessOf } from "./note.ts";
import { type Form, shallow } from "./text.ts";

// Trust is what is believed: the ledger's first block, who witnesses its heads, and how many of them it takes.
export type Trust = {
  genesis: string;
  witnesses: Witness[];
  names: { readonly [msp: string]: string };
  least: number;
  stampers: Stamper[];
};

// Stamper is a time-stamping authority, with its certificate (DER).
export type Stamper = { name: string; certificate: Bytes };

type Body = { name: string; mspId: string; roots: string[] };
type File = {
  format: string;
  channel: string;
  genesis: string;
  bodies: Body[];
  checkpoints: unknown;
  witnesses: { mspId: string; key: string }[];
  threshold: number;
  stampers: { name: string; certificate: string }[];
};

const whole: Form<number> = (value) => {
  if (!Number.isSafeInteger(value)) {
    throw new Error("it is no whole number");
  }
  return value as number;
};

const form = members<File>(
  {
    format: text,
    channel: text,
    genesis: text,
    bodies: list(members<Body>({ name: text, mspId: text, roots: list(text) })),
    checkpoints: list(members({ block: whole, hash: text })),
    witnesses: list(members<File["witnesses"][number]>({ mspId: text, key: text })),
    threshold: whole,
    stampers: list(members<File["stampers"][number]>({ name: text, certificate: text })),
  },
  ["checkpoints", "witnesses", "threshold", "stampers"],
);

const pem = /^\s*-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----\s*$/;

// readTrust reads a trust file, or throws an Error that says why it is none. The certificates in it are for whole ledgers; nothing here
// uses them.
export async function readTrust(file: string): Promise<Trust> {
  shallow(file);
  const { format, channel, genesis, bodies, witnesses = [], threshold = 0, stampers = [] } = form(JSON.parse(file));
  if (format !== "linli-trust/1" || !/^[0-9a-fA-F]{64}$/.test(genesis) || !channel || bodies.length === 0) {
    throw new Error("it is no trust file of this version");
  }
  if (bodies.some(({ roots }) => roots.length === 0 || !roots.every((root) => pem.test(root)))) {
    throw new Error("a body has no certificates");
  }
  if (stampers.some(({ name, certificate }) => name === "" || !pem.test(certificate))) {
    throw new Error("a stamper has no name, or not one certificate");
  }
  const keys = await Promise.all(witnesses.map(({ key }) => witnessOf(key)));
  for (const [i, { mspId }] of witnesses.entries()) {
    const first = witnesses.findIndex((other) => other.mspId === mspId) === i;
    if (keys[i]?.name !== mspId || !first || !bodies.some((body) => body.mspId === mspId)) {
      throw new Error(`the witness of ${mspId} is not the one of a body`);
    }
  }
  if (threshold < 0 || threshold > bodies.length) {
    throw new Error(`a threshold of ${threshold}, of ${bodies.length} bodies`);
  }
  const names = Object.fromEntries(bodies.map(({ mspId, name }) => [mspId, name]));
  return { genesis, witnesses: keys, names, least: threshold || Math.floor(bodies.length / 2) + 1, stampers: stampers.map(derOf) };
}

const derOf = ({ name, certificate }: File["stampers"][number]): Stamper => ({
  name,
  certificate: Uint8Array.from(atob(certificate.replace(/-----[A-Z ]+-----|\s/g, "")), (c) => c.charCodeAt(0)),
});
