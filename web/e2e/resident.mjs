// SPDX-License-Identifier: Apache-2.0
// A resident signs in, votes, is interrupted, votes again, and checks the receipt on another device.
import { authenticator, contextOf, play, shoot, walks } from "./browser.mjs";
import { load } from "./steps.mjs";

async function visit({ browser, check, base, community, owner }, look) {
  const context = await contextOf(browser, base, look);
  const page = await context.newPage();
  check.watch(page);
  await authenticator(page, [owner]);
  const press = (zh, en) =>
    page
      .getByRole("button", { name: look.lang === "zh" ? zh : en, exact: true })
      .first()
      .click();
  const heading = (zh, en) => page.getByRole("heading", { level: 1, name: look.lang === "zh" ? zh : en }).waitFor();

  await page.goto(`${base}/e`);
  await heading("凭信函登记", "Register with your letter");
  await check.everyView(page, "resident-letter");

  await page.goto(`${base}/c/${community}/my`);
  await heading("登录", "Sign in");
  await check.everyView(page, "resident-signin");
  await press("用通行密钥登录", "Sign in with a passkey");
  await heading("我的表决", "My votes");
  await page
    .getByRole("button", { name: look.lang === "zh" ? /投票|改票/ : /Vote|Change my vote/ })
    .first()
    .waitFor();
  await check.everyView(page, "resident-home");
  await page
    .getByRole("button", { name: look.lang === "zh" ? /投票|改票/ : /Vote|Change my vote/ })
    .first()
    .click();

  await heading("续聘物业服务企业", "续聘物业服务企业");
  await press("下一题", "Next");
  check.that(await page.getByRole("alert").isVisible(), `${look.lang}: an unanswered question was passed over`);
  await page.getByRole("radio", { name: look.lang === "zh" ? "同意" : "Agree", exact: true }).check();
  await check.everyView(page, "resident-question");
  await press("下一题", "Next");
  await heading("利用屋顶共有部分经营", "利用屋顶共有部分经营");
  await page.reload();
  await heading("利用屋顶共有部分经营", "利用屋顶共有部分经营");
  await page.getByRole("radio", { name: look.lang === "zh" ? "反对" : "Disagree", exact: true }).check();
  await press("去核对", "Review");
  await heading("核对您的选择", "Check your choices");
  await page.getByText(look.lang === "zh" ? "已在本机加密" : "Sealed on this device").waitFor();
  check.that(await page.getByText(look.lang === "zh" ? "反对" : "Disagree").isVisible(), `${look.lang}: the choice is not in the review`);
  await check.everyView(page, "resident-review");

  // What the ledger refuses is not cast, and the choices are kept.
  const review = page.url();
  await page.route("**/api/v1/acts", (route) =>
    route.fulfill({
      status: 422,
      contentType: "application/problem+json",
      json: { type: "urn:linli:problem:act-refused", title: "refused", status: 422, code: "CLOSED" },
    }),
  );
  await press("签名并投出", "Sign and cast");
  await heading("没有投成", "Not cast");
  await check.everyView(page, "resident-refused");
  await page.unroute("**/api/v1/acts");
  await load(page, review);
  await heading("核对您的选择", "Check your choices");
  await page.getByText(look.lang === "zh" ? "已在本机加密" : "Sealed on this device").waitFor();

  // Offline after the signature: nothing may claim that the ballot is on the ledger, and it can go on later.
  await page.route("**/api/v1/acts", (route) => route.abort());
  await press("签名并投出", "Sign and cast");
  await heading("已签名，账本尚未确认", "Signed, not confirmed by the ledger yet");
  await check.everyView(page, "resident-unknown");
  await page.unroute("**/api/v1/acts");
  await page.goto(`${base}/c/${community}/my`);
  await page.getByRole("button", { name: look.lang === "zh" ? "继续送出" : "Go on", exact: true }).waitFor();
  await check.everyView(page, "resident-left");
  await press("继续送出", "Go on");
  await heading("已计入账本", "On the ledger");
  await page.locator(".symbols li").first().waitFor();
  await check.everyView(page, "resident-done");

  const number = (await page.locator(".number").textContent()).trim();
  const symbols = await page.locator(".symbols li").allInnerTexts();
  const qr = await page.locator("img.qr").evaluate((image) => image.complete && image.naturalWidth > 0);
  check.that(qr, `${look.lang}: no QR code`);
  const other = await contextOf(browser, base, look, { javaScriptEnabled: false });
  const second = await other.newPage();
  await second.goto(`${base}/c/${community}/track?number=${encodeURIComponent(number)}`);
  check.that(await second.locator(".note.in-box").isVisible(), `${look.lang}: the other device does not find ${number}`);
  const there = await second.locator(".symbols li").allInnerTexts();
  check.that(there.join() === symbols.join(), `${look.lang}: other symbols: ${there} / ${symbols}`);
  await shoot(second, `tracked-${look.lang}`);
  await other.close();

  // A page that is loaded again, or was thrown away meanwhile, shows the receipt again; another ballot is a choice.
  await load(page, review);
  await heading("已计入账本", "On the ledger");
  check.that((await page.locator(".number").textContent()).trim() === number, `${look.lang}: another receipt after loading the page again`);
  await page.getByRole("button", { name: look.lang === "zh" ? "改票" : "Change my vote", exact: true }).waitFor();
  await check.everyView(page, "resident-again");
  await press("回到我的表决", "Back to my votes");
  await heading("我的表决", "My votes");
  await page.getByText(number).waitFor();
  await page.getByRole("link", { name: look.lang === "zh" ? "我的通行密钥" : "My passkeys" }).click();
  await heading("我的通行密钥", "My passkeys");
  await check.everyView(page, "resident-passkeys");
  await context.close();
}

await play(
  "resident",
  async (scene) => {
    for (const look of walks) {
      await visit(scene, look);
    }
  },
  { by: "mouse" },
);
