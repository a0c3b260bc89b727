// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What pages show while answers come, fail or do not come.

import { render, type VNode } from "preact";
import { useState } from "preact/hooks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hashOf } from "../act/act.ts";
import { fromHex, hex } from "../encoding.ts";
import { referenceOf } from "../receipt/reference.ts";
import { attended, Live, useLive } from "./office/live.tsx";
import { Sending } from "./resident/receipt.tsx";
import { signText } from "./shared/acts.ts";
import type { Community, Me } from "./shared/api.ts";
import { api, sessionOver } from "./shared/api.ts";
import { explain } from "./shared/faults.ts";
import { frame } from "./shared/kiosk/frame.tsx";
import { say } from "./shared/language.ts";
import { Fault, start, useLoaded } from "./shared/page.tsx";
import { SignedIn } from "./shared/signed-in.tsx";
import "./shared/standstill/note.tsx"; // so that it is there without waiting
import { standstillTexts } from "./shared/standstill/texts.ts";
import { type Casting, keepCasting, keepChoices, keptCasting } from "./shared/storage.ts";
import { useTask } from "./shared/task.ts";
import { texts } from "./shared/texts.ts";

const community = {
  community: "garden",
  net: "0".repeat(64),
  rp: { id: "localhost" },
  bodies: [],
} as unknown as Community;
const casting: Casting = {
  signed: { act: "{}", signatures: [{ by: "c", signature: "" }] },
  key: "key",
  election: "e",
  right: "r",
};
const hash = hex(await hashOf(casting.signed.act));

let answer: (path: string) => Promise<Response>;
let place: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<header><a href="/settings?view=elder">+</a></header><main id="app" data-community="garden"></main>';
  place = document.getElementById("app") as HTMLElement;
  localStorage.clear();
  sessionStorage.clear();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  vi.stubGlobal("fetch", (path: string) => answer(path));
  vi.stubGlobal("scrollTo", () => {});
});

