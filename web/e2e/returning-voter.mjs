// SPDX-License-Identifier: Apache-2.0
// A voter who comes back: how many taps it takes, what it says on the way, what happens offline, and the check of the receipt on another device.
import { createHash } from "node:crypto";
import { authenticator, contextOf, play } from "./browser.mjs";
import { readQR } from "./qr.mjs";
import { toReview } from "./steps.mjs";

const zh = { lang: "zh", view: "normal" };
const claims = /已计入账本|已投出|投票成功|已提交/; // what may be said of a ballot in a block only

await play(
  "returning-voter",
  async ({ browser, check, base, rollCommunity }) => {
    const my = `${base}/c/${rollCommunity.id}/my`;

    async function visitor(options = {}) {
      const context = await contextOf(browser, base, zh, options);
      await context.addInitScript(() => {
        const count = (event) => event.isTrusted && localStorage.setItem("taps", Number(localStorage.getItem("taps") ?? 0) + 1);
        addEventListener("pointerdown", count, { capture: true });
      });
      const page = await context.newPage();
      check.watch(page);
      const device = await authenticator(page, [rollCommunity.voter]);
      return { context, page, device };
    }
    const press = (page, name) => page.getByRole("button", { name, exact: true }).first().click();
    const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
    const said = (page) => page.locator("main").innerText();

    await taps();
    await labels();
    await offline();
    await reading();
    await oldBrowser();
    await suggested();

    // The browser offers the passkey in a field of its own accord; without a passkey nothing happens, and the button is there.
    async function suggested() {
      const { context, page } = await visitor({ suggests: true });
      await page.goto(my);
      await title(page, "我的表决");
      check.that(true, "signed in by the browser's suggestion");
      await context.close();
      const bare = await contextOf(browser, base, zh, { suggests: true });
      const other = await bare.newPage();
      await other.goto(my);
      await other.getByLabel("也可以点这里，选设备建议的通行密钥").waitFor();
      check.that(await other.getByRole("button", { name: "用通行密钥登录" }).isVisible(), "the button is gone");
      await check.page(other, "resident-suggestion-zh-normal");
      await bare.close();
    }

    // From being signed out to the receipt.
    async function taps() {
      const { context, page } = await visitor();
      await page.goto(my);
      await press(page, "用通行密钥登录");
      await toReview(page, "同意");
      await press(page, "签名并投出");
      await title(page, "已计入账本");
      const count = await page.evaluate(() => Number(localStorage.getItem("taps")));
      console.log(`a returning voter votes on one question with ${count} taps`);
      check.that(count > 0 && count <= 5, `${count} taps`);
      await secondDevice(page);
      await context.close();
    }

    // The QR code of a receipt leads another device, with scripts switched off, to the same number and pictures.
    async function secondDevice(page) {
      await page.locator(".symbols li").first().waitFor();
      const number = (await page.locator(".number").innerText()).trim();
      const symbols = (await page.locator(".symbols li").allInnerTexts()).join();
      const link = await readQR(page.locator("img.qr"));
      check.that(link?.startsWith(`${base}/c/${rollCommunity.id}/track`), `the receipt's QR code says ${link}`);
      const other = await contextOf(browser, base, zh, { javaScriptEnabled: false });
      const second = await other.newPage();
      check.watch(second);
      await second.goto(link);
      check.that((await second.locator("main").innerText()).includes(number), "the other device shows another number");
      check.that((await second.locator(".symbols li").allInnerTexts()).join() === symbols, "the other device shows other pictures");
      await other.close();
    }

    // Nothing may claim more than is true: the answer is held back, then unknown, then lost, and only then there.
    async function labels() {
      const { context, page } = await visitor();
      await page.goto(my);
      await press(page, "用通行密钥登录");
      await toReview(page, "反对");
      check.that(!claims.test(await said(page)), "the review claims too much");
      let letGo;
      const held = new Promise((resolve) => {
        letGo = resolve;
      });
      let asked = 0;
      await page.route("**/api/v1/acts", async (route) => {
        asked++;
        if (asked === 1) {
          await held;
          const { act } = route.request().postDataJSON();
          const hash = createHash("sha256").update("linli/act/v1\0").update(act).digest("hex");
          await route.fulfill({ status: 202, json: { act: hash, status: "unknown" } });
        } else if (asked === 2) {
          await route.abort();
        } else {
          await route.continue();
        }
      });
      await press(page, "签名并投出");
      await page.getByText("还没有计入").waitFor();
      await page.waitForTimeout(1500);
      check.that(!claims.test(await said(page)), "a ballot that was sent is said to be cast");
      letGo();
      await title(page, "已签名，账本尚未确认");
      check.that(!claims.test(await said(page)), "a ballot of unknown outcome is said to be cast");
      await title(page, "已计入账本");
      check.that(asked >= 3, "the ballot was not sent again");
      await context.close();
    }

    // A dialog that comes to nothing casts nothing; a ballot that was signed offline waits on the device.
    async function offline() {
      const { context, page, device } = await visitor();
      await page.goto(my);
      await press(page, "用通行密钥登录");
      await toReview(page, "弃权");
      const { client, authenticatorId } = device;
      await client.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
      await press(page, "签名并投出");
      const alert = page.getByRole("alert");
      await alert.waitFor();
      check.that(/没有送出|什么也没有送出|不能算签名/.test(await alert.innerText()), `unsigned: ${await alert.innerText()}`);
      await client.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
      await context.setOffline(true);
      await press(page, "签名并投出");
      await title(page, "已签名，账本尚未确认");
      check.that(!claims.test(await said(page)), "a ballot that could not be sent is said to be cast");
      await page.close();
      await context.setOffline(false);
      const again = await context.newPage();
      check.watch(again);
      await again.goto(my);
      await again.getByText("上次的投票没有做完").waitFor();
      await press(again, "继续送出");
      await title(again, "已计入账本");
      await context.close();
    }

    // In the elder view a button reads the page aloud.
    async function reading() {
      const { context, page } = await visitor();
      await context.addCookies([{ name: "linli-view", value: "elder", url: base }]);
      await page.addInitScript(() => {
        globalThis.spoken = [];
        speechSynthesis.speak = (words) => globalThis.spoken.push(`${words.lang} ${words.text}`);
      });
      await page.goto(my);
      await press(page, "用通行密钥登录");
      await page.getByRole("button", { name: "改票" }).first().click();
      await title(page, "更换楼道灯具");
      await press(page, "朗读本页");
      const words = await page.evaluate(() => globalThis.spoken.join());
      check.that(/^zh-CN 更换楼道灯具.*同意.*反对.*弃权.*留空/.test(words), `read aloud: ${words}`);
      await page.getByRole("button", { name: "停止朗读" }).waitFor();
      await page.getByText("没有可用的朗读声音").waitFor();
      await context.addCookies([{ name: "linli-view", value: "normal", url: base }]);
      await page.reload();
      await title(page, "更换楼道灯具");
      check.that(!(await page.getByRole("button", { name: "朗读本页" }).isVisible()), "the normal view reads aloud too");
      await context.close();
    }

    // Who enrols and votes on a browser that has none of the curves loads them, and no more than 45 kB of scripts in all.
    async function oldBrowser() {
      const context = await contextOf(browser, base, zh);
      await context.addInitScript(() => {
        const refuse = (of) =>
          function (...args) {
            const named = args.some((arg) => /25519/.test(arg?.name ?? arg));
            return named ? Promise.reject(new DOMException("", "NotSupportedError")) : of.apply(this, args);
          };
        for (const name of ["generateKey", "importKey"]) {
          SubtleCrypto.prototype[name] = refuse(SubtleCrypto.prototype[name]);
        }
      });
      const page = await context.newPage();
      check.watch(page);
      await authenticator(page);
      const loaded = new Map();
      page.on("requestfinished", async (request) => {
        const { pathname } = new URL(request.url());
        if (pathname.endsWith(".js") && !loaded.has(pathname)) {
          loaded.set(pathname, 0);
          loaded.set(pathname, (await request.sizes()).responseBodySize);
        }
      });
      const helper = async (path) => (await fetch(`${rollCommunity.helper}${path}`, { method: "POST" })).json();
      const letter = (code) => page.goto(`${base}/e?c=${rollCommunity.id}#${code}`);
      await letter("AAAA%20"); // a link that was cut off; then the whole one, in the same tab, as other programs pass it on
      await page.getByLabel("信函编码").waitFor();
      await letter(`${await helper(`/letters/${rollCommunity.lone[3]}`)}%E2%80%8B`);
      await press(page, "是我，继续");
      await press(page, "生成通行密钥");
      await press(page, "签名并登记");
      await title(page, "登记已写进账本");
      await page.goto(my);
      await press(page, "用通行密钥登录");
      await page.getByText("登记已收到，等待确认").waitFor();
      const me = await page.evaluate(async () => (await fetch("/api/v1/me")).json());
      await helper(`/confirm/${me.session.credential}`);
      await page.getByText("登记已收到，等待确认").waitFor({ state: "detached" });
      await toReview(page, "同意");
      await press(page, "签名并投出");
      await title(page, "已计入账本");
      const bytes = [...loaded.values()].reduce((sum, size) => sum + size, 0);
      const libraries = [...loaded.keys()].filter((name) => name.includes("library"));
      console.log(`scripts loaded to enrol and to vote on an old browser: ${bytes} B in ${loaded.size} files`);
      check.that(libraries.length === 2, `libraries loaded: ${libraries}`);
      check.that(bytes > 10_000 && bytes <= 45_000, `${bytes} B of scripts`);
      await context.close();
    }
  },
  { by: "mouse", kind: "whole" }, // it is the browser that suggests passkeys
);
