// SPDX-License-Identifier: Apache-2.0
// Two residents, one browser: a letter ends the session of whoever was signed in, each page says whose it is, nobody casts on
// another's page, and what one of them has not sent yet is not shown to the other.
import { authenticator, contextOf, play, shoot } from "./browser.mjs";
import { load, toReview } from "./steps.mjs";

const zh = { lang: "zh", view: "normal" };

await play("shared-browser", async ({ browser, check, base, rollCommunity }) => {
  const my = `${base}/c/${rollCommunity.id}/my`;
  const helper = async (path) => (await fetch(`${rollCommunity.helper}${path}`, { method: "POST" })).json();
  const button = (page, name) => page.getByRole("button", { name, exact: true }).first();
  const press = async (page, name) => {
    await page.bringToFront(); // passkeys answer a tab that is seen
    await button(page, name).click();
  };
  // look is to come back to a tab.
  const look = async (page) => {
    await page.bringToFront();
    await page.evaluate(() => dispatchEvent(new Event("focus")));
  };
  const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
  const meOf = (page) => page.evaluate(async () => (await fetch("/api/v1/me")).json());
  const statusOf = (page) => page.evaluate(async () => (await fetch("/api/v1/me")).status);
  const whose = (page) => page.locator(".whose").filter({ visible: true }).first().innerText();

  const context = await contextOf(browser, base, zh);
  const cast = []; // acts that went to the ledger
  context.on("request", (request) => {
    if (request.url().endsWith("/api/v1/acts") && request.method() === "POST") {
      cast.push(JSON.parse(request.postDataJSON().act));
    }
  });

  // open opens a tab with its own passkeys: a virtual device belongs to a tab.
  async function open(path) {
    const page = await context.newPage();
    check.watch(page);
    const device = await authenticator(page);
    await page.goto(path);
    return { page, device };
  }

  async function enrol(page, person) {
    await page.goto(`${base}/e?c=${rollCommunity.id}#${await helper(`/letters/${person}`)}`);
    await title(page, "这是您吗？");
    const house = (await page.locator("dl.facts dd").nth(2).innerText()).trim();
    await press(page, "是我，继续");
    await title(page, "设置通行密钥");
    check.that((await whose(page)).includes(house), `making a passkey is for ${await whose(page)}, not ${house}`);
    await press(page, "生成通行密钥");
    await press(page, "签名并登记");
    await title(page, "登记已写进账本");
    check.that((await whose(page)).includes(house), `enrolled is ${await whose(page)}, not ${house}`);
    return house;
  }

  // confirmed follows the way from the enrolment to "my votes", as everybody does.
  async function confirmed(page, house) {
    await page.locator("main").getByRole("link", { name: "我的表决" }).click();
    await press(page, "用通行密钥登录");
    await page.getByText("登记已收到，等待确认").waitFor();
    check.that((await whose(page)).includes(house), `before the confirmation: ${await whose(page)}, not ${house}`);
    const { session } = await meOf(page);
    await helper(`/confirm/${session.credential}`);
    await page.getByText("登记已收到，等待确认").waitFor({ state: "detached" });
    check.that(/业主\d+ .*幢/.test(await whose(page)), `after the confirmation: ${await whose(page)}`);
    return session;
  }

  const [first, second] = [await open(base), await open(base)];
  const a = { house: await enrol(first.page, rollCommunity.lone[4]) };
  a.session = await confirmed(first.page, a.house);
  await shoot(first.page, "shared-home-zh-normal");
  await toReview(first.page, "同意");
  check.that((await first.page.locator("main").innerText()).includes(a.house), "the review does not name the home");
  await check.everyLook(first.page, "shared-review");
  await first.page.getByText("已在本机加密").waitFor();

  // A is about to cast in the first tab. B opens her letter in the second one: A's session is over, at the server too.
  const token = (await context.cookies()).find(({ name }) => name.endsWith("linli"));
  const b = { house: await enrol(second.page, rollCommunity.lone[5]) };
  check.that((await statusOf(second.page)) === 401, "a letter leaves somebody else signed in");
  const old = await fetch(`${base}/api/v1/me`, { headers: { cookie: `${token.name}=${token.value}` } });
  check.that(old.status === 401, `the session that a letter has ended answers ${old.status}`);
  const before = cast.length;
  await button(first.page, "签名并投出").dispatchEvent("click"); // before anybody has looked at the tab again
  await title(first.page, "登录");
  check.that(cast.length === before, "something was cast on the page of somebody who is signed out");

  // B goes on to "my votes": she signs in, and it is her page. A's tab notices before it casts.
  b.session = await confirmed(second.page, b.house);
  check.that(b.session.person === rollCommunity.lone[5], "not she is signed in");
  check.that(!(await second.page.locator("main").innerText()).includes(a.house), "another's home is on her page");
  await toReview(second.page, "反对");
  await look(first.page); // which is hers, too, by now
  await first.page.locator(".whose", { hasText: b.house }).waitFor();
  check.that(!(await first.page.locator("main").innerText()).includes(a.house), "A's page is left for B");
  check.that(!(await button(first.page, "签名并投出").isVisible()), "A's ballot is left for B");

  // A signs in again, and the tab where B was about to cast is A's.
  await press(first.page, "退出登录");
  await press(first.page, "用通行密钥登录"); // A's passkey is the only one in the first tab's device
  await first.page.locator(".whose", { hasText: a.house }).waitFor();
  await first.page.goto(my);
  await toReview(first.page, "同意");
  await look(second.page);
  await second.page.locator(".whose", { hasText: a.house }).waitFor();
  check.that(!(await second.page.locator("main").innerText()).includes("反对"), "B's choice is shown to A");
  check.that(cast.filter(({ type }) => type === "ballot.cast").length === 0, "a ballot was cast");

  // A's ballot gets lost on its way; B, who signs in at the same browser, is not offered it, and A is.
  await first.page.route("**/api/v1/acts", (route) => route.abort());
  await press(first.page, "签名并投出");
  await title(first.page, "已签名，账本尚未确认");
  await first.page.goto(my);
  await first.page.getByText("上次的投票没有做完").waitFor();
  await shoot(first.page, "shared-left-zh-normal");
  await load(second.page, my);
  await press(second.page, "退出登录");
  await press(second.page, "用通行密钥登录");
  await second.page.getByRole("button", { name: "投票", exact: true }).first().waitFor();
  check.that(!(await second.page.getByText("上次的投票没有做完").isVisible()), "B is offered A's ballot");
  await toReview(second.page, "反对");
  await press(second.page, "签名并投出");
  await title(second.page, "已计入账本");
  const ballots = cast.filter(({ type }) => type === "ballot.cast");
  check.that(ballots.at(-1).by === b.session.credential, "B's ballot is signed by another passkey");
  check.that((await second.page.locator("main").innerText()).includes(b.house), "the receipt does not name the home");
  await first.page.unroute("**/api/v1/acts");
  await load(first.page, my);
  await first.page.locator(".whose", { hasText: b.house }).waitFor(); // B's, as long as she is signed in
  await press(first.page, "退出登录");
  await press(first.page, "用通行密钥登录");
  await press(first.page, "继续送出");
  await title(first.page, "已计入账本");
  check.that(
    cast
      .filter(({ type }) => type === "ballot.cast")
      .every(({ by, body }) => by !== a.session.credential || body.right !== ballots.at(-1).body.right),
    "A's passkey signed for B's home",
  );
  await context.close();
});
