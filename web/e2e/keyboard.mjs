// SPDX-License-Identifier: Apache-2.0
// Enrolment and voting by keyboard alone: Tab, Enter, Space, arrows and letters. Nothing is ever clicked.
import { authenticator, contextOf, play } from "./browser.mjs";
import { keys } from "./reader.mjs";

await play("keyboard", async ({ browser, check, base, rollCommunity }) => {
  const context = await contextOf(browser, base, { lang: "zh", view: "normal" });
  const page = await context.newPage();
  check.watch(page);
  await authenticator(page);
  const by = keys(page, check);
  const title = (name) => page.getByRole("heading", { level: 1, name }).waitFor();
  const button = (name) => page.getByRole("button", { name, exact: true });
  const link = (name) => page.locator("main").getByRole("link", { name, exact: true }).first();
  const helper = async (path) => (await fetch(`${rollCommunity.helper}${path}`, { method: "POST" })).json();

  const code = await helper(`/letters/${rollCommunity.lone[0]}`);
  await page.goto(`${base}/e`);
  await title("凭信函登记");
  await by.press("Tab");
  check.that((await page.evaluate(() => document.activeElement?.className)) === "skip", "the first Tab does not offer to skip");
  await by.pick(page.getByLabel("小区"), rollCommunity.id);
  await by.to(page.getByLabel("信函编码"));
  await by.type(code);
  await by.press("Enter");
  await title("这是您吗？");
  await by.use(button("是我，继续"));
  await title("设置通行密钥");
  await by.use(button("生成通行密钥"));
  await title("为登记签名");
  await by.use(button("签名并登记"));
  await title("登记已写进账本");
  await by.use(link("我的表决"));
  await title("登录");
  await by.use(button("用通行密钥登录"));
  await page.getByText("登记已收到，等待确认").waitFor();
  const me = await page.evaluate(async () => (await fetch("/api/v1/me")).json());
  await helper(`/confirm/${me.session.credential}`);

  await by.use(button("投票").first());
  await title("更换楼道灯具");
  const answers = page.getByRole("radio");
  await by.choose(answers, page.getByRole("radio", { name: "反对" }));
  await by.use(button("去核对"));
  await title("核对您的选择");
  await by.use(button("修改: 更换楼道灯具"));
  await title("更换楼道灯具");
  await by.to(page.getByRole("radio", { name: "反对" }));
  await by.press("ArrowUp");
  check.that(await page.getByRole("radio", { name: "同意" }).isChecked(), "the arrow does not change the answer");
  await by.use(button("去核对"));
  await title("核对您的选择");
  await page.getByText("已在本机加密").waitFor();
  await by.use(button("签名并投出"));
  await title("已计入账本");
  await by.use(button("回到我的表决"));
  await title("我的表决");
  await by.use(button("退出登录"));
  await title("登录");
  await context.close();
});
