// SPDX-License-Identifier: Apache-2.0
// What `make demo` prints is true: its links, opened in a browser, lead from a letter to a vote. Reads the demo's output.
import { readFileSync } from "node:fs";
import { authenticator, checks, contextOf, launch, shoot } from "./browser.mjs";

const printed = readFileSync(0, "utf8");
const [letter] = printed.match(/http\S+\/e\?\S+/) ?? [];
const [office] = printed.match(/http\S+\/office#register=\S+/) ?? [];
const [community] = printed.match(/http\S+\/c\/[a-z0-9-]+(?=\s)/) ?? [];
const look = { lang: "zh", view: "normal" };
const browser = await launch("whole"); // what a guest has
const check = checks();

async function visit(link) {
  const context = await contextOf(browser, new URL(link).origin, look);
  const page = await context.newPage();
  check.watch(page);
  await authenticator(page);
  await page.goto(link);
  return page;
}
const press = (page, name) => page.getByRole("button", { name }).first().click();
const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

async function resident() {
  const page = await visit(letter);
  await press(page, "是我，继续");
  await press(page, "生成通行密钥");
  await press(page, "签名并登记");
  await title(page, "登记已写进账本");
  await page.getByRole("link", { name: "我的表决" }).last().click();
  await press(page, "用通行密钥登录");
  await title(page, "我的表决");
  for (let i = 0; i < 10 && !(await page.getByRole("button", { name: /^投票/ }).count()); i++) {
    await page.waitForTimeout(1000); // the officers confirm
    await page.reload();
    await title(page, "我的表决");
    await page.waitForTimeout(300);
  }
  await press(page, /^投票/);
  await page.getByRole("radio", { name: "同意", exact: true }).check();
  await press(page, "去核对");
  await press(page, "签名并投出");
  await title(page, "已计入账本");
  await shoot(page, "demo-voted");
}

async function officer() {
  const page = await visit(office);
  await press(page, "生成通行密钥");
  await page.getByRole("link", { name: "经办人工作台" }).click();
  await press(page, "用通行密钥登录");
  await title(page, "经办人工作台");
  await shoot(page, "demo-office");
}

async function anybody() {
  const page = await visit(community);
  check.that((await page.getByRole("link", { name: /2026/ }).count()) > 0, "the demo's elections are not listed");
  await shoot(page, "demo-community");
}

try {
  for (const part of [anybody, resident, officer]) {
    await part();
    check.that(true, part.name);
  }
} catch (error) {
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    await shoot(page, "failed-demo").catch(() => {});
  }
  check.that(false, String(error));
}
await browser.close();
check.end();
