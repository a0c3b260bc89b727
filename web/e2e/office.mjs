// SPDX-License-Identifier: Apache-2.0
// Two officers of different bodies draft a vote, make and drill keys, and sign for each other.
import { authenticator, checks, contextOf, launch, looks, scene } from "./browser.mjs";

const { base, community, officers, open } = scene();
const browser = await launch();
const check = checks();
const zh = { lang: "zh", view: "normal", name: "zh-normal" };

async function enter(body, look = zh) {
  const context = await contextOf(browser, base, look, { viewport: { width: 900, height: 900 } });
  const page = await context.newPage();
  check.watch(page);
  page.setDefaultTimeout(20_000);
  await authenticator(page, [officers[body]]);
  await page.goto(`${base}/c/${community}/office`);
  await page.getByRole("button", { name: look.lang === "zh" ? "用通行密钥登录" : "Sign in with a passkey" }).click();
  await page.getByRole("heading", { level: 1, name: look.lang === "zh" ? "经办人工作台" : "Officers' desk" }).waitFor();
  return page;
}

async function looksOf() {
  for (const look of looks) {
    const page = await enter("owners", look);
    await check.page(page, `office-home-${look.name}`);
    for (const [name, hash] of Object.entries({
      draft: "draft",
      rolls: "rolls",
      letters: "letters",
      election: `election/${open}`,
    })) {
      await page.goto(`${base}/c/${community}/office#/${hash}`);
      await page.reload();
      await page.locator("main h1").waitFor();
      await page.waitForTimeout(300);
      await check.page(page, `office-${name}-${look.name}`);
    }
    await page.context().close();
  }
}

async function draft(page) {
  await page.getByRole("button", { name: "起草表决会议" }).click();
  await page.getByLabel("名称").fill("冬季业主大会");
  await page.getByLabel(/^编号/).fill("winter");
  await page.getByLabel("议题内容").fill("年度预算");
  await page.getByRole("button", { name: "核对" }).click();
  await page.getByRole("button", { name: "签字" }).click();
  await page.getByText(/已记入账本/).waitFor();
}

const passphrase = "correct horse battery";

async function makeKey(page) {
  await page.goto(`${base}/c/${community}/office#/election/winter`);
  await page.reload();
  await page.getByLabel(/口令/).fill(passphrase);
  await page.getByRole("button", { name: "生成本单位的密钥" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "保存密钥文件" }).click();
  const file = await (await download).path();
  await page.getByLabel("我已保存密钥文件，并打印了恢复单").check();
  await check.page(page, "office-key-zh-normal");
  await page.getByRole("button", { name: "签字" }).first().click();
  await page
    .getByText(/密钥已公布/)
    .first()
    .waitFor();
  return file;
}

async function answer(page, file) {
  await page.reload();
  await page.getByLabel("密钥文件").setInputFiles(file);
  await page.getByLabel(/口令/).fill(passphrase);
  await page.getByRole("button", { name: "打开密钥" }).click();
  await page.getByRole("heading", { name: /答题/ }).waitFor();
  const card = page.locator(".card").filter({ hasText: "演练答题" }).last();
  await card.getByRole("button", { name: "签字" }).click();
  await page.getByRole("heading", { name: /用本单位的密钥解开/ }).waitFor({ state: "detached" });
}

async function setTest(page) {
  await page.reload();
  await page.getByRole("button", { name: "演练：给各单位出题" }).click();
  const card = page.locator(".card").filter({ hasText: "演练出题" });
  await card.getByRole("button", { name: "签字" }).click();
  await page.getByRole("button", { name: "演练：给各单位出题" }).waitFor({ state: "detached" });
  await page.waitForTimeout(1500);
}

