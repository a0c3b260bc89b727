// SPDX-License-Identifier: Apache-2.0

// The server's API (api/openapi.yaml), as far as pages need it.

import type { Signature, Signed } from "../../act/act.ts";
import { base64url, randomBytes } from "../../encoding.ts";
import type { CreationOptions } from "../../passkey/create.ts";
import { heard } from "./clock.ts";
import type { components } from "./schema.gen.ts";

// Problem is what the server refuses, and why, in the reader's language (RFC 9457).
export class Problem extends Error {
  readonly status: number;
  readonly kind: string; // the end of its type, for example "no-session"
  readonly code: string; // the ledger's code, or ""
  readonly detail: string;
  readonly tx: string; // where a rejected ballot is on the ledger, or ""
  readonly fields: string[]; // that are not filled in as they should be

  constructor(status: number, body: Partial<Omit<Schema["Problem"], "status">>) {
    super(body.title ?? `HTTP ${status}`);
    this.status = status;
    this.kind = (body.type ?? "").replace("urn:linli:problem:", "");
    this.code = body.code ?? "";
    this.detail = body.detail ?? "";
    this.tx = body.tx ?? "";
    this.fields = (body.errors ?? []).map(({ field }) => field);
  }
}

// sessionOver is the event of the window when an answer says that nobody is signed in any more.
export const sessionOver = "linli-session-over";

// sessionBack is the event of the window when the same person is signed in again.
export const sessionBack = "linli-session-back";

// waits is the event of the window when the server asks to wait (its detail: true), and when that is over.
export const waits = "linli-waits";

// Offline says that the server could not be reached, so that nobody knows what it did.
export class Offline extends Error {}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

// call asks the server. It throws a Problem or Offline.
export async function call<T>(method: Method, path: string, body?: unknown, headers?: HeadersInit): Promise<T> {
  const { answer } = await ask<T>(method, path, body, headers);
  return answer;
}

// isRaw says that a body is sent as it is; browsers say its type.
const isRaw = (body: unknown): body is FormData | Blob => body instanceof FormData || body instanceof Blob;

