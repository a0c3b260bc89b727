// SPDX-License-Identifier: Apache-2.0

// On the verification page: loads the verifier when asked, and shows what it finds.

import { say, type Text } from "../shared/language.ts";
import { type Check, detailOf, statusText, titleOf, unprovenText, verdictOf } from "./recount-words.ts";

const texts = {
  start: ["下载并核验", "Download and verify"],
  program: ["正在下载核验程序…", "Downloading the verifier…"],
  ledger: ["正在下载账本…", "Downloading the ledger…"],
  counting: ["正在检查每一个签名、重新计票…（账本 {0} MB）", "Checking each signature and counting again… (ledger of {0} MB)"],
  unread: ["账本或信任文件无法读取，没有通过：{0}", "The ledger or the trust file cannot be read, and is not passed: {0}"],
  broken: ["核验程序出错，什么也没有证明：{0}", "The verifier failed, and nothing is proven: {0}"],
  whole: ["核验程序的完整报告（英文）", "The verifier's whole report"],
  missing: [
    "没有下载成，还什么都没有核验。请检查网络后再试。（{0}）",
    "The download failed, and nothing is verified yet. Check your connection and try again. ({0})",
  ],
  note: [
    "信任文件来自这台服务器。请把上面的创世区块哈希值与公告栏上打印的对照，否则核验只说明账本自身一致。",
    "The trust file came from this server. Compare the first block's hash with the printed one, or this shows only that the ledger agrees with itself.",
  ],
} as const satisfies { [name: string]: Text };

type Step = { step: "program" | "ledger" | "counting"; bytes?: number };
type Found = { ok: boolean; report: string; text: string }; // report: JSON, or empty if the ledger cannot be read
type Said = Step | Found | { broken: string };

function element<K extends keyof HTMLElementTagNameMap>(name: K, text: string, className = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function run(place: HTMLElement): void {
  const status = element("p", say(texts.program), "waiting");
  status.setAttribute("role", "status");
  place.replaceChildren(status);
  const worker = new Worker("/assets/recount-worker.js");
  worker.postMessage(null); // the whole ledger
  let downloaded = false;
  const broken = (why: string) => {
    worker.terminate();
    status.textContent = say(downloaded ? texts.broken : texts.missing, why);
    status.className = "note warn";
    offer(place, status);
  };
  worker.onerror = (event) => broken(event.message);
  worker.onmessage = ({ data }: MessageEvent<Said>) => {
    if ("broken" in data) {
      broken(data.broken);
    } else if ("ok" in data) {
      worker.terminate();
      show(place, status, data);
    } else {
      downloaded = data.step === "counting";
      status.textContent = say(texts[data.step], ((data.bytes ?? 0) / 1e6).toFixed(1));
    }
  };
}

function show(place: HTMLElement, status: HTMLElement, { ok, report, text }: Found): void {
  const checks: Check[] = report ? JSON.parse(report).checks : [];
  status.textContent = report ? verdictOf(ok, checks) : say(texts.unread, text);
  status.className = `verdict big ${ok ? "met" : "unmet"}`;
  const unproven = unprovenText(checks);
  place.append(...(unproven ? [element("p", unproven, "note")] : []), list(checks));
  const whole = document.createElement("details");
  const pre = element("pre", text);
  pre.tabIndex = 0;
  whole.append(element("summary", say(texts.whole)), pre);
  place.append(whole, element("p", say(texts.note), "note"));
}

function list(checks: readonly Check[]): HTMLElement {
  const all = element("ul", "", "verdicts");
  for (const check of checks) {
    const line = element("li", "");
    const met = { PASS: " met", FAIL: " unmet", "NOT PROVEN": "" }[check.status];
    line.append(element("span", statusText(check), `verdict${met}`), ` ${titleOf(check)}`);
    const detail = detailOf(check);
    if (detail) {
      line.append(element("p", detail, "small"));
    }
    all.append(line);
  }
  return all;
}

// offer has the button that begins, after what is to be said before.
function offer(place: HTMLElement, ...before: HTMLElement[]): void {
  const start = element("button", say(texts.start), "button");
  start.type = "button";
  start.addEventListener("click", () => run(place));
  place.replaceChildren(...before, start);
}

const place = document.getElementById("recount");
if (place) {
  offer(place);
}
