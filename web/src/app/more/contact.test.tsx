// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Screen } from "./contact.tsx";
import { more } from "./texts.ts";

let place: HTMLElement;
let kept: unknown[];
let mail: boolean;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
  kept = [];
  mail = true;
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("fetch", async (_: string, { method, body }: RequestInit) => {
    if (method !== "PUT") {
      return new Response(JSON.stringify({ email: "", phone: "", emailConfirmed: false, mail }));
    }
    const given = JSON.parse(String(body));
    if (given.email === "wang@例.example") {
      const errors = [{ field: "email", message: "not an e-mail address" }];
      return new Response(JSON.stringify({ type: "urn:linli:problem:bad-field", title: "wrong", errors }), {
        status: 400,
      });
    }
    kept.push(given);
    return new Response(JSON.stringify({ ...given, emailConfirmed: false, mail }));
  });
});

afterEach(() => {
  render(null, place);
  vi.unstubAllGlobals();
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

async function save(email: string, phone: string): Promise<(string | null)[]> {
  for (const [id, value] of Object.entries({ email, phone })) {
    const field = document.getElementById(id) as HTMLInputElement;
    field.value = value;
    field.dispatchEvent(new Event("input"));
  }
  await settled();
  place.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await settled();
  return [...place.querySelectorAll('[aria-invalid="true"]')].map(({ id }) => id);
}

test("the field that is wrong is marked, whoever finds it; the others stay as they are", async () => {
  render(<Screen />, place);
  await settled();
  expect(place.textContent).toContain(more.contactLead[0]);
  expect(await save("", "call me")).toEqual(["phone"]);
  expect(document.getElementById("phone-wrong")?.textContent).toBe(more.contactWrongPhone[0]);
  expect(await save("wang", "139 0000 1234")).toEqual(["email"]);
  expect(await save("wang@例.example", "")).toEqual(["email"]);
  expect(kept).toEqual([]);
  expect(await save(" wang@example.org ", "＋86（10）1234")).toEqual([]);
  expect(kept).toEqual([{ email: "wang@example.org", phone: "+86(10)1234" }]);
  expect(place.textContent).toContain(more.contactSaved[0]);
});

test("a server without mail promises none", async () => {
  mail = false;
  render(<Screen />, place);
  await vi.waitFor(() => expect(place.textContent).toContain(more.contactNoMail[0]));
  expect(place.textContent).not.toContain(more.contactLead[0]);
});
