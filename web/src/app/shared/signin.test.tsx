// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hashOf } from "../../act/act.ts";
import { base64url } from "../../encoding.ts";
import type { Community } from "./api.ts";
import { SignIn } from "./signin.tsx";
import { texts } from "./texts.ts";

const community = { community: "garden", rp: { id: "localhost" } } as unknown as Community;
const minutes = (n: number) => n * 60_000;

let place: HTMLElement;
let nonces: number;
let suggested: AbortSignal[];

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
  nonces = 0;
  suggested = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ nonce: base64url(Uint8Array.of(++nonces)) })));
  vi.stubGlobal(
    "PublicKeyCredential",
    Object.assign(() => {}, { isConditionalMediationAvailable: async () => true }),
  );
  const get = ({ signal }: { signal?: AbortSignal }) =>
    new Promise((_, refuse) => {
      if (signal) {
        suggested.push(signal);
      }
      signal?.addEventListener("abort", () => refuse(new DOMException("", "AbortError")));
    });
  Object.defineProperty(navigator, "credentials", { configurable: true, value: { get } });
});

afterEach(() => {
  render(null, place);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pass = async (ms: number) => {
  await vi.advanceTimersByTimeAsync(ms);
  for (let i = 0; i < 5; i++) {
    await hashOf("{}"); // hashes take no timers
    await vi.advanceTimersByTimeAsync(10);
  }
};

test("a suggestion never has a nonce that the server takes no longer", async () => {
  render(<SignIn community={community} done={() => {}} />, place);
  await pass(0);
  expect([nonces, suggested.length]).toEqual([1, 1]);
  for (let i = 2; i < 5; i++) {
    await pass(minutes(4.5));
    expect([nonces, suggested.length]).toEqual([i, i]);
  }
  expect(suggested.map(({ aborted }) => aborted)).toEqual([true, true, true, false]);
  expect(place.textContent).toContain(texts.suggestion[0]);
  [...place.querySelectorAll("button")].find((one) => one.textContent === texts.signIn[0])?.click();
  await pass(minutes(10));
  expect(suggested.every(({ aborted }) => aborted)).toBe(true);
  expect([nonces, suggested.length]).toEqual([5, 4]);
});
