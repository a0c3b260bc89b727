// SPDX-License-Identifier: Apache-2.0
// A community from nothing: officers register by links, import the roll, print letters; a resident enrols by his letter
// and is confirmed; a paper ballot is entered by two officers.
import { authenticator, checks, contextOf, launch, scene } from "./browser.mjs";

const { base, tower, tokens, helper, roll } = scene();
const browser = await launch();
const check = checks();
const zh = { lang: "zh", view: "normal", name: "zh-normal" };

async function visitor(path, viewport = { width: 900, height: 900 }) {
  const context = await contextOf(browser, base, zh, { viewport });
  const page = await context.newPage();
  check.watch(page);
  page.setDefaultTimeout(20_000);
  const device = await authenticator(page);
  await page.goto(base + path);
  return { page, ...device };
}

const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

// officer registers by his link, is admitted, and signs in.
async function officer(body) {
  const visit = await visitor(`/c/${tower}/office#register=${tokens[body]}`);
  const { page } = visit;
  await title(page, "登记经办人的通行密钥");
  check.that(!page.url().includes("register="), "the token stays in the address");
  const finished = page.waitForResponse((response) => response.url().endsWith("/webauthn/register/finish"));
  await page.getByRole("button", { name: "生成通行密钥" }).click();
  const { id, passkey } = await (await finished).json();
  await title(page, "密钥已登记在本单位的服务器上");
  await fetch(`${helper}/admit/${body}`, { method: "POST", body: JSON.stringify({ id, passkey }) });
  await page.waitForTimeout(1500);
  await page.goto(`${base}/c/${tower}/office`);
  await page.reload();
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await title(page, "经办人工作台");
  return visit;
}

async function coSign({ page }) {
  await page.goto(`${base}/c/${tower}/office`);
  await page.reload();
  await page.getByText("查看并签字").click();
  await page.getByRole("button", { name: "签字并送往账本" }).click();
  await page.getByText("查看并签字").waitFor({ state: "detached" });
}

async function importRoll({ page }, second) {
  await page.goto(`${base}/c/${tower}/office#/rolls`);
  await page.getByLabel(/名册文件/).setInputFiles(roll);
  await page.getByRole("button", { name: /试读/ }).click();
  await page.getByRole("button", { name: "采用为草案" }).waitFor();
  await check.page(page, "office-roll-read-zh-normal");
  await page.getByRole("button", { name: "采用为草案" }).click();
  await page.getByRole("button", { name: "签字确认第 1 版" }).click();
  await page.getByRole("button", { name: "签字", exact: true }).click();
  await page.getByText("等另一家单位的经办人签").waitFor();
  await coSign(second);
  await page.waitForTimeout(1500);
  await page.reload();
  await page.getByRole("button", { name: "载入账本" }).click();
  await page.getByText(/已载入 \d+ \/ \d+ 块/).waitFor();
}

async function letters({ page }) {
  await page.goto(`${base}/c/${tower}/office#/letters`);
  await page.getByLabel("有效天数").fill("30");
  await page.getByRole("button", { name: "印制信函" }).click();
  await page.getByRole("button", { name: "保存 PDF" }).waitFor();
  await check.page(page, "office-letters-made-zh-normal");
  await page.getByRole("button", { name: "签字", exact: true }).click();
  await page.getByText(/已记入账本/).waitFor();
  return (await fetch(`${helper}/codes`)).json();
}

// enrol is a resident with his letter.
async function enrol(code) {
  const { page } = await visitor(`/e#${code}`, { width: 390, height: 844 });
  await page.getByLabel("小区").selectOption(tower);
  check.that(!page.url().includes(code), "the code stays in the address");
  await page.getByRole("button", { name: "继续" }).click();
  await title(page, "这是您吗？");
  await check.page(page, "enrol-who-zh-normal");
  await page.getByRole("button", { name: "是我，继续" }).click();
  await title(page, "设置通行密钥");
  await check.page(page, "enrol-passkey-zh-normal");
  await page.getByRole("button", { name: "生成通行密钥" }).click();
  await title(page, "为登记签名");
  await check.page(page, "enrol-sign-zh-normal");
  await page.getByRole("button", { name: "签名并登记" }).click();
  await title(page, "登记已写进账本");
  await check.page(page, "enrol-done-zh-normal");
  await page.getByRole("link", { name: "我的表决" }).last().click();
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await page.getByText("登记已收到，等待确认").waitFor();
  await check.page(page, "resident-pending-zh-normal");
  return page;
}

async function confirm({ page }, second) {
  await page.goto(`${base}/c/${tower}/office`);
  await page.reload();
  await page.locator("fieldset .choice input").first().check();
  await check.page(page, "office-confirm-zh-normal");
  await page.getByRole("button", { name: /确认选中的 1 人/ }).click();
  await page.getByRole("button", { name: "签字", exact: true }).click();
  await page.getByText("等另一家单位的经办人签").waitFor();
  await coSign(second);
}

try {
  const owners = await officer("owners");
  const residents = await officer("residents");
  await importRoll(owners, residents);
  const codes = await letters(owners);
  check.that(codes.length > 0, "no letters");
  const resident = await enrol(codes[0]);
  await confirm(owners, residents);
  await resident.waitForTimeout(1500);
  await resident.reload();
  await title(resident, "我的表决");
  await resident.getByText("现在没有需要您投票的事项。").waitFor();
  check.that(!(await resident.getByText("登记已收到，等待确认").isVisible()), "the resident is not confirmed");
} catch (error) {
  let i = 0;
  for (const context of browser.contexts()) {
    for (const page of context.pages()) {
      await page
        .screenshot({ path: new URL(`screenshots/failed-${i++}.png`, import.meta.url).pathname, fullPage: true })
        .catch(() => {});
    }
  }
  check.that(false, String(error));
}
await browser.close();
check.end();
