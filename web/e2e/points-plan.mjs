// SPDX-License-Identifier: Apache-2.0
// Points: officers look at the plan and its budgets, confirm work for the community, see who confirms only each other, and take back what
// was wrong; a resident gives points to a neighbour.
import { load, press, pull, title } from "./steps.mjs";

export async function planAndConduct({ scene, town, look, resident, asked, owners, residents }) {
  const { base, pointsTown, check } = scene;

  // writePlan has an officer change the plan in force, and leave it for a vote.
  async function writePlan({ page }) {
    await town.open(page, "points/plan");
    await page.getByText("正在施行。").waitFor();
    await look(page, "plan");
    await press(page, "修改办法");
    await page.locator("#points-2").fill("90");
    await press(page, "加一条规则");
    await page.locator("#title-3").fill("厨余分类");
    await page.locator("#way-3").selectOption("bin");
    await page.locator("#stream-3").selectOption("kitchen");
    await look(page, "plan-form");
    await press(page, "看居民会看到什么");
    await page.locator("del", { hasText: "60 分" }).waitFor();
    await look(page, "plan-draft");
    await press(page, "留作表决用");
    await page.getByRole("link", { name: "去起草表决" }).click();
    await title(page, "起草表决");
    await page.locator("#text-1").selectOption({ index: 1 });
    await page.getByText("您的浏览器已核对").waitFor();
    await look(page, "plan-to-vote");
  }

  // readPlan has anybody read what was put to the vote.
  async function readPlan({ page }) {
    await load(page, `${base}/c/${pointsTown.id}/vote/plan`);
    await page.getByText("您的浏览器已核对").waitFor();
    check.that((await page.getByText("帮邻居一小时得 60 分").count()) === 1, "the plan's words are on the vote's page");
    await check.everyView(page, "points-vote-text");
  }

  async function work({ page }) {
    await load(page, `${town.my}#/points/work`);
    await title(page, "为小区出了力");
    await page.locator("#minutes").fill("45");
    await look(page, "work");
    await press(page, "签字");
    await page.getByRole("status").waitFor();
  }

  async function confirmWork({ page }) {
    await town.open(page, "points");
    const button = page.getByRole("button", { name: "核对并确认" });
    await pull(page, button);
    await look(page, "office");
    await button.click();
    await look(page, "office-confirm");
    await press(page, "签字");
    await page.getByText("已确认。").waitFor();
  }

  // takeBack has two bodies take back what one of an odd pair has earned.
  async function takeBack({ page }) {
    await town.open(page, "points");
    await page.getByRole("table").last().getByRole("link").first().click();
    await press(page, "冲回……");
    await page.getByLabel("冲回多少分").fill("30");
    await page.getByLabel("理由").fill("两家都说没有这回事");
    await look(page, "reversal");
    await press(page, "写好理由，去签字");
    await town.both(page.locator(".card", { hasText: "冲回积分" }).last(), owners, residents);
    await pull(page, page.getByText("已冲回 30 分"));
  }

  async function give({ page }) {
    await load(page, `${town.my}#/points/gift`);
    await title(page, "送积分给邻居");
    await page.locator("#amount").fill("20");
    await look(page, "gift");
    await press(page, "签字");
    await page.getByRole("status").waitFor();
  }

  await writePlan(owners);
  await readPlan(asked);
  await work(resident);
  await confirmWork(owners);
  await takeBack(owners);
  await give(resident);
}
