// SPDX-License-Identifier: Apache-2.0
// The convention in the open, and the text of the next one.
import { contextOf, onPaper, walks } from "./browser.mjs";
import { load, press, pull, title } from "./steps.mjs";

// inPublic has somebody without a passkey read the convention, in every look, and what was put to the vote.
export async function inPublic({ base, browser, check }, community) {
  for (const look of walks) {
    const context = await contextOf(browser, base, look);
    const page = await context.newPage();
    check.watch(page);
    await page.goto(`${base}/c/${community}`);
    await page.locator(`a[href="/c/${community}/convention"]`).first().click();
    await page.locator("#breaches").waitFor();
    check.that((await page.locator("#breaches td", { hasText: /[1-9]/ }).count()) === 0, "two households are not told of in numbers");
    await check.everyView(page, "convention-public");
    await onPaper(page, `convention-public-${look.lang}-printed`);
    await load(page, `${base}/c/${community}/vote/convention`);
    await page.locator("[data-text] pre.text").first().waitFor();
    await check.everyView(page, "convention-vote-text");
    await context.close();
  }
}

// written has an officer begin with a template, break it, mend it, and leave it for a vote.
export async function written({ town, look }, { page }) {
  await town.open(page, "convention");
  await page.getByText("已经办理。").waitFor();
  await page.getByLabel("从哪里开始").selectOption({ index: 3 });
  await press(page, "开始写");
  await page.getByText("没有问题，可以付诸表决。").waitFor();
  const text = page.getByLabel("公约全文");
  const whole = await text.inputValue();
  await text.fill(whole.replace(/^ladder: .*$/m, "ladder: notice, fine 100"));
  await page.getByText("公约不能罚款").waitFor();
  await look(page, "convention-refused");
  await text.fill(whole);
  await page.getByText("没有问题，可以付诸表决。").waitFor();
  await page.getByText("居民看到的").last().click();
  await look(page, "convention-written");
  await press(page, "留作表决用");
  await page.getByRole("link", { name: "去起草表决" }).click();
  await title(page, "起草表决");
  await page.locator("#text-1").selectOption({ index: 1 });
  await page.getByText("您的浏览器已核对").waitFor();
  await look(page, "convention-to-vote");
}

// adopted has two officers of two bodies put the next convention in force, each at his own screen, as owners have agreed; everybody reads
// from when on it counts, what it changes, and has it on paper.
export async function adopted({ base, check, pointsTown }, { town, look }, owners, residents) {
  const { page } = owners;
  await town.open(page, "convention");
  await press(page, "施行这份公约");
  await look(page, "convention-adopt");
  await town.both(page, owners, residents);
  const reader = await page.context().newPage();
  check.watch(reader);
  await reader.goto(`${base}/c/${pointsTown.id}/convention`);
  await pull(reader, reader.getByText("尚未生效"));
  await reader.locator("#versions li", { hasText: "尚未生效" }).getByRole("link").first().click();
  await reader.locator("#changes del", { hasText: "cure:" }).waitFor();
  await reader.getByLabel("和哪一版比较").selectOption({ index: 0 });
  await reader.getByRole("button", { name: "比较" }).click();
  await reader.getByRole("heading", { name: "和选定版本的不同" }).waitFor();
  await check.everyView(reader, "convention-compared");
  const paper = await reader.request.get(await reader.getByRole("link", { name: "打印版（PDF）" }).evaluate(({ href }) => href));
  check.that((await paper.body()).subarray(0, 5).toString() === "%PDF-", "the convention is there on paper");
  await reader.close();
}
