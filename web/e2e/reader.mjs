// SPDX-License-Identifier: Apache-2.0
// What a page must be for whoever reads it: nothing cut off, large enough in the elder view, and of use without a mouse.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

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

// contrast is how letters have to stand out: 7 to 1, large ones 4.5. Axe asks half of all its time for it. Its rule for AA has these
// numbers instead of its own, which they hold, for its rule for AAA would look at every letter again.
const contrast = {
  ignoreUnicode: true,
  ignoreLength: false,
  ignorePseudo: false,
  boldValue: 700,
  boldTextPt: 14,
  largeTextPt: 18,
  contrastRatio: { normal: { expected: 7 }, large: { expected: 4.5 } },
  pseudoSizeThreshold: 0.25,
  shadowOutlineEmMax: 0.1,
  textStrokeEmMin: 0.03,
};

// Of axe's rules, all, or those that read words, colours or sizes: of a page that is read in one language, the others have nothing new to
// say in the other one, whose markup is the same.
const every = /^/;
export const worded = /alt|aria-text|contrast|heading|label|lang|link-in-text|name|scrollable|target-size|title|unique/;

// axe returns what axe-core finds on a page, one line a violation, by all its rules or by those of some names. What passes is not
// written down, and style sheets are not fetched again: none of these rules reads them.
async function axe(page, names) {
  await bringAxe(page);
  const violations = await page.evaluate(
    async ([contrast, names]) => {
      const others = globalThis.axe.getRules().filter(({ ruleId }) => !names.test(ruleId));
      const report = await globalThis.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        rules: Object.fromEntries(others.map(({ ruleId }) => [ruleId, { enabled: false }])),
        checks: { "color-contrast": { options: contrast } },
        resultTypes: ["violations"],
        preload: { assets: ["media"] },
      });
      return report.violations.map((v) => ({
        id: v.id,
        nodes: v.nodes.map((n) => `${n.target.join(" ")}: ${n.failureSummary}`),
      }));
    },
    [contrast, names],
  );
  return violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).join(" | ").replaceAll("\n", " ")}`);
}

// sizes are a small screen, letters twice as large there, and letters twice as large on a telephone. Of the page's own size it is
// the width that counts, and each change of it costs a layout: the last is what most pages have anyway.
const sizes = [
  { width: 320, text: 100 },
  { width: 320, text: 200 },
  { width: 390, text: 200 },
];

// fits says what is cut off, or makes the page scroll sideways.
async function fits(page) {
  const was = page.viewportSize();
  const faults = [];
  const resize = async (width) => {
    if (page.viewportSize().width !== width) {
      await page.setViewportSize({ ...was, width });
    }
  };
  for (const { width, text } of sizes) {
    await resize(width);
    const found = await page.evaluate((size) => {
      const root = document.documentElement;
      root.style.fontSize = `${size}%`;
      const shown = [...document.body.querySelectorAll("*")].filter((e) => e.checkVisibility() && !e.closest(".skip, svg"));
      const beside = shown.filter((e) => !e.closest(".scroll") && e.getBoundingClientRect().right > innerWidth + 1);
      const cut = shown.filter((e) => getComputedStyle(e).overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1);
      const hidden = cut.filter((e) => !e.matches(".scroll, input, textarea"));
      const name = (e) => `${e.tagName.toLowerCase()}.${e.className}: ${e.textContent.slice(0, 30)}`;
      const wide = root.scrollWidth - root.clientWidth;
      root.style.fontSize = "";
      return [...(wide > 0 ? [`${wide} px too wide`] : []), ...[...beside, ...hidden].slice(0, 2).map(name)];
    }, text);
    faults.push(...found.map((fault) => `at ${width} px with letters of ${text} %: ${fault}`));
  }
  await resize(was.width);
  return faults;
}

// large says what is too small in the elder view: letters of 24 px, main targets of 64 px.
const large = (page) =>
  page.evaluate(() => {
    const shown = (e) => e.checkVisibility() && !e.closest(".skip");
    const texts = [...document.body.querySelectorAll("*")].filter((e) =>
      [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== ""),
    );
    const small = texts.filter((e) => shown(e) && Number.parseFloat(getComputedStyle(e).fontSize) < 24);
    const targets = document.querySelectorAll(".button, .choice, summary, a.card, nav a, select, textarea, input:not(.choice input)");
    const low = [...targets].filter((e) => shown(e) && e.getBoundingClientRect().height < 63.5);
    const name = (e) => `${e.tagName.toLowerCase()}.${e.className}: ${e.textContent.slice(0, 30)}`;
    return [...small.slice(0, 3).map((e) => `small letters: ${name(e)}`), ...low.slice(0, 3).map((e) => `low target: ${name(e)}`)];
  });

// Keys are the only way in which a keyboard's user acts. Wherever the focus goes, it has to be seen.
export function keys(page, check) {
  const press = (key) => page.keyboard.press(key);
  // The focus is "seen", "unseen" or "nowhere", asked at once: the page may be drawn anew between two questions.
  const focus = () =>
    page.evaluate(() => {
      const at = document.activeElement;
      if (at === document.body) {
        return "nowhere";
      }
      const marks = [at, at?.closest(".choice")].filter(Boolean).map((e) => getComputedStyle(e));
      return marks.some(({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2)
        ? "seen"
        : "unseen";
    });
  const isAt = (target) => target.evaluate((e) => e === document.activeElement);
  const to = async (target) => {
    await target.waitFor();
    for (let i = 0; i < 60; i++) {
      await press("Tab");
      check.that((await focus()) !== "unseen", `${page.url()}: the focus is not seen`);
      if (await isAt(target)) {
        return;
      }
    }
    throw new Error(`Tab does not lead to ${target}`);
  };
  return {
    press,
    to,
    type: (text) => page.keyboard.type(text),
    // use goes to a button or link, and presses Enter.
    async use(target) {
      await to(target);
      await press("Enter");
    },
    // choose goes to a group of radio buttons, and moves in it with the arrows.
    async choose(group, target) {
      await to(group.first());
      await press("Space");
      for (let i = 0; i < 10 && !(await target.isChecked()); i++) {
        await press("ArrowDown");
      }
      check.that(await target.isChecked(), "the arrows do not reach every answer");
      check.that((await focus()) === "seen", "the focus is not seen on an answer");
    },
    // pick moves in a list until it has a value.
    async pick(list, value) {
      await to(list);
      for (let i = 0; i < 20 && (await list.inputValue()) !== value; i++) {
        await press("ArrowDown");
      }
      check.that((await list.inputValue()) === value, `the arrows do not reach ${value}`);
    },
  };
}

// lookOf is the language and the view of a page.
export const lookOf = (page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    const colours = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "normal";
    return { lang: root.lang.slice(0, 2), view: root.classList.contains("elder") ? "elder" : colours };
  });

// faultsOf says what is wrong with a page for any reader, by some of axe's rules. The elder view has the markup and colours of the normal
// one, so that axe is not asked again; and the dark one has its sizes.
export async function faultsOf(page, rules = every) {
  const { view } = await lookOf(page);
  return [...(view === "elder" ? await large(page) : await axe(page, rules)), ...(view === "dark" ? [] : await fits(page))];
}
