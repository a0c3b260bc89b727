// SPDX-License-Identifier: Apache-2.0
// A committee holds a whole vote from its browsers: roll, letters, residents, keys, notice, ballots online, by proxy and on
// paper, count, result, an objection. Nothing is prepared but the bodies.
import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onPaper, play } from "./browser.mjs";
import { press, pull, title, townOf } from "./steps.mjs";

const election = "autumn";
const minute = 60_000;
const matters = ["续聘物业服务企业", "改建电梯"];

// sold is the roll file after a sale: a flat with a new owner.
function sold(roll) {
  const file = join(tmpdir(), `linli-roll-${process.pid}.csv`);
  writeFileSync(file, readFileSync(roll, "utf8").replace(/业主0014/, "业主0088"));
  return file;
}

await play("whole-vote", async (scene) => {
  const { check, base, roll } = scene;
  const town = townOf(scene, "whole");
  const officers = await town.found();
  const { owners, residents, street } = officers;
  const office = owners.page;
  const look = (name, page = office) => check.everyLook(page, `whole-${name}`);
  const scan = join(tmpdir(), `linli-scan-${process.pid}.png`);
  writeFileSync(scan, "a sheet of paper");

  async function people() {
    await town.open(office);
    await look("home-first");
    await town.takeRoll(officers, 1, async (page) => {
      await town.readRoll(page);
      await look("roll-read");
    });
    await town.takeRoll(officers, 2, async (page) => {
      const file = sold(roll);
      await page.locator("#roll").setInputFiles(file);
      // Browsers look some time after it was chosen when a file was saved, and before it is read.
      await page.locator("#roll").evaluate((input) => input.files[0].arrayBuffer().then(() => null));
      utimesSync(file, new Date(), Date.now() / 1000 + 60); // saved once more since, in another second: browsers look at no less
      await press(page, "试读（不改变任何东西）");
      await page.getByText("文件在选好之后改动过").waitFor();
      await town.readRoll(page, file);
      check.that(await page.getByText("业主0014", { exact: true }).isVisible(), "the difference does not name the old owner");
      check.that(await page.getByText("业主0088", { exact: true }).isVisible(), "the difference does not name the new owner");
      await look("roll-difference");
    });
    await town.open(office, "rolls");
    await look("rolls");
    const replaced = office.locator("section.card", { hasText: "第 1 版" });
    check.that(await replaced.getByText("已由第 2 版取代").isVisible(), "the old roll is said to be in force");
    const csv = office.waitForEvent("download");
    await office.getByRole("link", { name: "下载第 2 版（CSV）" }).click();
    const rows = readFileSync(await (await csv).path(), "utf8");
    check.that(rows.includes("业主0088") && !rows.includes("业主0014"), "the roll's file is not of that version");
    await town.printLetters(owners);
    await look("letters");
    const named = {};
    for (const name of ["业主0001", "业主0008", "业主0003", "业主0015"]) {
      named[name] = await town.enrol(await town.codeOf(owners, name));
    }
    await doubt();
    await town.confirm(officers, 4, (page) => press(page, "选上可以确认的 4 人"));
    return named;
  }

  // doubt has an officer doubt who somebody is; that one is not chosen with the others until it is cleared up.
  async function doubt() {
    await town.open(office);
    await pull(office, office.getByRole("button", { name: "选上可以确认的 4 人" }));
    await office.getByText("记下怎样核实的").first().click();
    await press(office, "有疑问");
    await office.getByText("请写明有什么疑问").waitFor();
    await office.getByLabel("怎样核实的，或有什么疑问").fill("照片不像本人");
    await press(office, "有疑问");
    await office.getByRole("button", { name: "选上可以确认的 3 人" }).waitFor();
    await look("home-enrolled");
    await town.open(residents.page);
    await residents.page.locator("li.error", { hasText: "照片不像本人" }).waitFor();
    await office.getByLabel("怎样核实的，或有什么疑问").fill("已上门见过本人");
    await press(office, "核实无误");
    await office.getByRole("button", { name: "选上可以确认的 4 人" }).waitFor();
  }

  // wrongAt is what the browser says is wrong with a field.
  const wrongAt = (field) => office.locator(field).evaluate((element) => element.validationMessage);

  async function draftFilled() {
    const options = office.locator("#options-1");
    const written = await options.inputValue();
    await options.fill("赞成\n反对");
    await press(office, "核对");
    check.that((await wrongAt("#options-1")).includes("须有“同意”"), "an owners' vote needs nobody to agree");
    await options.fill(written);
    await look("draft-filled");
  }

  async function noticeFilled() {
    await office.locator("#opens").fill("2030-05-01T21:00");
    await office.locator("#closes").fill("2030-05-01T20:30");
    await press(office, "核对");
    check.that((await wrongAt("#closes")).includes("应在开始时间之后"), "a vote ends before it begins");
  }

  // closeBoth has two officers sign the close without a word to each other; the second finds the first one's on his page.
  async function closeBoth() {
    const screen = `election/${election}`;
    const { page } = residents;
    await town.open(office, screen);
    check.that(await office.getByText("这是演练，随时可以截止").isVisible(), "it is not said when the vote may be closed");
    await press(office.locator(".card", { hasText: "截止投票" }), "签字");
    await town.left(office);
    await town.open(page, screen);
    await page.getByText("查看并签字").waitFor();
    check.that(!(await page.getByText("两家的经办人都在，当场签").first().isVisible()), "a second half act is offered");
    await press(page, "不用这一份，另签一份");
    await press(page.locator(".card", { hasText: "截止投票" }).last(), "签字");
    await town.left(page);
    await town.coSign(residents, () => look("close-both", page), screen);
    await page.locator(".stage", { hasText: "已截止" }).waitFor();
    await town.open(page);
    await page.getByText("这一份已经无效，请撤回").waitFor();
    await press(page, "撤回");
    await page.getByText("这一份已经无效，请撤回").waitFor({ state: "detached" });
  }

  async function prepare() {
    await town.draft(owners, {
      id: election,
      name: "秋季业主大会",
      matters: [{ title: matters[0] }, { title: matters[1], threshold: "three-quarters" }],
      set: draftFilled,
    });
    const files = {};
    for (const officer of Object.values(officers)) {
      const first = officer === owners ? keyMade : undefined;
      files[officer.body] = await town.makeKey(officer, election, first);
    }
    await town.open(office, `election/${election}`);
    await look("election-draft");
    await town.drill(officers, election, files);
    await town.notice(officers, election, {
      from: Date.now() - 2 * minute,
      to: Date.now() + 60 * minute,
      set: noticeFilled,
    });
    await town.open(office, `election/${election}`);
    await pull(office, office.getByRole("heading", { name: "开始投票前的检查" }));
    await look("checklist");
    check.that((await office.locator(".verdict.unmet").count()) === 0, "the checklist is not complete");
    await town.together(officers, election, "开始投票");
    return files;
  }

  async function keyMade() {
    await look("key-made");
    await onPaper(office, "whole-key-paper");
  }

  // fillPaper enters a ballot up to where both have checked it.
  async function fillPaper(name, choices, proxy) {
    await town.open(office, `election/${election}`);
    const form = office.locator("section.card", { hasText: "录入纸质票" });
    await pull(office, form.locator("#who option", { hasText: name }), "attached");
    const option = await form.locator("#who option", { hasText: name }).getAttribute("value");
    await form.locator("#who").selectOption(option);
    if (proxy) {
      await form.getByLabel(`受托人 ${proxy}`).check();
    }
    await press(form, "核对");
    check.that(await form.getByText("请选好人、附上扫描件").isVisible(), "an unfinished paper ballot is taken");
    check.that((await form.locator("#who").inputValue()) === option, "the choice of the voter is lost");
    await form.locator("#scan").setInputFiles(scan);
    for (const [i, choice] of choices.entries()) {
      await form.getByRole("group", { name: matters[i] }).getByLabel(choice, { exact: true }).check();
    }
    return form;
  }

  async function papers() {
    const form = await fillPaper("业主0006", ["同意", "反对"]);
    await look("paper-filled");
    await press(form, "核对");
    await press(form, "返回修改");
    const kept = form.getByRole("group", { name: matters[1] }).getByLabel("反对", { exact: true });
    check.that(await kept.isChecked(), "input is lost");
    await press(form, "核对");
    await look("paper-review");
    await press(form, "第一位经办人签字");
    await press(form, "第二位经办人签字"); // by the first one's passkey again
    await form.getByText("两次用了同一把密钥").waitFor();
    await press(form, "返回修改");
    await press(form, "核对");
    await town.atOnce(form, owners, residents);
    await form.getByText("纸质票已记入账本").waitFor();
    await look("paper-done");
    await press(form, "录入下一张");

    const second = await fillPaper("业主0008", ["反对", "反对"]);
    check.that(await second.getByText("以最后投的一张为准").isVisible(), "the conflict with the online ballot is not said");
    await press(second, "核对");
    await look("paper-conflict");
    await town.atOnce(second, owners, residents);
    await second.getByText("纸质票已记入账本").waitFor();
    await fillPaper("业主0008", ["同意", "同意"]);
    check.that(await office.getByText("纸质票只能有一张").isVisible(), "a second paper ballot is not warned of");

    const third = await fillPaper("业主0015", ["同意", "反对"], "业主0003"); // whose ballot for him came online
    await press(third, "核对");
    await look("paper-proxy");
    await town.atOnce(third, owners, residents);
    await third.getByText("纸质票已记入账本").waitFor();
  }

  async function ballots(named) {
    const numbers = {};
    for (const name of ["业主0001", "业主0008"]) {
      await town.mine(named[name]);
      numbers[name] = await town.vote(named[name].page, ["同意", "同意"]);
    }
    // 业主0015 asks 业主0003 to vote for him.
    const { page: proxy } = named.业主0003;
    const { page: principal } = named.业主0015;
    await town.mine(named.业主0003);
    const person = await proxy.evaluate(() =>
      fetch("/api/v1/me")
        .then((r) => r.json())
        .then((me) => me.session.person),
    );
    await town.mine(named.业主0015);
    await principal.goto(`${base}/c/whole/my#/proxy/${person}`);
    await press(principal, "签字委托");
    await principal.getByText("您已委托").waitFor();
    await town.mine(named.业主0003);
    await pull(proxy, proxy.getByRole("button", { name: "投票", exact: true }).nth(1));
    await town.vote(proxy, ["同意", "反对"]);
    await town.mine(named.业主0003);
    await town.vote(proxy, ["同意", "反对"]);
    await papers();
    await town.open(office, `election/${election}`);
    await look("election-open");
    await town.open(office, `reminders/${election}`);
    await pull(office, office.locator(".checklist li").first());
    await look("reminders");
    await onPaper(office, "whole-reminders-paper");
    const list = await office.locator("main").innerText();
    check.that(list.includes("业主0009") && !list.includes("业主0001") && !list.includes("业主0006"), "the wrong people are reminded");
    check.that(!/同意|反对|agree/.test(list), "the list says how somebody voted");
    return numbers;
  }

  async function count(files) {
    await closeBoth();
    await town.open(office, `election/${election}`);
    await pull(office, office.locator("#key-file"));
    await look("election-closed");
    await town.unseal(owners, election, files.owners, () => look("key-open"));
    await town.unseal(residents, election, files.residents);
    await town.unseal(street, election, files.street);
    await town.open(street.page, `election/${election}`);
    await pull(street.page, street.page.getByRole("button", { name: "由账本计票" }));
    await look("election-unsealed", street.page);
    await town.tally(street, election);
    await town.open(office, `election/${election}`);
    await pull(office, office.getByText("签字公布结果"));
    await look("election-tallied");
    await town.together(officers, election, "签字公布结果");
    await town.open(office, `election/${election}`);
    await pull(office, office.locator(".card", { hasText: "开始异议期" }));
    await look("election-published");
    const opened = office.waitForEvent("popup");
    await press(office, "打印结果");
    const result = await opened;
    await result.getByText("两家单位签字公布于").waitFor();
    await result.emulateMedia({ media: "print" });
    await check.page(result, "whole-result-print");
    const voted = await result.locator(".measure", { hasText: "人数" }).first().innerText();
    check.that(/5/.test(voted), `not 5 heads: ${voted}`);
    await result.close();
  }

  async function object(named) {
    await town.open(office, `election/${election}`);
    await press(office.locator(".card", { hasText: "开始异议期" }), "签字");
    const { page } = named.业主0001;
    await town.mine(named.业主0001);
    await page.goto(`${base}/c/whole/my#/objections`);
    await page.getByLabel("结果：秋季业主大会").check();
    await page.locator("#objection").fill("我家的面积算少了。");
    await press(page, "签字提出");
    await page.getByText(/已写进账本/).waitFor();
    await town.open(office, "objections");
    await pull(office, office.getByText("我家的面积算少了。"));
    await office.getByText("答复", { exact: true }).click();
    await office.locator("textarea").fill("面积以登记为准，已核对无误。");
    await press(office, "核对");
    check.that(await office.getByText("请选择结论").isVisible(), "an answer without a finding is taken");
    await office.getByLabel("异议不成立").check();
    await look("objection-filled");
    await press(office, "核对");
    await press(office.locator(".card .card"), "签字");
    await town.left(office);
    await town.coSign(residents, async (page) => {
      await page.getByText("答复：面积以登记为准，已核对无误。").waitFor();
      await look("answer-cosign", page);
    });
    await town.open(office, "objections");
    await pull(office, office.getByText("异议不成立"));
    await look("objection-answered");
    await page.reload();
    await page.getByText("面积以登记为准，已核对无误。").waitFor();
    await town.open(office, `election/${election}`);
    await pull(office, office.locator(".card", { hasText: "结果确定" }));
    await look("election-objection");
    await town.together(officers, election, "结果确定");
    await town.open(office, `election/${election}`);
    await pull(office, office.getByText("已确定"));
    await look("election-final");
  }

  // verify is a stranger's recount of all of it, in his browser.
  async function verify() {
    await office.goto(`${base}/verify`);
    await press(office, "下载并核验");
    const verdict = office.locator("#recount .verdict.big");
    await verdict.waitFor({ timeout: 600_000 });
    check.that((await verdict.getAttribute("class")).includes(" met"), `the recount: ${await verdict.innerText()}`);
    await check.page(office, "whole-verified");
  }

  const named = await people();
  const files = await prepare();
  const numbers = await ballots(named);
  await count(files);
  await office.goto(`${base}/c/whole/track?number=${encodeURIComponent(numbers.业主0008)}`);
  check.that(await office.getByText(/代替/).first().isVisible(), "the replaced online ballot is not said to be replaced");
  await object(named);
  await title(office, "秋季业主大会");
  await verify();
});
