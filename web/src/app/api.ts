// SPDX-License-Identifier: Apache-2.0

// The server's API (api/openapi.yaml), as far as pages need it.

import type { Signature, Signed } from "../act/act.ts";
import { base64url, randomBytes } from "../encoding.ts";
import type { CreationOptions } from "../passkey/create.ts";

// Problem is what the server refuses, and why, in the reader's language (RFC 9457).
export class Problem extends Error {
  readonly status: number;
  readonly kind: string; // the end of its type, for example "no-session"
  readonly code: string; // the ledger's code, or ""
  readonly detail: string;

  constructor(status: number, body: { type?: string; title?: string; detail?: string; code?: string }) {
    super(body.title ?? `HTTP ${status}`);
    this.status = status;
    this.kind = (body.type ?? "").replace("urn:linli:problem:", "");
    this.code = body.code ?? "";
    this.detail = body.detail ?? "";
  }
}

// Offline says that the server could not be reached, so that nobody knows what it did.
export class Offline extends Error {}

type Method = "GET" | "POST" | "PATCH" | "DELETE";

// call asks the server. It throws a Problem or Offline.
export async function call<T>(method: Method, path: string, body?: unknown, headers?: HeadersInit): Promise<T> {
  const { answer } = await ask<T>(method, path, body, headers);
  return answer;
}

async function ask<T>(
  method: Method,
  path: string,
  body?: unknown,
  headers: HeadersInit = {},
): Promise<{ status: number; answer: T }> {
  const form = body instanceof FormData;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        "Accept-Language": document.documentElement.lang,
        ...(body === undefined || form ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
  } catch (error) {
    throw new Offline(String(error));
  }
  const text = await response.text().catch(() => "");
  const answer = parse(text);
  if (!response.ok) {
    // A gateway in between that fails knows no more than we do whether the server has acted.
    if (response.status >= 502 && !(answer as { type?: string })?.type) {
      throw new Offline(`HTTP ${response.status}`);
    }
    throw new Problem(response.status, (answer ?? {}) as object);
  }
  return { status: response.status, answer: answer as T };
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type Receipt = { act: string; code: "OK" | "ALREADY"; tx: string; block: number; receipt: string };

// Sent is what became of an act.
export type Sent = { kind: "on-ledger"; receipt: Receipt } | { kind: "unknown"; act: string };

export const newKey = (): string => base64url(randomBytes(18));

// postAct relays an act and waits for its block. key stays the same when the act is sent again.
export const postAct = (signed: Signed, key: string): Promise<Sent> =>
  sent("POST", "/acts", signed, { "Idempotency-Key": key });

// askReceipt asks what became of an act.
export const askReceipt = (act: string): Promise<Sent> => sent("GET", `/acts/${act}/receipt`);

export const signPending = (act: string, signature: Signature): Promise<Sent> =>
  sent("POST", `/pending-acts/${act}/sign`, signature);

async function sent(method: Method, path: string, body?: unknown, headers?: HeadersInit): Promise<Sent> {
  const { status, answer } = await ask<Receipt>(method, path, body, headers);
  return status === 202 ? { kind: "unknown", act: answer.act } : { kind: "on-ledger", receipt: answer };
}

export type Body = { id: string; msp: string; name: string };
export type Weight = { heads: number; areaDm2: number };

export type Community = {
  community: string;
  name: string;
  net: string;
  profile: string;
  rp: { id: string; origins: string[] };
  bodies: Body[];
  roll: number;
};

export type Contest = { id: string; options: string[]; seats?: number; threshold: string; title: string };

export type Stage =
  | "draft"
  | "notice"
  | "open"
  | "closed"
  | "unsealed"
  | "tallied"
  | "published"
  | "objection"
  | "final"
  | "annulled";

export type Election = {
  election: string;
  title: string;
  roll: number;
  rules: { kind?: string; revote: boolean; countParking: boolean };
  contests: Contest[];
  effect: string;
  stage: Stage;
  bodies: string[];
  keys: string[];
  threshold: number;
  pad: number;
  times: { [at: string]: number };
  result: string;
};

export type BodyKey = { body: string; public: string; drilled: string; published: boolean };
export type Turnout = { heads: number; areaDm2: number; of: Weight; ballots: number };
export type ElectionDetail = { election: Election; keys: BodyKey[]; turnout: Turnout };

export type Session = {
  community: string;
  credential: string;
  kind: "owner" | "officer";
  status: "pending" | "active";
  person?: string;
  body?: string;
  ineligible?: boolean;
};

export type MyRight = {
  right: string;
  areaDm2: number;
  units: { unit: string; areaDm2: number }[];
  role: "voter" | "co-owner" | "proxy";
  voter?: string;
  elections: { election: string; stage: Stage; mine: number; ballots: number }[];
};

export type MyCredential = {
  id: string;
  status: "pending" | "active" | "revoked";
  current: boolean;
  label?: string;
  added?: number;
  used?: number;
};

export type Me = { session: Session; seq: number; credentials: MyCredential[]; rights: MyRight[] };

export type Box = {
  mine: number;
  seq: number;
  role?: "own" | "proxy";
  standing?: string;
  ballots: { act: string; number: string; channel: string }[];
};

export type Proof = { community: string; code: string; at: number; proof: string };
export type Invitation = { person: string; greeting: string; house: string; expires: number; onLedger: boolean };

const at = encodeURIComponent;

export const api = {
  communities: () => call<{ items: { community: string; name: string; founded: boolean }[] }>("GET", "/communities"),
  community: (id: string) => call<Community>("GET", `/communities/${at(id)}`),
  elections: (id: string) =>
    call<{ items: { election: string; title: string; stage: Stage }[] }>("GET", `/communities/${at(id)}/elections`),
  election: (id: string, election: string) =>
    call<ElectionDetail>("GET", `/communities/${at(id)}/elections/${at(election)}`),
  me: () => call<Me>("GET", "/me"),
  box: (election: string, right: string) => call<Box>("GET", `/me/elections/${at(election)}/rights/${right}`),
  label: (credential: string, label: string) => call<void>("PATCH", `/me/credentials/${at(credential)}`, { label }),
  logOut: () => call<void>("DELETE", "/session"),
  beginLogin: (community: string) => call<{ nonce: string }>("POST", "/session/begin", { community }),
  finishLogin: (assertion: unknown) => call<Session>("POST", "/session/finish", assertion),
  lookUp: (proof: Proof) => call<Invitation>("POST", "/enrolments/lookup", proof),
  beginPasskey: (proof: Proof) => call<{ publicKey: CreationOptions }>("POST", "/webauthn/register/begin", proof),
  finishPasskey: (credential: unknown, label: string) =>
    call<{ id: string; person: string; passkey: { spki: string; be: boolean } }>("POST", "/webauthn/register/finish", {
      credential,
      label,
    }),
};
