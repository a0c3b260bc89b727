// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What an officer can do in a case: as its mediator, as who could become it, and for a side's body.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../test/authenticator.ts";
import { agreed, caseOf, noon, one, open, owners, paperOf, parts, proposed, two } from "../../../../test/case.ts";
import { settled } from "../../../../test/settled.ts";
import { buttonOf, json, pressOn, stage, strike, take, typeInto } from "../../../../test/stage.ts";
import type { Community, Me } from "../../shared/api.ts";
import type { Paper } from "../../shared/cases/papers.ts";
import { simple } from "../../shared/cases/steps.ts";
import type { Case } from "../../shared/cases/words.ts";
import { say, type Text } from "../../shared/language.ts";
import { hashText } from "../../shared/text-hash.ts";
import { officeTexts } from "../texts.ts";
import { Cases } from "./cases.tsx";
import { CaseNews } from "./news.tsx";
import { caseTexts } from "./texts.ts";

const key = new Authenticator("officer", "http://localhost");
const community = {
  community: "garden",
  net: "0".repeat(64),
  rp: { id: "localhost" },
  bodies: [
    { id: "owners", name: "业委会" },
    { id: "property", name: "物业" },
  ],
} as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", body: "owners" }, rights: [], seq: 5 } as unknown as Me;
const of = { community, me, reload: () => {} };
const mine = { mediator: { body: "owners", mine: true } };
const id = caseOf().case;

let cases: Case[];
let papers: Paper[];
let acts: { type: string; body: { [name: string]: unknown } }[];
let kept: { path: string; body: { [name: string]: unknown } }[];
let left: string[];
let refusal: object | undefined;
let place: HTMLElement;

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (end === "/acts") {
    return take(acts, body);
  }
  if (method === "POST" && end.startsWith("/cases/")) {
    kept.push({ path: end, body: JSON.parse(String(body)) });
    return refusal ? json(403, refusal) : json(201, { hash: "d".repeat(64) });
  }
  if (method === "POST" && end === "/pending-acts") {
    left.push(JSON.parse(String(body)).act);
    return json(201, {});
  }
  if (end.endsWith("/about")) {
    return json(200, { agreement: { hash: "", salt: "s", text: JSON.stringify(parts) } });
  }
  const answers: { [path: string]: unknown } = { "/me": me, "/session": me.session, "/cases": { items: cases } };
  return json(200, answers[end] ?? { items: papers });
}

beforeEach(() => {
  place = stage(server, key);
  [cases, papers, acts, kept, left] = [[], [], [], [], []];
  refusal = undefined;
  vi.useFakeTimers({ toFake: ["Date"], now: noon * 1000 });
});

afterEach(() => {
  strike(place);
  vi.useRealTimers();
});

const show = async (...at: string[]) => {
  render(null, place);
  render(<Cases {...of} at={at} />, place);
  await settled();
  return place.textContent ?? "";
};
const press = async (text: Text) => {
  await pressOn(place, text);
  await settled();
};
const write = async () => {
  place.querySelector("form")?.requestSubmit();
  await settled();
};
const offered = () => [...place.querySelectorAll("section .actions button")].map(({ textContent }) => textContent);

test("cases stand where they belong: those to be taken, mine, my body's, and those that have ended", async () => {
  cases = [
    caseOf({ case: "1".repeat(64), next: ["decline", "take"] }),
    open({ case: "2".repeat(64), ...mine, next: ["meet"] }),
    open({ case: "3".repeat(64), sides: [one, { ...owners, mine: true }] }),
    agreed({ case: "4".repeat(64), ...mine, state: "performed", closed: noon }),
  ];
  await show();
  const parts = [...place.querySelectorAll("h2")].map(({ textContent, nextElementSibling }) => [
    textContent,
    [...(nextElementSibling?.querySelectorAll("a") ?? [])].map((a) => a.getAttribute("href")?.[8]).join(),
  ]);
  expect(parts).toEqual([
    [say(caseTexts.takeable), "1"],
    [say(caseTexts.mine), "2"],
    [say(caseTexts.ours), "3"],
    [say(caseTexts.closed), "4"],
  ]);
});

