// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settled } from "../../../../test/settled.ts";
import type { Me, Schema } from "../api.ts";
import { moment } from "../language.ts";
import { mailText, Screen } from "./contact.tsx";
import { contactTexts } from "./texts.ts";

const me = { session: { kind: "owner" } } as Me;

let place: HTMLElement;
let kept: { email: string; phone: string }[];
let mail: boolean;
let confirmation: Schema["ContactConfirmation"] | undefined;
let asked: number;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
  kept = [];
  mail = true;
  confirmation = undefined;
  asked = 0;
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("fetch", async (_: string, { method, body }: RequestInit) => {
    if (method !== "PUT") {
      asked++;
      const email = kept[kept.length - 1]?.email ?? "";
      return new Response(JSON.stringify({ email, phone: "", emailConfirmed: false, mail, confirmation }));
    }
    const given = JSON.parse(String(body));
    if (given.email === "wang@例.example") {
      const errors = [{ field: "email", message: "not an e-mail address" }];
      return new Response(JSON.stringify({ type: "urn:linli:problem:bad-field", title: "wrong", errors }), {
        status: 400,
      });
    }
    kept.push(given);
    return new Response(JSON.stringify({ ...given, emailConfirmed: false, mail, confirmation }));
  });
});

afterEach(() => {
  render(null, place);
  vi.unstubAllGlobals();
});

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
  render(<Screen me={me} />, place);
  await settled();
  expect(place.textContent).toContain(contactTexts.contactLead[0]);
  expect(await save("", "call me")).toEqual(["phone"]);
  expect(document.getElementById("phone-wrong")?.textContent).toBe(contactTexts.contactWrongPhone[0]);
  expect(await save("wang", "139 0000 1234")).toEqual(["email"]);
  expect(await save("wang@例.example", "")).toEqual(["email"]);
  expect(kept).toEqual([]);
  expect(await save(" wang@example.org ", "＋86（10）1234")).toEqual([]);
  expect(kept).toEqual([{ email: "wang@example.org", phone: "+86(10)1234" }]);
  expect(place.textContent).toContain(contactTexts.contactSaved[0]);
});

test("a server without mail promises none", async () => {
  mail = false;
  render(<Screen me={me} />, place);
  await vi.waitFor(() => expect(place.textContent).toContain(contactTexts.contactNoMail[0]));
  expect(place.textContent).not.toContain(contactTexts.contactLead[0]);
});

test("the page says of the mail what is true, and goes on asking until the mail server has it", async () => {
  const real = setTimeout;
  vi.stubGlobal("setTimeout", (work: () => void, ms: number) => real(work, ms / 100));
  render(<Screen me={me} />, place);
  await vi.waitFor(() => expect(document.getElementById("email")).not.toBeNull());
  const state = () => document.getElementById("email-state")?.textContent;
  expect(state()).toBe("");
  confirmation = { state: "queued", at: 1 };
  await save("wang@example.org", "");
  expect(state()).toBe(contactTexts.contactQueued[0]);
  confirmation = { state: "retrying", reason: "unreachable", at: 2_000_000_000 };
  await vi.waitFor(() => expect(state()).toContain(contactTexts["mail.unreachable"][0]));
  expect(state()).toContain(moment(2_000_000_000));
  confirmation = { state: "handed", at: 1_900_000_000 };
  await vi.waitFor(() => expect(state()).toContain(moment(1_900_000_000)));
  const before = asked;
  await new Promise((resolve) => real(resolve, 200));
  expect(asked).toBe(before);
});

test("a mail that does not leave is not asked for without end", async () => {
  const real = setTimeout;
  vi.stubGlobal("setTimeout", (work: () => void, ms: number) => real(work, ms / 1000));
  confirmation = { state: "queued", at: 1 };
  render(<Screen me={me} />, place);
  await vi.waitFor(() => expect(asked).toBe(21));
  await new Promise((resolve) => real(resolve, 100));
  expect(asked).toBe(21);
});

test("every state of the mail reads in both languages, and none says that it was sent before it was", () => {
  const contact = { email: "wang@example.org", phone: "", mail: true, emailConfirmed: false };
  for (const lang of ["zh-CN", "en"]) {
    document.documentElement.lang = lang;
    const said = new Set([mailText(contact), mailText({ ...contact, emailConfirmed: true })]);
    for (const state of ["queued", "retrying", "handed", "failed"] as const) {
      const reasons =
        state === "retrying" || state === "failed"
          ? (["unreachable", "login-refused", "address-refused", "mail-refused", undefined] as const)
          : [undefined];
      for (const reason of reasons) {
        const text = mailText({ ...contact, confirmation: reason ? { state, reason, at: 1 } : { state, at: 1 } });
        expect(text).not.toMatch(/undefined|\{\d\}/);
        expect(said).not.toContain(text);
        expect(/已于|took/.test(text)).toBe(state === "handed");
        said.add(text);
      }
    }
  }
});
