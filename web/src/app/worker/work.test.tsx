// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// A worker's way through an order without a connection, and what becomes of it afterwards.

import "fake-indexeddb/auto";
import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../test/authenticator.ts";
import { called } from "../../../test/order.ts";
import { settled } from "../../../test/settled.ts";
import { hashOf, parse } from "../../act/act.ts";
import { hex } from "../../encoding.ts";
import type { Community, Me } from "../shared/api.ts";
import { say } from "../shared/language.ts";
import { texts } from "../shared/texts.ts";
import type { WorkOrder } from "./api.ts";
import { Shelf } from "./shelf.ts";
import { workTexts } from "./texts.ts";
import { toDoFor } from "./waiting.tsx";
import { Work } from "./work.tsx";

const key = new Authenticator("worker", "http://localhost");
const community = { community: "garden", net: "0".repeat(64), rp: { id: "localhost" }, bodies: [] } as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", kind: "worker" } } as unknown as Me;
const order = {
  order: called,
  called: true,
  mine: false,
  house: "3幢-2单元-501",
  phone: "",
  text: { hash: "", state: "here", text: "厨房漏水" },
  photos: [],
  reasons: [],
  colleagues: [],
  help: "",
} as WorkOrder;

let connected = true;
let refuses = "";
let listed: () => Promise<WorkOrder[]>; // as the server has them
let sent: { path: string; body: string }[] = [];
let shelf: Shelf;
let place: HTMLElement;
let device = 0;

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  if (!connected) {
    throw new TypeError("no network");
  }
  if (path.endsWith("/worker/orders")) {
    return json(200, { items: await listed(), seq: 5 });
  }
  if (method !== "GET") {
    sent.push({ path, body: String(body) });
  }
  if (path.endsWith("/acts")) {
    const { act } = JSON.parse(String(body));
    const problem = { type: "urn:linli:problem:act-refused", title: "拒绝", code: refuses, detail: "账本说的话" };
    return refuses ? json(422, problem) : json(201, { act: hex(await hashOf(act)), code: "OK", tx: "t", block: 1 });
  }
  return path.endsWith("/me") ? json(200, me) : json(201, {});
}

beforeEach(async () => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app" data-community="garden"></main>';
  place = document.getElementById("app") as HTMLElement;
  location.hash = "";
  [connected, refuses, sent] = [true, "", []];
  listed = async () => [order];
  shelf = await Shelf.open(`garden-${++device}`);
  vi.stubGlobal("fetch", server);
  vi.stubGlobal("EventSource", undefined);
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("PublicKeyCredential", () => {});
  vi.stubGlobal("navigator", { credentials: key.device().credentials, userAgent: "test", onLine: true });
});

afterEach(() => {
  render(null, place);
  vi.unstubAllGlobals();
});

const show = async () => {
  render(null, place);
  render(<Work community={community} me={me} shelf={shelf} />, place);
  await settled();
};
const said = () => place.textContent ?? "";
const press = async (text: readonly [string, string], ...values: string[]) => {
  const button = () => [...place.querySelectorAll("button")].find((one) => one.textContent === say(text, ...values));
  await vi.waitFor(() => expect(button(), text[0]).toBeTruthy());
  button()?.click();
  await settled();
};
const open = async () => {
  location.hash = `#/order/${order.order.order}`;
  await settled();
};
const reconnect = async () => {
  connected = true;
  dispatchEvent(new Event("online"));
  await vi.waitFor(async () => expect((await shelf.steps()).filter(({ refused }) => !refused)).toEqual([]));
  await settled();
};
// Source is a stream on which the server can be heard.
class Source extends EventTarget {
  static last: Source;
  onopen?: () => void;
  constructor() {
    super();
    Source.last = this;
    queueMicrotask(() => this.onopen?.());
  }
  close() {}
}
const acts = () => sent.filter(({ path }) => path.endsWith("/acts")).map(({ body }) => parse(JSON.parse(body).act));

test("who is called because nobody else came is told at once, without an act", async () => {
  vi.stubGlobal("EventSource", Source);
  listed = async () => [];
  await show();
  await vi.waitFor(() => expect(said()).toContain(say(workTexts.none)));
  listed = async () => [order];
  const heard = Date.now();
  Source.last.dispatchEvent(new MessageEvent("order", { data: "{}" }));
  await vi.waitFor(() => expect(said()).toContain("3幢-2单元-501"));
  expect(Date.now() - heard).toBeLessThan(10_000); // by itself it looks every 20 seconds
});

