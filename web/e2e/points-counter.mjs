// SPDX-License-Identifier: Apache-2.0
// Spending points: the office offers a service, a resident redeems in elder view, and the counter takes the voucher: online, where a second
// counter is refused, and without a network, where it keeps what it took until the ledger has answered.
import { onPaper } from "./browser.mjs";
import { load, press, pull, title } from "./steps.mjs";

const service = "理发";

// spend plays all of it. earned has 115 points; counters are officers of the serving body, at two browsers.
export async function spend({ check, town, look }, { owners, residents, earned, counters: [counter, second] }) {
  const on = (page, label) => page.getByRole("link", { name: label, exact: true });
  const codeOn = async (page) => (await page.locator(".voucher .number").textContent()).trim();

  async function offer() {
    const { page } = owners;
    await town.open(page, "services");
    await title(page, "积分服务");
    await page.locator("#id-").fill("haircut");
    await page.locator("#title-").fill(service);
    await page.locator("#points-").fill("20");
    await page.locator("#stock-").fill("10");
    await page.locator("#hours-").fill("0-6 00:00 24:00");
    await look(page, "services");
    await press(page, "核对");
    const card = page.locator(".card", { hasText: "设置服务" });
    await card.getByText("周日").waitFor();
    await town.both(card, owners, residents);
    await town.open(page, "services");
    await pull(page, page.getByText("共 10 份，已兑换 0 份，还剩 10 份"));
    await look(page, "services-offered");
  }

  // redeem returns the code.
  async function redeem({ page }, seen) {
    await load(page, `${town.my}#/points`);
    await title(page, "积分");
    await on(page, "兑换服务").click();
    await title(page, "兑换服务");
    await pull(page, on(page, "兑换"));
    await seen?.(page, "catalogue");
    await on(page, "兑换").click();
    await title(page, service);
    await page.getByText(/用 20 分，还剩 \d+ 分可用。/).waitFor();
    await seen?.(page, "redeem");
    await press(page, "确认兑换，签字");
    await on(page, "看服务券").click();
    await title(page, "服务券");
    await page.locator(".voucher").waitFor();
    await seen?.(page, "voucher");
    return codeOn(page);
  }

  async function type({ page }, code) {
    await page.locator("#code").fill(code.toLowerCase());
    await press(page, "查看");
  }

  const take = ({ page }) => press(page, "收券，签字");

  async function online(code) {
    const { page } = counter;
    await town.open(page, "counter");
    await look(page, "counter");
    await type(counter, code);
    await page.getByRole("heading", { name: "可以收" }).waitFor();
    await look(page, "counter-good");
    await take(counter);
    await page.getByText(`已记上账：${service} × 1`).waitFor();
    await second.page.goto(`${town.office}#/counter/${code.replaceAll(" ", "")}`); // as a phone's camera does
    await second.page.getByRole("heading", { name: "不能收" }).waitFor();
    await second.page.getByText(/已经收过，经手人/).waitFor();
    check.that(!second.page.url().includes(code.replaceAll(" ", "")), "the code stays in the address");
    await look(second.page, "counter-used");
  }

  // known waits until a counter knows so many open vouchers.
  const known = ({ page }, count) => pull(page, page.getByText(new RegExp(`没有网络时也认得.*，${count} 张未用的券`)));

  async function offline(codes, giveBack) {
    await town.open(counter.page, "counter");
    await known(counter, codes.length);
    const context = counter.page.context();
    await context.setOffline(true);
    await type(counter, "0000 0000 0000 0000");
    await counter.page.getByText("分不出来").waitFor();
    await look(counter.page, "counter-unknown");
    await press(counter.page, "下一张");
    for (const [i, code] of codes.entries()) {
      await type(counter, code);
      await counter.page.getByRole("heading", { name: "现在没有网络。" }).waitFor();
      if (i === 0) {
        await look(counter.page, "counter-away");
      }
      await take(counter);
      await counter.page
        .locator("li", { hasText: `${service} × 1` })
        .nth(i)
        .waitFor();
    }
    await type(counter, codes[0]);
    await counter.page.getByText("这台设备在").waitFor();
    await press(counter.page, "下一张");
    await look(counter.page, "counter-waiting");
    await counter.page.close(); // nothing of it is lost by that
    await giveBack();
    await context.setOffline(false);
    const page = await context.newPage();
    check.watch(page);
    await town.open(page, "counter");
    await page.getByRole("heading", { name: "账本没有认" }).waitFor();
    await page.getByText("已经退回，不能用了。").waitFor();
    await page.getByText("已收、还没有记上账").waitFor({ state: "detached" });
    await look(page, "counter-settled");
    await press(page, "知道了");
    await page.getByRole("heading", { name: "账本没有认" }).waitFor({ state: "detached" });
  }

  async function giveBack({ page }) {
    await page.locator("summary", { hasText: "退回这张券" }).click();
    await look(page, "give-back");
    await press(page, "退回这张券");
    await page.getByText("已经退回，积分还给您了。").waitFor();
  }

  // forSomebody has two bodies redeem for whoever has no phone, at one screen, and print the voucher.
  async function forSomebody() {
    const { page } = owners;
    await town.open(page, "services/redeem");
    await title(page, "代没有手机的住户兑换");
    await page.locator("#query").fill(earned.name);
    await press(page, "查找");
    await page.locator(".card.pick").click();
    await page.locator("#count").fill("1");
    await look(page, "for-somebody");
    await press(page, "核对");
    const card = page.locator(".card", { hasText: "兑换服务" });
    await press(card, "两家的经办人都在，当场签");
    await town.atOnce(card, owners, residents);
    await page.locator(".voucher").waitFor();
    await look(page, "for-somebody-voucher");
    await onPaper(page, "points-voucher-printed");
    await page.emulateMedia({ media: "print" });
    check.that(!(await page.getByRole("button", { name: "打印" }).isVisible()), "more than the voucher is printed");
    await page.emulateMedia({ media: null });
    const code = await codeOn(page);
    await town.open(second.page, "counter");
    await type(second, code);
    await second.page.getByRole("heading", { name: "可以收" }).waitFor();
  }

  await offer();
  await online(await redeem(earned, look));
  const good = await redeem(earned);
  const lost = await redeem(earned);
  await offline([good, lost], () => giveBack(earned));
  await load(earned.page, `${town.my}#/points`);
  await pull(earned.page, earned.page.getByText("可用 75 分"));
  await look(earned.page, "spent");
  await forSomebody();
}
