// SPDX-License-Identifier: Apache-2.0
// A household lends its space to another one: offered, found, booked, driven into and out of, disputed and resolved. A visitor is
// registered, and the guard sees both cars.
import { authenticator, contextOf, play } from "./browser.mjs";
import { elder, load, phone, press, pull, title, townOf, zh } from "./steps.mjs";

const quarter = 900; // seconds
const room = 600; // seconds of the quarter that have to be left for booking it
const china = (seconds) => new Date((seconds + 8 * 3600) * 1000).toISOString();
const day = (seconds) => china(seconds).slice(0, 10);
const clock = (seconds) => china(seconds).slice(11, 16);

// place is a car park with spaces in two rows, as a parking system writes it in APDS.
const place = () => {
  const corner = (x, y) => [114.05 + x / 95_500, 22.54 + y / 111_320]; // metres
  const spaces = Array.from({ length: 12 }, (_, i) => {
    const [x, y] = [2.5 * (i % 6), i < 6 ? 0 : 11];
    const corners = [corner(x, y), corner(x + 2.5, y), corner(x + 2.5, y + 5.5), corner(x, y + 5.5), corner(x, y)];
    return {
      id: `bay-${i}`,
      type: "space",
      name: [{ language: "zh", string: `A-${i + 7}` }],
      parentId: { id: "east" },
      spaceBoundedZone: { type: "MultiPolygon", coordinates: [[corners]] },
    };
  });
  return [{ id: "east", type: "place", name: [{ language: "zh", string: "东门停车场" }] }, ...spaces];
};

const plate = "粤B12345";
const visitorsPlate = "粤B67890";
const bodysPlate = "粤B13579";

