// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What a household reads of its cases, and what it signs.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../../test/authenticator.ts";
import { agreed, caseOf, noon, one, open, paperOf, parts, proposed, taken, two } from "../../../../../test/case.ts";
import { settled } from "../../../../../test/settled.ts";
import { buttonOf, json, pressOn, stage, strike, take, typeInto } from "../../../../../test/stage.ts";
import { hashOf, shown } from "../../../../act/act.ts";
import { hex } from "../../../../encoding.ts";
import type { Community, Me } from "../../../shared/api.ts";
import type { Paper } from "../../../shared/cases/papers.ts";
import { simple } from "../../../shared/cases/steps.ts";
import { type Case, sideName } from "../../../shared/cases/words.ts";
import { say, type Text } from "../../../shared/language.ts";
import { hashText } from "../../../shared/text-hash.ts";
import { onDemandTexts } from "../texts.ts";
import { Screen } from "./cases.tsx";
import { CaseNews } from "./news.tsx";
import { caseTexts } from "./texts.ts";

vi.mock("../../../shared/orders/photo.ts", () => ({ small: async () => new Uint8Array([1, 2, 3]) }));

const key = new Authenticator("resident", "http://localhost");
const community = {
  community: "garden",
  net: "0".repeat(64),
  rp: { id: "localhost" },
  bodies: [{ id: "property", name: "物业" }],
} as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", person: "p" }, rights: [], seq: 5 } as unknown as Me;
const mine = { ...one, mine: true };
const asked = { sides: [two, mine] as Case["sides"] }; // I am the one who is asked
const id = caseOf().case;

let cases: Case[];
let papers: Paper[];
let said: string; // of the agreement that waits
let acts: { type: string; body: { [name: string]: unknown }; disp: string }[];
let kept: { kind: string; about: string; salt: string; text: string }[];
let photos: string[]; // hashes of those that were left
let left: string[]; // texts of acts that wait for others
let signed: string[]; // acts that got a second signature
let tampers: boolean; // the server keeps another text
let place: HTMLElement;

async function write(end: string, body: unknown): Promise<Response> {
  if (end === "/acts") {
    return take(acts, body);
  }
  const sent = JSON.parse(String(body));
  if (end === "/me/texts") {
    kept.push(sent);
    return json(201, { hash: tampers ? "f".repeat(64) : await hashText(sent.salt, sent.text) });
  }
  if (end === "/pending-acts") {
    left.push(sent.act);
    return json(201, {});
  }
  signed.push(end);
  return json(201, { act: papers[0]?.act, code: "OK", tx: "t", block: 9 });
}

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (method === "POST") {
    return write(end, body);
  }
  if (method === "PUT" && end.startsWith("/orders/photos/")) {
    photos.push(end.split("/")[3]?.split("?")[0] ?? "");
    return new Response(null, { status: 204 });
  }
  const answers: { [path: string]: unknown } = {
    "/me": me,
    "/session": me.session,
    "/me/cases": { items: cases },
    "/pending-acts": { items: papers },
    "/me/breaches": { items: [] },
    "/me/orders": { items: [] },
    "/me/points": { homes: [{ unit: one.home, house: one.house }], vouchers: [], helped: [], toConfirm: [] },
    "/me/points/neighbours": { items: [{ unit: two.home, house: two.house }] },
  };
  const about = { agreement: { hash: "", salt: "s", text: said } };
  return json(200, end.endsWith("/about") ? about : answers[end]);
}

beforeEach(() => {
  place = stage(server, key);
  [cases, papers, acts, kept, photos, left, signed] = [[], [], [], [], [], [], []];
  [said, tampers] = ["", false];
  vi.useFakeTimers({ toFake: ["Date"], now: noon * 1000 });
});

afterEach(() => {
  strike(place);
  vi.useRealTimers();
});

const show = async (...parts: string[]) => {
  render(null, place);
  render(<Screen community={community} me={me} reload={() => {}} parts={parts} />, place);
  await settled();
  return place.textContent ?? "";
};
const press = async (text: Text) => {
  await pressOn(place, text);
  await settled();
};
const has = (text: Text) => place.textContent?.includes(say(text)) ?? false;
const choose = async (field: string, value: string) => {
  const select = place.querySelector(field) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  await settled();
};

