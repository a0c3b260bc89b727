// SPDX-License-Identifier: Apache-2.0
// The system's Chromium, driven by playwright-core.
//
// Of its two builds the shell is the engine alone. The browser around it costs half of a journey's time, windows that nobody sees:
// where there is a shell, journeys are played in it, but for those that ask for what the browser adds.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { byKeyboard } from "./by-keyboard.mjs";
import { readable } from "./reader.mjs";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const whole = "/usr/bin/chromium";
const shell = "/usr/bin/chromium-headless-shell";

// launch starts the shell, or the whole browser.
export const launch = (kind = "shell") => {
  const program = kind === "shell" && existsSync(shell) ? shell : whole;
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? program, headless: true, args: flags });
};

const resident = {
  protocol: "ctap2",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
};

// authenticator gives a page a passkey device that always agrees, with some passkeys in it.
export async function authenticator(page, holders = [], rpId = "localhost") {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", {
    options: { ...resident, transport: "internal" },
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

// lend has somebody else's passkeys answer instead, as if he put his security key in, while something is done. The device
// is one of authenticator, the passkeys are of passkeysOf.
export async function lend({ client, authenticatorId }, passkeys, during) {
  const present = (enabled) => client.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
  const { authenticatorId: key } = await client.send("WebAuthn.addVirtualAuthenticator", {
    options: { ...resident, transport: "usb" },
  });
  await Promise.all(passkeys.map((credential) => client.send("WebAuthn.addCredential", { authenticatorId: key, credential })));
  await present(false);
  try {
    await during();
    return (await client.send("WebAuthn.getCredentials", { authenticatorId: key })).credentials;
  } finally {
    await client.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: key });
    await present(true);
  }
}

// passkeysOf are the passkeys in a device.
export const passkeysOf = async ({ client, authenticatorId }) =>
  (await client.send("WebAuthn.getCredentials", { authenticatorId })).credentials;

// scene is what the Go test says on the standard input.
export const scene = () => JSON.parse(readFileSync(0, "utf8"));

