// SPDX-License-Identifier: Apache-2.0
// Journeys by keyboard alone: whatever a script clicks, checks or fills in, Tab has to lead there, and keys do the rest.

const far = 400; // presses of Tab, more than any page has places

// about answers a question about an element: what somebody means by it is itself, what it stands in, or what it is the label of.
const about = (e, question) => {
  if (!e.isConnected) {
    return "gone";
  }
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
};
const kindOf = (locator) => locator.evaluate(about, "kind");

// reach tabs until the focus is there, or in the same group of radio buttons. The element is looked up once, as long as the page
// does not draw it anew: most of a journey is Tab.
async function reach(locator, where = "there") {
  const page = locator.page();
  await locator.waitFor();
  for (let i = 0; !(await locator.isEnabled()) && i < 200; i++) {
    await page.waitForTimeout(100);
  }
  let element = await locator.elementHandle();
  for (let i = 0; i < far; i++) {
    const answer = await element.evaluate(about, where);
    if (answer === "gone") {
      element = await locator.elementHandle();
      continue;
    }
    if (answer) {
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
