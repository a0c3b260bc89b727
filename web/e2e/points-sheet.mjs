// SPDX-License-Identifier: Apache-2.0
// Points in the open, and on paper: the balance sheet that a stranger sees, and the statement of a household.
import { readFileSync } from "node:fs";
import { contextOf, onPaper, walks } from "./browser.mjs";
import { load, pull } from "./steps.mjs";

// stranger has somebody without a passkey open the balance sheet, in every look, and take it home.
export async function stranger({ base, browser, check }, community, issued) {
  for (const look of walks) {
    const context = await contextOf(browser, base, look, { acceptDownloads: true });
    const page = await context.newPage();
    check.watch(page);
    await page.goto(`${base}/c/${community}`);
    await page.locator(`a[href="/c/${community}/points"]`).click();
    await page.locator("#whole").waitFor();
    await pull(page, page.locator("#whole td", { hasText: String(issued) }).first()); // of another body's relay
    await check.everyView(page, "points-public");
    await onPaper(page, `points-public-${look.lang}-printed`);
    const hash = await page.locator("main code.hash").first().textContent();
    const sheet = JSON.parse(await downloaded(page, page.locator('a[download="sheet.json"]')));
    check.that(sheet.issued === issued && sheet.accounts + sheet.held + sheet.spent + sheet.expired === issued, "the sheet adds up");
    check.that(sheet.checkpoint.hash.length === 64 && hash?.length === 64, "the sheet and its page say up to which block they are true");
    await context.close();
  }
}

// statement has a resident download the statement of his home, on paper and as a table.
export async function statement({ check }, { page }, my, line) {
  await load(page, `${my}#/points`);
  const pdf = page.getByRole("link", { name: "下载，可打印（PDF）" });
  await pdf.waitFor();
  await check.everyLook(page, "points-statement");
  check.that((await downloaded(page, pdf)).startsWith("%PDF-"), "the statement is no PDF");
  await page.getByLabel("哪一段时间").selectOption("0");
  const table = await downloaded(page, page.getByRole("link", { name: "下载表格（CSV）" }));
  check.that(table.includes(line), `the statement has no ${line}: ${table}`);
}

async function downloaded(page, link) {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return readFileSync(await download.path(), "utf8");
}
