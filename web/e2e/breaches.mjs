// SPDX-License-Identifier: Apache-2.0
// Two households are told of their dogs: one puts it right, the other appeals, and two bodies decide.
import { load, press, pull, title } from "./steps.mjs";

export async function answered({ town, look, owners, residents, cures, appeals }) {
  async function told({ page }) {
    await load(page, `${town.my}#/breaches`);
    await title(page, "公约");
    await pull(page, page.getByRole("button", { name: "已经改正，签字" }));
  }

  // seen waits for the photo itself, not only for its place.
  async function seen(where) {
    const photo = where.getByRole("img", { name: "第 1 张照片" });
    await photo.scrollIntoViewIfNeeded();
    await photo.evaluate((image) => image.decode());
  }

  async function cure(who) {
    await told(who);
    await look(who.page, "breach-told");
    await press(who.page, "已经改正，签字");
    await pull(who.page, who.page.getByText("已改正", { exact: true }));
  }

  async function appeal(who) {
    await told(who);
    await press(who.page, "我要申诉");
    await press(who.page, "签字，提出申诉");
    await who.page.getByText("请先写明为什么。").waitFor();
    await who.page.locator("textarea").fill("那天我家的狗在宠物医院。");
    const file = who.page.locator("input[type=file]");
    await file.setInputFiles({ name: "none.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
    await who.page.getByText("浏览器读不出这张照片").waitFor();
    await file.setInputFiles({ name: "bill.png", mimeType: "image/png", buffer: await who.page.screenshot() });
    await who.page.getByRole("img", { name: "第 1 张照片" }).waitFor();
    await look(who.page, "breach-appeal");
    await press(who.page, "签字，提出申诉");
    await pull(who.page, who.page.getByText("申诉中，什么都不执行"));
    await seen(who.page);
    await look(who.page, "breach-appealed");
  }

  async function dismiss({ page }, first) {
    await town.open(page, "breaches");
    const card = page.locator("li.card", { hasText: "那天我家的狗在宠物医院。" });
    await pull(page, card);
    await seen(card);
    if (first) {
      await look(page, "breaches-office");
    }
    await card.getByRole("button", { name: "裁定：不成立" }).click();
    await card.locator("textarea").fill("医院的单据看过了。");
    await press(card, "写明理由，然后签字");
    await press(card, "签字");
    await page
      .getByRole("status")
      .or(page.getByText("已裁定"))
      .or(page.locator(".kicker", { hasText: "不成立" }))
      .first()
      .waitFor();
  }

  await cure(cures);
  await appeal(appeals);
  await dismiss(owners, true);
  await dismiss(residents, false);
  await load(appeals.page, `${town.my}#/breaches`);
  await pull(appeals.page, appeals.page.getByText("不成立", { exact: true }));
  await appeals.page.getByText("经办单位写的：医院的单据看过了。").first().waitFor();
  await look(appeals.page, "breach-dismissed");
}