async function prepare() {
  const bodies = Object.keys(officers);
  const pages = {};
  for (const body of bodies) {
    pages[body] = await enter(body);
  }
  await draft(pages.owners);
  const files = {};
  for (const body of bodies) {
    files[body] = await makeKey(pages[body]);
  }
  await setTest(pages.owners);
  for (const body of bodies.filter((b) => b !== "owners")) {
    await answer(pages[body], files[body]);
  }
  await setTest(pages.residents);
  await answer(pages.owners, files.owners);

  // The notice: one officer signs, one of another body reads it and signs too.
  const { owners, residents } = pages;
  await owners.reload();
  const local = (seconds) => new Date(Date.now() + seconds * 1000 + 8 * 3600_000).toISOString().slice(0, 16);
  await owners.getByLabel(/开始（北京/).fill(local(-120));
  await owners.getByLabel(/截止（北京/).fill(local(-60));
  await owners.getByRole("button", { name: "核对" }).click();
  await owners.locator(".card").filter({ hasText: "公示" }).getByRole("button", { name: "签字" }).click();
  await owners.getByText("等另一家单位的经办人签").waitFor();
  await residents.goto(`${base}/c/${community}/office`);
  await residents.getByText("查看并签字").click();
  await check.page(residents, "office-cosign-zh-normal");
  await residents.getByRole("button", { name: "签字并送往账本" }).click();
  await residents.getByText("查看并签字").waitFor({ state: "detached" });
  await owners.reload();
  await owners.getByRole("heading", { name: "开始投票前的检查" }).waitFor();
  await owners.locator(".verdict").first().waitFor();
  check.that((await owners.locator(".verdict.unmet").count()) === 0, "the checklist is not complete");
  await check.page(owners, "office-checklist-zh-normal");
  return { pages, files };
}

// together has the owners' officer sign a step and the residents' officer sign after him.
async function together({ owners, residents }, label) {
  await owners.goto(`${base}/c/${community}/office#/election/winter`);
  await owners.reload();
  await owners.locator(".card").filter({ hasText: label }).getByRole("button", { name: "签字" }).click();
  await owners.getByText("等另一家单位的经办人签").waitFor();
  await residents.goto(`${base}/c/${community}/office`);
  await residents.reload();
  await residents.getByText("查看并签字").click();
  await residents.getByRole("button", { name: "签字并送往账本" }).click();
  await residents.getByText("查看并签字").waitFor({ state: "detached" });
}

async function count({ pages, files }) {
  await together(pages, "开始投票");
  await together(pages, "截止投票");
  for (const body of ["owners", "residents", "street"]) {
    const page = pages[body];
    await page.goto(`${base}/c/${community}/office#/election/winter`);
    await page.reload();
    await page.getByLabel("密钥文件").setInputFiles(files[body]);
    await page.getByLabel(/口令/).fill(passphrase);
    await page.getByRole("button", { name: "打开密钥" }).click();
    await page.locator(".card .card").getByRole("button", { name: "签字" }).click();
    await page.getByLabel("密钥文件").waitFor({ state: "detached" });
    await page.getByText(/公布本单位的私钥/).waitFor({ state: "detached" });
  }
  await pages.street.getByRole("button", { name: "由账本计票" }).click();
  await pages.street.getByRole("link", { name: "查看结果" }).waitFor();
  await together(pages, "签字公布结果");
  await pages.street.goto(`${base}/c/${community}/result/winter`);
  check.that(await pages.street.getByText("两家单位签字公布于").isVisible(), "the result is not published");
}

// verify runs the recount in the browser.
async function verify() {
  const context = await contextOf(browser, base, zh);
  const page = await context.newPage();
  check.watch(page);
  await page.goto(`${base}/verify`);
  await page.getByRole("button", { name: "下载并核验" }).click();
  await page.locator("#recount pre").waitFor({ timeout: 120_000 });
  check.that(
    await page.locator("#recount .met").isVisible(),
    `the recount: ${await page.locator("#recount pre").textContent()}`,
  );
  await check.page(page, "verified-zh-normal");
  await context.close();
}

try {
  await looksOf();
  await count(await prepare());
  await verify();
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
