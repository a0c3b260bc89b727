// SPDX-License-Identifier: Apache-2.0
// Orders: a resident reports in three taps on her phone, a worker comes on his, without a connection in between, and the office sees
// to it at a desk. She says whether it is done.
import { play } from "./browser.mjs";
import { elder, load, phone, press, pull, title, townOf } from "./steps.mjs";

const reporter = "业主0001";
const name = "网格员0001";
const kind = "水管、下水";
const duties = "repair.water 1- g1 3 urgent\n* * g1 3 ordinary";
const note = "换了角阀，不再漏水。";

const seconds = () => Math.floor(Date.now() / 1000);

await play("orders", async (scene) => {
  const { base, check, roll } = scene;
  const town = townOf(scene, "orders");
  const officers = await town.found();
  const { owners, residents } = officers;
  const desk = owners.page;
  const look = (page, screen) => check.everyLook(page, `orders-${screen}`);
  const on = (page, label) => page.getByRole("link", { name: label });

  // photograph takes a photo of something: of the page itself. Whoever sees it may see another one's photo as well.
  async function photograph(page) {
    await page.locator("#photo").setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: await page.screenshot() });
    await page.getByRole("group", { name: /^照片/ }).getByAltText("第 1 张照片").waitFor();
  }

  // hire has a worker make his passkey by an officer's link, and the officer enrol him.
  async function hire() {
    await town.open(desk, "orders/workers");
    await desk.locator("#worker-name").fill(name);
    await press(desk, "生成链接");
    const link = await desk.locator(".note code").innerText();
    await look(desk, "invite");
    const worker = await town.visit(link.slice(base.length), phone);
    const { page } = worker;
    await title(page, "登记为网格员、维修工");
    check.that(!page.url().includes("register="), "the token stays in the address");
    await look(page, "register");
    await press(page, "生成通行密钥");
    await page.getByRole("button", { name: "同意，签字" }).waitFor();
    await look(page, "agree");
    await press(page, "同意，签字");
    await title(page, "等经办人登记");
    await look(page, "registered");
    const card = desk.locator(".card", { hasText: "登记工作人员" });
    await pull(desk, card);
    await look(desk, "enrol");
    await press(card, "签字");
    await desk.locator("li.card", { hasText: name }).waitFor();
    await look(desk, "workers");
    return worker;
  }

  // agree has two bodies say who works where, and whose what is.
  async function agree() {
    await town.open(desk, "orders/grids");
    await desk.locator("#id-").fill("g1");
    await desk.getByRole("checkbox", { name }).check();
    await desk.locator("#places-").fill("1-");
    await desk.locator("#languages-").fill("1 yue zh");
    await look(desk, "grid");
    await press(desk, "核对");
    await town.both(desk.locator(".card", { hasText: "设置网格" }), owners, residents);
    await pull(desk, desk.getByRole("heading", { name: /^g1/ }));
    await look(desk, "grids");
    await town.open(desk, "orders/duties");
    await desk.getByText("还没有责任清单").waitFor();
    await desk.locator("#duties").fill(duties);
    await desk.locator("#basis").setInputFiles(roll);
    await look(desk, "duties");
    await press(desk, "核对");
    await town.both(desk.locator(".card", { hasText: "登记责任分工" }), owners, residents);
    await pull(desk, desk.getByText("现行第 1 版"));
    await look(desk, "adopted");
  }

  // besides looks at what else there is: the same is offered for joining, and nobody has to live alone unnoticed.
  async function besides(page) {
    const here = page.url();
    await load(page, `${town.my}#/orders/new/repair.water/0`);
    await page.getByText("已经有人报过，可以一起等：").waitFor();
    await look(page, "again");
    await load(page, `${town.my}#/orders/care`);
    await title(page, "独居关怀");
    await look(page, "care");
    await load(page, here);
  }

  // report is three taps, and what she likes to say.
  async function report(page) {
    await on(page, "报一件事").click();
    await title(page, "什么事？");
    await look(page, "what");
    await on(page, kind).click();
    await title(page, "在哪里？");
    await look(page, "where");
    await on(page, /^我家/).first().click();
    await title(page, "说一说");
    await page.locator("#words").fill("厨房水管漏水，已关总阀。");
    await photograph(page);
    await look(page, "words");
    await press(page, "报上去，签字");
    await title(page, "报上去了。");
    await look(page, "reported");
    await on(page, "看看到哪一步了").click();
    await title(page, "报修和求助");
    await pull(page, on(page, kind));
    await look(page, "mine");
    await on(page, kind).click();
    await page.getByText("已派单，等人接单").waitFor();
    await look(page, "stands");
    await besides(page);
    await page.getByText("已派单，等人接单").waitFor();
  }

  // accept has the worker sign in, find that he is called, and take it.
  async function accept(page) {
    await load(page, `${base}/c/orders/work`);
    await town.signIn(page);
    await title(page, "我的工单");
    await pull(page, page.getByRole("heading", { name: "在叫您" }));
    await look(page, "called");
    await on(page, kind).click();
    await page.getByRole("button", { name: "我接单" }).waitFor();
    await look(page, "call");
    await press(page, "我接单");
    await page.getByRole("button", { name: "出发" }).waitFor();
    await sent(page);
    await page.locator("summary", { hasText: "不能做、要人帮忙" }).click();
    await look(page, "accepted");
  }

  const waiting = (page) => page.getByText(/^\d+ 步等着送出$/);
  const sent = (page) => waiting(page).waitFor({ state: "detached" });

  // away has the worker go on where there is no connection. It returns when he took each step.
  async function away(page) {
    const at = {};
    const step = async (what, label, next) => {
      const from = seconds();
      await press(page, label);
      await next.waitFor();
      at[what] = [from, seconds()];
    };
    await step("departed", "出发", page.getByText("1 步等着送出"));
    await look(page, "departed-offline");
    await page.reload(); // he closes the app, and opens it again
    await page.getByText(/^没有连上服务器。/).waitFor();
    await page.getByText("1 步等着送出").waitFor();
    check.that(!(await page.getByText("正在送").isVisible()), "it says that it is sending where there is no connection");
    await look(page, "opened-offline");
    await step("arrived", "到了", page.getByText("2 步等着送出"));
    await page.locator("#note").fill(note);
    await photograph(page);
    await look(page, "finish-offline");
    await step("done", "处理完，签字", page.getByText("3 步等着送出"));
    await look(page, "done-offline");
    return at;
  }

  const detailOf = (page) => page.evaluate(async () => (await fetch(`/api/v1/orders/${location.hash.split("/")[2]}`)).json());

  // told checks that the ledger was told the times as they were, and when it was told. Pages go by the server's clock, which tells them whole
  // seconds: theirs is up to one behind.
  async function told(page, at, back) {
    const { clock, order } = await detailOf(page);
    for (const [what, [from, to]] of Object.entries(at)) {
      check.that(from - 1 <= clock[what] && clock[what] <= to, `${what} at ${clock[what]} by his clock, not from ${from} to ${to}`);
      check.that(order[what] >= back, `${what} came at ${order[what]}, before he was back at ${back}`);
    }
  }

  // confirm is the end: she rates how fast it was, and how well it was done.
  async function confirm(page) {
    const asked = page.getByRole("heading", { name: "修好了吗？" });
    await asked.waitFor();
    await page.getByText(note).waitFor();
    await page.getByText(`${name}办的`).waitFor();
    await look(page, "confirm");
    await page.getByRole("group", { name: "快不快" }).getByRole("radio", { name: "4 好" }).check();
    await page.getByRole("group", { name: "修得好不好" }).getByRole("radio", { name: "5 很好" }).check();
    await press(page, "修好了，签字");
    await asked.waitFor({ state: "detached" });
    await page.locator(".steps li.done", { hasText: "住户确认" }).waitFor();
    await look(page, "confirmed");
  }

  await town.takeRoll(officers, 1);
  await town.printLetters(owners);
  const resident = await town.enrol(await town.codeOf(owners, reporter), elder);
  await town.confirm(officers, 1);
  const worker = await hire();
  await agree();

  await town.mine(resident);
  await report(resident.page);
  await town.open(desk, "orders");
  await desk.getByText("1 单未完成，0 单紧急").waitFor();
  await desk.getByText(`在叫：${name}`).waitFor();
  await look(desk, "board");
  await on(desk, "代人报修").click();
  await title(desk, "代人报修");
  await look(desk, "take");
  await on(desk, "看板").click();

  await accept(worker.page);
  await desk.getByText(`${name}在办`).waitFor();
  await resident.page.getByText(`${name}在办`).waitFor();
  await look(resident.page, "accepted-resident");

  await worker.page.context().setOffline(true);
  const at = await away(worker.page);
  check.that(await resident.page.getByText("已接单").isVisible(), "a step is told that was not sent");
  await on(desk, kind).click();
  await desk.getByRole("heading", { name: "到哪一步了" }).waitFor();
  await look(desk, "order");

  await new Promise((resolve) => setTimeout(resolve, 2000)); // so that it is later by clocks that tell seconds
  const back = seconds();
  await worker.page.context().setOffline(false);
  await sent(worker.page);
  await told(worker.page, at, back);
  await look(worker.page, "sent");

  await confirm(resident.page);
  await town.open(desk, "orders");
  await pull(desk, desk.getByText("没有未完成的工单。"));
  await look(desk, "board-done");
});
