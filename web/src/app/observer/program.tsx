// SPDX-License-Identifier: Apache-2.0

// The blocks of a full bundle are checked by the other verifier, the one of whole ledgers, which is loaded when it is asked for.

import { useState } from "preact/hooks";
import type { Bytes } from "../../encoding.ts";
import type { Check } from "../../evidence/report.ts";
import { say, type Text } from "../shared/language.ts";
import { Checks } from "./findings.tsx";

const texts = {
  title: ["区块和背书", "Blocks and endorsements"],
  lead: [
    "要核验区块和背书，需要下载另一个核验程序（约 9 MB）。它会把每一项再独立核验一遍；文件仍然不上传。",
    "To check blocks and endorsements another verifier has to be downloaded (about 9 MB). It checks every line again by itself; the files are still not uploaded.",
  ],
  start: ["下载并核验", "Download and check"],
  running: ["正在下载并核验…", "Downloading and checking…"],
  passed: ["✓ 另一个核验程序的每一项也都通过。", "✓ All lines have passed by the other verifier, too."],
  failed: ["✗ 另一个核验程序没有通过：这个文件什么也证明不了。", "✗ Refused by the other verifier: this file proves nothing."],
  broken: ["核验程序没有运行成，区块和背书没有核验：{0}", "The verifier did not run, and blocks and endorsements are not checked: {0}"],
} as const satisfies { [name: string]: Text };

type Found = { ok: boolean; checks: Check[] } | { broken: string };

// ask has the verifier check the files beside the page.
const ask = (files: { bundle: Bytes; trust: Bytes }): Promise<Found> =>
  new Promise((resolve) => {
    const worker = new Worker("/assets/recount-worker.js");
    const end = (found: Found) => {
      worker.terminate();
      resolve(found);
    };
    worker.onerror = ({ message }) => end({ broken: message });
    worker.onmessage = ({ data }: MessageEvent<{ ok?: boolean; report?: string; text?: string; broken?: string }>) => {
      if (data.broken !== undefined) {
        end({ broken: data.broken });
      } else if (data.ok !== undefined) {
        end(data.report ? { ok: data.ok, checks: JSON.parse(data.report).checks } : { broken: data.text ?? "" });
      }
    };
    worker.postMessage(files);
  });

export function Program(files: { bundle: Bytes; trust: Bytes }) {
  const [found, setFound] = useState<Found | "running" | null>(null);
  const start = async () => {
    setFound("running");
    setFound(await ask(files));
  };
  return (
    <>
      <h3>{say(texts.title)}</h3>
      {found === null && (
        <>
          <p>{say(texts.lead)}</p>
          <button type="button" class="button" onClick={start}>
            {say(texts.start)}
          </button>
        </>
      )}
      <div role="status">
        {found === "running" && <p class="waiting">{say(texts.running)}</p>}
        {found && found !== "running" && "broken" in found && <p class="note warn">{say(texts.broken, found.broken)}</p>}
        {found && found !== "running" && "ok" in found && (
          <p class={`verdict big ${found.ok ? "met" : "unmet"}`}>{say(found.ok ? texts.passed : texts.failed)}</p>
        )}
      </div>
      {found && found !== "running" && "ok" in found && <Checks checks={found.checks} />}
    </>
  );
}