// checks gathers what is wrong, and ends the script with a count.
export function checks() {
  const faults = [];
  let count = 0;
  return {
    // accessible checks a page by axe.
    async accessible(page, name) {
      count++;
      for (const fault of await axe(page)) {
        faults.push(`${name}: ${fault}`);
      }
      await shoot(page, name);
    },
    // page checks besides that it fits a small screen; readable looks closer.
    async page(page, name) {
      await this.accessible(page, name);
      const size = page.viewportSize();
      await page.setViewportSize({ width: 320, height: 640 });
      const wide = await overflow(page);
      if (wide) {
        faults.push(`${name}: ${wide} px too wide at 320 px`);
      }
      await page.setViewportSize(size);
    },
    // everyLook reads a script's page in every look, and leaves it in Chinese as it is.
    async everyLook(page, name) {
      for (const look of looks.toReversed()) {
        await speak(page, look.lang);
        await dress(page, look.view);
        await readable(this, page, `${name}-${look.name}`);
      }
    },
    that(ok, what) {
      count++;
      if (!ok) {
        faults.push(what);
      }
    },
    watch(page) {
      let origin; // of the first request; nothing may go anywhere else
      page.on("request", (request) => {
        const { protocol, origin: to } = new URL(request.url());
        origin ??= to;
        if (protocol.startsWith("http") && to !== origin) {
          faults.push(`${page.url()}: a request to ${request.url()}`);
        }
      });
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

// speak has a script's page say everything anew in a language, as it stands: what is filled in stays.
async function speak(page, lang) {
  await page.evaluate(async (lang) => {
    const root = document.documentElement;
    if (root.lang.slice(0, 2) === lang) {
      return;
    }
    root.lang = lang === "zh" ? "zh-CN" : "en";
    const here = location.hash || "#/";
    location.replace(here.endsWith("//~") ? here.slice(0, -3) : `${here}//~`); // the same screen; it is drawn again
    await new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, lang);
  await page.locator(".waiting").first().waitFor({ state: "detached" });
}

// dress gives a script's page the look of a view.
export async function dress(page, view) {
  await page.emulateMedia({ colorScheme: view === "dark" ? "dark" : "light" });
  await page.evaluate((elder) => document.documentElement.classList.toggle("elder", elder), view === "elder");
}

// Pictures are for people to look at: they are taken where LINLI_SCREENSHOTS names a folder, and of what broke a journey off.
const pictures = process.env.LINLI_SCREENSHOTS;
export const shoot = async (page, name) => {
  if (pictures) {
    await photograph(page, pictures, name);
  }
};

async function photograph(page, folder, name) {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

// failed photographs every open page.
export async function failed(browser, name) {
  const folder = pictures ?? fileURLToPath(new URL("screenshots", import.meta.url));
  const pages = browser.contexts().flatMap((context) => context.pages());
  await Promise.all(pages.map((page, i) => photograph(page, folder, `failed-${name}-${i}`).catch(() => {})));
}

// onPaper photographs a page as it is printed.
export async function onPaper(page, name) {
  await page.emulateMedia({ media: "print" });
  await shoot(page, name);
  await page.emulateMedia({ media: "screen" });
}

// play runs a journey: it gets the scene, a browser and checks. If it breaks off, every open page is photographed. It is played
// by keyboard alone, unless by is "mouse".
export async function play(name, journey, { by = "keyboard", kind } = {}) {
  const browser = await launch(kind);
  const check = checks();
  if (by === "keyboard") {
    const page = await browser.newPage();
    byKeyboard(page.locator("html"));
    await page.close();
  }
  try {
    await journey({ browser, check, ...scene() });
  } catch (error) {
    check.that(false, String(error?.stack ?? error));
    await failed(browser, name);
  }
  await browser.close();
  check.end();
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// bringAxe loads axe-core into a document, once: that costs more than a small page's whole check. The debugger does it, not a
// script tag, which the page's policy refuses.
const debuggers = new WeakMap();
async function bringAxe(page) {
  if (await page.evaluate(() => "axe" in globalThis)) {
    return;
  }
  if (!debuggers.has(page)) {
    debuggers.set(page, await page.context().newCDPSession(page));
  }
  const { exceptionDetails } = await debuggers.get(page).send("Runtime.evaluate", { expression: `${axeSource};0` });
  if (exceptionDetails) {
    throw new Error(`axe-core does not load: ${exceptionDetails.text}`);
  }
}

// axe returns what axe-core finds on a page, one line a violation. What passes is not written down, and style sheets are not
// fetched again: none of these rules reads them.
export async function axe(page) {
  await bringAxe(page);
  const violations = await page.evaluate(async () => {
    const report = await globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      rules: { "color-contrast-enhanced": { enabled: true } },
      resultTypes: ["violations"],
      preload: { assets: ["media"] },
    });
    return report.violations.map((v) => ({
      id: v.id,
      nodes: v.nodes.map((n) => `${n.target.join(" ")}: ${n.failureSummary}`),
    }));
  });
  return violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).join(" | ").replaceAll("\n", " ")}`);
}

// looks are the ways in which every route is checked: both languages where letters are largest, and the dark, whose colours no
// language changes.
export const looks = [
  { lang: "zh", view: "normal" },
  { lang: "zh", view: "elder" },
  { lang: "en", view: "elder" },
  { lang: "en", view: "dark" },
].map((look) => ({ ...look, name: `${look.lang}-${look.view}` }));

// patience is how long (ms) a script waits for anything. It only ends what hangs, on machines many times slower than most.
const patience = 180_000;

// contextOf is a browser context with a look. A virtual passkey device takes a browser's suggestion by itself, so that there are
// none unless a script wants them.
export const contextOf = async (browser, base, { lang, view }, { suggests, ...options } = {}) => {
  const context = await browser.newContext({
    locale: lang === "zh" ? "zh-CN" : "en-GB",
    colorScheme: view === "dark" ? "dark" : "light",
    viewport: { width: 390, height: 844 },
    ...options,
  });
  context.setDefaultTimeout(patience);
  if (!suggests) {
    await context.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = async () => false;
    });
  }
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
    return Math.max(by, 0);
  });