test("a worker goes his way without a connection, and all of it is sent in order afterwards, with the times as they were", async () => {
  await show();
  await vi.waitFor(() => expect(said()).toContain("3幢-2单元-501"));
  await open();
  connected = false;
  await press(workTexts.accept);
  await press(workTexts.depart);
  await press(workTexts.arrive);
  await vi.waitFor(() => expect(said()).toContain(say(workTexts.waitSome, 3)));
  await show(); // it is opened anew, still without a connection
  await vi.waitFor(() => expect(said()).toContain(say(workTexts.waitSome, 3)));
  const note = place.querySelector("textarea") as HTMLTextAreaElement;
  note.value = "换了阀门";
  note.dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
  await press(workTexts.finish);
  await vi.waitFor(() => expect(said()).toContain(say(workTexts.waitSome, 4)));
  expect(sent).toEqual([]);
  const before = Math.floor(Date.now() / 1000);
  await reconnect();
  expect(acts().map(({ type, seq }) => [type, seq])).toEqual([
    ["order.accept", "5"],
    ["order.depart", "6"],
    ["order.arrive", "7"],
    ["order.finish", "8"],
  ]);
  expect(acts().every(({ body }) => Number(body.at) <= before)).toBe(true);
  const paths = sent.map(({ path }) => path);
  expect(paths[paths.length - 2]).toMatch(/^\/api\/v1\/orders\/texts\//); // the note before its hash
  await vi.waitFor(() => expect(said()).not.toContain(say(workTexts.waitOne)));
});

test("a refused step says what to do, and stays until its worker has put it away", async () => {
  await show();
  await open();
  connected = false;
  await press(workTexts.accept);
  refuses = "ORDER_TAKEN";
  await reconnect();
  await vi.waitFor(() => expect(said()).toContain("账本说的话"));
  await vi.waitFor(() => expect(said()).toContain(toDoFor("ORDER_TAKEN")));
  await show();
  await vi.waitFor(() => expect(said()).toContain(toDoFor("ORDER_TAKEN")));
  await press(workTexts.putAway);
  await vi.waitFor(() => expect(said()).not.toContain(toDoFor("ORDER_TAKEN")));
  await vi.waitFor(async () => expect(await shelf.steps()).toEqual([]));
});

test("what was signed after a refused step is signed again, when its worker says so", async () => {
  await show();
  await open();
  connected = false;
  await press(workTexts.accept);
  await press(workTexts.depart);
  refuses = "ORDER_TAKEN";
  connected = true;
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(said()).toContain(say(workTexts.signAgain, 1)));
  refuses = "";
  const [, depart] = await shelf.steps();
  await press(workTexts.signAgainGo, depart?.words ?? "");
  await vi.waitFor(() => expect(acts()).toHaveLength(2));
  expect(acts().map(({ type, seq }) => [type, seq])).toEqual([
    ["order.accept", "5"],
    ["order.depart", "5"],
  ]);
  expect(acts()[1]?.body.at).toBe(String(depart?.at)); // as it was
});

test("what was not signed is not kept", async () => {
  await show();
  await open();
  key.behaviour.fails = { name: "NotAllowedError", after: 10_000 };
  await press(workTexts.accept);
  await vi.waitFor(() => expect(said()).toContain(say(texts.impossible)));
  delete key.behaviour.fails; // not sooner: on a slow machine it has not been asked yet
  expect(await shelf.steps()).toEqual([]);
});

test("what is being written stays while a step is sent and the server is asked what has become of it", async () => {
  const there: WorkOrder = { ...order, mine: true, called: false, order: { ...order.order, state: "accepted" } };
  let answer = () => {};
  listed = async () => {
    if (acts().length > 0) {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return [{ ...there, order: { ...there.order, state: "on-site" } }];
    }
    return [there];
  };
  await show();
  await open();
  await press(workTexts.arriveAtOnce);
  const note = () => place.querySelector("textarea") as HTMLTextAreaElement;
  await vi.waitFor(() => expect(note()).toBeTruthy());
  note().value = "接头";
  note().dispatchEvent(new Event("input", { bubbles: true }));
  const before = note();
  await vi.waitFor(() => expect(acts()).toHaveLength(1));
  await settled();
  expect(note()).toBe(before);
  answer();
  await vi.waitFor(async () => expect(await shelf.steps()).toEqual([]));
  await settled();
  expect(note()).toBe(before);
  render(null, place); // he looks at something else
  await show();
  await vi.waitFor(() => expect(note()).toBeTruthy());
  expect(note().value).toBe("接头");
});