test("what waits for me is first, and says what it waits for", async () => {
  cases = [
    open({ case: "1".repeat(64), sides: [mine, two] }),
    taken({ ...asked, next: ["join", "refuse"] }),
    caseOf({ state: "untaken", closed: noon }),
  ];
  await show();
  const cards = [...place.querySelectorAll("a.card")].map(({ textContent }) => textContent);
  expect(cards).toHaveLength(3);
  expect(cards[0]).toContain("等您答复是否参加");
  expect(cards[2]).toContain("逾期未受理");
});

test("who is asked signs what he reads, or refuses without a word", async () => {
  cases = [taken({ ...asked, next: ["join", "refuse", "withdraw"] })];
  const text = await show(id);
  expect(text).toContain("请在 2026年12月11日（含当天）之前");
  const words = `我家同意参加${sideName(community, two)}与1-1-101的调解（2026年11月30日申请），由street的一位经办人调解。`;
  expect(text).toContain(words);
  expect(buttonOf(place, simple.withdraw.label)).toBeUndefined(); // who has not joined refuses
  await press(simple.join.label);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({ type: "case.join", body: { case: id }, disp: await shown(words) });
  await show(id);
  await press(simple.refuse.label);
  await vi.waitFor(() => expect(acts).toHaveLength(2));
  expect(acts[1]).toMatchObject({ type: "case.refuse", body: { case: id, reason: "" } });
  expect(kept).toEqual([]);
});

test("what I say is kept before it is signed, and is not signed if the server kept something else", async () => {
  cases = [open({ sides: [mine, two], next: ["say", "withdraw"] })];
  await show(id);
  await press(simple.say.label);
  expect(has(caseTexts.empty)).toBe(true);
  await typeInto(place, "textarea", " 漏了三次 ");
  expect(has(caseTexts.empty)).toBe(false);
  tampers = true;
  await press(simple.say.label);
  expect([has(caseTexts.mismatch), acts.length]).toEqual([true, 0]);
  tampers = false;
  await press(simple.say.label);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(kept[1]).toMatchObject({ kind: "case", about: id, text: "漏了三次" });
  expect(acts[0]).toMatchObject({ type: "case.say", body: { case: id, text: await hashText(kept[1]?.salt ?? "", "漏了三次") } });
});

test("what I show is left before my words name it, and both are signed as one", async () => {
  cases = [open({ sides: [mine, two], next: ["say"] })];
  await show(id);
  await typeInto(place, "textarea", "漏了三次");
  const field = place.querySelector<HTMLInputElement>("input[type=file]");
  Object.defineProperty(field, "files", { value: [new File(["x"], "leak.jpg")] });
  field?.dispatchEvent(new Event("change", { bubbles: true }));
  await vi.waitFor(() => expect(place.querySelectorAll("ul.photos img")).toHaveLength(1));
  await press(simple.say.label);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  const text = `漏了三次\n[photo ${photos[0]}]`;
  expect(kept[0]).toMatchObject({ kind: "case", about: id, text });
  expect(acts[0]).toMatchObject({ type: "case.say", body: { case: id, text: await hashText(kept[0]?.salt ?? "", text) } });
});

test("photos of a statement are shown with its words, and those that are away are told of", async () => {
  const [here, away] = ["d".repeat(64), "e".repeat(64)];
  const text = { hash: "f", salt: "s", text: `漏了三次\n[photo ${here}]\n[photo ${away}]` };
  const shownPhotos = [
    { hash: here, state: "here" },
    { hash: away, state: "away" },
  ] as const;
  cases = [open({ sides: [mine, two], statements: [{ side: 0, at: noon, text, photos: [...shownPhotos] }] })];
  const said = await show(id);
  expect(said).toContain("漏了三次");
  expect(said).not.toContain("[photo");
  expect(said).toContain("不在本服务器");
  const sources = [...place.querySelectorAll("img")].map((img) => img.getAttribute("src"));
  expect(sources).toEqual([`/api/v1/cases/${id}/photos/${here}`]);
});

