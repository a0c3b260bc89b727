// SPDX-License-Identifier: Apache-2.0
// How long a voter's first page takes until somebody can press a button. It is a figure, no check: it is played when it is asked for.
import { authenticator, contextOf, play } from "./browser.mjs";

const zh = { lang: "zh", view: "normal" };
const times = 5; // each, of which the median is printed
const fast4G = { offline: false, latency: 60, downloadThroughput: (9e6 / 8) * 0.9, uploadThroughput: (1.5e6 / 8) * 0.9 };

await play(
  "first-load",
  async ({ browser, check, base, rollCommunity }) => {
    async function load(slow) {
      const context = await contextOf(browser, base, zh);
      const page = await context.newPage();
      const { client } = await authenticator(page, [rollCommunity.voter]);
      if (slow) {
        await client.send("Network.enable");
        await client.send("Network.emulateNetworkConditions", fast4G);
        await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
      }
      await page.addInitScript(() => {
        new MutationObserver(() => {
          if (document.querySelector("#app .button") && !globalThis.ready) {
            globalThis.ready = performance.now();
          }
        }).observe(document, { subtree: true, childList: true });
      });
      await page.goto(`${base}/c/${rollCommunity.id}/my`);
      await page.locator("#app .button").first().waitFor();
      const ready = await page.evaluate(() => globalThis.ready);
      await context.close();
      return ready;
    }

    async function median(slow) {
      const all = [];
      for (let i = 0; i < times; i++) {
        all.push(await load(slow));
      }
      return all.sort((a, b) => a - b)[Math.floor(times / 2)];
    }

    const [plain, slow] = [await median(false), await median(true)];
    check.that(plain > 0 && slow > 0, "no button is there");
    console.log(
      `first load: ${slow.toFixed(0)} ms until the button is there, on a processor slowed to a quarter and fast 4G (9 Mbit/s, 60 ms); ` +
        `${(slow / 1000).toFixed(2)} of the second it may take. Without either ${plain.toFixed(0)} ms, a ratio of ${(slow / plain).toFixed(1)}`,
    );
  },
  { by: "mouse", kind: "whole" },
);
