// SPDX-License-Identifier: Apache-2.0
// What workers do, and who hires them, as steps that the journeys share. Pages are read in Chinese.
import { load, phone, press, pull, title } from "./steps.mjs";

const unlooked = async () => {};

// workersOf are the steps of a town's workers, whom an officer hires at his desk, a page.
export function workersOf({ base, check, roll }, town, { owners, residents }) {
  const desk = owners.page;

  // hire has a worker make his passkey by an officer's link, and the officer enrol him.
  async function hire(name, look = unlooked) {
    await town.open(desk, "orders/workers");
    await desk.locator("#worker-name").fill(name);
    await desk.locator("#worker-email").fill("worker@mail.example");
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
    return { ...worker, name };
  }

  // setGrid has two bodies say who works at a place, in the order in which they are called.
  async function setGrid(names, place, look = unlooked) {
    await town.open(desk, "orders/grids");
    await desk.locator("#id-").fill("g1");
    for (const name of names) {
      await desk.getByRole("checkbox", { name }).check();
    }
    await desk.locator("#places-").fill(place);
    await desk.locator("#languages-").fill("1 yue zh");
    await look(desk, "grid");
    await press(desk, "核对");
    await town.both(desk.locator(".card", { hasText: "设置网格" }), owners, residents);
    await desk.getByRole("heading", { name: /^g1/ }).waitFor(); // without a reload
    await desk.getByText(/^已签字，等另一家单位/).waitFor({ state: "detached" });
    await look(desk, "grids");
  }

  // adopt has two bodies put on record whose what is.
  async function adopt(duties, look = unlooked) {
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

  // signIn has a worker open his orders.
  async function signIn({ page }) {
    await load(page, `${town.my.slice(0, -"my".length)}work`);
    await town.signIn(page);
    await title(page, "我的工单");
  }

  // takesAlong has a worker load his calendar, in which an order calls him.
  async function takesAlong({ page }) {
    const link = await page.getByRole("link", { name: "加入日历" }).getAttribute("href");
    const calendar = await page.request.get(new URL(link, base).href);
    check.that((await calendar.text()).includes("SUMMARY:工单接单期限"), `the calendar answers ${calendar.status()}`);
  }

  // accept has a worker take an order that calls him.
  async function accept({ page }) {
    await press(page, "我接单");
    await page.getByRole("button", { name: "出发" }).waitFor();
    await sent(page);
  }

  // finish has a worker who has an order be there at once, and be done.
  async function finish({ page }, note) {
    await press(page, "已经在现场");
    await page.locator("#note").fill(note);
    await press(page, "处理完，签字");
    await sent(page);
  }

  return { hire, setGrid, adopt, signIn, takesAlong, accept, finish };
}

const waiting = (page) => page.getByText(/^\d+ 步等着送出$/);

// sent waits until nothing of what a worker did has still to be sent.
export const sent = (page) => waiting(page).waitFor({ state: "detached" });
