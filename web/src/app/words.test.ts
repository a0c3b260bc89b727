// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Bodies } from "../act/body.ts";
import { analysisTexts, groupNames } from "./office/analysis/texts.ts";
import { counterTexts } from "./office/counter/texts.ts";
import { deskTexts, proofs } from "./office/desk/texts.ts";
import { classes, commands, outcomes, profiles, reasons, transports } from "./office/desk/words.ts";
import { noticeTexts } from "./office/notices.tsx";
import { dispatchTexts } from "./office/orders/texts.ts";
import { officeServiceTexts } from "./office/services/texts.ts";
import { wordsOf } from "./office/signing/act-words.tsx";
import { members, officeTexts, values } from "./office/texts.ts";
import { orderTexts } from "./resident/on-demand/orders/texts.ts";
import { spendTexts } from "./resident/on-demand/points/spend-texts.ts";
import { onDemandTexts } from "./resident/on-demand/texts.ts";
import { actNames } from "./shared/act-names.gen.ts";
import { type Community, Problem } from "./shared/api.ts";
import { kinds } from "./shared/event-kinds.ts";
import { explain } from "./shared/faults.ts";
import { kioskTexts } from "./shared/kiosk/texts.ts";
import { say } from "./shared/language.ts";
import * as orders from "./shared/orders/words.ts";
import { serviceTexts } from "./shared/points/texts.ts";
import { sessions } from "./shared/sessions.tsx";
import { standstillTexts } from "./shared/standstill/texts.ts";
import { texts } from "./shared/texts.ts";
import { workTexts } from "./worker/texts.ts";

const community = { bodies: [{ id: "owners", msp: "OwnersMSP", name: "owners' committee (业委会)" }] } as Community;

test("both languages take the same values", () => {
  for (const [name, [zh, en]] of [
    texts,
    standstillTexts,
    onDemandTexts,
    orderTexts,
    officeTexts,
    analysisTexts,
    groupNames,
    noticeTexts,
    deskTexts,
    dispatchTexts,
    counterTexts,
    officeServiceTexts,
    spendTexts,
    serviceTexts,
    proofs,
    classes,
    commands,
    kinds,
    outcomes,
    profiles,
    reasons,
    transports,
    sessions,
    workTexts,
    orders.kinds,
    orders.priorities,
    orders.states,
    orders.outcomes,
    orders.whys,
    orders.deadlines,
    kioskTexts,
    actNames,
    members,
    values,
  ].flatMap((of) => Object.entries(of))) {
    const places = (text: string) => [...text.matchAll(/\{\d\}/g)].map(String).sort();
    expect(places(zh), name).toEqual(places(en));
    expect(zh && en, name).toBeTruthy();
  }
});

test("every word of the rules on devices is said in both languages", () => {
  const words = (file: string, type: string) => {
    const source = readFileSync(`../${file}`, "utf8");
    return [...source.matchAll(new RegExp(`${type} += "([a-z_.]+)"`, "g"))].map(([, word]) => word).sort();
  };
  expect(Object.keys(kinds).sort()).toEqual(words("rules/device/kind.go", "Kind"));
  expect(Object.keys(commands).sort()).toEqual(words("rules/device/command.go", "Command"));
  expect(Object.keys(outcomes).sort()).toEqual(words("rules/device/command.go", "Outcome"));
  expect(Object.keys(reasons).sort()).toEqual(words("oracle/ingest/refusal.go", "Reason"));
  expect(Object.keys(transports).sort()).toEqual(words("oracle/ingest/message.go", ""));
});

test("an officer reads every member of what he signs", () => {
  const body: Bodies["election.create"] = {
    contests: [{ id: "m1", options: ["agree", "disagree"], seats: "1", threshold: "three-quarters", title: "屋顶" }],
    election: "e1",
    roll: "1",
    rules: {
      barred: [],
      collision: "last",
      countParking: false,
      kind: "owners",
      proxyCap: "3",
      proxyMustOwn: true,
      revote: true,
    },
    threshold: "3",
    title: "年会",
  };
  document.documentElement.lang = "zh-CN";
  expect(wordsOf("election.create", body, community)).toMatchInlineSnapshot(`
    "起草表决
    名称: 年会
    表决: e1
    名册版本: 1
    议题
      1
        名称: 屋顶
        选项
          1: 同意
          2: 反对
        门槛: 四分之三以上
        编号: m1
        名额: 1
    几家单位的密钥可以开票: 3
    规则
      类型: 业主共同决定
      不得受托的人
      线上与纸质冲突时: 最后一张
      车位计入: 否
      受托上限: 3
      受托人须是业主: 是
      可以改票: 是"
  `);
  const test = { drills: [{ body: "owners", hash: "h", sealed: "s" }], election: "poll" };
  expect(wordsOf("election.test", test, community)).toMatch(
    /表决: poll\n.*单位: 业委会\n/s, // although both ids are words of the rules
  );
  const notice = wordsOf("election.notice", { closesAt: "1900000000", election: "e1", opensAt: "1890000000" }, community);
  expect(notice).toMatch(/开始: .*\n截止: /);
  const service: Bodies["service.set"] = {
    body: "owners",
    bookable: "court",
    from: "1890000000",
    hours: [{ days: ["1", "6"], from: "480", to: "1080" }],
    points: "20",
    service: "agree", // which is a word of votes as well
    stock: "3",
    title: "理发",
    until: "1900000000",
  };
  expect(wordsOf("service.set", service, community)).toMatchInlineSnapshot(`
    "设置服务
    名称: 理发
    单位: 业委会
    预约服务的种类: court
    从: 2029年11月22日 08:00
    时间（不写就是随时）
      1
        星期
          1: 周一
          2: 周六
        从: 8:00
        到: 18:00
    积分: 20
    服务编号: agree
    一共几份（含已兑换的）: 3
    到: 2030年3月18日 01:46"
  `);
  document.documentElement.lang = "en";
  expect(wordsOf("election.notice", { closesAt: "1900000000", election: "e1", opensAt: "1890000000" }, community)).toMatch(
    /begins: .*2029.*\nends: .*2030/,
  );
});

test("problems of the ledger are said in the reader's words, others in the server's", () => {
  document.documentElement.lang = "zh-CN";
  expect(explain(new Problem(422, { code: "CLOSED", title: "refused" }))).toBe(say(texts.codeClosed));
  expect(explain(new Problem(422, { code: "OTHER_NET", title: "拒绝", detail: "别的账本" }))).toBe("拒绝 · 别的账本");
});

test("a case's days are so many, and no days of the week; a time is one", () => {
  const proposal = wordsOf("case.propose", { case: "c", days: "3", text: "t" }, community);
  expect(proposal).toContain("几天之内: 3");
  expect(wordsOf("case.meet", { at: "1900000000", case: "c", text: "t" }, community)).toContain("时间: 2030年3月18日 01:46");
  const asked = { about: "request", home: "", id: "", second: { body: "owners", home: "" }, text: "t" };
  expect(wordsOf("case.request", asked, community)).toContain("为什么事: 别的事");
});
