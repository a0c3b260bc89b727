// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// A letter's link on its way through other programs, and in a page that is open already.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settled } from "../../../test/settled.ts";
import { writeCode } from "../../invite/invite.ts";
import { texts } from "../shared/texts.ts";

const code = writeCode(new Uint8Array(16).fill(7));
const another = writeCode(new Uint8Array(16).fill(8));

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ items: [] })));
  vi.stubGlobal("PublicKeyCredential", class {});
  vi.stubGlobal("scrollTo", () => {});
  Object.defineProperty(navigator, "credentials", { configurable: true, value: {} });
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
});

const leave = () => render(null, document.getElementById("app") as HTMLElement);

afterEach(() => {
  leave();
  vi.unstubAllGlobals();
});

async function open(hash: string): Promise<void> {
  history.replaceState(null, "", `/e?c=garden${hash}`);
  await import("./enrol.tsx");
  await settled();
}

const field = () => document.getElementById("code") as HTMLInputElement;
const said = () => document.getElementById("app")?.textContent ?? "";

async function type(text: string): Promise<string> {
  field().value = text;
  field().dispatchEvent(new Event("input"));
  await settled();
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await settled();
  return document.getElementById("code-fault")?.textContent ?? "";
}

test("a code is read as other programs pass it on, and is gone from the address", async () => {
  for (const hash of [code, `%20${code}%E2%80%8B`, `${code}%EF%BC%9B`, `code=${code.replaceAll("-", "%2D")}`]) {
    leave();
    vi.resetModules();
    await open(`#${hash}`);
    expect(field().value).toBe(code);
    expect(location.href).not.toContain("#");
  }
});

test("a link with a % that stands for nothing is shown as it is", async () => {
  await open("#%E0%A4%A");
  expect(field().value).toBe("%E0%A4%A");
});

test("another letter's link in the same tab shows that letter", async () => {
  await open(`#${code}`);
  location.hash = another;
  await settled();
  expect(field().value).toBe(another);
  expect(location.href).not.toContain("#");
});

test("what is wrong with a code is said", async () => {
  await open("");
  expect(await type("")).toBe(texts.faultEmpty[0]);
  expect(await type(`${code.slice(0, -1)}U`)).toContain("“U”");
  expect(await type(code.slice(0, -1))).toContain("27 个");
  expect(await type(`${code.slice(0, -1)}${code.endsWith("0") ? 1 : 0}`)).toBe(texts.faultMistyped[0]);
  expect(await type(` https://garden.example/e?c=garden#${code}；`)).not.toContain("；");
});

test("a letter is said to be of no use only where the server says so", async () => {
  const answers = async (status: number, kind: string) => {
    leave();
    vi.resetModules();
    vi.stubGlobal("fetch", async (path: string) => {
      const lookUp = path.endsWith("/enrolments/lookup");
      const body = lookUp
        ? { type: `urn:linli:problem:${kind}`, title: kind, status }
        : { items: [{ community: "garden", name: "garden" }], community: "garden" };
      return new Response(JSON.stringify(body), { status: lookUp ? status : 200 });
    });
    await open(`#${code}`);
    await vi.waitUntil(() => document.getElementById("code-fault"));
    return document.getElementById("code-fault")?.textContent?.startsWith(texts.letterRefused[0].split("{")[0] ?? "");
  };
  expect(await answers(403, "bad-proof")).toBe(true);
  expect(await answers(409, "code-used")).toBe(true);
  expect(await answers(503, "ledger-unavailable")).toBe(false);
  expect(await answers(500, "fault")).toBe(false);
});

test("where no passkey can be made, the address keeps the code for the browser that can", async () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  await open(`#${code}`);
  expect(said()).toContain(texts.elsewhere[0]);
  expect(location.hash).toBe(`#${code}`);
  expect((document.getElementById("link") as HTMLInputElement).value).toBe(location.href);
});
