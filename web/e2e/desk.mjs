// SPDX-License-Identifier: Apache-2.0
// The duty desk: a stranger knocks and is enrolled by two officers, raises an alarm that nobody answers and then somebody does, and that
// calls a worker, says what is not understood, and is on the plan.
import { play } from "./browser.mjs";
import { press, pull, title, townOf } from "./steps.mjs";
import { workersOf } from "./worker-steps.mjs";

const name = "smoke-3-2";
const topic = `zigbee2mqtt/${name}`;
const place = "3 号楼 2 单元 5 层";

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240"><rect width="400" height="240" fill="#eef4e8"/>
  <rect x="40" y="40" width="120" height="60" fill="#d9d2c3" stroke="#7b776d"/><text x="80" y="75" font-size="18">3 号楼</text>
  <path d="M0 200h400" stroke="#c9c5bb" stroke-width="20"/></svg>`;

await play("desk", async (scene) => {
  const { check, helper } = scene;
  const town = townOf(scene, "desk");
  const officers = await town.join(scene.towns.desk);
  const { owners, residents } = officers;
  const { page } = owners;
  const look = (screen) => check.everyLook(page, `desk-${screen}`);
  const post = async (path, body) => (await fetch(helper + path, { method: "POST", body: JSON.stringify(body) })).json();
  const says = (body, password) => post(`/devices/${name}`, { password, topic, body });
  const to = async (screen, heading = screen) => {
    await page.getByRole("navigation", { name: "值班台" }).getByRole("link", { name: screen, exact: true }).click();
    await title(page, heading);
  };

  // enrol has two bodies enrol the device of a form that has its name.
  async function enrol({ place, profile, what }, looking) {
    await page.locator("#place").fill(place);
    await page.locator("#profile").selectOption(profile);
    await page.locator("#what").selectOption(what);
    await page.getByRole("checkbox", { name: "设备状况" }).waitFor();
    await looking?.();
    await press(page, "核对");
    await town.both(page.locator(".card", { hasText: "登记设备" }), owners, residents);
  }

  // password has what a device connects with be made, and returns it.
  async function passwordOf(place, looking) {
    await page.getByRole("link", { name: "设备", exact: true }).click();
    await title(page, "设备");
    await pull(page, page.getByRole("link", { name: place }));
    await page.getByRole("link", { name: place }).click();
    await title(page, place);
    await page
      .getByText(/^等它首次上报/)
      .first()
      .waitFor();
    await page.getByRole("radio", { name: "密码（MQTT）" }).check();
    await press(page, "签发");
    await page.getByText("请现在存好并装进设备").waitFor();
    const made = page.locator("dt", { hasText: "密码" }).locator("xpath=..").locator("code");
    const password = await made.innerText();
    await looking?.();
    await press(page, "已存好");
    return password;
  }

  // ordered looks at the order that the alarm has become, at the board beside the desk and on the worker's phone.
  async function ordered() {
    const board = await page.context().newPage();
    check.watch(board);
    await town.open(board, "orders");
    const card = board.getByRole("link", { name: `烟雾报警 · ${place}` });
    await card.getByText(`在叫：${worker.name}`).waitFor();
    await board.getByText("1 单未完成，1 单紧急").waitFor();
    await check.everyLook(board, "desk-order");
    await board.close();
    await workers.signIn(worker);
    await worker.page.getByRole("link", { name: `烟雾报警 · ${place}` }).waitFor();
  }

  // The desk is where devices are heard, and for nobody else.
  await town.open(residents.page);
  check.that((await residents.page.getByRole("link", { name: "值班台" }).count()) === 0, "another body's officer is led to the desk");
  await town.open(page);
  await page.getByRole("link", { name: "值班台", exact: true }).click();
  await title(page, "警报");
  await page.getByText("没有未处理的警报").waitFor();
  await press(page, "打开警报声");
  await page.getByText(/^(警报声已打开，本页一直在查看|这个浏览器发不出声音，请一直看着本页)。$/).waitFor();
  await look("quiet");

  // Two bodies enrol the oracle.
  await page.getByRole("link", { name: "去登记" }).click();
  await title(page, "数据上链程序");
  await page.locator("#oracle-name").fill("门岗");
  await look("oracle");
  await press(page, "核对");
  await town.both(page.locator(".card", { hasText: "登记数据上链程序" }), owners, residents);
  await page.getByText("已登记", { exact: true }).waitFor(); // without a reload

  // Somebody knocks whom nobody knows; an officer does.
  check.that((await says('{"smoke":false}', "guess")) === false, "a stranger is let in");
  await to("陌生设备");
  await page.getByRole("heading", { name }).waitFor();
  await look("strangers");
  await page.getByRole("link", { name: `登记这个设备 ${name}` }).click();
  await title(page, "登记新设备");
  check.that((await page.locator("#transport").inputValue()) === name, "the stranger's name is lost");
  check.that((await page.locator("#device-id").inputValue()) === name, "no id is suggested");
  await enrol({ place, profile: "zigbee2mqtt", what: "smoke" }, () => look("enrol"));

  // It is given what it connects with.
  const password = await passwordOf(place, () => look("credential"));

  // Somebody is there to be called when it does.
  const workers = workersOf(scene, town, officers);
  const worker = await workers.hire("网格员0001");
  await workers.setGrid([worker.name], "3-");
  await workers.adopt("smoke * g1 2 emergency");
  await town.open(page, "desk/devices");

  // It raises an alarm, on every page of the desk; nobody answers, and it is told to others.
  check.that(await says('{"smoke":true,"battery":87}', password), "an enrolled device is not let in");
  await page.getByText("1 个警报还没有处理完").click();
  await title(page, "警报");
  await page.getByRole("heading", { name: `烟雾报警 · ${place}` }).waitFor();
  const acknowledge = page.getByRole("button", { name: `我来处理，签字确认：烟雾报警 ${place}` });
  await acknowledge.waitFor();
  await look("alarm");
  await ordered();
  await post("/clock", 5 * 60_000);
  await page.getByText("5 分钟没人确认：请立刻报告主管").waitFor();
  await post("/clock", 0);
  await look("escalated");
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await look("escalated-phone");
  await page.setViewportSize(wide);
  await acknowledge.click();
  await page.getByText(/^已由经办人 owners（业委会）于 .* 确认$/).waitFor();
  await page.getByText("已确认，设备仍在报警").waitFor();
  await look("acknowledged");

  // It ends, and what happened is told.
  check.that(await says('{"smoke":false,"battery":87}', password), "the end of the alarm is not heard");
  await page.getByText("没有未处理的警报").waitFor();
  await page.getByRole("heading", { name: "近来处理完的" }).waitFor();
  await page.getByRole("link", { name: "经过和历史" }).first().click();
  await title(page, "烟雾报警");
  await page.locator(".steps li").nth(1).waitFor();
  await look("history");
  await to("设备消息");
  await page.getByRole("cell", { name: /第 2 条/ }).waitFor();
  await look("events");

  // What is not understood is set aside; a plate may be in it, and who looks is on record.
  check.that(await says("浙A12345 is not JSON", password), "it was not taken");
  await to("搁置的消息");
  await page.getByRole("heading", { name: /不是有效的 JSON/ }).waitFor();
  check.that(!(await page.locator("main").innerText()).includes("浙A12345"), "what it said is on the page");
  await page.locator("summary", { hasText: "下载原文" }).click();
  await look("quarantine");
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载原文" }).click();
  check.that((await saving).suggestedFilename().endsWith(".txt"), "what it said is shown, not saved");

  // A plan is uploaded, if it does nothing but draw, and the device is put onto it by keyboard.
  await to("平面图");
  const upload = async (svg) => {
    await page.locator("#plan-file").setInputFiles({ name: "plan.svg", mimeType: "image/svg+xml", buffer: Buffer.from(svg) });
    await press(page, "使用这张图");
  };
  await upload(drawing.replace("<path", "<script>alert(1)</script><path"));
  await page.getByRole("alert").getByText("script").waitFor();
  await upload(drawing);
  await page.getByAltText("小区平面图").waitFor();
  await page.locator("summary", { hasText: "把设备放到图上" }).click();
  await page.locator("#plan-device").selectOption(name);
  await page.locator("#plan-x").fill("25");
  await page.locator("#plan-y").fill("30");
  await press(page, "放在这里");
  const mark = page.locator(".plan a", { hasText: name });
  await mark.waitFor();
  await look("plan");
  await mark.click();
  await title(page, place);
  await page.getByText("87 %").waitFor();
  await look("device");

  // A gate is opened, by an officer's signature, and told whom to let in by itself.
  await to("设备");
  await look("devices");
  await page.getByRole("link", { name: "登记新设备" }).click();
  await title(page, "登记新设备");
  await page.locator("#transport").fill("gate-1");
  await enrol({ place: "东门道闸", profile: "vzenith", what: "gate" });
  const gate = await passwordOf("东门道闸");
  const told = (command) => post("/devices/gate-1/told", { password: gate, topic: `device/gate-1/message/down/${command}` });
  const opening = told("gpio_out");
  await press(page, "开门（一次）");
  await press(page, "签字");
  check.that((await opening).includes('"value":2'), "the gate is not told to open");
  await page.getByText(/^开门（一次） · 设备确认收到$/).waitFor();
  const listing = told("white_list_operator");
  await page.locator("summary", { hasText: "放行名单" }).click();
  await page.locator("#plates").fill("粤a·00001\n粤A;1");
  await page.getByText("这几行不是车牌：粤A;1").waitFor();
  await page.locator("#plates").fill("粤a·00001");
  await page.locator("#last-day").fill(new Date(Date.now() + (24 + 8) * 3600_000).toISOString().slice(0, 10));
  await look("list");
  await press(page, "保存名单，然后签字");
  await press(page, "签字");
  check.that((await listing).includes("粤A00001"), "the gate is not told whom to let in");
  await page.getByText(/^更新放行名单 · 设备确认收到$/).waitFor();
  await look("command");
  await page.getByRole("link", { name: "设备", exact: true }).first().click();
  await page.getByRole("link", { name: place }).click();
  await title(page, place);

  // It is withdrawn by one officer of its own body.
  await page.locator("summary", { hasText: "注销这个设备" }).click();
  await press(page, "签字");
  await page.getByText("已注销").first().waitFor();
  let heard = true;
  for (let i = 0; i < 100 && heard; i++) {
    heard = await says('{"smoke":true}', password); // until the oracle has looked who is enrolled
  }
  check.that(!heard, "a device that was withdrawn is let in");
  await look("withdrawn");
});