test("a reply is a choice, and names the proposal that was read", async () => {
  cases = [proposed(["", ""], { sides: [mine, two], next: ["reply", "say", "withdraw"] })];
  expect(await show(id)).toContain("各出一半");
  await press(caseTexts.sign);
  expect([has(caseTexts.replyFirst), acts.length]).toEqual([true, 0]);
  place.querySelectorAll<HTMLInputElement>("input[type=radio]")[1]?.click();
  await settled();
  await press(caseTexts.sign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({ type: "case.reply", body: { case: id, reply: "no", text: "b".repeat(64) } });
});

test("an agreement is signed under the text that the act names, and cannot be if it is another", async () => {
  const text = JSON.stringify(parts);
  cases = [proposed(["yes", "yes"], { sides: [mine, two] })];
  const waiting = paperOf(await hashText("s", text), { missing: [one.name, two.name] });
  papers = [{ ...waiting, act: hex(await hashOf(waiting.text)) }];
  said = text.replace("三百", "三千");
  await show(id);
  expect([has(caseTexts.otherText), buttonOf(place, onDemandTexts.paperSign)]).toEqual([true, undefined]);
  said = text;
  const whole = await show(id);
  for (const part of ["各出三百元", "我家的责任", "水管没有修", "30 天之内履行"]) {
    expect(whole).toContain(part);
  }
  await press(onDemandTexts.paperSign);
  await vi.waitFor(() => expect(signed).toEqual([`/pending-acts/${papers[0]?.act}/sign`]));
});

test("both ask a court together: the first one's act waits, and is not asked for twice", async () => {
  cases = [agreed({ sides: [mine, two], next: ["apply", "perform"] })];
  await show(id);
  await press(caseTexts.apply);
  await vi.waitFor(() => expect(left).toHaveLength(1));
  expect(acts).toEqual([]);
  papers = [paperOf("", { mine: true, by: key.credential, missing: [two.name] })];
  expect(await show(id)).toContain("共同申请还等1-1-201签。");
  expect(buttonOf(place, caseTexts.apply)).toBeUndefined();
  expect(buttonOf(place, onDemandTexts.paperWithdraw)).toBeDefined();
});

test("who asks says with whom and why before he signs, and reads who will read it", async () => {
  const text = await show("new");
  expect(text).toContain(say(caseTexts.askReaders));
  await press(caseTexts.askSign);
  expect(has(caseTexts.chooseFirst)).toBe(true);
  await choose("#second", `home/${two.home}`);
  expect(has(caseTexts.chooseFirst)).toBe(false);
  expect(place.textContent).toContain("我家请人调解，对方：1-1-201。");
  await press(caseTexts.askSign);
  expect(has(caseTexts.empty)).toBe(true);
  await typeInto(place, "textarea", "楼上漏水");
  await press(caseTexts.askSign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  const sides = { home: one.home, second: { body: "", home: two.home } };
  const hash = await hashText(kept[0]?.salt ?? "", "楼上漏水");
  expect(kept[0]).toMatchObject({ kind: "case", about: one.home });
  expect(acts[0]).toMatchObject({ type: "case.request", body: { about: "request", id: "", ...sides, text: hash } });
});

test("a household that is on no list is named by its code, or by a link that has it", async () => {
  await show("new", "home", two.home);
  expect(place.querySelector<HTMLInputElement>("#code")?.value).toBe(two.home);
  await typeInto(place, "#code", "1-1-201");
  await press(caseTexts.askSign);
  expect(has(caseTexts.wrongCode)).toBe(true);
  await choose("#second", "body/property");
  expect(place.querySelector("#code")).toBeNull();
  await typeInto(place, "textarea", "电梯");
  await press(caseTexts.askSign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]?.body).toMatchObject({ second: { body: "property", home: "" } });
});

test("the first page names the cases that need me, and no others", async () => {
  const draw = async () => {
    render(null, place);
    render(<CaseNews community={community} />, place);
    await settled();
    return place.textContent;
  };
  cases = [open({ sides: [mine, two], next: ["say"] })];
  expect(await draw()).toBe("");
  papers = [paperOf("a".repeat(64), { missing: [one.name] })];
  expect(await draw()).toContain("等您签字");
  papers = [paperOf("a".repeat(64), { mine: true, missing: [two.name] })];
  expect(await draw()).toBe("");
  cases = [taken({ ...asked, next: ["join", "refuse"] })];
  expect(await draw()).toContain("等您答复是否参加");
});

test("what is not there says so, and leads back", async () => {
  expect(await show("d".repeat(64))).toContain(say(caseTexts.gone));
  expect(place.querySelector('a[href="#/cases"]')).not.toBeNull();
});
