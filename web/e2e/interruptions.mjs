// SPDX-License-Identifier: Apache-2.0
// What pages say is true when they say it, and no longer than that: a passing limit, a session that ends in mid-vote, the end of a
// vote, a browser that cannot tell a passkey's key, a passkey that is of no use, a sign-in in two tabs, a mail that is not sent yet.
import { authenticator, contextOf, passkeysOf, play } from "./browser.mjs";

const zh = { lang: "zh", view: "normal" };
const refused = (kind, status, headers = {}) => ({
  status,
  headers,
  contentType: "application/problem+json",
  json: { type: `urn:linli:problem:${kind}`, title: kind, status },
});

await play("interruptions", async ({ browser, check, base, rollCommunity }) => {
  const my = `${base}/c/${rollCommunity.id}/my`;
  const helper = async (path) => (await fetch(`${rollCommunity.helper}${path}`, { method: "POST" })).json();
  const press = (page, name) => page.getByRole("button", { name, exact: true }).first().click();
  const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
  const said = (page) => page.locator("main").innerText();

  async function visitor(holders, before) {
    const context = await contextOf(browser, base, zh);
    await (before && context.addInitScript(before));
    const page = await context.newPage();
    check.watch(page);
    const device = await authenticator(page, holders);
    return { context, page, device };
  }

  async function signedIn() {
    const of = await visitor([rollCommunity.voter]);
    await of.page.goto(my);
    await press(of.page, "用通行密钥登录");
    await title(of.page, "我的表决");
    return of;
  }

  const letter = async (page, person) => page.goto(`${base}/e?c=${rollCommunity.id}#${await helper(`/letters/${person}`)}`);

  await limit();
  const began = Date.now();
  await midVote();
  const seconds = Math.max(40, Math.ceil((4 * (Date.now() - began)) / 1000)); // enough to open three pages on this machine
  const end = await ending(seconds);
  await withoutKey();
  await useless();
  await twoTabs();
  await mail();
  await end();

  // A limit says to wait, and the page goes on by itself. It never says anything against the letter.
  async function limit() {
    const { context, page } = await visitor();
    let asked = 0;
    await page.route("**/api/v1/enrolments/lookup", (route) =>
      ++asked === 1 ? route.fulfill(refused("too-many-requests", 429, { "Retry-After": "2" })) : route.continue(),
    );
    await letter(page, rollCommunity.lone[6]);
    await page.getByText("请稍等片刻").waitFor();
    check.that(!(await page.locator("body").innerText()).includes("这封信函不能用"), "a limit is held against the letter");
    await check.page(page, "true-wait-zh-normal");
    await title(page, "这是您吗？");
    check.that(!(await page.getByText("请稍等片刻").isVisible()), "the page goes on saying to wait");
    await context.close();
  }

  // A session ends between the questions and the review: after signing in, the review is there as if nothing had been.
  async function midVote() {
    const { context, page } = await signedIn();
    await page
      .getByRole("button", { name: /^(投票|改票)$/ })
      .first()
      .click();
    await page.getByRole("radio", { name: "同意" }).check();
    await page.evaluate(() => fetch("/api/v1/session", { method: "DELETE" }));
    await press(page, "去核对");
    await title(page, "登录");
    await press(page, "用通行密钥登录");
    await page.getByText("已在本机加密").waitFor();
    check.that(!/请先登录/.test(await said(page)), "the page goes on saying to sign in");
    await page.evaluate(() => fetch("/api/v1/session", { method: "DELETE" }));
    await press(page, "签名并投出"); // and once more just before the signature
    await title(page, "登录");
    await press(page, "用通行密钥登录");
    await press(page, "签名并投出");
    await title(page, "已计入账本");
    await context.close();
  }

  // ending opens three pages of a vote on a device whose clock is ten minutes slow. What it returns sees that the vote ends on them.
  async function ending(seconds) {
    await helper(`/short/${seconds}`);
    const { context, page } = await visitor([rollCommunity.voter], () => {
      const { now } = Date;
      Date.now = () => now() - 600_000;
    });
    await page.goto(my);
    await press(page, "用通行密钥登录");
    const card = page.locator("li.card", { hasText: "短时表决" });
    await card.getByRole("button", { name: "投票" }).waitFor();
    const question = await context.newPage();
    check.watch(question);
    await card.getByRole("button", { name: "投票" }).click();
    await title(page, "短时表决");
    await page.getByRole("radio", { name: "同意" }).check();
    await question.goto(my);
    const other = question.locator("li.card", { hasText: "短时表决" });
    await other.getByRole("button", { name: "投票" }).waitFor();
    const notice = await context.newPage();
    check.watch(notice);
    await notice.goto(`${base}/c/${rollCommunity.id}/vote/short-${seconds}`);
    await notice.locator("main").getByRole("link", { name: /投票/ }).first().waitFor();
    return async () => {
      await page.getByText("投票已经截止，没有投出。").waitFor();
      await check.page(page, "true-ended-zh-normal");
      await other.waitFor({ state: "detached" });
      await notice.getByText("已到截止时间").first().waitFor();
      await notice.locator("main [data-live=now] .button").waitFor({ state: "detached" });
      await context.close();
    };
  }

  // Programs that keep passkeys put objects of their own in the browser's place, whose methods fail.
  async function withoutKey() {
    const { context, page } = await visitor([], () => {
      for (const name of ["getPublicKey", "getAuthenticatorData", "getTransports"]) {
        AuthenticatorAttestationResponse.prototype[name] = () => {
          throw new TypeError("Illegal invocation");
        };
      }
    });
    await letter(page, rollCommunity.lone[6]);
    await press(page, "是我，继续");
    await press(page, "生成通行密钥");
    await press(page, "签名并登记");
    await title(page, "登记已写进账本");
    await context.close();
  }

  // A passkey that the ledger would not take is forgotten by the device, where it can be told, or named.
  async function useless() {
    for (const signals of [true, false]) {
      const { context, page, device } = await visitor([], () => {
        Object.defineProperty(AuthenticatorAttestationResponse.prototype, "attestationObject", {
          get: () => new ArrayBuffer(8),
        });
      });
      if (!signals) {
        await page.addInitScript(() => {
          delete PublicKeyCredential.signalUnknownCredential;
        });
      }
      await letter(page, rollCommunity.lone[7]);
      await press(page, "是我，继续");
      await press(page, "生成通行密钥");
      const alert = page.getByRole("alert");
      await alert.waitFor();
      const told = await alert.innerText();
      check.that(told.includes("与账本不兼容") && told.includes("localhost") !== signals, `of no use: ${told}`);
      const left = (await passkeysOf(device)).length;
      check.that(left === (signals ? 0 : 1), `${left} passkeys are left on a device that ${signals ? "can" : "cannot"} be told`);
      await check.page(page, `true-useless-${signals ? "forgotten" : "left"}-zh-normal`);
      await context.close();
    }
  }

  // Two tabs ask for the passkey at the same time, and both of them get in.
  async function twoTabs() {
    const { context, page } = await visitor([rollCommunity.voter]);
    await page.goto(my);
    const button = page.getByRole("button", { name: "用通行密钥登录" });
    await button.waitFor();
    let begun = 0;
    await page.route("**/api/v1/session/begin", async (route) => {
      const answer = await route.fetch();
      if (++begun === 1) {
        await page.evaluate(
          (community) =>
            fetch("/api/v1/session/finish", {
              // the other tab has used the nonce up
              method: "POST",
              headers: { "Content-Type": "application/json" },
              body: JSON.stringify({
                id: "A".repeat(22),
                response: { clientDataJSON: "", authenticatorData: "", signature: "" },
                community,
              }),
            }),
          rollCommunity.id,
        );
      }
      await route.fulfill({ response: answer });
    });
    await button.click();
    await title(page, "我的表决");
    check.that(begun >= 1, "no login was begun");
    await context.close();
  }

  // Nothing is said to be sent before it is.
  async function mail() {
    const { context, page } = await signedIn();
    const contact = { email: "", phone: "", emailConfirmed: false, mail: true }; // this server has no mail to send
    await page.route("**/api/v1/me/contact", async (route) => {
      const given = route.request().postDataJSON();
      if (given) {
        Object.assign(contact, given, { confirmation: { state: "queued", at: 1_790_000_000 } });
      }
      await route.fulfill({ json: contact });
    });
    await page.goto(`${my}#/contact`);
    await page.getByLabel("邮箱").fill("somebody@example.org");
    await press(page, "保存");
    await page.getByText("已保存。").waitFor();
    const text = await said(page);
    check.that(/还没有寄出/.test(text) && !/已于/.test(text), `of the mail: ${text}`);
    contact.confirmation = { state: "retrying", reason: "address-refused", at: 1_790_000_060 };
    await page.getByText("邮件服务器不接受这个邮箱").waitFor(); // by itself
    contact.confirmation = { state: "handed", at: 1_790_000_120 };
    await page.getByText(/确认邮件已于 .* 交给邮件服务器/).waitFor();
    await page.getByLabel("邮箱").fill("somebody@example.com");
    check.that(!(await page.getByText("已保存。").isVisible()), "what was typed since is said to be saved");
    await context.close();
  }
});
