// SPDX-License-Identifier: Apache-2.0
// Two residents report a neighbour's dog; an officer files it without learning who, a grid worker was there, and two bodies find a breach.
import { load, press, pull, title } from "./steps.mjs";

export async function reported({ check, town, look, officers, residents, worker, neighbour }) {
  const { owners, residents: others } = officers;

  async function report({ page }, words, first) {
    await load(page, `${town.my}#/breaches`);
    await title(page, "公约");
    await page.getByRole("link", { name: "反映违反公约的事" }).click();
    await title(page, "反映违反公约的事");
    await page.getByText("被反映的人不会知道是您").waitFor();
    await press(page, "签字，交给经办人");
    await page.getByText("请先写看到了什么。").waitFor();
    await page.locator("#kind").selectOption("dog");
    await page.locator("#place").selectOption("");
    await page.locator("#words").fill(words);
    if (first) {
      await look(page, "report");
    }
    await press(page, "签字，交给经办人");
    await page.getByText("看不到是谁写的").waitFor();
    if (first) {
      await look(page, "report-arrived");
    }
  }

  async function file({ page }) {
    await town.open(page, "breaches/reports");
    const card = page.locator("li.card", { hasText: "大黑狗没牵绳" });
    await pull(page, card);
    check.that((await card.locator("input[type=checkbox]").count()) === 2, "two households are not two");
    for (const { name } of residents) {
      check.that(!(await page.locator("main").innerText()).includes(name), "an officer sees who has reported");
    }
    await look(page, "reports-office");
    await press(card, "登记，签字");
    await press(page, "签字");
    await page.getByText("2 户住户反映，网格员还没有核实").nth(2).waitFor(); // beside those of the two dogs
  }

  async function confirm({ page }) {
    await load(page, `${town.work}#/reports`);
    const button = page.getByRole("button", { name: "我在场，看到了，签字" });
    await pull(page, button);
    await look(page, "reports-worker");
    await button.click();
    await button.waitFor({ state: "detached" });
  }

  async function find({ page }) {
    await town.open(page, "breaches/seen");
    await pull(page, page.getByText("2 户住户反映，网格员已到场核实"));
    await look(page, "reports-seen");
    await press(page, "认定");
    await page.locator("#query").fill(neighbour.name);
    await press(page, "查找");
    await page.locator("button.pick").first().click();
    await page.locator("fieldset .actions button").first().click();
    await page.locator("#ground").fill("物业认得这只狗，是他家的。");
    await press(page, "继续，签字");
    await town.both(page.locator(".card").last(), owners, others);
  }

  await report(residents[0], "一只大黑狗没牵绳，追着孩子跑。", true);
  await report(residents[1], "我也看到了，没牵绳。", false);
  await file(owners);
  await confirm(await worker());
  await find(owners);
  await town.open(owners.page, "breaches");
  await pull(owners.page, owners.page.getByText("已发现，还没有告知"));
  await load(residents[0].page, `${town.my}#/breaches/report`);
  await pull(residents[0].page, residents[0].page.getByText("经办人已登记"));
}
