// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What a household reads of a breach, and what it signs.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../../test/authenticator.ts";
import { settled } from "../../../../../test/settled.ts";
import { buttonOf, json, pressOn, stage, strike, take, typeInto } from "../../../../../test/stage.ts";
import type { Community, Me } from "../../../shared/api.ts";
import type { Breach } from "../../../shared/breaches/words.ts";
import type { Text } from "../../../shared/language.ts";
import { small } from "../../../shared/orders/photo.ts";
import { hashText } from "../../../shared/text-hash.ts";
import { Screen } from "./breaches.tsx";
import { breachTexts } from "./texts.ts";

vi.mock("../../../shared/orders/photo.ts", async (original) => {
  const real = await original<typeof import("../../../shared/orders/photo.ts")>();
  return { ...real, small: vi.fn(real.small) };
});

const key = new Authenticator("resident", "http://localhost");
const community = { community: "garden", net: "0".repeat(64), rp: { id: "localhost" }, bodies: [] } as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", person: "p" }, rights: [], seq: 5 } as unknown as Me;
const of = { community, me, reload: () => {}, parts: [] };
const noon = 1_796_000_000;
const day = 24 * 3600;
const told: Breach = {
  breach: "a".repeat(64),
  article: 2,
  heading: "电动自行车不进电梯",
  convention: "b".repeat(64),
  home: "c".repeat(32),
  house: "3-2-501",
  kind: "object",
  place: "3-2",
  happened: noon,
  state: "noticed",
  rung: { effect: "points", points: 20 },
  found: noon,
  noticeBy: noon + 30 * day,
  noticed: noon,
  cureBy: noon + 4 * day,
  appealBy: noon + 8 * day,
  cured: 0,
  appealed: 0,
  decideBy: 0,
  decided: 0,
  effective: 0,
  ends: 0,
  decayBy: noon + 365 * day,
  withheld: 0,
  ground: { hash: "", text: "" },
  answer: { hash: "", text: "" },
  photos: [],
  reasons: [],
  votes: [],
  pardons: [],
};

let mine: Breach[];
let acts: { type: string; body: unknown }[];
let photos: string[]; // hashes of those that were left
let kept: { kind: string; salt: string; text: string }[];
let place: HTMLElement;

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (method === "POST" && end === "/acts") {
    mine = [];
    return take(acts, body);
  }
  if (method === "POST" && end === "/me/texts") {
    const text = JSON.parse(String(body));
    kept.push(text);
    return json(201, { hash: await hashText(text.salt, text.text) });
  }
  if (method === "PUT" && end.startsWith("/orders/photos/")) {
    photos.push(end.split("/")[3]?.split("?")[0] ?? "");
    return new Response(null, { status: 204 });
  }
  const answers: { [path: string]: unknown } = { "/me": me, "/session": me.session, "/me/breaches": { items: mine } };
  return json(200, answers[end]);
}

beforeEach(() => {
  place = stage(server, key);
  [mine, acts, kept, photos] = [[told], [], [], []];
});

afterEach(() => strike(place));

const show = async () => {
  render(<Screen {...of} />, place);
  await settled();
  return place.textContent ?? "";
};
const press = (text: Text) => pressOn(place, text);

test("it says what happened, what follows, and by when", async () => {
  const said = await show();
  for (const part of ["第 2 条“电动自行车不进电梯”", "3 号楼 2 单元", "3-2-501", "扣留积分，最多 20 分", "含当天"]) {
    expect(said).toContain(part);
  }
});

test("one gesture says that it is put right", async () => {
  await show();
  await press(breachTexts.cure);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({ type: "breach.cure", body: { answer: "", breach: told.breach, photos: [] } });
});

test("an appeal has words, which are kept before they are signed", async () => {
  await show();
  await press(breachTexts.appeal);
  await press(breachTexts.appealSign);
  await vi.waitFor(() => expect(place.textContent).toContain(breachTexts.appealEmpty[0]));
  await typeInto(place, "textarea", "那天我不在家。");
  await press(breachTexts.appealSign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(kept).toMatchObject([{ kind: "appeal", text: "那天我不在家。" }]);
  expect(acts[0]).toMatchObject({ type: "breach.appeal", body: { answer: await hashText(kept[0]?.salt ?? "", "那天我不在家。") } });
});

test("a photo is left before the appeal names it; one that is no picture gets a sentence, and the appeal goes without", async () => {
  await show();
  await press(breachTexts.appeal);
  const field = () => place.querySelector<HTMLInputElement>("input[type=file]");
  const choose = async (file: File) => {
    const input = field();
    Object.defineProperty(input, "files", { value: [file], configurable: true });
    input?.dispatchEvent(new Event("change", { bubbles: true }));
    await settled();
  };
  vi.stubGlobal("createImageBitmap", async () => Promise.reject(new Error("no picture")));
  await choose(new File(["x"], "x.txt"));
  await vi.waitFor(() => expect(place.textContent).toContain("浏览器读不出这张照片"));
  vi.mocked(small).mockResolvedValueOnce(new Uint8Array([1, 2, 3]));
  await choose(new File(["x"], "x.jpg"));
  await vi.waitFor(() => expect(place.querySelectorAll("ul.photos img")).toHaveLength(1));
  await typeInto(place, "textarea", "那天我不在家。");
  await press(breachTexts.appealSign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(photos).toHaveLength(1);
  expect(acts[0]).toMatchObject({ type: "breach.appeal", body: { photos } });
});

test("photos that are here are shown, and of the others it is said", async () => {
  mine = [
    {
      ...told,
      state: "appealed",
      photos: [
        { hash: "d".repeat(64), state: "here" },
        { hash: "e".repeat(64), state: "away" },
      ],
    },
  ];
  const said = await show();
  const sources = [...place.querySelectorAll("img")].map((image) => image.getAttribute("src"));
  expect(sources).toEqual([`/api/v1/breaches/${told.breach}/photos/${"d".repeat(64)}`]);
  expect(said).toContain("不在本服务器");
});

test("what has ended, or is being decided, offers nothing", async () => {
  for (const state of ["found", "appealed", "dismissed", "effective", "pardoned"] as const) {
    mine = [{ ...told, state }];
    render(null, place);
    await show();
    expect(buttonOf(place, breachTexts.cure)).toBeUndefined();
    expect(buttonOf(place, breachTexts.appeal)).toBeUndefined();
  }
  mine = [{ ...told, state: "upheld" }];
  render(null, place);
  await show();
  expect(buttonOf(place, breachTexts.cure)).toBeDefined();
  expect(buttonOf(place, breachTexts.appeal)).toBeUndefined();
});
