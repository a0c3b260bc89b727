// SPDX-License-Identifier: Apache-2.0
// Journeys by keyboard alone: whatever a script clicks, checks or fills in, Tab has to lead there, and keys do the rest.

const far = 400; // presses of Tab, more than any page has places

// ask asks about what has the focus when somebody means an element: itself, what it stands in, or what it is the label of.
const ask = (locator, question) =>
  locator.evaluate((e, question) => {
    const meant = e.closest("a[href], button, summary, input, select, textarea, label") ?? e;
    const goal = meant instanceof HTMLLabelElement ? meant.control : meant;
    const at = document.activeElement;
    switch (question) {
      case "kind":
        return goal.type ?? "";
      case "group":
        return at?.type === "radio" && at.name === goal.name && at.form === goal.form;
      default:
        return goal === at;
    }
  }, question);
const kindOf = (locator) => ask(locator, "kind");

// reach tabs until the focus is there, or in the same group of radio buttons.
async function reach(locator, where = "there") {
  const page = locator.page();
  await locator.waitFor();
  for (let i = 0; !(await locator.isEnabled()) && i < 200; i++) {
    await page.waitForTimeout(100);
  }
  for (let i = 0; i < far; i++) {
    if (await ask(locator, where)) {
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${locator}`);
}

// choose moves within a group of radio buttons.
async function choose(locator) {
  await reach(locator, "group");
  const { keyboard } = locator.page();
  await keyboard.press("Space");
  for (let i = 0; i < 30 && !(await locator.isChecked()); i++) {
    await keyboard.press("ArrowDown");
  }
  if (!(await locator.isChecked())) {
    throw new Error(`the arrows do not reach ${locator}`);
  }
}

// byKeyboard has all locators act by keys. any: one of them.
export function byKeyboard(any) {
  const prototype = Object.getPrototypeOf(any);
  const { fill } = prototype;
  prototype.click = async function () {
    const kind = await kindOf(this);
    if (kind === "radio") {
      await choose(this);
    } else {
      await reach(this);
      await this.page().keyboard.press(kind === "checkbox" ? "Space" : "Enter");
    }
  };
  prototype.check = async function () {
    if (!(await this.isChecked())) {
      await this.click();
    }
  };
  prototype.uncheck = async function () {
    if (await this.isChecked()) {
      await this.click();
    }
  };
  prototype.fill = async function (text) {
    await reach(this);
    if (/^(text|search|email|tel|password|textarea)$/.test(await kindOf(this))) {
      await this.page().keyboard.press("Control+A");
      await this.page().keyboard.insertText(text);
    } else {
      await fill.call(this, text); // dates and numbers have keys of their own, which differ by language
    }
  };
}
