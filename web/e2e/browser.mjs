// SPDX-License-Identifier: Apache-2.0
// The system's Chromium, driven by playwright-core.
//
// Of its two builds the shell is the engine alone. The browser around it costs half of a journey's time, windows that nobody sees:
// where there is a shell, journeys are played in it, but for those that ask for what the browser adds.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { byKeyboard } from "./by-keyboard.mjs";
import { faultsOf, lookOf, worded } from "./reader.mjs";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const programs = { whole: "/usr/bin/chromium", shell: "/usr/bin/chromium-headless-shell" };

// launch starts the shell, or the whole browser.
export const launch = (kind = "shell") => {
  const program = existsSync(programs[kind]) ? programs[kind] : programs.whole;
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

// checks gathers what is wrong, and ends the script with a count.
export function checks() {
  const faults = [];
  let count = 0;
  return {
    // page checks a page as it stands, by all rules or some: see reader.mjs.
    async page(page, name, rules) {
      count++;
      for (const fault of await faultsOf(page, rules)) {
        faults.push(`${name}: ${fault}`);
      }
      await shoot(page, name);
    },
    // everyView checks a page in the views of its language, and leaves it as it was.
    async everyView(page, name, rules) {
      const was = await lookOf(page);
      for (const view of views[was.lang]) {
        await dress(page, view);
        await this.page(page, `${name}-${was.lang}-${view}`, rules);
      }
      await dress(page, was.view);
    },
    // everyLook checks a script's page in both languages and their views, and leaves it in Chinese as it was.
    async everyLook(page, name) {
      const { view } = await lookOf(page);
      await speak(page, "en");
      await this.everyView(page, name, worded);
      await dress(page, "elder"); // the script draws it as the server does for an elder
      await speak(page, "zh");
      await this.everyView(page, name);
      await dress(page, view);
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

// dress gives a page the look of a view.
async function dress(page, view) {
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

// failed photographs every open page, and tells what each says and where its focus is.
export async function failed(browser, name) {
  const folder = pictures ?? fileURLToPath(new URL("screenshots", import.meta.url));
  const pages = browser.contexts().flatMap((context) => context.pages());
  await Promise.all(pages.map((page, i) => photograph(page, folder, `failed-${name}-${i}`).catch(() => {})));
  return Promise.all(pages.map((page) => page.evaluate(told).catch(String)));
}

const told = () => {
  const said = [...document.querySelectorAll("h1, [role=alert], .waiting")].map((e) => e.textContent);
  return [location.href, ...said, `focus: ${document.activeElement?.outerHTML.slice(0, 100)}`].join(" | ");
};

// onPaper photographs a page as it is printed.
export async function onPaper(page, name) {
  await page.emulateMedia({ media: "print" });
  await shoot(page, name);
  await page.emulateMedia({ media: "screen" });
}

// What the journeys of a process have in common: what there is (the scene), the shell, and what all locators inherit.
let scene;
let shell;
let locators;

export const enter = (given) => {
  scene = given;
};

export const leave = () => shell?.close();

async function browserFor(kind) {
  if (kind) {
    return launch(kind);
  }
  if (!shell?.isConnected()) {
    shell = await launch();
  }
  return shell;
}

async function takeMouse(browser) {
  if (!locators) {
    const page = await browser.newPage();
    locators = Object.getPrototypeOf(page.locator("html"));
    await page.close();
  }
  return byKeyboard(locators);
}

// play runs a journey: it gets the scene, a browser without any context, and checks. If it breaks off, every open page is photographed.
// It is played by keyboard alone, unless by is "mouse", and in the shell, unless another kind of browser is asked for.
export async function play(name, journey, { by = "keyboard", kind } = {}) {
  const browser = await browserFor(kind);
  const check = checks();
  const giveMouse = by === "keyboard" ? await takeMouse(browser) : () => {};
  try {
    await journey({ browser, check, ...scene });
  } catch (error) {
    const open = await failed(browser, name);
    check.that(false, [error?.stack ?? error, ...open].join("\n"));
  }
  giveMouse();
  await (kind ? browser.close() : Promise.all(browser.contexts().map((context) => context.close())));
  check.end();
}

// views are those in which the pages of a language are checked: both where letters are largest, and each set of colours once.
const views = { zh: ["elder", "normal"], en: ["dark", "elder"] };

// walks are the looks in which a whole way is gone, page after page; each page is then checked in the language's other view, too.
export const walks = [
  { lang: "zh", view: "elder" },
  { lang: "en", view: "dark" },
];

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
