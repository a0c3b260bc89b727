// SPDX-License-Identifier: Apache-2.0

// Forms of values: strict ones, of what a bundle and an act hold, and loose ones, of the ledger's documents, which may have members that
// nobody here asks for.

import { type Bytes, fromBase64url } from "../encoding.ts";
import type { Form } from "./text.ts";

type Forms<T> = { readonly [name in keyof T]-?: Form<Exclude<T[name], undefined>> };

function wrong(): never {
  throw new Error("it is not of the form that it should have");
}

export const text: Form<string> = (value) => (typeof value === "string" ? value : wrong());

export const yes: Form<boolean> = (value) => (typeof value === "boolean" ? value : wrong());

export const int: Form<bigint> = (value) => {
  const digits = text(value);
  const number = /^(0|[1-9][0-9]{0,18})$/.test(digits) ? BigInt(digits) : wrong();
  return number < 1n << 63n ? number : wrong();
};

export const bytes: Form<Bytes> = (value) => fromBase64url(text(value));

// base64 is text of bytes that stays as it is.
export const base64: Form<string> = (value) => {
  bytes(value);
  return text(value);
};

export const list =
  <T>(of: Form<T>): Form<T[]> =>
  (value) =>
    Array.isArray(value) ? value.map(of) : wrong();

const object: Form<{ readonly [name: string]: unknown }> = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as { [name: string]: unknown }) : wrong();

export const texts: Form<{ readonly [name: string]: string }> = (value) => {
  const members = object(value);
  Object.values(members).forEach(text);
  return members as { readonly [name: string]: string };
};

// members is an object of exactly these, of which some may be missing.
export const members =
  <T>(of: Forms<T>, may: readonly (keyof T)[] = []): Form<T> =>
  (value) => {
    const given = new Map(Object.entries(object(value)));
    const read: Partial<T> = {};
    for (const name of Object.keys(of) as (keyof T & string)[]) {
      if (given.has(name)) {
        read[name] = of[name](given.get(name)) as T[typeof name];
        given.delete(name);
      } else if (!may.includes(name)) {
        wrong();
      }
    }
    return given.size > 0 ? wrong() : (read as T);
  };

// document is an object that may have other members besides. One that is missing or null is as empty as its form can be.
export const document =
  <T>(of: Forms<T>): Form<T> =>
  (value) => {
    const given = new Map(Object.entries(value === null || value === undefined ? {} : object(value)));
    const read: Partial<T> = {};
    for (const name of Object.keys(of) as (keyof T & string)[]) {
      read[name] = of[name](given.get(name)) as T[typeof name];
    }
    return read as T;
  };

const orEmpty =
  <T>(form: Form<T>, empty: T): Form<T> =>
  (value) =>
    value === undefined || value === null ? empty : form(value);

// maybe are forms of a document's members.
export const maybe = {
  text: orEmpty(text, ""),
  yes: orEmpty(yes, false),
  int: orEmpty(int, 0n),
  bytes: orEmpty<Bytes>(bytes, new Uint8Array(0)),
  base64: orEmpty(base64, ""),
  whole: orEmpty<number>((value) => (Number.isInteger(value) ? (value as number) : wrong()), 0),
  list: <T>(of: Form<T>): Form<T[]> => orEmpty(list(of), []),
};