afterEach(() => {
  render(null, place);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const json = async (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const problem = (status: number, kind: string, more = {}) =>
  json(status, { type: `urn:linli:problem:${kind}`, title: kind, status, ...more });
const soon = async () => {
  for (let i = 0; i < 3; i++) {
    await vi.advanceTimersByTimeAsync(50);
    await hashOf("{}"); // hashes take no timers
  }
};
const show = async (what: VNode) => {
  render(what, place);
  await soon();
};
const said = () => place.textContent ?? "";
const has = (text: readonly [string, string]) => said().includes(text[0]);
const button = (text: readonly [string, string]) => [...document.querySelectorAll("button")].find((one) => one.textContent === text[0]);

const nobody = { session: { community: "garden", person: "p" }, rights: [] } as unknown as Me;
const sending = (back = () => {}) => <Sending community={community} me={nobody} casting={casting} done={() => {}} back={back} />;

test("a receipt's number and pictures are those of the ballot that was signed, whatever the server calls it", async () => {
  keepCasting("garden", casting);
  keepChoices(nobody, "e", "r", { m1: ["agree"] });
  answer = () => json(201, { act: hash, code: "OK", tx: "t", block: 7, receipt: "9".repeat(16) });
  await show(sending());
  expect(place.querySelector(".number")?.textContent).toBe(referenceOf(fromHex(hash)));
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
});

test("a ballot without an answer is kept, and its page can be left", async () => {
  keepCasting("garden", casting);
  answer = () => Promise.reject(new TypeError("no network"));
  const back = vi.fn();
  await show(sending(back));
  expect(has(texts.unknownTitle)).toBe(true);
  button(texts.toMine)?.click();
  expect(back).toHaveBeenCalled();
  expect(keptCasting("garden")).toEqual(casting);
});

test("while the ledger stands still, whoever waits for it is told so, and what becomes of his ballot; no longer when it goes on", async () => {
  let orderers = { all: 4, needed: 3, answer: 2, mayBeAway: 1, stopped: true };
  answer = async (path) =>
    path === "/api/v1/network" ? json(200, { orderers }) : json(503, { type: "urn:linli:problem:ledger-unavailable", status: 503 });
  const told = () => [said().includes(say(standstillTexts.lead, 4, 2, 3)), has(standstillTexts.ballot)];
  await show(sending());
  expect(has(texts.unknownText)).toBe(true);
  await soon();
  expect(told()).toEqual([true, true]);
  orderers = { ...orderers, answer: 3, stopped: false };
  await vi.advanceTimersByTimeAsync(60_000); // it is drawn anew when its ballot is asked for again
  await soon();
  expect(told()).toEqual([false, false]);
});

test("whoever waits at the server of a body that was removed is told to go to another one", async () => {
  const standing = { orderers: { stopped: false }, removed: { block: 57, at: 1, signed: ["业委会"] } };
  answer = async (path) =>
    path === "/api/v1/network" ? json(200, standing) : json(503, { type: "urn:linli:problem:ledger-unavailable", status: 503 });
  await show(sending());
  await soon();
  expect([has(standstillTexts.removed), has(standstillTexts.elsewhere)]).toEqual([true, true]);
});

test("a rejected ballot is said to be on the ledger; choices are said to be kept if they are, and of use", async () => {
  const refusals = [
    { answer: { code: "ALREADY_VOTED", tx: "t" }, choices: true, rejected: true, kept: true },
    { answer: { code: "REPLAYED" }, choices: false, rejected: false, kept: false },
    { answer: { code: "CLOSED", tx: "t" }, choices: true, rejected: true, kept: false },
  ];
  const begins = (text: string) => said().includes(text.split("{")[0] ?? "");
  for (const of of refusals) {
    sessionStorage.clear();
    if (of.choices) {
      keepChoices(nobody, "e", "r", { m1: ["agree"] });
    }
    answer = () => problem(422, "act-refused", of.answer);
    render(null, place);
    await show(sending());
    expect([begins(texts.rejectedText[0]), begins(texts.refusedText[0]), has(texts.kept)]).toEqual([of.rejected, !of.rejected, of.kept]);
  }
});

const meOf = (credential: string): Me =>
  ({
    session: { community: "garden", credential, kind: "owner" },
    rights: [],
    credentials: [],
    seq: 1,
  }) as unknown as Me;

test("when a session is over, what was typed waits behind the sign-in; it is for nobody else", async () => {
  const Form = () => {
    const [typed, setTyped] = useState("");
    return <input id="typed" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />;
  };
  let signedIn: string | undefined = "one";
  answer = async (path) => (path.endsWith("/me") && signedIn ? json(200, meOf(signedIn)) : problem(401, "no-session"));
  await show(
    <SignedIn community={community} turn="" welcome={() => true}>
      {() => <Form />}
    </SignedIn>,
  );
  const field = () => document.getElementById("typed") as HTMLInputElement;
  field().value = "many words";
  field().dispatchEvent(new Event("input"));
  signedIn = undefined;
  await api.contact().catch(() => {});
  await soon();
  expect(has(texts.signInTitle)).toBe(true);
  expect(field().closest("[hidden]")).toBeTruthy();
  signedIn = "one";
  dispatchEvent(new Event(sessionOver)); // asks again
  await soon();
  expect(has(texts.signInTitle)).toBe(false);
  expect(field().value).toBe("many words");
  signedIn = "another";
  dispatchEvent(new Event(sessionOver));
  await soon();
  expect(field().value).toBe("");
});

test("what could not be asked while a session was over is asked again when it is back", async () => {
  let signedIn = true;
  answer = async (path) =>
    path.endsWith("/me") && signedIn
      ? json(200, meOf("one"))
      : path.endsWith("/contact") && signedIn
        ? json(200, { email: "somebody@example.org" })
        : problem(401, "no-session");
  const Contact = () => {
    const loaded = useLoaded(api.contact, "");
    return loaded.fault ? <Fault fault={loaded.fault} /> : <p>{loaded.value?.email}</p>;
  };
  const shown = { on: false };
  const Room = () => (shown.on ? <Contact /> : null);
  const door = () => (
    <SignedIn community={community} turn="" welcome={() => true}>
      {() => <Room />}
    </SignedIn>
  );
  await show(door());
  signedIn = false;
  shown.on = true;
  await show(door());
  expect(has(texts.signInTitle)).toBe(true);
  signedIn = true;
  dispatchEvent(new Event(sessionOver));
  await soon();
  expect(said()).toBe("somebody@example.org");
});

test("a task that failed because a session was over says nothing of it afterwards", async () => {
  answer = () => problem(401, "no-session");
  const Task = () => {
    const { fault, run } = useTask();
    return (
      <button type="button" onClick={() => run(api.contact)}>
        {fault ?? "no fault"}
      </button>
    );
  };
  await show(<Task />);
  place.querySelector("button")?.click();
  await soon();
  expect(said()).toBe("no fault");
});

test("whoever comes back to a page finds another person's if that one has signed in meanwhile", async () => {
  let signedIn = "one";
  answer = () => json(200, meOf(signedIn));
  await show(
    <SignedIn community={community} turn="" welcome={() => true}>
      {(me) => <p>{me.session.credential}</p>}
    </SignedIn>,
  );
  for (const coming of ["focus", "pageshow", "visibilitychange"]) {
    signedIn = `who came by ${coming}`;
    dispatchEvent(new Event(coming));
    await soon();
    expect(said()).toBe(signedIn);
  }
});

test("nothing is signed on the page of a person who is not signed in any more", async () => {
  const get = vi.fn(async () => null);
  vi.stubGlobal("PublicKeyCredential", class {});
  Object.defineProperty(navigator, "credentials", { configurable: true, value: { get } });
  const over = vi.fn();
  addEventListener(sessionOver, over);
  const sign = async (answered: () => Promise<Response>) => {
    answer = answered;
    return signText(community, "AAAA", "{}");
  };
  expect(await sign(() => json(200, { credential: "another" }))).toEqual({ kind: "away" });
  expect(await sign(() => problem(401, "no-session"))).toEqual({ kind: "away" });
  expect([get.mock.calls.length, over.mock.calls.length]).toEqual([0, 2]);
  await sign(() => json(200, { credential: "AAAA" }));
  await sign(() => Promise.reject(new TypeError("no network"))); // a ballot may be signed without
  await sign(() => problem(500, "fault"));
  expect(get.mock.calls.length).toBe(3);
  const waiting = sign(() => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(5000);
  await waiting;
  expect(get.mock.calls.length).toBe(4);
  removeEventListener(sessionOver, over);
});

test("a passing limit is waited for, and said as long as it lasts", async () => {
  let refusals = 2;
  answer = async () =>
    refusals-- > 0
      ? new Response(JSON.stringify({ title: "many" }), { status: 429, headers: { "Retry-After": "7" } })
      : json(200, { email: "somebody@example.org" });
  await start(
    () => <p>page</p>,
    () => "ABCD-EFGH",
  );
  const asked = api.contact();
  await vi.advanceTimersByTimeAsync(6900);
  expect([document.getElementById("wait")?.textContent, refusals]).toEqual([texts.waitABit[0], 1]);
  await vi.advanceTimersByTimeAsync(200 + 7000);
  expect((await asked).email).toBe("somebody@example.org");
  expect(document.getElementById("wait")).toBeNull();
  refusals = 100;
  const failing = api.contact().catch(explain);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await failing).toBe(texts.waitABit[0]);
});

test("changing the language or the view comes back to the same place", async () => {
  await start(
    () => <p>page</p>,
    () => "ABCD-EFGH",
  );
  const link = document.querySelector("a") as HTMLAnchorElement;
  link.addEventListener("click", (event) => event.preventDefault());
  link.click();
  expect(link.getAttribute("href")).toMatch(/settings\?view=elder#ABCD-EFGH$/);
});

test("a page whose officer has left asks no more, and notices when his session has ended", async () => {
  const touch = () => dispatchEvent(new Event("keydown"));
  let asked = 0;
  const Asking = () => {
    useLive(async () => ++asked, "");
    return null;
  };
  vi.stubGlobal("EventSource", undefined);
  answer = (path) =>
    path.includes("/events/poll")
      ? new Promise((resolve) => setTimeout(() => resolve(json(200, { last: 1, items: [{ event: "block", data: {} }] })), 30_000))
      : json(200, {});
  await show(
    <Live community="garden">
      <Asking />
    </Live>,
  );
  touch();
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  expect(attended()).toBe(true);
  expect(asked).toBeGreaterThan(5);
  await vi.advanceTimersByTimeAsync(2 * 60_000);
  const before = asked;
  await vi.advanceTimersByTimeAsync(55 * 60_000);
  expect([attended(), asked]).toEqual([false, before]);
  await vi.advanceTimersByTimeAsync(20 * 60_000);
  expect(asked).toBeGreaterThan(before);
  touch();
  expect(attended()).toBe(true);
});

test("the kiosk does not end by itself while a ballot is on its way", async () => {
  HTMLDialogElement.prototype.showModal ??= () => {};
  const ended = vi.fn();
  answer = async () => {
    ended();
    return new Response(null, { status: 204 });
  };
  const replaced = vi.spyOn(location, "replace").mockImplementation(() => {});
  keepCasting("garden", casting);
  frame("/c/garden/office#/kiosk/p");
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(document.body.textContent).toContain("您的票还没有确认入账");
  expect(ended).not.toHaveBeenCalled();
  localStorage.clear(); // the answer has come
  await vi.advanceTimersByTimeAsync(30_000);
  expect(document.body.textContent).toContain("您还在吗？");
  expect(ended).not.toHaveBeenCalled();
  localStorage.setItem("linli-made/garden/p", "{}");
  localStorage.setItem("linli-counter/garden/v", "{}"); // the officers', not told the ledger yet
  await vi.advanceTimersByTimeAsync(32_000);
  expect(ended).toHaveBeenCalled();
  expect(Object.keys(localStorage)).toEqual(["linli-counter/garden/v"]);
  replaced.mockRestore();
});
