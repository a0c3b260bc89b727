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
  if (question === "kind") {
    return goal.type ?? "";
  }
  if (goal.matches(":disabled")) {
    return "disabled";
  }
  const at = document.activeElement;
  const places = [...document.querySelectorAll("a[href], button, summary, input, select, textarea")];
  const group = (other) => other.type === "radio" && other.name === goal.name && other.form === goal.form;
  const goals = question === "group" ? places.filter(group) : [goal];
  if (goals.includes(at)) {
    return 0;
  }
  if (at === document.body) {
    return 1; // Tab goes on from where the focus was when what had it went away, which a page cannot see
  }
  const precedes = (a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const takesFocus = (place) =>
    place.type !== "radio" && // of a group one place only is on Tab's way
    place.tabIndex >= 0 &&
    !place.matches(":disabled") &&
    place.checkVisibility({ visibilityProperty: true });
  const before = (place) => precedes(place, goals[0]);
  const after = (place) => precedes(at, place);
  const between = before(at) ? (place) => after(place) && before(place) : (place) => after(place) || before(place);
  return places.filter(takesFocus).filter(between).length + 1;
};

// reach tabs until the focus is there, or in the same group of radio buttons. It presses Tab as often as there are places on the
// way, as the page counts them, and looks where that has led. The element is looked up once, as long as the page does not draw it
// anew: most of a journey is Tab.
async function reach(locator, where = "there") {
  const page = locator.page();
  await locator.waitFor();
  let element = await locator.elementHandle();
  for (let pressed = 0, waited = 0; pressed < far && waited < 200; ) {
    const presses = await element.evaluate(about, where);
    if (presses === 0) {
      return element;
    }
    if (presses === "gone") {
      element = await locator.elementHandle();
    } else if (presses === "disabled") {
      waited++;
      await page.waitForTimeout(100);
    } else {
      pressed += presses;
      await Promise.all(Array.from({ length: presses }, () => page.keyboard.press("Tab")));
    }
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

// byKeyboard has all locators act by keys, until what it returns is called. prototype: theirs.
export function byKeyboard(prototype) {
  const { click, check, uncheck, fill } = prototype;
  const kindOf = (locator) => locator.evaluate(about, "kind");
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
    const element = await reach(this);
    if (/^(text|search|email|tel|password|textarea)$/.test(await element.evaluate(about, "kind"))) {
      await this.page().keyboard.press("Control+A");
      await this.page().keyboard.insertText(text);
    } else {
      await fill.call(this, text); // dates and numbers have keys of their own, which differ by language
    }
  };
  return () => Object.assign(prototype, { click, check, uncheck, fill });
}
