// SPDX-License-Identifier: Apache-2.0
// Somebody loses his passkeys and comes to the office; somebody loses one of two; somebody sells his flat and asks to be erased.
import { readFileSync } from "node:fs";
import { play } from "./browser.mjs";
import { press, pull, title, townOf } from "./steps.mjs";

await play("recovery", async (scene) => {
  const { check } = scene;
  const town = townOf(scene, "recovery");
  const officers = await town.join(scene.towns.recovery);
  const { owners, residents } = officers;
  const look = (name, { page }) => check.everyLook(page, `recovery-${name}`);

  // meet brings an officer to somebody's page.
  async function meet({ page }, query, name) {
    await town.open(page, "people");
    await page.locator("#query").fill(query);
    await press(page, "查找");
    await page.getByRole("button", { name: new RegExp(name) }).click();
    await title(page, name);
  }

  // cast votes, and returns the hash of what the act says was shown, which is public at once.
  async function cast({ page }, choice) {
    const sent = page.waitForRequest((request) => request.url().endsWith("/api/v1/acts"));
    await town.vote(page, [choice]);
    return JSON.parse((await sent).postDataJSON().act).disp;
  }

  async function recover() {
    await town.open(owners.page, "people");
    await look("search-empty", owners);
    await owners.page.locator("#query").fill("101");
    await press(owners.page, "查找");
    await owners.page.getByText("业主0001").waitFor();
    await look("search-found", owners);
    await meet(owners, "101", "业主0001");
    const { page } = owners;
    for (const [number, said] of [
      ["00000019850906001B", "与名册不一致"],
      ["00000019850906001A", "与名册一致"],
    ]) {
      await page.getByLabel("证件号", { exact: true }).fill(number);
      await press(page, "核对证件号");
      await page.getByText(said, { exact: true }).waitFor();
    }
    await page.getByText("他丢了通行密钥，要找回").click();
    await page.locator("#recovery-reason").fill("手机掉进了河里");
    await look("person", owners);
    await press(page, "我核对过，代表本单位同意找回");
    await page.getByText("本单位已同意，等另一家单位的经办人。").waitFor();

    await town.open(residents.page);
    await pull(residents.page, residents.page.getByRole("link", { name: /业主0001/ }));
    await look("waiting", residents);
    await residents.page.getByRole("link", { name: /业主0001/ }).click();
    await residents.page.getByText("理由：手机掉进了河里").waitFor();
    await press(residents.page, "代表本单位同意");
    await residents.page.getByRole("button", { name: "印制新的信函" }).waitFor();
    await look("agreed", residents);
    await residents.page.locator("#help").fill("居委会一楼");
    await press(residents.page, "印制新的信函");
    await residents.page.getByRole("heading", { name: "作废旧的通行密钥" }).waitFor();
    await look("finish", residents);
    const pdf = await town.issue(residents.page);
    check.that(readFileSync(pdf).subarray(0, 5).toString() === "%PDF-", "the letter is no PDF");
    const revocation = residents.page.locator(".card", { hasText: "作废密钥" });
    await press(revocation, "两家的经办人都在，当场签");
    await town.atOnce(revocation, residents, owners);
    await residents.page
      .getByText(/已记入账本/)
      .nth(1)
      .waitFor();
  }

  // again enrols with the new letter, and sees that the old passkey is of no more use.
  async function again(lost, disp) {
    await lost.page.goto(town.my);
    await pull(lost.page, lost.page.getByRole("heading", { level: 1, name: "登录" }));
    await town.signIn(lost.page);
    await lost.page.getByRole("alert").waitFor();
    const found = await town.enrol(await town.codeOf(residents, "业主0001"));
    await town.confirm(officers, 1);
    await town.mine(found);
    await pull(found.page, found.page.getByRole("button", { name: "改票" })); // it is still his right
    check.that((await cast(found, "反对")) === disp, "an act tells, by the hash of what was shown, which choice it hides");
    return found;
  }

  // revoke ends one passkey of somebody, from two officers' screens.
  async function revoke(person) {
    await meet(owners, "业主0001", "业主0001");
    const card = owners.page.locator("li.card", { hasText: "有效" }).last();
    await card.getByText("作废这把密钥").click();
    await card.locator("textarea").fill("本人要求：旧手机已卖掉");
    await press(card, "核对");
    await look("revocation", owners);
    await town.both(card.locator(".card"), owners, residents);
    await person.page.reload();
    await pull(person.page, person.page.getByRole("heading", { level: 1, name: "登录" }));
  }

  // sell transfers a flat with the form; its former owner asks for his record and to be erased.
  async function sell() {
    await town.takeRoll(officers, 2, async (page) => {
      await page.getByText("一套房转手").click();
      await page.locator("#house").fill("没有这个门牌");
      await page.locator("#owners").fill("业主0099\n业主0099配偶");
      await press(page.locator("details"), "试读（不改变任何东西）");
      await page.getByRole("alert").waitFor();
      check.that((await page.locator("#owners").inputValue()).includes("业主0099"), "input is lost");
      const letters = await page.evaluate(() => fetch("/api/v1/letters").then((response) => response.json()));
      await page.locator("#house").fill(letters.items.find(({ name }) => name === "业主0014").house);
      await look("transfer", owners);
      await press(page.locator("details"), "试读（不改变任何东西）");
      await page.getByText("业主0099、业主0099配偶").waitFor();
      await look("transfer-read", owners);
    });
    const { page } = owners;
    await meet(owners, "业主0014", "业主0014");
    const saving = page.waitForEvent("download");
    await press(page, "导出他的信息");
    const record = readFileSync(await (await saving).path(), "utf8");
    check.that(record.includes("业主0014"), "the record is not his");
    await page.locator("summary", { hasText: "删除他的个人信息" }).click();
    await page.locator("#erase").fill("业主0015");
    await press(page, "删除他的个人信息");
    await page.getByText("姓名不一致，没有删除。").waitFor();
    await look("erase", owners);
    await page.locator("#erase").fill("业主0014");
    await press(page, "删除他的个人信息");
    await title(page, "已删除");
    await look("erased", owners);
    await town.open(page, "people");
    await page.locator("#query").fill("业主0014");
    await press(page, "查找");
    await page.getByText("找到 0 位").waitFor();
  }

  await town.printLetters(owners);
  const lost = await town.enrol(await town.codeOf(owners, "业主0001"));
  await town.confirm(officers, 1);
  await town.mine(lost);
  const disp = await cast(lost, "同意");
  await recover();
  await revoke(await again(lost, disp));
  await sell();
});
