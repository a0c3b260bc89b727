// SPDX-License-Identifier: Apache-2.0
// What officers and residents of a town do, as steps that the journeys share. Pages are read in Chinese.
import { authenticator, contextOf, lend, passkeysOf } from "./browser.mjs";

export const zh = { lang: "zh", view: "normal", name: "zh-normal" };
export const elder = { lang: "zh", view: "elder", name: "zh-elder" };
const desktop = { width: 900, height: 900 };
export const phone = { width: 390, height: 844 };
const passphrase = "correct horse battery";

export const press = (page, name, options = {}) => page.getByRole("button", { name, exact: true, ...options }).click();
export const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

// load loads a page anew, even where only what comes after "#" is another address.
export async function load(page, address) {
  if ((await page.goto(address)) === null) {
    await page.reload();
  }
}

// toReview answers the only question of the rollCommunity's open vote, and waits until the ballot is sealed.
export async function toReview(page, answer) {
  await page
    .getByRole("button", { name: /^(投票|改票)$/ })
    .first()
    .click();
  await title(page, "更换楼道灯具");
  await page.getByRole("radio", { name: answer }).check();
  await press(page, "去核对");
  await title(page, "核对您的选择");
  await page.getByText("已在本机加密").waitFor();
}

// pull reloads a page until something is there: this body's server may be a block behind another's. Each time it waits longer, so
// that a slow machine has drawn the page.
export async function pull(page, locator, state = "visible") {
  for (let i = 0; ; i++) {
    try {
      return await locator.waitFor({ state, timeout: 3000 * (i + 1) });
    } catch (error) {
      if (i === 9) {
        throw error;
      }
      await page.reload();
    }
  }
}

