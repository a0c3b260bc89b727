// SPDX-License-Identifier: Apache-2.0
// Points: neighbours help each other, and both sides say so. The same town has a convention, and two dogs.

import { answered } from "./breaches.mjs";
import { authenticator, contextOf, passkeysOf, play } from "./browser.mjs";
import { adopted, inPublic, written } from "./convention.mjs";
import { spend } from "./points-counter.mjs";
import { planAndConduct } from "./points-plan.mjs";
import { statement, stranger } from "./points-sheet.mjs";
import { reported } from "./reports.mjs";
import { elder, load, phone, press, pull, title, townOf, zh } from "./steps.mjs";

await play("points", async (scene) => {
  const { base, browser, check, pointsTown } = scene;
  const town = townOf(scene, pointsTown.id);
  const look = (page, screen) => check.everyLook(page, `points-${screen}`);
  const on = (page, label) => page.getByRole("link", { name: label });

  // visit is somebody with his passkey, at an address of the town's.
  async function visit(path, holder, viewport, as = zh) {
    const context = await contextOf(browser, base, as, { viewport, acceptDownloads: true });
    const page = await context.newPage();
    check.watch(page);
    const device = await authenticator(page, [holder]);
    await page.goto(path);
    return { page, device, name: holder.name };
  }

  async function resident(holder, as = zh) {
    const someone = await visit(town.my, holder, phone, as);
    await town.mine(someone);
    return someone;
  }

  const officer = (body) => town.officer(body, pointsTown.officers[body]);

  // besides is an officer at another browser.
  async function besides({ body, device }) {
    const { page, device: other } = await town.visit(`/c/${pointsTown.id}/office`, phone);
    for (const credential of await passkeysOf(device)) {
      await other.client.send("WebAuthn.addCredential", { authenticatorId: other.authenticatorId, credential });
    }
    await town.signIn(page);
    await title(page, "经办人工作台");
    return { page, device: other, body };
  }

  // ask has a resident look for somebody who can help.
  async function ask({ page }) {
    await load(page, `${town.my}#/help/ask`);
    await title(page, "请邻居帮忙");
    await page.locator("#words").fill("书架要挪一下，一个人搬不动。");
    await page.locator(".day input").first().check();
    await look(page, "ask");
    await press(page, "请人帮忙");
    await title(page, "邻里互助");
  }

  // offer has another one say what he can do, and find who asks.
  async function offer({ page }) {
    await load(page, `${town.my}#/help/offer`);
    await title(page, "我能帮什么");
    await page.locator("fieldset .choice input").first().check();
    await page.locator(".day input").first().check();
    await look(page, "offer");
    await press(page, "保存");
    await pull(page, page.getByRole("button", { name: "我来帮" }));
    await look(page, "suggested");
    await press(page, "我来帮");
    await on(page, "帮完了，签字").waitFor();
    await look(page, "agreed");
  }

  // done has who helped say how long it took.
  async function done({ page }) {
    await on(page, "帮完了，签字").click();
    await page.locator("#minutes").fill("90");
    await look(page, "done");
    await press(page, "签字");
    await page.getByRole("status").waitFor();
  }

  // confirm has who was helped say that it was so.
  async function confirm({ page }) {
    await load(page, `${town.my}#/points`);
    const button = page.getByRole("button", { name: "确实帮了，签字" });
    await pull(page, button);
    await look(page, "to-confirm");
    await button.click();
    await page.getByRole("status").waitFor();
  }

  const [first, second] = pointsTown.residents;
  const asks = await resident(first, elder);
  const helps = await resident(second);
  await ask(asks);
  await offer(helps);
  await done(helps);
  await confirm(asks);
  await load(helps.page, `${town.my}#/points`);
  await pull(helps.page, helps.page.getByText("可用 90 分"));
  await stranger(scene, pointsTown.id, 270);
  await statement(scene, helps, town.my, ",90,90,");
  await statement(scene, asks, town.my, "");
  const [owners, residents] = [await officer("owners"), await officer("residents")];
  await answered({ town, look, owners, residents, cures: asks, appeals: helps });
  const worker = async () => {
    const someone = await visit(town.work, pointsTown.worker, phone);
    await town.signIn(someone.page);
    await title(someone.page, "我的工单");
    return someone;
  };
  const neighbour = pointsTown.residents[4];
  await reported({ check, town, look, officers: { owners, residents }, residents: [asks, helps], worker, neighbour });
  await inPublic(scene, pointsTown.id);
  await written({ town, look }, owners);
  await adopted(scene, { town, look }, owners, residents);
  await planAndConduct({ scene, town, look, owners, residents, resident: helps, asked: asks });
  const earned = await resident(second, elder);
  await spend({ check, town, look }, { owners, residents, earned, counters: [await besides(owners), owners] });
});
