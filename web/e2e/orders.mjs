// SPDX-License-Identifier: Apache-2.0
// Orders: a resident reports in three taps on her phone, a worker comes on his, without a connection in between, and the office sees
// to it at a desk. She says whether it is done: it is not, and another worker comes. Meanwhile nobody hears a call for help in time.
import { play } from "./browser.mjs";
import { elder, load, press, pull, title, townOf } from "./steps.mjs";
import { sent, workersOf } from "./worker-steps.mjs";

const reporter = "业主0001";
const names = ["网格员0001", "网格员0002"];
const [name, standIn] = names;
const kind = "水管、下水";
const help = "紧急求助";
const duties = "repair.water 1- g1 3 urgent\nsos * g1 3 emergency\n* * g1 3 ordinary";
const note = "换了角阀，不再漏水。";
const wrong = "接头还在滴水。";
const better = "接头重新缠过，试水半小时不漏。";

const seconds = () => Math.floor(Date.now() / 1000);

await play("orders", async (scene) => {
  const { check } = scene;
  const town = townOf(scene, "orders");
  const officers = await town.join(scene.towns.orders);
  const { owners } = officers;
  const desk = owners.page;
  const workers = workersOf(scene, town, officers);
  const look = (page, screen) => check.everyLook(page, `orders-${screen}`);
  const on = (page, label) => page.getByRole("link", { name: label });

  // photograph takes a photo of something: of the page itself. Whoever sees it may see another one's photo as well.
  async function photograph(page) {
    await page.locator("#photo").setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: await page.screenshot() });
    await page.getByRole("group", { name: /^照片/ }).getByAltText("第 1 张照片").waitFor();
  }

  // besides looks at what else there is: nobody reports the same twice, and nobody has to live alone unnoticed.
  async function besides(page) {
    const here = page.url();
    await load(page, `${town.my}#/orders/new/repair.water/0`);
    await page.getByText("您已经报过：").waitFor();
    await on(page, "看看到哪一步了").waitFor();
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
    await page.locator(".steps").getByText("已派单，等人接单").waitFor();
    await look(page, "stands");
    await besides(page);
    await page.locator(".steps").getByText("已派单，等人接单").waitFor();
  }

  // emergency has the office take a call for help on the telephone.
  async function emergency() {
    await town.open(desk, "orders");
    await on(desk, "代人报修").click();
    await title(desk, "代人报修");
    await look(desk, "take");
    await desk.locator("#query").fill(reporter);
    await press(desk, "查找");
    await desk.locator(".card.pick").click();
    const home = desk.getByRole("group", { name: reporter }).getByRole("button").first();
    await home.or(desk.locator("#kind")).first().waitFor();
    if (await home.isVisible()) {
      await home.click();
    }
    await desk.locator("#kind").selectOption("sos");
    await desk.locator("#words").fill("摔倒了，站不起来。");
    await press(desk, "核对");
    await press(desk, "签字");
    await desk.getByText(/已记入账本/).waitFor();
    await on(desk, "看板").click();
    await desk.getByText("1 单未完成，1 单紧急").waitFor();
  }

  // accept has the worker find that he is called, and take it.
  async function accept({ page }) {
    await workers.signIn(worker);
    await pull(page, page.getByRole("heading", { name: "在叫您" }));
    await workers.takesAlong(worker);
    await look(page, "called");
    await on(page, kind).click();
    await page.getByRole("button", { name: "我接单" }).waitFor();
    await look(page, "call");
    await workers.accept(worker);
    await page.locator("summary", { hasText: "不能做、要人帮忙" }).click();
    await look(page, "accepted");
  }

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

  // next is the one who is called when the first has not accepted within a minute.
  async function next({ page }) {
    await on(page, "回到工单").click();
    await on(page, help).click();
    await page.getByRole("button", { name: "我接单" }).waitFor();
    await look(page, "called-next");
    const { missed, order } = await detailOf(page);
    const [first] = missed;
    check.that(first?.what === "accept" && first.at === order.raised + 60, `raised at ${order.raised}, missed: ${JSON.stringify(missed)}`);
    await workers.accept(second);
    await workers.finish(second, "扶起来了，没有受伤。");
  }

  // reopen has her say that it is not done. Who did it is called again, and hands it on.
  async function reopen({ page }) {
    await page.locator("summary", { hasText: "没修好？" }).click();
    await page.locator("#reason").fill(wrong);
    await look(page, "reopen");
    await press(page, "重新打开，签字");
    await page.locator(".steps").getByText("已派单，等人接单").waitFor();
    await page.getByText(wrong).waitFor();
    check.that(!(await page.getByText(`${name}在办`).isVisible()), "who is only called has it again");
    await look(page, "reopened-resident");
  }

  async function handOn({ page }) {
    await on(page, "回到工单").click();
    await on(page, kind).click();
    await page.getByText(wrong).waitFor();
    await look(page, "reopened");
    await workers.accept(worker);
    await page.locator("summary", { hasText: "不能做、要人帮忙" }).click();
    await page.getByRole("radio", { name: "下班了" }).check();
    await page.locator("#to").selectOption({ label: standIn });
    await look(page, "hand-on");
    await press(page, "转出，签字");
    await sent(page);
    await title(page, "我的工单");
  }

  async function takeOver({ page }) {
    await on(page, kind).click();
    await page.getByText(wrong).waitFor();
    await page.getByText(`${name}转出：下班了`).waitFor();
    await look(page, "handed-on");
    await workers.accept(second);
    await workers.finish(second, better);
    await town.open(desk, "orders");
    await on(desk, kind).click();
    await desk.getByText(`${name}转出：下班了`).waitFor();
    await look(desk, "order-history");
  }

  // done waits until she is asked whether an order is done.
  async function done(page, what) {
    await load(page, `${town.my}#/orders`);
    await pull(page, on(page, new RegExp(`${what}.*修好了没有`)));
    await on(page, what).click();
    await page.getByRole("heading", { name: "修好了吗？" }).waitFor();
  }

  // confirm is the end: she rates how fast it was, and how well it was done.
  async function confirm(page) {
    await page.getByRole("group", { name: "快不快" }).getByRole("radio", { name: "4 好" }).check();
    await page.getByRole("group", { name: "修得好不好" }).getByRole("radio", { name: "5 很好" }).check();
    await press(page, "修好了，签字");
    await page.getByRole("heading", { name: "修好了吗？" }).waitFor({ state: "detached" });
    await page.locator(".steps li.done", { hasText: "住户确认" }).waitFor();
  }

  await town.printLetters(owners);
  const resident = await town.enrol(await town.codeOf(owners, reporter), elder);
  await town.confirm(officers, 1);
  const worker = await workers.hire(name, look);
  const second = await workers.hire(standIn);
  await workers.setGrid(names, "1-", look);
  await workers.adopt(duties, look);

  await workers.signIn(second);
  await second.page.getByText("没有等您处理的工单。").waitFor();
  await emergency();
  await town.mine(resident);
  await report(resident.page);
  await desk.getByText("2 单未完成，1 单紧急").waitFor();
  await on(desk, kind).getByText(`在叫：${name}`).waitFor();
  await look(desk, "board");

  await accept(worker);
  await on(desk, kind).getByText(`${name}在办`).waitFor();
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

  await resident.page.getByRole("heading", { name: "修好了吗？" }).waitFor();
  await resident.page.getByText(note).waitFor();
  await resident.page.getByText(`${name}办的`).waitFor();
  await look(resident.page, "confirm");
  await reopen(resident);
  await handOn(worker);
  await takeOver(second);
  await next(second);

  await done(resident.page, kind);
  await resident.page.getByText(better).waitFor();
  await look(resident.page, "confirm-again");
  await confirm(resident.page);
  await look(resident.page, "confirmed");
  await done(resident.page, help);
  await confirm(resident.page);
  await town.open(desk, "orders");
  await pull(desk, desk.getByText("没有未完成的工单。"));
  await look(desk, "board-done");
});
