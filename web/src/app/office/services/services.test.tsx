// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What officers offer for points, end, and redeem for somebody who has no phone.

import { render, type VNode } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../test/authenticator.ts";
import { settled } from "../../../../test/settled.ts";
import { json, pressOn, stage, strike, typeInto } from "../../../../test/stage.ts";
import { parse } from "../../../act/act.ts";
import { readCode, voucherOf } from "../../../voucher/code.ts";
import type { Community, Me } from "../../shared/api.ts";
import type { Text } from "../../shared/language.ts";
import type { Service } from "../../shared/points/words.ts";
import { officeTexts } from "../texts.ts";
import { Services } from "./services.tsx";
import { officeServiceTexts } from "./texts.ts";

const key = new Authenticator("officer", "http://localhost");
const community = {
  community: "garden",
  net: "0".repeat(64),
  rp: { id: "localhost" },
  bodies: [
    { id: "owners", name: "业委会" },
    { id: "residents", name: "居委会" },
  ],
} as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", body: "owners" }, seq: 5 } as unknown as Me;
const of = { community, me, reload: () => {} };
const home = { unit: "b".repeat(32), house: "3幢-2-501" };
const haircut: Service = {
  service: "haircut",
  title: "理发",
  body: "owners",
  bookable: "",
  points: 20,
  stock: 9,
  left: 4,
  from: 1_800_000_000,
  until: 1_900_000_000,
  hours: [{ days: [1, 2, 3], from: 480, to: 1080 }],
  open: true,
  retired: false,
};

let services: Service[];
let left: { type: string; body: { [member: string]: unknown } }[];
let kept: { path: string; text: string }[];
let place: HTMLElement;

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (end === "/pending-acts" && method === "POST") {
    left.push(parse(JSON.parse(String(body)).act) as never);
    return json(201, {});
  }
  if (end.startsWith("/orders/texts/")) {
    kept.push({ path: end, text: JSON.parse(String(body)).text });
    return new Response(null, { status: 204 });
  }
  const person = {
    person: "1".repeat(32),
    name: "业主0001",
    houses: [home.house],
    units: [home],
    passkeys: 0,
    recoveries: 0,
    ownCase: false,
  };
  const answers: { [path: string]: unknown } = {
    "/me": me,
    "/session": me.session,
    "/pending-acts": { items: [] },
    "/people/search": { items: [person] },
    "/communities/garden/points": { services },
  };
  return json(200, answers[end]);
}

beforeEach(() => {
  place = stage(server, key);
  [services, left, kept] = [[haircut], [], []];
});

afterEach(() => strike(place));

const show = async (page: VNode) => {
  render(page, place);
  await settled();
};
const said = () => place.textContent ?? "";
const press = (text: Text, within: ParentNode = place) => pressOn(within, text);
const write = (id: string, value: string) => typeInto(place, `[id="${id}"]`, value);
const section = (text: Text) => [...place.querySelectorAll("details")].find((one) => one.textContent?.startsWith(text[0])) as HTMLElement;

test("a service is shown with what is taken, and only its body changes it", async () => {
  services = [haircut, { ...haircut, service: "rice", title: "大米", body: "residents" }, { ...haircut, service: "old", retired: true }];
  await show(<Services {...of} at={[]} />);
  for (const text of ["每份 20 分", "共 9 份，已兑换 5 份，还剩 4 份", "周一至周三 8:00–18:00", "已停办"]) {
    expect(said()).toContain(text);
  }
  const changed = [...place.querySelectorAll("summary")].filter((one) => one.textContent === officeServiceTexts.change[0]);
  expect(changed).toHaveLength(1);
});

test("a service is changed by what its form says, once that is right", async () => {
  await show(<Services {...of} at={[]} />);
  const form = section(officeServiceTexts.change);
  const submit = () => press(officeServiceTexts.check, form);
  await write("hours-haircut", "1-5 08:00");
  await submit();
  expect(said()).toContain("看不懂：1-5 08:00");
  await write("hours-haircut", "1-5 08:00 12:00");
  await write("until-haircut", "2020-01-01T00:00");
  await submit();
  expect(said()).toContain(officeServiceTexts.untilBad[0]);
  await write("until-haircut", "2030-01-01T00:00");
  expect(place.querySelector("#stock-haircut")?.getAttribute("min")).toBe("5"); // that are taken
  await write("stock-haircut", "12");
  await submit();
  await press(officeTexts.sign, section(officeServiceTexts.change));
  await vi.waitFor(() => expect(left).toHaveLength(1));
  expect(left[0]?.body).toEqual({
    body: "owners",
    bookable: "",
    from: "1800000000",
    hours: [{ days: ["1", "2", "3", "4", "5"], from: "480", to: "720" }],
    points: "20",
    service: "haircut",
    stock: "12",
    title: "理发",
    until: String(Date.parse("2030-01-01T00:00:00+08:00") / 1000),
  });
});

test("a service is ended for a reason, of which the act has the hash", async () => {
  await show(<Services {...of} at={[]} />);
  await write("reason-haircut", "师傅退休");
  await press(officeServiceTexts.check, section(officeServiceTexts.retire));
  await press(officeTexts.sign, section(officeServiceTexts.retire));
  await vi.waitFor(() => expect(left).toHaveLength(1));
  expect(kept[0]?.text).toBe("师傅退休");
  expect(left[0]).toMatchObject({
    type: "service.retire",
    body: { reason: kept[0]?.path.slice("/orders/texts/".length).replace("?", ""), service: "haircut" },
  });
});

test("two bodies redeem for a household, and print the code that they sign the hash of", async () => {
  await show(<Services {...of} at={["redeem"]} />);
  await write("query", "501");
  await press(officeTexts.search);
  (place.querySelector(".card.pick") as HTMLElement).click();
  await settled();
  await write("count", "2");
  await press(officeServiceTexts.check);
  expect(place.querySelector(".voucher")).toBeNull();
  await press(officeTexts.sign);
  await vi.waitFor(() => expect(left).toHaveLength(1));
  await settled();
  const code = readCode(place.querySelector(".voucher .number")?.textContent ?? "");
  expect(code).toBeDefined();
  const voucher = code && (await voucherOf(code));
  expect(left[0]).toMatchObject({ type: "points.redeem", body: { count: "2", service: "haircut", unit: home.unit, voucher } });
  expect(said()).toContain("服务券 / Voucher");
  expect(said()).toContain(officeServiceTexts.notYet[0]);
});

test("what cannot be redeemed now is not offered to anybody", async () => {
  services = [
    { ...haircut, open: false },
    { ...haircut, service: "rice", left: 0 },
  ];
  await show(<Services {...of} at={["redeem"]} />);
  expect(said()).toContain(officeServiceTexts.nothing[0]);
});
