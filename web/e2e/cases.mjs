// SPDX-License-Identifier: Apache-2.0
// A case before a mediator: two households, one in the elder view and one in English, from the request to a court's confirmation.
import { authenticator, contextOf, play } from "./browser.mjs";
import { elder, load, phone, press, pull, title, townOf, zh } from "./steps.mjs";

const english = { lang: "en", view: "normal" };
const china = (ms) => new Date(ms + 8 * 3600_000).toISOString().slice(0, 16);

// parts is what an agreement has to say.
const parts = {
  facts: "申请一方反映：楼上半夜装修。另一方说明：只有两天，不知道有孩子。",
  matters: "什么时候可以施工。",
  "responsibility-0": "没有。",
  "responsibility-1": "没有事先告知邻居。",
  agreed: "晚八点至早八点不施工，周末全天不施工。",
  how: "施工前一天在电梯口贴通知。",
  when: "从协议生效之日起，到装修结束。",
};

await play("cases", async (scene) => {
  const { base, browser, check, pointsTown } = scene;
  const town = townOf(scene, pointsTown.id);
  const [, third, asking, asked] = pointsTown.residents;

  async function resident(holder, as) {
    const context = await contextOf(browser, base, as, { viewport: phone, acceptDownloads: true });
    const page = await context.newPage();
    check.watch(page);
    await authenticator(page, [holder]);
    await page.goto(town.my);
    await press(page, as.lang === "en" ? "Sign in with a passkey" : "用通行密钥登录");
    await title(page, as.lang === "en" ? "My votes" : "我的表决");
    return page;
  }

  const look = (page, screen) => check.everyView(page, `cases-${screen}`);
  const signs = (page, name) => press(page, name);
  const unfold = (page, name) => page.locator("summary", { hasText: name }).click();
  const told = (page, text) => pull(page, page.getByText(text).first());

  // ask has a household ask for mediation with another one, which it knows.
  async function ask(page) {
    await load(page, `${town.my}#/cases`);
    await title(page, "调解");
    await page.getByText("您家没有调解。").waitFor();
    await page.getByRole("link", { name: "请人调解" }).click();
    await title(page, "请人调解");
    await signs(page, "签字，请人调解");
    await page.getByText("请先选和谁调解。").waitFor();
    const neighbour = await page.locator('#second option[value^="home/"]').first().getAttribute("value");
    await page.locator("#second").selectOption(neighbour);
    await page.getByText("谁会看到").waitFor();
    await page.locator("#said").fill("楼上半夜装修，孩子睡不着。\n希望晚上八点以后停工。");
    await look(page, "ask");
    await signs(page, "签字，请人调解");
    await page.getByText("已经提出。").waitFor();
  }

  // opened has somebody open the case that he finds on a list.
  async function opened(page, address, name) {
    await load(page, address);
    const card = page.locator("a.card", { hasText: name });
    await pull(page, card);
    await card.click();
    await page.locator(".steps").waitFor();
  }

  // does has an officer take a step, with what he fills in.
  async function does(page, step, fill = async () => {}) {
    await press(page, step);
    await fill(page);
    await press(page, "看一遍再签字");
    await look(page, `office-${step}`);
    await press(page, "签字");
    await page.getByText(/^已签字，(已记入账本|等双方各一人签)。$/).waitFor();
  }

  const words = (text) => (page) => page.locator("#words").fill(text);

  async function take({ page }, about) {
    await town.open(page);
    await pull(page, page.getByRole("heading", { name: "等您的调解" }));
    await town.open(page, "cases");
    await look(page, "office-list");
    await opened(page, `${town.office}#/cases`, "待受理");
    await page.getByText(about).waitFor();
    await does(page, "受理，担任调解员");
  }

  // join has the other side find the case on its first page.
  async function join(page) {
    await load(page, town.my);
    const card = page.locator("a.card", { hasText: "Say whether you take part" });
    await pull(page, card);
    await look(page, "news");
    await card.click();
    await page.locator("summary", { hasText: "Do not take part" }).waitFor();
    await look(page, "asked");
    await signs(page, "Take part");
    await told(page, "being mediated");
    await unfold(page, "State something");
    await page.locator("textarea").first().fill("It was for two days only; we did not know of the child.");
    await page.getByRole("button", { name: "State something" }).click();
    await told(page, "It was for two days only");
  }

  async function talks({ page }) {
    await does(page, "安排或记录调解会", async (page) => {
      await page.locator("#at").fill(china(Date.now() + 86_400_000));
      await page.locator("#words").fill("居委会二楼，谈施工时间。");
    });
    await told(page, "居委会二楼");
    await does(page, "提出方案", words("晚上八点到早上八点不施工，周末全天不施工。"));
    await told(page, "方案待答复");
  }

  async function replies(first, second) {
    await load(first, `${town.my}#/cases`);
    await opened(first, `${town.my}#/cases`, "等您答复方案");
    await look(first, "reply");
    await signs(first, "签字");
    await first.getByText("请先选同意或者不同意。").waitFor();
    await first.getByRole("radio", { name: "同意", exact: true }).check();
    await look(first, "reply-chosen");
    await signs(first, "签字");
    await told(first, "我家：同意");
    await opened(second, `${town.my}#/cases`, "Reply to the proposal");
    await second.getByRole("radio", { name: "Yes" }).check();
    await signs(second, "Sign");
    await told(second, "my home: yes");
  }

  async function agreement({ page }) {
    await page.reload();
    await does(page, "起草协议，第一个签", async (page) => {
      for (const [part, text] of Object.entries(parts)) {
        await page.locator(`#${part}`).fill(text);
      }
      await look(page, "office-agreement");
    });
    await told(page, "协议还等");
    await look(page, "office-left");
  }

  async function signed(first, second) {
    await opened(first, town.my, "等您签字");
    await first.getByText("晚八点至早八点不施工").waitFor();
    await look(first, "agree");
    await signs(first, "我同意，签字");
    await told(first, "协议还等");
    await opened(second, `${town.my}#/cases`, "Waits for your signature");
    await second.getByText("晚八点至早八点不施工").waitFor();
    await look(second, "agree-english");
    await signs(second, "I agree and sign");
    await told(second, "and the mediator signed an agreement");
    await load(first, first.url());
    await told(first, "从此有约束力");
    await look(first, "agreed");
  }

  async function paper(page, name) {
    const link = page.getByRole("link", { name });
    await pull(page, link);
    const answer = await page.request.get(await link.evaluate(({ href }) => href));
    check.that((await answer.body()).subarray(0, 5).toString() === "%PDF-", `${name} is not there on paper: ${answer.status()}`);
  }

  // court has both sides ask a court, one after the other.
  async function court(first, second) {
    await paper(first, "协议书（PDF）");
    await unfold(first, "和对方一起申请法院确认");
    await first.getByRole("button", { name: "和对方一起申请法院确认" }).click();
    await told(first, "共同申请还等");
    await look(first, "apply-left");
    await opened(second, town.my, "Waits for your signature");
    await look(second, "apply");
    await signs(second, "I agree and sign");
    await told(second, "Both asked a court");
    await paper(second, "The joint application to a court (PDF)");
  }

  async function performed({ page: officer }, first, second) {
    await officer.reload();
    await does(officer, "记下回访", words("两家都问过：晚上没有再施工。"));
    await load(first, first.url());
    await told(first, "晚上没有再施工");
    await unfold(first, "对方已经履行");
    await first.getByRole("button", { name: "对方已经履行" }).click();
    await told(first, "我家说：对方已履行");
    await load(second, second.url());
    await pull(second, second.getByRole("button", { name: "The other side did its part" }));
    await signs(second, "The other side did its part");
    await told(second, "Ended: performed");
    await look(second, "performed");
  }

  // ofBreach has a household that is told of a breach find the way to a mediator.
  async function ofBreach(page) {
    await load(page, `${town.my}#/breaches`);
    const link = page.getByRole("link", { name: "请人调解" }).first();
    await pull(page, link);
    await link.click();
    await title(page, "请人调解");
    check.that((await page.locator("#matter").inputValue()).startsWith("breach/"), "a case about a breach is about something else");
  }

  // byBody has a body ask a household, which does not take part and says nothing.
  async function byBody({ page }, household) {
    await town.open(page, "cases/new");
    await page.locator("#query").fill(asked.name);
    await press(page, "查找");
    await page.locator("button.pick").first().click();
    await page.locator("fieldset .actions button").first().click();
    await page.locator("summary", { hasText: "给住户的链接" }).click();
    const link = await page.locator("#link").inputValue();
    await page.locator("#words").fill("物业费欠三个月。");
    await look(page, "office-ask");
    await press(page, "看一遍再签字");
    await press(page, "签字");
    await page.getByText(/^已记入账本/).waitFor();
    await opened(page, `${town.office}#/cases`, "待受理");
    await take(mediator, "物业费欠三个月。");
    await opened(household, `${town.my}#/cases`, "Say whether you take part");
    await unfold(household, "Do not take part");
    await household.getByRole("button", { name: "Do not take part" }).click();
    await told(household, "Ended: you do not take part");
    await look(household, "refused");
    return link;
  }

  // byLink has a resident ask for mediation with the household whose link he was given.
  async function byLink(page, link) {
    await load(page, link);
    await title(page, "请人调解");
    check.that(link.endsWith(await page.locator("#code").inputValue()), "the link's household is not the other side");
    await look(page, "ask-by-link");
  }

  const first = await resident(asking, elder);
  await ask(first);
  const mediator = await town.officer("street", pointsTown.officers.street);
  await take(mediator, "希望晚上八点以后停工。");
  const second = await resident(asked, english);
  await join(second);
  await talks(mediator);
  await replies(first, second);
  await agreement(mediator);
  await signed(first, second);
  await court(first, second);
  await performed(mediator, first, second);
  const link = await byBody(await town.officer("property", pointsTown.officers.property), second);
  const other = await resident(third, zh);
  await ofBreach(other);
  await byLink(other, link);
});
