// SPDX-License-Identifier: Apache-2.0

// The page that a test draws on, before a server that the test plays and a passkey that always agrees.

import { render } from "preact";
import { vi } from "vitest";
import { hashOf, parse } from "../src/act/act.ts";
import { hex } from "../src/encoding.ts";
import type { Authenticator } from "./authenticator.ts";
import { settled } from "./settled.ts";

type Text = readonly [string, string];

// stage returns the place to draw at; strike takes it all away.
export function stage(server: typeof fetch | ((path: string, init?: RequestInit) => Promise<Response>), key: Authenticator): HTMLElement {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app" data-community="garden"></main>';
  vi.stubGlobal("fetch", server);
  vi.stubGlobal("EventSource", undefined);
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("PublicKeyCredential", () => {});
  vi.stubGlobal("navigator", { credentials: key.device().credentials, userAgent: "test", onLine: true });
  return document.getElementById("app") as HTMLElement;
}

export function strike(place: HTMLElement): void {
  render(null, place);
  vi.unstubAllGlobals();
}

export const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });

// take keeps an act that a page has sent, and answers that it is on the ledger.
export async function take<Act>(acts: Act[], body: unknown): Promise<Response> {
  const { act } = JSON.parse(String(body));
  acts.push(parse(act) as Act);
  return json(201, { act: hex(await hashOf(act)), code: "OK", tx: "t", block: 7 });
}

export const buttonOf = (place: ParentNode, [text]: Text): HTMLButtonElement | undefined =>
  [...place.querySelectorAll("button")].find((one) => one.textContent === text);

export async function pressOn(place: ParentNode, text: Text): Promise<void> {
  buttonOf(place, text)?.click();
  await settled();
}

export async function typeInto(place: ParentNode, field: string, value: string): Promise<void> {
  const input = place.querySelector(field) as HTMLInputElement;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
}
