// SPDX-License-Identifier: Apache-2.0
// A bundle of evidence on the verification page: a good one tells its story, one with a byte flipped proves nothing, and neither is sent
// anywhere. By keyboard alone, and by dropping it.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contextOf, shoot, walks } from "./browser.mjs";

const folder = fileURLToPath(new URL("../../evidence/testdata/", import.meta.url));
const bundle = (name) => execFileSync("tar", ["-xzOf", `${folder}corpus.tar.gz`, name]);
const trust = { name: "trust.json", mimeType: "application/json", buffer: readFileSync(`${folder}garden.witnessed.json`) };
const zip = (buffer) => ({ name: "evidence.zip", mimeType: "application/zip", buffer });
const good = bundle("case-22.zip"); // of which a name and words are opened
const flipped = Buffer.from(good);
flipped[Math.floor(good.length / 2)] ^= 1;

const patient = 600_000; // ms; the other verifier is large

const words = {
  zh: {
    unanchored: "– 还不能认定",
    accepted: "✓ 核验通过",
    refused: "✗ 没有通过：这个文件什么也证明不了",
    none: "✗ 这不是证据文件",
    badTrust: "✗ 信任文件无法读取",
    story: ["一件调解", "签订调解协议", "业主", "谁为这份记录作证", "说谎的不到 3 家", "这个文件不能证明什么"],
  },
  en: {
    unanchored: "– Not decided",
    accepted: "✓ Accepted",
    refused: "✗ Refused: this file proves nothing",
    none: "✗ This is no bundle of evidence",
    badTrust: "✗ The trust file cannot be read",
    story: [
      "a case before a mediator",
      "Sign an agreement",
      "the owner",
      "Who vouches for the record",
      "fewer than 3",
      "What this file does not prove",
    ],
  },
};

// evidence visits the page in two looks, then once more to drop the files on it, and at last with a full bundle.
export async function evidence({ browser, base, check, full }) {
  for (const look of walks) {
    await walk({ browser, base, check }, look);
  }
  await dropped({ browser, base, check });
  await whole({ browser, base, check, full });
}

async function opened(browser, base, check, look) {
  const context = await contextOf(browser, base, look);
  const page = await context.newPage();
  check.watch(page);
  await page.goto(`${base}/verify`);
  await page.locator("#bundle").waitFor();
  await page.waitForLoadState("networkidle");
  const sent = [];
  page.on("request", (request) => sent.push(`${request.method()} ${request.url()}`));
  await context.setOffline(true); // and none is needed
  return { context, page, sent };
}

async function walk({ browser, base, check }, look) {
  const { context, page, sent } = await opened(browser, base, check, look);
  const said = words[look.lang];
  const verdict = page.locator("#evidence .verdict.big");
  const choose = async (id, file) => {
    await page.locator(id).focus();
    await page.locator(id).setInputFiles(file);
  };
  const says = async (text) => {
    await verdict.filter({ hasText: text }).waitFor();
    check.that((await verdict.count()) === 1, `there is more than one verdict beside “${text}”`);
  };

  await choose("#bundle", zip(good));
  await says(said.unanchored);
  await check.everyView(page, `evidence-unanchored-${look.lang}`);
  await choose("#trust", { ...trust, buffer: Buffer.from("{}") });
  await says(said.badTrust);
  await choose("#trust", trust);
  await says(said.accepted);
  const told = await page.locator("#evidence").innerText();
  for (const text of said.story) {
    check.that(told.includes(text), `the story does not say “${text}”: ${told}`);
  }
  check.that((await page.locator("#evidence .verdicts .met").count()) === 8, `not every line has passed: ${told}`);
  await page.locator("#evidence summary").press("Enter");
  await check.everyView(page, `evidence-accepted-${look.lang}`);

  await choose("#bundle", zip(flipped));
  await says(said.refused);
  check.that((await page.locator("#evidence .verdicts .unmet").count()) === 1, "not one line alone has failed");
  check.that(!(await page.locator("#evidence").innerText()).includes(said.story[0]), "of a refused file a story is told");
  await check.everyView(page, `evidence-refused-${look.lang}`);
  await choose("#bundle", zip(Buffer.from("no bundle")));
  await says(said.none);
  check.that(sent.length === 0, `requests were made: ${sent}`);
  await context.close();
}

// dropped has both files dropped on the page at once.
async function dropped({ browser, base, check }) {
  const { context, page, sent } = await opened(browser, base, check, { lang: "zh", view: "normal" });
  const files = [zip(good), trust].map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString("base64") }));
  const transfer = await page.evaluateHandle((files) => {
    const all = new DataTransfer();
    for (const { name, mimeType, base64 } of files) {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      all.items.add(new File([bytes], name, { type: mimeType }));
    }
    return all;
  }, files);
  await page.locator("h1").dispatchEvent("drop", { dataTransfer: transfer });
  await page.locator("#evidence .verdict.big").filter({ hasText: words.zh.accepted }).waitFor();
  check.that((await page.locator("#bundle").inputValue()).endsWith("evidence.zip"), "the page does not say which file was dropped");
  check.that(sent.length === 0, `requests were made: ${sent}`);
  await shoot(page, "evidence-dropped");
  await context.close();
}

// whole has a full bundle checked: at once as far as the page can, and on demand by the verifier of whole ledgers.
async function whole({ browser, base, check, full }) {
  const { context, page } = await opened(browser, base, check, { lang: "zh", view: "normal" });
  await context.setOffline(false); // the other verifier is loaded when it is asked for
  await page.locator("#trust").setInputFiles(trust);
  await page.locator("#bundle").setInputFiles(zip(readFileSync(full)));
  const lines = page.locator("#evidence .verdicts");
  await page.locator("#evidence .verdict.big").filter({ hasText: "✓ 这里能核验的全部通过" }).waitFor();
  check.that((await lines.getByText("– 没有证明").count()) === 6, `not six lines are left: ${await lines.innerText()}`);
  await page.locator("#evidence").getByRole("button", { name: "下载并核验" }).click();
  await page.getByText("✓ 另一个核验程序的每一项也都通过").waitFor({ timeout: patient });
  check.that((await lines.last().locator(".met").count()) === 14, `the other verifier: ${await lines.last().innerText()}`);
  await check.everyView(page, "evidence-full-zh");
  await context.close();
}