async function ask<T>(method: Method, path: string, body?: unknown, headers: HeadersInit = {}): Promise<{ status: number; answer: T }> {
  let response: Response;
  let text: string;
  try {
    response = await fetchPatiently(`/api/v1${path}`, {
      method,
      headers: {
        "Accept-Language": document.documentElement.lang,
        ...(body === undefined || isRaw(body) ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
    text = await response.text(); // an answer that breaks off is none
  } catch (error) {
    throw new Offline(String(error));
  }
  const { ok, status } = response;
  const answer = parse(text);
  // Whoever is in between, a gateway that fails or a page to sign in to a network, does not know what the server has done.
  if (ok ? text !== "" && answer === undefined : status >= 502 && !(answer as { type?: string })?.type) {
    throw new Offline(`HTTP ${status}`);
  }
  if (status === 401 && !["/me", "/session"].includes(path)) {
    dispatchEvent(new Event(sessionOver));
  }
  if (!ok) {
    throw new Problem(status, (answer ?? {}) as object);
  }
  return { status, answer: answer as T };
}

const tries = 4;
const pauseUnsaid = 5; // seconds
const longestPause = 30;

// fetchPatiently asks again where the server only wants it to be later: it has done nothing yet.
async function fetchPatiently(url: string, request: RequestInit): Promise<Response> {
  for (let i = 1; ; i++) {
    const response = await fetch(url, request);
    const { status, headers } = response;
    heard(headers.get("Date"));
    if (status !== 429 || i === tries) {
      return response;
    }
    const tell = (detail: boolean) => dispatchEvent(new CustomEvent(waits, { detail }));
    const pause = Math.min(Number(headers.get("Retry-After")) || pauseUnsaid, longestPause);
    tell(true);
    await new Promise((resolve) => setTimeout(resolve, pause * 1000));
    tell(false);
  }
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Schema are the contract's types, by name: `npm run types` writes them.
export type Schema = components["schemas"];

export type Receipt = Schema["Receipt"];

// Sent is what became of an act.
export type Sent = { kind: "on-ledger"; receipt: Receipt } | { kind: "unknown" };

export const newKey = (): string => base64url(randomBytes(18));

// postAct relays an act and waits for its block. key stays the same when the act is sent again.
export const postAct = (signed: Signed, key: string): Promise<Sent> => sent("POST", "/acts", signed, { "Idempotency-Key": key });

// askReceipt asks what became of an act.
export const askReceipt = (act: string): Promise<Sent> => sent("GET", `/acts/${act}/receipt`);

// signPending adds a signature to an act of several; with the last one it goes to the ledger.
export async function signPending(act: string, signature: Signature): Promise<Sent | { kind: "waiting" }> {
  const { status, answer } = await ask<Receipt>("POST", `/pending-acts/${act}/sign`, signature);
  return status === 200 ? { kind: "waiting" } : toSent(status, answer);
}

async function sent(method: Method, path: string, body?: unknown, headers?: HeadersInit): Promise<Sent> {
  const { status, answer } = await ask<Receipt>(method, path, body, headers);
  return toSent(status, answer);
}

const toSent = (status: number, receipt: Receipt): Sent => (status === 202 ? { kind: "unknown" } : { kind: "on-ledger", receipt });

export type Body = Schema["Body"];
export type Weight = Schema["Weight"];
export type Community = Schema["CommunityDetail"];
export type Contest = Schema["Contest"];
export type Stage = Schema["Stage"];
export type Election = Schema["Election"];
export type BodyKey = Schema["BodyKey"];
export type Turnout = Schema["Turnout"];
export type ElectionDetail = Schema["ElectionDetail"];
export type Session = Schema["Session"];
export type MyRight = Schema["MyRightItem"];
export type MyCredential = Schema["MyCredential"];
export type Me = Schema["Me"];
export type Box = Schema["MyRight"];
export type Proof = Schema["EnrolmentProof"];
export type Invitation = Schema["Invitation"];

const at = encodeURIComponent;

export const api = {
  communities: () => call<Schema["Communities"]>("GET", "/communities"),
  community: (id: string) => call<Community>("GET", `/communities/${at(id)}`),
  elections: (id: string) => call<Schema["Elections"]>("GET", `/communities/${at(id)}/elections`),
  election: (id: string, election: string) => call<ElectionDetail>("GET", `/communities/${at(id)}/elections/${at(election)}`),
  network: () => call<Schema["Standing"]>("GET", "/network"),
  me: () => call<Me>("GET", "/me"),
  box: (election: string, right: string) => call<Box>("GET", `/me/elections/${at(election)}/rights/${right}`),
  label: (credential: string, label: string) => call<void>("PATCH", `/me/credentials/${at(credential)}`, { label }),
  waiting: () => call<Schema["PendingActs"]>("GET", "/pending-acts"),
  withdraw: (act: string) => call<void>("DELETE", `/pending-acts/${act}`),
  leave: (signed: Signed) => call<Schema["PendingAct"]>("POST", "/pending-acts", signed),
  keepText: (kind: "objection" | "reason" | "appeal", salt: string, text: string) =>
    call<Schema["KeptText"]>("POST", "/me/texts", { kind, salt, text }),
  notices: () => call<Schema["Notices"]>("GET", "/me/notices"),
  // unread is undefined where notices cannot be had: they are never in the way of a vote.
  unread: () =>
    call<Schema["Notices"]>("GET", "/me/notices").then(
      ({ unread }) => unread,
      () => undefined,
    ),
  readNotices: (upTo: number) => call<void>("POST", "/me/notices/read", { upTo }),
  contact: () => call<Schema["Contact"]>("GET", "/me/contact"),
  putContact: (contact: { email: string; phone: string }) => call<Schema["Contact"]>("PUT", "/me/contact", contact),
  confirmContact: (token: string) => call<void>("POST", "/contacts/confirm", { token }),
  record: (person: string) => call<object>("GET", `/people/${person}/export`),
  sessions: () => call<Schema["Sessions"]>("GET", "/sessions"),
  session: () => call<Session>("GET", "/session"),
  logOut: () => call<void>("DELETE", "/session"),
  beginLogin: (community: string) => call<Schema["LoginOptions"]>("POST", "/session/begin", { community }),
  finishLogin: (assertion: unknown) => call<Session>("POST", "/session/finish", assertion),
  lookUp: (proof: Proof) => call<Invitation>("POST", "/enrolments/lookup", proof),
  beginPasskey: (proof: Proof) => call<{ publicKey: CreationOptions }>("POST", "/webauthn/register/begin", proof),
  finishPasskey: (credential: unknown, label: string) =>
    call<Schema["NewPasskey"]>("POST", "/webauthn/register/finish", { credential, label }),
};
