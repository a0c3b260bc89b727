// SPDX-License-Identifier: Apache-2.0
// Every page of the observer, in every look: axe, the content policy, small screens and large letters.
import { contextOf, play, walks } from "./browser.mjs";

await play("observer", async ({ browser, check, base, community, open, counted, rollCommunity }) => {
  const routes = {
    home: "/",
    community: `/c/${community}`,
    election: `/c/${community}/vote/${open}`,
    result: `/c/${community}/result/${counted}`,
    analysis: `/c/${community}/analysis/${counted}`,
    "analysis-buildings": `/c/${rollCommunity.id}/analysis/${rollCommunity.counted}`,
    rejected: `/c/${community}/rejected/${counted}`,
    track: `/c/${community}/track?number=1234`,
    lost: `/c/${community}/lost`,
    verify: "/verify",
    network: "/network",
    absent: "/nowhere",
  };

  for (const look of walks) {
    const context = await contextOf(browser, base, look);
    const page = await context.newPage();
    check.watch(page);
    for (const [name, path] of Object.entries(routes)) {
      await page.goto(base + path);
      await check.everyView(page, name);
    }
    await context.close();
  }
});