await play("parking", async (scene) => {
  const { browser, check, parkingTown } = scene;
  const { base, helper } = parkingTown;
  const town = townOf({ ...scene, base, helper }, parkingTown.id);
  const look = (page, screen) => check.everyView(page, `parking-${screen}`);
  const everyLook = (page, screen) => check.everyLook(page, `parking-${screen}`);
  const post = async (path, body) => (await fetch(helper + path, { method: "POST", body: JSON.stringify(body) })).json();
  const gateSees = (move, plate) => post("/gate", { move, plate });

  async function visit(path, holder, as = zh) {
    const context = await contextOf(browser, base, as, { viewport: phone, acceptDownloads: true });
    const page = await context.newPage();
    check.watch(page);
    await authenticator(page, [holder]);
    await page.goto(path);
    return page;
  }

  async function resident(holder, as) {
    const page = await visit(town.my, holder, as);
    await town.mine({ page });
    return page;
  }

  const parking = async (page, screen = "") => {
    await load(page, `${town.my}#/parking${screen}`);
    await page.locator("main h1").waitFor();
  };
  const follow = (page, name) => page.getByRole("link", { name, exact: true }).click();
  const unfold = (page, name) => page.locator("summary", { hasText: name }).click();

  // signs has two officers sign what the first one has written.
  const signs = (first, second) => town.both(first.page.locator("div.card", { hasText: "签字" }).last(), first, second);

  // setUp has officers put a car park with its gate, and a household's space, on record.
  async function setUp(owners, residents) {
    const { page } = owners;
    await town.open(page, "parking");
    await page.getByText("没有。", { exact: true }).waitFor();
    await town.open(page, "parking/lots");
    await page.getByText("还没有停车场。").waitFor();
    await page.getByLabel("名称（大家看到的）").fill("东门停车场");
    await page.locator("#gate-gate-in").selectOption("unknown"); // whose camera does not know the way
    await page.getByText(/^东门进口的记录只说车在画面里往哪边走/).waitFor();
    check.that(await page.getByRole("button", { name: "核对", exact: true }).isDisabled(), "a gate that tells bookings nothing is taken");
    await look(page, "office-lot-mute");
    await page.locator("#gate-gate-in").selectOption("in");
    await page.locator("#gate-gate-out").selectOption("out");
    await look(page, "office-lot");
    await press(page, "核对");
    await look(page, "office-lot-sign");
    await signs(owners, residents);
    await pull(page, page.getByRole("link", { name: "车位", exact: true }));
    await everyLook(page, "office-lots");
    await follow(page, "车位");
    await page.locator("#spaces").fill(`A-12 ${parkingTown.door}`);
    await look(page, "office-spaces");
    await press(page, "核对");
    await look(page, "office-space-sign");
    await signs(owners, residents);
    await town.open(page, "parking/lots");
    await pull(page, page.getByText("1 个车位，0 个在共享"));
    await drawn(page);
  }

  // drawn has the body that keeps the gates say where the spaces are, after a file that is none.
  async function drawn(page) {
    const put = (of) =>
      page.locator("#lot-plan").setInputFiles({ name: "east.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(of)) });
    await follow(page, "车位");
    await page.getByText("已登记：A-12").waitFor();
    await put(place().slice(1));
    await press(page, "放上平面图");
    await page.getByText("文件里没有 type 为 place 的元素", { exact: false }).waitFor();
    await put(place());
    await press(page, "放上平面图");
    await page.getByText("放好了。").waitFor();
    await page.getByText("找车位的人看得到这张图，上面有 1 个已登记的车位。").waitFor();
    await look(page, "office-plan");
  }

  // resolved has two bodies end the dispute that they are told of.
  async function resolved(owners, residents, points) {
    const { page } = owners;
    const notices = await page.evaluate(() => fetch("/api/v1/me/notices").then((response) => response.json()));
    const notice = notices.items.find(({ title }) => title === "一个车位预订的异议等着处理");
    check.that(notice !== undefined, "officers are not told of the dispute");
    await load(page, `${base}${new URL(notice.link, base).pathname}${new URL(notice.link, base).hash}`);
    await title(page, "需要处理的预订");
    await page.getByText("车走的时候碰坏了地锁。").waitFor();
    await everyLook(page, "office-bookings");
    await unfold(page, "处理这个争议");
    await page.getByLabel(/^付给车位主人多少分/).fill(String(points));
    await page.getByLabel(/^理由/).fill("监控里看得到，是车碰的。");
    await look(page, "office-resolve");
    await press(page, "核对");
    await look(page, "office-resolve-sign");
    await signs(owners, residents);
  }

  // offer has a household offer its space, at all times.
  async function offer(page) {
    await load(page, town.my);
    await follow(page, "共享停车");
    await title(page, "共享停车");
    await page.getByText("没有让出。").waitFor();
    await everyLook(page, "first");
    await follow(page, "让出这个车位");
    await title(page, "让出车位");
    await press(page, "周末全天");
    for (const name of ["一", "二", "三", "四", "五"]) {
      await page.locator(".day .choice", { hasText: name }).locator("input").check();
    }
    await page.locator("#hour").fill("3");
    await press(page, "加一个另外的价格");
    await page.getByText("周末 00:00 到 24:00：每小时 3 分。").waitFor();
    await page.locator("#band-0-hour").fill("");
    await page.locator("#band-0-wrong").waitFor();
    await look(page, "offer-wrong");
    await page.locator("#band-0-hour").fill("3");
    await look(page, "offer");
    await press(page, "确认让出，签字");
    await page.getByText(/^已写进账本/).waitFor();
    await parking(page);
    await pull(page, page.getByText(/^正在让出：/));
    await look(page, "offered");
  }

  // book has another household find the space for the time that it is, and returns the booking's id.
  async function book(page) {
    const from = Math.floor((Date.now() / 1000 + room) / quarter) * quarter; // the gate lets in a quarter before, too
    const until = from + 4 * quarter;
    await parking(page);
    await page.getByText("您还没有预订。").waitFor();
    await follow(page, "找车位");
    await title(page, "找车位");
    await page.locator("#day").fill(day(from));
    await page.locator("#from").selectOption(clock(from));
    await page.locator("#until").selectOption(clock(until));
    await page.getByText("3 分", { exact: true }).waitFor();
    await page.getByText(/^车位的位置是.+画的/).waitFor();
    await parking(page, `/find/${from}/${until}`);
    await page.getByText(/^车位的位置是.+画的/).waitFor();
    await everyLook(page, "find");
    await follow(page, "A-12 空，3 分，预订");
    await title(page, "预订车位");
    await press(page, "确认预订，签字");
    await page.getByText("请填写车牌号。").waitFor();
    await page.locator("#plate").fill(plate);
    await page.getByText("请填写车牌号。").waitFor({ state: "detached" });
    await look(page, "book");
    await press(page, "确认预订，签字");
    await page.getByText("办好了。").waitFor();
    await look(page, "booked");
    await follow(page, "看我的预订");
    await pull(page, page.getByText("已预订", { exact: true }));
    await look(page, "bookings");
    await follow(page, "东门停车场 A-12");
    await page.locator(".steps").waitFor();
    await everyLook(page, "reserved");
    return new URL(page.url()).hash.slice("#/parking/".length);
  }

  // stands waits until a booking stands somewhere, as a page that is open says by itself.
  const stands = (page, state) => page.locator("p.big", { hasText: state }).waitFor();

  // stay has the car come and go, before the eyes of both.
  async function stay(guest, host, booking) {
    await parking(host, `/${booking}`);
    await host.getByText("您的车位").first().waitFor();
    check.that((await gateSees("comes", plate)) === true, "the gate is not heard");
    await stands(guest, "车在里面");
    await stands(host, "车在里面");
    await everyLook(guest, "in");
    await look(host, "in-host");
    await guarded();
    await gateSees("goes", plate);
    await stands(guest, "车已离开");
    await stands(host, "车已离开");
    await look(guest, "out");
    check.that(!(await host.locator("main").innerText()).includes(plate), "the host is told whose car it is");
  }

  // visitor has a household tell the gate of a car that comes.
  async function visitor(page) {
    await parking(page);
    await follow(page, "访客和放行条");
    await title(page, "访客和放行条");
    await page.locator("#plate").fill(visitorsPlate);
    await look(page, "visitors");
    await press(page, "确认登记，签字");
    const slip = page.getByRole("link", { name: "看凭证、打印" });
    await pull(page, slip);
    await slip.click();
    await title(page, "访客登记");
    await page.getByRole("img", { name: "凭证的二维码" }).waitFor();
    check.that(!(await page.locator("main").innerText()).includes(visitorsPlate), "the plate is on the slip");
    await everyLook(page, "slip");
    return page.locator("strong.number").innerText();
  }

  // scanned has somebody who is nobody read of a slip where to show it, and the guard decide on it.
  async function scanned(number) {
    const scan = `${town.work}#/slip/${number}`;
    const stranger = await visit(scan, parkingTown.guest);
    await title(stranger, "给门岗看的凭证");
    await stranger.getByText("这是车位小区的一张凭证，请在门岗出示。").waitFor();
    const read = await stranger.locator("main").innerText();
    for (const secret of [visitorsPlate, parkingTown.door, number]) {
      check.that(!read.includes(secret), `a stranger reads ${secret} of a slip`);
    }
    await everyLook(stranger, "slip-stranger");
    await stranger.context().close();
    const page = await visit(scan, parkingTown.guard);
    await press(page, "我是门岗，登录");
    await town.signIn(page);
    await title(page, `凭证 ${number}`);
    await page.getByText(visitorsPlate).waitFor();
    await everyLook(page, "slip-guard");
    await press(page, "放行，签字");
    await page.getByText("记下了。").waitFor();
    await page.context().close();
  }

  // gateLists has an officer read of the gate which is not connected that it was not told of the cars.
  async function gateLists({ page }) {
    await town.open(page, "parking/gates");
    await page.getByText("没有连上", { exact: true }).waitFor();
    await page.getByText("预订 A-12").waitFor();
    const read = await page.locator("main").innerText();
    check.that(![plate, visitorsPlate].some((one) => read.includes(one)), "an officer reads a plate of a gate's list");
    await everyLook(page, "office-gates");
  }

  // forBody has an officer book the space for his body, once bodies may have it for nothing; then for longer; and cancel.
  async function forBody(host, { page }) {
    await parking(host);
    await follow(host, "让出这个车位");
    await title(host, "让出车位");
    await host.locator("#hour").fill("0");
    await host.locator("#band-0-hour").fill("0"); // tomorrow may be a weekend
    await host.getByLabel(/^宽松/).check();
    await host.getByLabel("单位也可以替他们的人预订").check();
    await press(host, "确认让出，签字");
    await host.getByText(/^已写进账本/).waitFor();
    const from = Math.floor(Date.now() / 1000 / quarter) * quarter + 24 * 3600;
    await town.open(page, "parking/booked");
    await page.getByText("本单位可用 0 分。").waitFor();
    await look(page, "office-booked-none");
    await follow(page, "找车位");
    await page.locator("#day").fill(day(from));
    await page.locator("#from").selectOption(clock(from));
    await page.locator("#until").selectOption(clock(from + 4 * quarter));
    await pull(page, page.getByRole("link", { name: "预订", exact: true }));
    await page.getByText(/^车位的位置是.+画的/).waitFor();
    await look(page, "office-find");
    await follow(page, "预订");
    await press(page, "核对");
    await page.getByText("请填写车牌号。").waitFor();
    await page.locator("#plate").fill(bodysPlate);
    await look(page, "office-book");
    await press(page, "核对");
    await look(page, "office-book-sign");
    await press(page, "签字");
    await page.getByText(/^已记入账本/).waitFor();
    await follow(page.locator("p.actions"), "本单位的预订");
    await pull(page, page.getByText("已预订", { exact: true }));
    await look(page, "office-booked");
    await follow(page, "东门停车场 A-12");
    await unfold(page, "延长时间");
    const step = (name) => page.locator("details", { has: page.locator("summary", { hasText: name }) });
    await press(step("延长时间"), "签字");
    await page
      .getByText(clock(from + 5 * quarter))
      .first()
      .waitFor();
    await everyLook(page, "office-booking");
    await unfold(page, "取消");
    await press(step("取消"), "签字");
    await page.getByText("已取消", { exact: true }).first().waitFor();
    await look(page, "office-cancelled");
  }

  // guarded has the guard look for both cars, and turn a third one away.
  async function guarded() {
    const page = await visit(town.work, parkingTown.guard);
    await town.signIn(page);
    await title(page, "我的工单");
    await load(page, `${town.work}#/gate`);
    await title(page, "岗亭");
    const card = (of) => page.locator("li.card", { hasText: of });
    await pull(page, card(plate));
    await card(plate).getByText("车在里面").waitFor();
    await card(visitorsPlate).waitFor();
    await everyLook(page, "gate");
    await page.locator("#typed").fill("890");
    await card(plate).waitFor({ state: "detached" });
    await card(visitorsPlate).waitFor();
    await page.locator("#typed").fill("");
    await unfold(page, "名单里没有的车");
    await page.locator("#plate").fill("粤B00000");
    await page.getByRole("radio", { name: "没有预订" }).check();
    await press(page, "不放行，签字");
    await page.getByText("记下了。").waitFor();
    await page.context().close();
  }

  // disputed has the host object, and the guest read it.
  async function disputed(host, guest) {
    await unfold(host, "我有异议");
    await press(host, "提出异议，签字");
    await host.getByText("请写几句话。").waitFor();
    await host.locator("#dispute").fill("车走的时候碰坏了地锁。");
    await look(host, "dispute");
    await press(host, "提出异议，签字");
    await stands(host, "有争议");
    await stands(guest, "有争议");
    await guest.getByText("车走的时候碰坏了地锁。").waitFor();
    await everyLook(guest, "disputed");
    await told(guest, "一个车位预订有了异议");
  }

  // told has somebody find a notice, which leads to what it is about.
  async function told(page, text) {
    const { hash } = new URL(page.url());
    await load(page, `${town.my}#/notices`);
    const notice = page.getByRole("link", { name: text });
    await pull(page, notice);
    await look(page, "notices");
    await notice.click();
    await page.locator(".steps").waitFor();
    check.that(new URL(page.url()).hash === hash, `the notice leads to ${page.url()}`);
  }

  const owners = await town.officer("owners", parkingTown.officers.owners);
  const residents = await town.officer("residents", parkingTown.officers.residents);
  await setUp(owners, residents);
  const host = await resident(parkingTown.host, elder);
  await offer(host);
  const guest = await resident(parkingTown.guest);
  const booking = await book(guest);
  await scanned(await visitor(host));
  await gateLists(owners);
  await stay(guest, host, booking);
  await disputed(host, guest);
  await resolved(owners, residents, 5);
  await stands(host, "争议已处理");
  await stands(guest, "争议已处理");
  await guest
    .getByText(/^付 5 分/)
    .first()
    .waitFor();
  await look(guest, "resolved");
  await told(host, "车位预订的异议处理完了");
  await parking(host);
  await host.getByText("您的车位一共得了 5 分。").waitFor();
  await forBody(host, owners);
});
