// SPDX-License-Identifier: Apache-2.0
// A bundle of evidence, and the recount in the browser: the real ledger passes, and one changed byte is found. And how notices and results
// print.
import { contextOf, play, shoot } from "./browser.mjs";
import { evidence } from "./evidence.mjs";

const zh = { lang: "zh", view: "normal" };
const patient = 600_000; // ms; the recount checks every signature there is

await play("verify", async ({ browser, check, base, community, open, counted, evidence: full }) => {
  await evidence({ browser, base, check, full });

  const context = await contextOf(browser, base, zh);
  const page = await context.newPage();
  check.watch(page);

  async function recount() {
    await page.goto(`${base}/verify`);
    await page.getByRole("button", { name: "下载并核验" }).click();
    const verdict = page.locator("#recount .verdict.big");
    await verdict.waitFor({ timeout: patient });
    return { verdict: await verdict.innerText(), report: await page.locator("#recount .verdicts").innerText() };
  }

  const good = await recount();
  check.that(
    good.verdict.startsWith("✓") && good.report.includes("✓ 通过 每个已公布的结果和所有积分，重新计算的结果一致"),
    `the real ledger: ${good.verdict} ${good.report}`,
  );
  await shoot(page, "recount-passed");
  const pass = good.report.split("\n").filter((line) => line.startsWith("✓ 通过")).length;
  check.that(pass > 3, "the recount says next to nothing");

  await context.route("**/api/v1/ledger/export", async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[Math.floor(body.length / 2)] ^= 1;
    await route.fulfill({ response, body });
  });
  const bad = await recount();
  check.that(bad.verdict.startsWith("✗"), `a changed ledger: ${bad.verdict} ${bad.report}`);
  check.that(bad.report !== "" && bad.report !== good.report, "the recount does not say what is wrong");
  await shoot(page, "recount-failed");
  await context.unroute("**/api/v1/ledger/export");

  for (const [name, path] of Object.entries({
    notice: `vote/${open}`,
    result: `result/${counted}`,
    rejected: `rejected/${counted}`,
  })) {
    await page.goto(`${base}/c/${community}/${path}`);
    await page.emulateMedia({ media: "print" });
    const shown = await page
      .locator("footer, .settings, .actions, .screen, .skip")
      .evaluateAll((all) => all.filter((e) => e.checkVisibility()).map((e) => e.className));
    check.that(shown.length === 0, `${name}: the print has ${shown}`);
    const pdf = await page.pdf({
      format: "A4",
      margin: { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" },
    });
    check.that(pdf.length > 5000, `${name}: the print is empty`);
    await page.emulateMedia({ media: null });
  }
  await context.close();
});
