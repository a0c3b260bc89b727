// SPDX-License-Identifier: Apache-2.0
// The system's Chromium, driven by playwright-core.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: flags });

// authenticator gives a page a passkey device that always agrees, with some passkeys in it.
export async function authenticator(page, holders = [], rpId = "localhost") {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  for (const { id, pkcs8 } of holders) {
    const credential = {
      credentialId: Buffer.from(id, "base64url").toString("base64"),
      isResidentCredential: true,
      privateKey: pkcs8,
      rpId,
      signCount: 1,
      userHandle: Buffer.from(id.slice(0, 16)).toString("base64"),
    };
    await client.send("WebAuthn.addCredential", { authenticatorId, credential });
  }
  return { client, authenticatorId };
}

// scene is what the Go test says on the standard input.
export const scene = () => JSON.parse(readFileSync(0, "utf8"));

// checks gathers what is wrong, and ends the script with a count.
export function checks() {
  const faults = [];
  let count = 0;
  return {
    async page(page, name) {
      count++;
      for (const fault of await axe(page)) {
        faults.push(`${name}: ${fault}`);
      }
      await shoot(page, name);
      const size = page.viewportSize();
      await page.setViewportSize({ width: 320, height: 640 });
      const wide = await overflow(page);
      if (wide) {
        faults.push(`${name}: ${wide} px too wide at 320 px`);
      }
      await page.setViewportSize(size);
    },
    that(ok, what) {
      count++;
      if (!ok) {
        faults.push(what);
      }
    },
    watch(page) {
      page.on("console", (message) => {
        if (/Content.Security.Policy/i.test(message.text())) {
          faults.push(`${page.url()}: ${message.text()}`);
        }
      });
      page.on("pageerror", (error) => faults.push(`${page.url()}: ${error}`));
    },
    end() {
      console.log(`${count - faults.length} passed, ${faults.length} failed`);
      for (const fault of faults) {
        console.error(fault);
      }
      process.exitCode = faults.length > 0 ? 1 : 0;
    },
  };
}

const shots = fileURLToPath(new URL("screenshots/", import.meta.url));
mkdirSync(shots, { recursive: true });

export const shoot = (page, name) => page.screenshot({ path: `${shots}${name}.png`, fullPage: true });

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// axe returns what axe-core finds on a page, one line a violation.
export async function axe(page) {
  await page.evaluate(axeSource); // not a script tag, which the page's policy refuses
  const violations = await page.evaluate(async () => {
    const report = await globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      rules: { "color-contrast-enhanced": { enabled: true } },
    });
    return report.violations.map((v) => ({
      id: v.id,
      nodes: v.nodes.map((n) => `${n.target.join(" ")}: ${n.failureSummary}`),
    }));
  });
  return violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).join(" | ").replaceAll("\n", " ")}`);
}

// looks are the ways in which every route is checked.
export const looks = ["zh", "en"].flatMap((lang) =>
  ["normal", "elder", "dark"].map((view) => ({ lang, view, name: `${lang}-${view}` })),
);

// contextOf is a browser context with a look.
export const contextOf = async (browser, base, { lang, view }, options = {}) => {
  const context = await browser.newContext({
    locale: lang === "zh" ? "zh-CN" : "en-GB",
    colorScheme: view === "dark" ? "dark" : "light",
    viewport: { width: 390, height: 844 },
    ...options,
  });
  await context.addCookies([
    { name: "linli-lang", value: lang, url: base },
    { name: "linli-view", value: view === "elder" ? "elder" : "normal", url: base },
  ]);
  return context;
};

// overflow is by how many pixels a page is wider than the screen, and what reaches furthest.
export const overflow = (page) =>
  page.evaluate(() => {
    const by = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return by > 0 ? by : 0;
  });