// townOf is a community with the steps of its people.
export function townOf({ browser, check, base, helper, roll }, community) {
  const office = `${base}/c/${community}/office`;
  const my = `${base}/c/${community}/my`;
  const work = `${base}/c/${community}/work`;

  async function visit(path, viewport, look = zh) {
    const context = await contextOf(browser, base, look, { viewport, acceptDownloads: true });
    const page = await context.newPage();
    check.watch(page);
    const device = await authenticator(page);
    await page.goto(base + path);
    return { page, device };
  }

  const ask = async (path, body) =>
    (await fetch(helper + path, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) })).json();

  // open brings a page to one of the office's screens.
  async function open(page, screen = "") {
    await load(page, `${office}#/${screen}`);
    await page.locator("main h1").waitFor();
  }

  const signIn = (page) => press(page, "用通行密钥登录");

  // officer registers by his link, is admitted, and signs in.
  async function officer(body, token) {
    const { page, device } = await visit(`/c/${community}/office#register=${token}`, desktop);
    await title(page, "登记经办人的通行密钥");
    check.that(!page.url().includes("register="), "the token stays in the address");
    const finished = page.waitForResponse((response) => response.url().endsWith("/webauthn/register/finish"));
    await press(page, "生成通行密钥");
    const { id, passkey } = await (await finished).json();
    await title(page, "密钥已登记在本单位的服务器上");
    await ask(`/towns/${community}/${body}`, { id, passkey });
    await load(page, office);
    const home = page.getByRole("heading", { level: 1, name: "经办人工作台" });
    const refused = page.getByRole("alert"); // as long as this body's server does not know him
    for (let i = 0; i < 40 && !(await home.isVisible()); i++) {
      await signIn(page);
      await home.or(refused).first().waitFor();
      if (await refused.isVisible()) {
        await page.reload();
      }
    }
    await home.waitFor();
    return { page, device, body };
  }

  // signed waits until what an officer has signed is left for another body's.
  const left = (page) =>
    page
      .getByText(/^(已签字，等另一家单位的经办人签|由本单位签过，等另一家单位)。$/)
      .filter({ visible: true })
      .last()
      .waitFor();

  // coSign has an officer sign what waits for him: all of it is on his first screen, a vote's on its own.
  async function coSign({ page }, look, screen) {
    await open(page, screen);
    const card = page.locator("li.card", { hasText: "查看并签字" }).first();
    await pull(page, card);
    await card.getByText("查看并签字").click();
    await look?.(page);
    await card.getByRole("button", { name: "签字并送往账本" }).click();
    await card.waitFor({ state: "detached" });
  }

  // both have two officers sign the same card, each at his own screen.
  async function both(card, first, second, screen) {
    await press(card, "签字");
    await left(first.page);
    await coSign(second, undefined, screen);
  }

  // atOnce has two officers sign at the first one's screen: the second puts his security key in.
  async function atOnce(card, first, second) {
    await press(card, "第一位经办人签字");
    await card.getByRole("button", { name: "第二位经办人签字", disabled: false }).waitFor();
    await lend(first.device, await passkeysOf(second.device), async () => {
      await press(card, "第二位经办人签字");
      await card.getByRole("button", { name: "第二位经办人签字" }).waitFor({ state: "detached" });
    });
  }

  // found founds the community, and has every body's officer there; join has the officers of two bodies of one that is founded.
  const found = async () => allOf(await ask(`/towns/${community}`, {}));
  const join = ({ owners, residents }) => allOf({ owners, residents });

  async function allOf(tokens) {
    const officers = {};
    for (const [body, token] of Object.entries(tokens)) {
      officers[body] = await officer(body, token);
    }
    return officers;
  }

  // takeRoll imports a file (or does what show does), and has two bodies approve the version and the ledger take it.
  async function takeRoll({ owners, residents }, version, show = (page) => readRoll(page)) {
    const { page } = owners;
    await open(page, "rolls");
    await show(page);
    await press(page, "采用为草案");
    await press(page, `签字确认第 ${version} 版`);
    await both(page.locator(".card", { hasText: `第 ${version} 版` }), owners, residents);
    await open(page, "rolls");
    const card = page.locator("section.card", { hasText: `第 ${version} 版` });
    await press(card, "载入账本");
    await card.getByText("已生效").waitFor(); // by itself, once the ledger has all of it
  }

  async function readRoll(page, file = roll) {
    await page.locator("#roll").setInputFiles(file);
    await press(page, "试读（不改变任何东西）");
    await page.getByRole("button", { name: "采用为草案" }).waitFor();
  }

  // printLetters prints everybody's, all of which but one are delivered: its code is withdrawn.
  async function printLetters({ page }, returned = "业主0002") {
    await open(page, "letters");
    await page.locator("#help").fill("居委会 1 号楼");
    await press(page, "印制信函");
    await issue(page);
    await press(page, "全选");
    const back = page.getByRole("checkbox", { name: new RegExp(`^\\d+ ${returned}$`) });
    await back.uncheck();
    await page.getByRole("button", { name: /^选中的 \d+ 封已送达$/ }).click();
    await page.getByRole("cell", { name: "已送达" }).first().waitFor();
    await back.check();
    await page.getByRole("button", { name: "选中的 1 封退回" }).click();
    await page.getByText("有 1 封退回的信仍可用来登记").waitFor();
    await press(page.locator(".card", { hasText: "作废信函编码" }), "签字");
    await page.getByRole("row", { name: returned }).getByRole("cell", { name: "已作废" }).waitFor();
  }

  // issue saves a PDF of letters, and has an officer make its codes known.
  async function issue(page) {
    const saving = page.waitForEvent("download");
    await press(page, "保存 PDF");
    const file = await (await saving).path();
    await press(page.locator(".card", { hasText: "登记信函编码" }).last(), "签字");
    await page
      .getByText(/已记入账本/)
      .first()
      .waitFor();
    return file;
  }

  // codeOf is the code in the latest letter to somebody, which is on paper only.
  async function codeOf({ page }, name) {
    const letters = await page.evaluate(() => fetch("/api/v1/letters").then((response) => response.json()));
    const mine = letters.items.filter((letter) => letter.name === name && !letter.used);
    return ask(`/codes/${mine.at(-1).code}`);
  }

  // enrol is a resident with his letter: he makes a passkey, and waits for confirmation.
  async function enrol(code, look = zh) {
    const person = await visit(`/e#${code}`, phone, look);
    await fillIn(person.page, code);
    return person;
  }

  async function fillIn(page, code) {
    await page.getByLabel("小区").selectOption(community);
    check.that(!page.url().includes(code), "the code stays in the address");
    await press(page, "继续");
    await title(page, "这是您吗？");
    await press(page, "是我，继续");
    await press(page, "生成通行密钥");
    await press(page, "签名并登记");
    await title(page, "登记已写进账本");
  }

  // confirm has two bodies confirm everybody who waits, choosing them one by one or with choose.
  async function confirm({ owners, residents }, people, choose) {
    const { page } = owners;
    await open(page);
    const choices = page.locator("fieldset .choice input");
    await pull(page, choices.nth(people - 1));
    await choose?.(page);
    for (let i = 0; !choose && i < people; i++) {
      await choices.nth(i).check();
    }
    await press(page, `确认选中的 ${people} 人`);
    await both(page.locator(".card", { hasText: "确认登记" }), owners, residents);
  }

  // mine signs a resident in.
  async function mine({ page }) {
    await load(page, my);
    const signedIn = page.getByRole("heading", { level: 1, name: "我的表决" });
    await signedIn
      .or(page.getByRole("button", { name: "用通行密钥登录" }))
      .first()
      .waitFor();
    if (!(await signedIn.isVisible())) {
      await signIn(page);
      await signedIn.waitFor();
    }
  }

  // vote casts for the first right that has not been voted for, one choice a question, and returns the receipt's number.
  async function vote(page, choices) {
    await page
      .getByRole("button", { name: /^(投票|改票)$/ })
      .first()
      .click();
    for (const [i, choice] of choices.entries()) {
      await page.getByText(`第 ${i + 1} 题，共 ${choices.length} 题`).waitFor();
      await page.getByRole("radio", { name: choice, exact: true }).check();
      await press(page, i + 1 < choices.length ? "下一题" : "去核对");
    }
    await title(page, "核对您的选择");
    await page.getByRole("button", { name: "签名并投出", disabled: false }).click();
    await title(page, "已计入账本");
    return (await page.locator(".number").textContent()).trim();
  }

  async function draft({ page }, { id, name, matters, set = async () => {} }) {
    await open(page, "draft");
    await page.locator("#title").fill(name);
    await page.locator("#id").fill(id);
    for (const [i, matter] of matters.entries()) {
      if (i > 0) {
        await press(page, "再加一个议题");
      }
      await page.locator(`#matter-${i + 1}`).fill(matter.title);
      if (matter.threshold) {
        await page.locator(`#threshold-${i + 1}`).selectOption(matter.threshold);
      }
    }
    await set(page);
    await press(page, "核对");
    await press(page, "签字");
    await page.getByText(/已记入账本/).waitFor();
  }

  // makeKey makes a body's election key, and returns its file.
  async function makeKey({ page }, election, look) {
    await open(page, `election/${election}`);
    await page.locator("#passphrase").fill(passphrase);
    await press(page, "生成本单位的密钥");
    const saving = page.waitForEvent("download");
    await press(page, "保存密钥文件");
    const file = await (await saving).path();
    await page.getByLabel("我已保存密钥文件，并打印了恢复单").check();
    await look?.();
    await press(page, "签字");
    await page.getByRole("heading", { name: "恢复单" }).waitFor({ state: "detached" });
    return file;
  }

  async function unlock(page, file) {
    await page.locator("#key-file").setInputFiles(file);
    await page.locator("#key-passphrase").fill(passphrase);
    await press(page, "打开密钥");
  }

  async function setTest({ page }, election) {
    await open(page, `election/${election}`);
    const button = page.getByRole("button", { name: "演练：给各单位出题" });
    await pull(page, button);
    await button.click();
    await press(page.locator(".card", { hasText: "演练出题" }), "签字");
    await page.locator(".card", { hasText: "演练出题" }).waitFor({ state: "detached" });
  }

  async function answerTest({ page }, election, file) {
    await open(page, `election/${election}`);
    await pull(page, page.locator("#key-file"));
    await unlock(page, file);
    const card = page.locator(".card .card", { hasText: "演练答题" });
    await press(card, "签字");
    await page.getByRole("heading", { name: /用本单位的密钥解开/ }).waitFor({ state: "detached" });
  }

  // drill has every body prove that it can open ballots.
  async function drill(officers, election, files) {
    const [first, second, ...others] = Object.values(officers);
    await setTest(first, election);
    for (const other of [second, ...others]) {
      await answerTest(other, election, files[other.body]);
    }
    await setTest(second, election);
    await answerTest(first, election, files[first.body]);
  }

  // notice announces when ballots may be cast; the form takes whole minutes.
  async function notice({ owners, residents }, election, { from, to, set = async () => {} }) {
    const { page } = owners;
    await open(page, `election/${election}`);
    await set(page);
    const china = (ms) => new Date(ms + 8 * 3600_000).toISOString().slice(0, 16);
    await page.locator("#opens").fill(china(from));
    await page.locator("#closes").fill(china(to));
    await press(page, "核对");
    await both(page.locator(".card", { hasText: "开始" }).last(), owners, residents);
  }

  // together has two bodies sign an election's next step.
  async function together({ owners, residents }, election, label) {
    await open(owners.page, `election/${election}`);
    const card = owners.page.locator(".card", { hasText: label });
    await pull(owners.page, card);
    await both(card, owners, residents, `election/${election}`);
  }

  async function unseal({ page }, election, file, look) {
    await open(page, `election/${election}`);
    await pull(page, page.locator("#key-file"));
    await unlock(page, file);
    await look?.();
    await press(page.locator(".card .card"), "签字");
    await page.locator("#key-file").waitFor({ state: "detached" });
    await page.getByRole("heading", { name: /公布本单位的私钥/ }).waitFor({ state: "detached" });
  }

  async function tally({ page }, election) {
    await open(page, `election/${election}`);
    const button = page.getByRole("button", { name: "由账本计票" });
    await pull(page, button);
    await button.click();
    await page.getByRole("link", { name: "查看结果" }).waitFor();
  }

  return {
    office,
    my,
    work,
    visit,
    officer,
    open,
    signIn,
    found,
    join,
    takeRoll,
    readRoll,
    printLetters,
    issue,
    codeOf,
    enrol,
    fillIn,
    confirm,
    coSign,
    both,
    atOnce,
    left,
    mine,
    vote,
    draft,
    makeKey,
    drill,
    notice,
    together,
    unseal,
    tally,
  };
}