test("a case is taken by one signature; what moves it on is offered before what ends it", async () => {
  cases = [caseOf({ next: ["decline", "take"] })];
  expect(await show(id)).toContain("楼上漏水");
  expect(offered()).toEqual([say(simple.take.label), say(simple.decline.label)]);
  await press(simple.take.label);
  await write();
  await press(officeTexts.sign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect([acts[0]?.type, acts[0]?.body]).toEqual(["case.take", { case: id }]);
  expect(place.textContent).toContain(say(caseTexts.done));
});

test("what he writes is kept, shown beside the act that names it, and can be changed before it is signed", async () => {
  cases = [open({ ...mine, next: ["meet", "propose", "agree", "end"] })];
  await show(id);
  await press(caseTexts.propose);
  await typeInto(place, "#words", " 各出一半 ");
  await typeInto(place, "#days", "3");
  await write();
  expect(kept).toEqual([{ path: "/cases/texts", body: { case: id, text: "各出一半" } }]);
  expect(place.querySelector("section blockquote")?.textContent?.trim()).toBe("各出一半");
  expect(place.querySelector("form")?.closest("[hidden]")).not.toBeNull();
  await pressOn(place, ["修改", ""]);
  expect(place.querySelector("form")?.closest("[hidden]")).toBeNull();
  expect(place.querySelector<HTMLTextAreaElement>("#words")?.value).toBe(" 各出一半 ");
  await write();
  await press(officeTexts.sign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({ type: "case.propose", body: { case: id, days: "3", text: "d".repeat(64) } });
});

test("why the server keeps no words is said in the form, which keeps them", async () => {
  cases = [open({ ...mine, next: ["end"] })];
  await show(id);
  await press(simple.end.label);
  await typeInto(place, "#words", "谈不成");
  refusal = { type: "urn:linli:problem:own-case", title: "与您本人有关", status: 403 };
  await write();
  expect(place.querySelector("[role=alert]")?.textContent).toContain("与您本人有关");
  expect(place.querySelector<HTMLTextAreaElement>("#words")?.value).toBe("谈不成");
  expect(acts).toEqual([]);
});

test("an agreement says what the law lists, and waits for both sides", async () => {
  cases = [proposed(["yes", "yes"], { ...mine, next: ["agree", "end", "meet"] })];
  expect(await show()).toContain("等您：起草协议，第一个签");
  await show(id);
  await press(caseTexts.agree);
  const fields = { facts: parts.facts, matters: parts.matters, agreed: ` ${parts.agreed}\n`, how: parts.how, when: parts.when };
  for (const [field, text] of Object.entries(fields)) {
    await typeInto(place, `#${field}`, text);
  }
  await typeInto(place, "#responsibility-0", parts.responsibility[0] ?? "");
  await typeInto(place, "#responsibility-1", parts.responsibility[1] ?? "");
  await write();
  expect(kept).toEqual([{ path: "/cases/agreements", body: parts }]);
  await press(officeTexts.sign);
  await vi.waitFor(() => expect(left).toHaveLength(1));
  expect(JSON.parse(left[0] ?? "")).toMatchObject({ type: "case.agree", body: { agreement: "d".repeat(64), case: id, days: "30" } });
  expect([acts, place.textContent?.includes(say(caseTexts.left))]).toEqual([[], true]);
});

test("while an agreement waits no other one is drafted; who signed first takes it back, or signs it anew if its number is gone", async () => {
  cases = [proposed(["yes", "yes"], { ...mine, next: ["agree", "end"] })];
  const waiting = paperOf("d".repeat(64), { mine: true, by: key.credential, missing: [one.name, two.name] });
  papers = [waiting];
  expect(await show(id)).toContain("协议还等1-1-101、1-1-201签。");
  expect(offered()).toEqual([say(simple.end.label)]);
  expect(buttonOf(place, officeTexts.withdraw)).toBeDefined();
  papers = [{ ...waiting, overtaken: true }];
  await show(id);
  await press(officeTexts.sign);
  await vi.waitFor(() => expect(left).toHaveLength(1));
  papers = [{ ...waiting, refused: "调解已经结束" }];
  expect(await show(id)).toContain("调解已经结束");
  expect(offered()).toContain(say(caseTexts.agree));
});

test("a side's body reads all of an agreement before it signs, and no other text than the one that is signed", async () => {
  cases = [open({ sides: [one, { ...owners, mine: true }] })];
  papers = [paperOf(await hashText("s", JSON.stringify(parts)), { missing: [one.name, owners.name] })];
  expect(await show(id)).toContain("各出三百元");
  expect(buttonOf(place, officeTexts.signSecond)).toBeDefined();
  papers = [paperOf("a".repeat(64), { missing: [one.name, owners.name] })];
  expect(await show(id)).toContain(say(caseTexts.otherText));
  expect(buttonOf(place, officeTexts.signSecond)).toBeUndefined();
});

test("the first page names the cases that wait for this officer", async () => {
  cases = [
    caseOf({ case: "1".repeat(64), next: ["decline", "take"] }),
    proposed(["", ""], { case: "2".repeat(64), ...mine, next: ["meet"] }),
  ];
  const pending = { value: papers, reload: () => {} };
  render(<CaseNews {...of} pending={pending} />, place);
  await settled();
  expect([...place.querySelectorAll("a")].map((a) => a.getAttribute("href"))).toEqual([`#/cases/${"1".repeat(64)}`]);
});
