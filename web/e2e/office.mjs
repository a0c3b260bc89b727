// SPDX-License-Identifier: Apache-2.0
// Officers with a keyboard alone: sign in, draft, sign, sign for another body, take back; and who is no officer.
import { authenticator, contextOf, play } from "./browser.mjs";
import { keys } from "./reader.mjs";
import { press, pull, title, townOf, zh } from "./steps.mjs";

await play("office", async (scene) => {
  const { base, browser, check, community, counted, open, rollCommunity, officers, owner } = scene;
  const town = townOf(scene, community);

  async function visit(holder) {
    const context = await contextOf(browser, base, zh, { viewport: { width: 900, height: 900 } });
    const page = await context.newPage();
    check.watch(page);
    await authenticator(page, [holder]);
    await page.goto(town.office);
    await title(page, "登录");
    return page;
  }

  const button = (page, name) => page.getByRole("button", { name, exact: true });

  const push = (page, target) => keys(page, check).use(target);

  async function enter(body) {
    const page = await visit(officers[body]);
    await push(page, button(page, "用通行密钥登录"));
    await title(page, "经办人工作台");
    return page;
  }

  async function type(page, id, text) {
    const by = keys(page, check);
    await by.to(page.locator(id));
    await by.type(text);
  }

  async function draft(page, id) {
    await push(page, button(page, "起草表决会议"));
    await type(page, "#title", "冬季业主大会");
    await type(page, "#id", id);
    await type(page, "#matter-1", "年度预算");
    await push(page, button(page, "核对"));
    await push(page, button(page, "签字"));
    await page.getByText(/已记入账本/).waitFor();
    await push(page, button(page, "下一步"));
    await title(page, "冬季业主大会");
  }

  async function annul(page) {
    await push(page, page.locator("summary", { hasText: "作废这次表决" }));
    await push(page, button(page.locator("details", { hasText: "作废这次表决" }), "签字"));
    await town.left(page);
  }

  // Signed out, and signed in as somebody else.
  const stranger = await visit(owner);
  await check.page(stranger, "office-signed-out");
  await push(stranger, button(stranger, "用通行密钥登录"));
  await stranger.getByText("这里只供经办人使用。").waitFor();
  await check.page(stranger, "office-no-officer");
  await stranger.goto(`${town.office}#register=${"A".repeat(26)}`);
  await stranger.reload();
  await push(stranger, button(stranger, "生成通行密钥"));
  await stranger.getByRole("alert").waitFor();
  await check.page(stranger, "office-bad-link");

  const owners = await enter("owners");
  const residents = await enter("residents");
  await draft(owners, "winter");
  await annul(owners);
  await push(residents, residents.locator("summary", { hasText: "查看并签字" }));
  await check.page(residents, "office-cosign");
  await push(residents, button(residents, "签字并送往账本"));
  await owners.locator(".stage", { hasText: "已作废" }).waitFor(); // without a reload

  await push(owners, owners.getByRole("link", { name: "返回" }));
  await draft(owners, "winter-2");
  await annul(owners);
  await push(owners, owners.getByRole("link", { name: "返回" }));
  await push(owners, button(owners, "撤回"));
  await button(owners, "撤回").waitFor({ state: "detached" });
  await check.everyLook(owners, "office-home");

  await postNotice(owners);
  await analysis(owners);
  await recuse();

  // postNotice posts a public notice, which is then on the community's page and in its feed.
  async function postNotice(page) {
    await push(page, page.getByRole("link", { name: "发布公告", exact: true }));
    await title(page, "发布公告");
    await type(page, "#notice-title", "三号楼周六停水");
    await page.locator("#notice-file").setInputFiles({ name: "notice.txt", mimeType: "text/plain", buffer: Buffer.from("停水") });
    await check.page(page, "office-notice");
    await push(page, button(page, "看一遍再签字"));
    await push(page, button(page, "签字"));
    await page.getByText(/已记入账本/).waitFor();
    const feed = await (await fetch(`${base}/c/${community}/notices.xml`)).text();
    check.that(feed.includes("三号楼周六停水"), "the notice is not in the feed");
    await push(page, page.getByRole("link", { name: "去看小区主页" }));
    await page.getByText("三号楼周六停水").waitFor();
    await check.everyLook(page, "community-notice");
    await page.goto(town.office);
    await title(page, "经办人工作台");
  }

  // analysis is of the published vote, and of the one that is open as far as it has come.
  async function analysis(page) {
    await push(page, page.locator(`a[href="#/election/${counted}"]`));
    await push(page, page.getByRole("link", { name: "数据分析", exact: true }));
    await page.getByRole("heading", { name: "利用屋顶共有部分经营" }).waitFor();
    await check.everyLook(page, "office-analysis");
    await page.getByRole("link", { name: "返回" }).click();
    await page.locator(".stage", { hasText: "异议期" }).waitFor();
    await town.open(page, `analysis/${open}`);
    await page.getByText(/^投票期间只有参与情况/).waitFor();
    check.that((await page.getByRole("heading", { name: "续聘物业服务企业" }).count()) === 0, "an open vote is told");
    await check.page(page, "office-analysis-open");
  }

  // recuse has two bodies put on record that an owner who waits for confirmation is an officer of a third one, whose officers then
  // cannot confirm him.
  async function recuse() {
    const rollTown = townOf(scene, rollCommunity.id);
    const helper = async (path) => (await fetch(`${rollCommunity.helper}${path}`, { method: "POST" })).json();
    const tokens = await helper(`/officers/${rollCommunity.id}`);
    const [colleague, first, second] = [
      await rollTown.officer("owners", tokens.owners),
      await rollTown.officer("residents", tokens.residents),
      await rollTown.officer("street", tokens.street),
    ];
    await rollTown.enrol(await helper(`/letters/${rollCommunity.lone[1]}`));

    // The colleague chooses him before it is on record, and signs afterwards.
    await rollTown.open(colleague.page);
    const line = colleague.page.locator("label.choice", { hasText: /业主\d+/ }).last();
    await pull(colleague.page, line);
    const [name] = /业主\d+/.exec(await line.innerText());
    await line.getByRole("checkbox").check();
    await press(colleague.page, "确认选中的 1 人");
    const confirmation = colleague.page.locator(".card", { hasText: "确认登记" });
    await confirmation.waitFor();

    await rollTown.open(first.page, "people");
    await first.page.locator("#query").fill(name);
    await press(first.page, "查找");
    await first.page
      .getByRole("button", { name: new RegExp(`^${name}\\b`) })
      .first()
      .click();
    await title(first.page, name);
    await first.page.getByText("没有登记他担任哪家单位的经办人。").waitFor();
    await first.page.locator("summary", { hasText: "登记他担任经办人的单位" }).click();
    await press(first.page, "核对");
    await first.page.getByRole("alert").getByText("与已登记的一样").waitFor();
    await first.page.getByRole("checkbox", { name: "业委会" }).check();
    await check.everyLook(first.page, "office-recusal");
    await press(first.page, "核对");
    await rollTown.both(first.page.locator(".card", { hasText: "登记业主担任经办人的单位" }), first, second);
    await first.page.getByText(/^他是这些单位的经办人：/).waitFor(); // without a reload

    await press(confirmation, "签字");
    const alert = confirmation.getByRole("alert");
    await alert.getByText("请由其他单位的经办人办理").waitFor();
    await rollTown.open(colleague.page);
    const his = colleague.page.locator("label.choice", { hasText: name });
    await his.getByText("与您本人或本单位的经办人有关，您不能确认。").waitFor();
    check.that(await his.getByRole("checkbox").isDisabled(), "his colleague can still choose him");
    await check.page(colleague.page, "office-own-case");
    await rollTown.open(colleague.page, `analysis/${rollCommunity.counted}`);
    await colleague.page.locator("#buildings td").first().waitFor();
    await check.everyLook(colleague.page, "office-analysis-buildings");
  }
});
