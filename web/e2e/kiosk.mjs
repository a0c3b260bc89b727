// SPDX-License-Identifier: Apache-2.0
// The kiosk (自助投票台): somebody without a device registers and votes there with a security key; nothing of him is left behind.
import { lend, play } from "./browser.mjs";
import { press, pull, title, townOf } from "./steps.mjs";

const visitor = "业主0002";

await play("kiosk", async (scene) => {
  const { check } = scene;
  const town = townOf(scene, "kiosk");
  const officers = await town.join(scene.towns.kiosk);
  const { owners, residents } = officers;
  const { page, device } = owners; // the kiosk's screen

  // receive finds out who is here.
  async function receive() {
    await page.locator("#query").fill("401");
    await press(page, "查找");
    await page.getByRole("button", { name: new RegExp(visitor) }).click();
    await title(page, visitor);
  }

  // register has the visitor make a passkey on his security key, which is returned.
  async function register() {
    await press(page, "印制信函");
    await town.issue(page);
    await check.everyLook(page, "kiosk-letter");
    const code = await town.codeOf(residents, visitor);
    await press(page, "开始登记");
    await page.getByRole("button", { name: "结束并清除" }).waitFor();
    check.that(await signedOut(), "the officer is still signed in while the visitor has the screen");
    await check.page(page, "kiosk-enrol");
    await page.evaluate(() => {
      const make = navigator.credentials.create.bind(navigator.credentials);
      navigator.credentials.create = (options) => {
        globalThis.attachment = options.publicKey.authenticatorSelection.authenticatorAttachment;
        return make(options);
      };
    });
    const key = await lend(device, [], async () => {
      await page.locator("#code").fill(code);
      await town.fillIn(page, code);
    });
    check.that(key.length === 1, "the passkey is not in the security key");
    check.that((await page.evaluate(() => globalThis.attachment)) === "cross-platform", "it might stay in the machine");
    await check.page(page, "kiosk-enrolled");
    return key;
  }

  const signedOut = () => page.evaluate(() => fetch("/api/v1/me").then(({ status }) => status === 401));

  // confirm has both officers confirm at the kiosk what they saw.
  async function confirm() {
    await press(page, "登记好了，请经办人确认");
    await town.signIn(page);
    await title(page, visitor);
    const card = page.locator(".card", { hasText: "确认登记" });
    await pull(page, card);
    await check.everyLook(page, "kiosk-confirm");
    await press(card, "两家的经办人都在，当场签");
    await check.everyLook(page, "kiosk-two");
    await town.atOnce(card, owners, residents);
    await pull(page, page.getByRole("button", { name: "请他使用" }));
    await check.everyLook(page, "kiosk-ready");
  }

  async function vote(key) {
    const steps = await page.evaluate(() => history.length);
    await press(page, "请他使用");
    await page.getByRole("button", { name: "结束并清除" }).waitFor();
    await lend(device, key, async () => {
      await town.signIn(page);
      await title(page, "我的表决");
      await page.getByRole("button", { name: "投票", exact: true }).waitFor();
      await check.page(page, "kiosk-home");
      await town.vote(page, ["同意", "反对"]);
    });
    await check.page(page, "kiosk-done");
    const number = (await page.locator(".number").textContent()).trim();
    await press(page, "结束并清除");
    await title(page, "登录");
    check.that((await page.evaluate(() => history.length)) === steps, "the visitor's pages are in the history");
    await clean(number);
  }

  // clean sees that nothing of the visitor is left, on the page or behind it.
  async function clean(number) {
    check.that(await signedOut(), "the visitor is still signed in");
    const left = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
    check.that(left === "[{},{}]", `stored: ${left}`);
    for (let i = 0; i < 3; i++) {
      const text = await page.locator("body").innerText();
      check.that(!text.includes(visitor) && !text.includes(number), `the last visitor is on the page: ${text}`);
      check.that(!/kiosk\/[0-9a-f]/.test(page.url()), `the last visitor is in the address: ${page.url()}`);
      await page.goBack();
      await page.waitForTimeout(500);
    }
  }

  // forget leaves the kiosk without a word: it asks whether anybody is there, and clears itself.
  async function forget(key) {
    await town.open(page, "kiosk");
    await town.signIn(page);
    await title(page, "自助投票台");
    await receive();
    await page.clock.install();
    await press(page, "请他使用");
    await page.getByRole("button", { name: "结束并清除" }).waitFor();
    await lend(device, key, async () => {
      await town.signIn(page);
      await title(page, "我的表决");
    });
    const asks = page.getByRole("heading", { name: "您还在吗？" });
    await page.clock.runFor(125_000);
    await asks.waitFor();
    await check.page(page, "kiosk-idle");
    await press(page, "我还在，继续");
    await asks.waitFor({ state: "detached" });
    await page.clock.runFor(125_000);
    await asks.waitFor();
    for (let i = 0; i < 70 && !(await page.getByRole("heading", { name: "登录" }).isVisible()); i++) {
      await page.clock.runFor(1000);
    }
    await page.clock.resume();
    await title(page, "登录");
    await clean("no receipt");
  }

  for (const screen of ["rolls", "letters", "people", "objections", "orders"]) {
    await town.open(page, screen); // pages of the officer for who goes back afterwards
  }
  await town.open(page, "kiosk");
  await check.everyLook(page, "kiosk-begin");
  await receive();
  const key = await register();
  await confirm();
  await vote(key);
  await forget(key);
});
