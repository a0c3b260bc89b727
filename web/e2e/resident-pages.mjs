// SPDX-License-Identifier: Apache-2.0
// The residents' other pages: passkeys and their end, contacts, notices, proxies, objections, my data; a couple that designates
// its voter; and who opens his letter inside WeChat.
import { readFileSync } from "node:fs";
import { authenticator, contextOf, play, shoot, walks } from "./browser.mjs";
import { readQR } from "./qr.mjs";
import { load, pull } from "./steps.mjs";

const zh = { lang: "zh", view: "normal" };

await play("resident-pages", async ({ browser, check, base, rollCommunity }) => {
  const my = `${base}/c/${rollCommunity.id}/my`;
  const helper = async (path) => (await fetch(`${rollCommunity.helper}${path}`, { method: "POST" })).json();
  const press = (page, name) => page.getByRole("button", { name, exact: true }).first().click();
  const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
  const meOf = (page) => page.evaluate(async () => (await fetch("/api/v1/me")).json());
  const open = (page, screen) => load(page, `${my}#/${screen}`);
  // onLedger waits until an act that was just signed is in a block.
  const onLedger = (page) =>
    page
      .getByText(/已写进账本第 \d+ 号区块/)
      .first()
      .waitFor();

  // enrol is a person with a letter, until his passkey is confirmed and he is signed in.
  async function enrol(person) {
    const context = await contextOf(browser, base, zh, { acceptDownloads: true });
    await context.addInitScript(() => {
      globalThis.signalled = [];
      PublicKeyCredential.signalAllAcceptedCredentials = async (options) => {
        globalThis.signalled.push(options);
      };
    });
    const page = await context.newPage();
    check.watch(page);
    await authenticator(page);
    await page.goto(`${base}/e?c=${rollCommunity.id}#${await helper(`/letters/${person}`)}`);
    await press(page, "是我，继续");
    await press(page, "生成通行密钥");
    await press(page, "签名并登记");
    await title(page, "登记已写进账本");
    await page.locator("main").getByRole("link", { name: "我的表决" }).click();
    await press(page, "用通行密钥登录");
    await page.getByText("登记已收到，等待确认").waitFor();
    const { session } = await meOf(page);
    await helper(`/confirm/${session.credential}`);
    await page.getByText("登记已收到，等待确认").waitFor({ state: "detached" });
    return { context, page, credential: session.credential, person };
  }

  await inWeChat();
  for (const [i, look] of walks.entries()) {
    await enrolment(look, rollCommunity.lone[2 + i]);
  }
  const lone = await enrol(rollCommunity.lone[0]);
  await live(lone.page);
  await contact(lone.page);
  await objection(lone.page);
  await proxy(lone);
  await data(lone.page);
  await elsewhere(lone.page);
  await everyPage(lone.page);
  await revocation(lone);
  await couple();
  await polling(lone.page);
  await signOut(lone.page);

  // Inside WeChat there are no passkeys: the page says how to leave, and the link it gives still has the letter's code.
  async function inWeChat() {
    const agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.47";
    const code = await helper(`/letters/${rollCommunity.lone[1]}`);
    for (const look of walks) {
      const context = await contextOf(browser, base, look, {
        userAgent: agent,
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const page = await context.newPage();
      check.watch(page);
      await page.goto(`${base}/e?c=${rollCommunity.id}#${code}`);
      await page.locator("#link").waitFor();
      await check.everyView(page, "wechat");
      check.that((await page.locator("#link").inputValue()).endsWith(`#${code}`), "the link out of WeChat has lost the letter's code");
      await page.getByRole("button", { name: look.lang === "zh" ? "复制链接" : "Copy the link" }).click();
      await page.getByText(look.lang === "zh" ? "已复制" : "Copied").waitFor();
      check.that((await page.evaluate(() => navigator.clipboard.readText())).endsWith(`#${code}`), "the link was not copied");
      await page.goto(my);
      await page.locator("#link").waitFor();
      await check.everyView(page, "wechat-my");
      await context.close();
    }
  }

  // Every page of an enrolment in a look. The first button goes on.
  async function enrolment(look, person) {
    const context = await contextOf(browser, base, look);
    const page = await context.newPage();
    check.watch(page);
    await authenticator(page);
    await page.goto(`${base}/e?c=${rollCommunity.id}#${await helper(`/letters/${person}`)}`);
    const pages = {
      who: ["这是您吗？", "Is this you?"],
      passkey: ["设置通行密钥", "Make a passkey"],
      sign: ["为登记签名", "Sign the registration"],
      done: ["登记已写进账本", "Your registration is on the ledger"],
    };
    for (const [name, [chinese, english]] of Object.entries(pages)) {
      await title(page, look.lang === "zh" ? chinese : english);
      await check.everyView(page, `enrol-${name}`);
      await page.locator("main .actions .button").first().click();
    }
    await title(page, look.lang === "zh" ? "登录" : "Sign in");
    await context.close();
  }

  // What others cast is told while the page is open.
  async function live(page) {
    const voted = () =>
      page
        .getByText(/已投票人数 \d+/)
        .first()
        .innerText();
    const before = await voted();
    await helper(`/vote/${rollCommunity.election}`);
    await page.getByText(before).waitFor({ state: "detached" });
    check.that((await voted()) !== before, "the turnout did not move");
    const calendar = await page.request.get(base + (await page.getByRole("link", { name: "加入日历" }).first().getAttribute("href")));
    check.that((await calendar.text()).startsWith("BEGIN:VCALENDAR"), `the calendar answers ${calendar.status()}`);
    const context = await contextOf(browser, base, zh);
    const observer = await context.newPage();
    check.watch(observer);
    await observer.goto(`${base}/c/${rollCommunity.id}/vote/${rollCommunity.election}`);
    const bars = observer.locator("[data-live=turnout] td");
    const was = await bars.allInnerTexts();
    await helper(`/vote/${rollCommunity.election}`);
    await observer.waitForFunction((old) => document.querySelector("[data-live=turnout] td").textContent !== old, was[0]);
    const now = await bars.allInnerTexts();
    check.that(now[0] !== was[0] && now[3] !== was[3], `heads and area: ${was} became ${now}`);
    await context.close();
  }

  // Where no stream gets through, polling tells the same.
  async function polling(page) {
    await page.route("**/api/v1/events?**", (route) => route.fulfill({ status: 429, body: "" }));
    await open(page, "");
    const voted = () =>
      page
        .getByText(/已投票人数 \d+/)
        .first()
        .innerText();
    const asked = page.waitForRequest("**/api/v1/events/poll?**");
    await page.reload();
    await asked;
    const before = await voted();
    await helper(`/vote/${rollCommunity.election}`);
    await page.getByText(before).waitFor({ state: "detached" });
    check.that((await voted()) !== before, "the turnout did not move by polling");
    await page.unroute("**/api/v1/events?**");
  }

  async function contact(page) {
    await open(page, "contact");
    await page.getByLabel("邮箱").fill("nobody");
    await press(page, "保存");
    await page.getByText("邮箱的写法不对。").waitFor();
    await page.getByLabel("邮箱").fill("owner@example.org");
    await page.getByLabel(/电话/).fill("010-1234");
    await press(page, "保存");
    await page.getByText("已保存。").waitFor();
    await page.reload();
    await page.getByLabel("邮箱").waitFor();
    check.that((await page.getByLabel("邮箱").inputValue()) === "owner@example.org", "the address was not kept");
    await open(page, `contact/${"A".repeat(43)}`);
    await title(page, "确认邮箱");
    await press(page, "确认");
    await page.getByText(/没有确认/).waitFor();
    await everyLook(page, `contact/${"A".repeat(43)}`, "confirm");
    await page.route("**/api/v1/contacts/confirm", (route) => route.fulfill({ status: 204 })); // a good token is only in a mail
    await open(page, `contact/${"A".repeat(43)}`);
    await press(page, "确认");
    await page.getByText("已确认。以后通知会寄到这个邮箱。").waitFor();
    await page.unroute("**/api/v1/contacts/confirm");
  }

  async function objection(page) {
    await open(page, "objections");
    await press(page, "签字提出");
    await page.getByText("请写下哪里不对。").waitFor();
    await page.getByRole("radio", { name: /结果/ }).check();
    await page.getByLabel("写清楚哪里不对").fill("3号楼的面积不对。\n请核对。");
    await press(page, "签字提出");
    await onLedger(page);
    const card = page.locator("li.card", { hasText: "3号楼的面积不对。" });
    await card.waitFor();
    check.that((await card.innerText()).includes("等待答复"), "an objection is not said to be open");
    await page.getByRole("radio", { name: /名册/ }).check();
    await page.getByLabel("写清楚哪里不对").fill("我家的面积少了。");
    await press(page, "签字提出");
    await page.locator("li.card", { hasText: "我家的面积少了。" }).waitFor();
    const { items } = await page.evaluate(async () => (await fetch("/api/v1/me/objections")).json());
    await helper(`/answers/${items.find(({ subject }) => subject.startsWith("roll")).act}`);
    await page.reload();
    await pull(page, page.locator("li.card", { hasText: "异议成立" }).getByText("已核对，是我们量错了。"));
  }

  // The proxy shows the QR code of his page; the owner scans it, and names him.
  async function proxy({ page }) {
    const other = await enrol(rollCommunity.lone[1]);
    await open(other.page, "proxy");
    await other.page.locator("img.qr").waitFor();
    const link = await readQR(other.page.locator("img.qr"));
    check.that(link === `${my}#/proxy/${rollCommunity.lone[1]}`, `the proxy's QR code says ${link}`);
    await load(page, link);
    await title(page, "委托他人投票");
    check.that((await page.getByLabel("受托人的代号").inputValue()) === rollCommunity.lone[1], "the scanned code is not filled in");
    await press(page, "签字委托");
    await page.getByText(/您已委托/).waitFor();
    await other.page.reload();
    await other.page.getByRole("heading", { name: "别人委托您的" }).waitFor();
    await shoot(other.page, "resident-proxy-held-zh-normal");
    await open(other.page, "");
    await other.page.getByText(/受托代投/).waitFor();
    await other.context.close();
  }

  async function data(page) {
    await open(page, "data");
    const coming = page.waitForEvent("download");
    await press(page, "下载我的全部数据");
    const record = JSON.parse(readFileSync(await (await coming).path(), "utf8"));
    check.that(JSON.stringify(record).includes("owner@example.org"), "my record lacks my address");
    await page.getByText("本机").waitFor();
  }

  // To sign out everywhere else takes the passkey, and ends what a forgotten browser could still read.
  async function elsewhere(page) {
    const forgotten = (await page.context().cookies()).find(({ name }) => name.endsWith("linli"));
    await page.context().clearCookies({ name: forgotten.name });
    await open(page, "data");
    await press(page, "用通行密钥登录");
    await page
      .getByText(/登录于/)
      .nth(1)
      .waitFor();
    await press(page, "退出其他设备上的登录");
    await page.getByRole("button", { name: "退出其他设备上的登录" }).waitFor({ state: "detached" });
    check.that((await page.getByText(/登录于/).count()) === 1, "another session is still listed");
    const me = await fetch(`${base}/api/v1/me`, { headers: { cookie: `${forgotten.name}=${forgotten.value}` } });
    check.that(me.status === 401, `the forgotten session answers ${me.status}`);
  }

  async function everyPage(page) {
    for (const screen of ["", "notices", "contact", "proxy", "objections", "help", "parking", "points", "data", "passkeys"]) {
      await everyLook(page, screen, screen || "lone");
    }
  }

  // everyLook checks a screen, once all of it is there.
  async function everyLook(page, screen, name) {
    await open(page, screen);
    await page.locator("main h1").waitFor();
    await page.locator(".waiting").waitFor({ state: "detached" });
    await check.everyLook(page, `resident-${name}`);
  }

  // A second passkey of the same person is revoked with the first; then it is refused, and the device is told.
  async function revocation({ page, credential }) {
    const second = await enrol(rollCommunity.lone[0]);
    await open(page, "passkeys");
    const card = page.locator("li.card", { has: page.locator(`[id="name-${second.credential.slice(0, 12)}"]`) });
    await card.getByText("作废这把密钥").first().click();
    await card.getByRole("button", { name: "作废这把密钥" }).click();
    await card.getByText("已作废").waitFor();
    const signalled = await page.evaluate(() => globalThis.signalled);
    const accepted = signalled[0]?.allAcceptedCredentialIds ?? [];
    check.that(accepted.includes(credential) && !accepted.includes(second.credential), `the device was told ${JSON.stringify(signalled)}`);
    await second.page.goto(my);
    await pull(second.page, second.page.getByRole("heading", { level: 1, name: "登录" }));
    await press(second.page, "用通行密钥登录");
    await second.page.getByRole("alert").waitFor();
    await check.page(second.page, "resident-revoked-zh-normal");
    await second.context.close();
  }

  // One owner signs, the other one finds the paper, reads it and signs; then she votes.
  async function couple() {
    const [first, second] = [await enrol(rollCommunity.couple[0]), await enrol(rollCommunity.couple[1])];
    await open(first.page, "owners");
    await first.page.getByRole("radio", { name: /^业主/ }).check(); // the other one, by name
    await press(first.page, "签字推举");
    await first.page.getByText(/您已签字。还要其他共有人签字/).waitFor();
    await everyLook(first.page, "owners", "owners");
    await open(second.page, "");
    await second.page.getByText(/1 份共有人的文件等您签字/).click();
    await second.page.getByRole("link", { name: "查看并签字" }).click();
    await second.page.getByText(/推举 我 为 \S+幢\S+ 的投票人/).waitFor();
    await everyLook(second.page, second.page.url().split("#/")[1], "sign");
    await open(second.page, second.page.url().split("#/")[1]);
    await press(second.page, "我同意，签字");
    await second.page.getByText(/已写进账本第 \d+ 号区块/).waitFor();
    await open(second.page, "");
    await pull(second.page, second.page.getByRole("button", { name: "投票" }).first());
    const { rights } = await meOf(second.page);
    check.that(
      rights.some(({ voter }) => voter === second.person),
      "the designated voter is not on the ledger",
    );
    await neighbours(second.page, first.page);
    await first.context.close();
    await second.context.close();
  }

  // One asks for help, another one offers it, and both see each other once he agrees.
  async function neighbours(asker, helper) {
    const words = "周二下午陪我去医院";
    const tuesday = (page) => page.getByRole("checkbox", { name: "周二下午" });
    await open(asker, "help");
    await asker.getByRole("link", { name: "请人帮忙" }).click();
    await asker.locator("#skill").selectOption({ label: "陪去看病" });
    await asker.locator("#words").fill(words);
    await press(asker, "请人帮忙");
    await asker.getByText("至少选一个时间。").waitFor();
    await tuesday(asker).check();
    await check.everyLook(asker, "resident-help-ask");
    await press(asker, "请人帮忙");
    await asker.getByText("还没有邻居能帮上。").waitFor();

    await open(helper, "help");
    check.that(!(await helper.getByText(words).isVisible()), "who offers nothing sees who asks");
    await helper.getByRole("link", { name: "我能帮什么" }).click();
    await helper.getByRole("checkbox", { name: "陪去看病" }).check();
    await tuesday(helper).check();
    await check.everyLook(helper, "resident-help-offer");
    await press(helper, "保存");
    await helper.getByText(words).waitFor();
    check.that(!(await helper.getByText("电话").isVisible()), "a number is shown before anybody has agreed");
    await check.everyLook(helper, "resident-help");
    await open(asker, "help");
    await asker.getByText("有 1 位邻居能帮，等他们答应。").waitFor();

    await press(helper, "我来帮");
    await helper.getByRole("heading", { name: "您答应帮的" }).waitFor();
    await open(asker, "help");
    await asker.getByText(/来帮您$/).waitFor();
    await press(asker, "不用了");
    await asker.getByText("您没有请人帮忙。").waitFor();
  }

  // After signing out nothing of the session is left.
  async function signOut(page) {
    await open(page, "");
    await press(page, "退出登录");
    await title(page, "登录");
    const status = await page.evaluate(async () => (await fetch("/api/v1/me")).status);
    check.that(status === 401, `after signing out /me answers ${status}`);
    await page.goBack().catch(() => {});
    await open(page, "data");
    await title(page, "登录");
  }
});
