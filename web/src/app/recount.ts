// SPDX-License-Identifier: Apache-2.0

// On the verification page: loads the verifier when asked, and shows what it finds.

import { say, type Text } from "./language.ts";

const texts = {
  start: ["下载并核验", "Download and verify"],
  program: ["正在下载核验程序…", "Downloading the verifier…"],
  ledger: ["正在下载账本…", "Downloading the ledger…"],
  counting: [
    "正在检查每一个签名、重新计票…（账本 {0} MB）",
    "Checking each signature and counting again… (ledger of {0} MB)",
  ],
  passed: ["✓ 全部通过", "✓ Everything passed"],
  failed: ["✗ 没有通过", "✗ Not passed"],
  missing: [
    "没有下载成，还什么都没有核验。请检查网络后再试。（{0}）",
    "The download failed, and nothing is verified yet. Check your connection and try again. ({0})",
  ],
  note: [
    "信任文件来自这台服务器。请把上面的创世区块哈希值与公告栏上打印的对照，否则核验只说明账本自身一致。",
    "The trust file came from this server. Compare the first block's hash with the printed one, or this shows only that the ledger agrees with itself.",
  ],
} as const satisfies { [name: string]: Text };

type Said = { step: "program" | "ledger" | "counting"; bytes?: number } | { ok: boolean; text: string };

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text: string,
  className = "",
): HTMLElementTagNameMap[K] {
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
  let downloaded = false;
  const end = (ok: boolean, text: string) => {
    worker.terminate();
    if (!downloaded) {
      status.textContent = say(texts.missing, text);
      status.className = "note warn";
      offer(place, status);
      return;
    }
    status.textContent = say(ok ? texts.passed : texts.failed);
    status.className = `verdict big ${ok ? "met" : "unmet"}`;
    const report = element("pre", text);
    report.tabIndex = 0;
    place.append(report, element("p", say(texts.note), "note"));
  };
  worker.onerror = (event) => end(false, event.message);
  worker.onmessage = ({ data }: MessageEvent<Said>) => {
    if ("ok" in data) {
      end(data.ok, data.text);
    } else {
      downloaded = data.step === "counting";
      status.textContent = say(texts[data.step], ((data.bytes ?? 0) / 1e6).toFixed(1));
    }
  };
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
