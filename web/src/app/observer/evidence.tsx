// SPDX-License-Identifier: Apache-2.0

// On the verification page: a bundle of evidence is chosen or dropped, and checked in this browser. Nothing leaves it.

import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Bytes, fromUtf8 } from "../../encoding.ts";
import { reason } from "../../evidence/bundle.ts";
import type { Report } from "../../evidence/report.ts";
import { readTrust } from "../../evidence/trust.ts";
import { NotBundle, verify } from "../../evidence/verify.ts";
import { bounds, isArchive } from "../../evidence/zip.ts";
import { say, type Text } from "../shared/language.ts";
import { verdictText } from "./evidence-words.ts";
import { Findings } from "./findings.tsx";
import { Program } from "./program.tsx";

const texts = {
  bundle: ["证据文件（.zip）", "The bundle of evidence (.zip)"],
  trust: ["信任文件（.json），手边有的话", "The trust file (.json), if you have it"],
  trustHint: [
    "它写着您相信哪些单位。请向您信任的人要，不要用和证据一起送来的那一份。",
    "It says which bodies you believe. Get it from somebody you trust, and not from whoever sent you the evidence.",
  ],
  drop: ["也可以把文件拖到这里。", "You can drop the files here, too."],
  here: ["文件留在您的设备上，不上传；断网也能核验。", "The files stay on your device and are not uploaded; it works without a network."],
  checking: ["正在核验…", "Checking…"],
  none: [
    "✗ 这不是证据文件，什么也证明不了。证据文件是 .zip 文件，请看看是不是选错了。",
    "✗ This is no bundle of evidence, and proves nothing. A bundle is a .zip file: please see whether you chose another one.",
  ],
  badTrust: ["✗ 信任文件无法读取，请重新要一份：{0}", "✗ The trust file cannot be read. Please ask for it again: {0}"],
  broken: ["✗ 核验程序出错，什么也没有证明：{0}", "✗ The verifier failed, and nothing is proven: {0}"],
} as const satisfies { [name: string]: Text };

type Found = { report: Report; files: Read } | { wrong: string } | "checking" | null;

// bytesOf reads no more of a file than it takes to see that it is too large.
const bytesOf = async (file: File): Promise<Bytes> => new Uint8Array(await file.slice(0, bounds.bytes + 1).arrayBuffer());

// Read are the files that were checked.
type Read = { bundle: Bytes; trust: Bytes | null };

async function check(bundle: File, trust: File | undefined): Promise<Found> {
  const files = { bundle: await bytesOf(bundle), trust: trust ? await bytesOf(trust) : null };
  let believed = null;
  try {
    believed = files.trust && (await readTrust(fromUtf8(files.trust)));
  } catch (error) {
    return { wrong: say(texts.badTrust, reason(error)) };
  }
  try {
    return { report: await verify(files.bundle, believed), files };
  } catch (error) {
    return { wrong: error instanceof NotBundle ? say(texts.none) : say(texts.broken, reason(error)) };
  }
}

type Files = { bundle?: File | undefined; trust?: File | undefined };

// useDropped takes files wherever on the page they are dropped, for the browser would leave the page for them, and names them in their fields.
function useDropped(take: (files: Files) => void): void {
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = async (event: DragEvent) => {
      event.preventDefault();
      const dropped: Files = {};
      for (const file of Array.from(event.dataTransfer?.files ?? [])) {
        const name = isArchive(await bytesOf(file)) || file.name.endsWith(".zip") ? "bundle" : "trust";
        dropped[name] = file;
        fill(name, file);
      }
      take(dropped);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("drop", drop);
    };
  });
}

function fill(id: keyof Files, file: File): void {
  const field = document.getElementById(id);
  if (field instanceof HTMLInputElement) {
    const list = new DataTransfer();
    list.items.add(file);
    field.files = list.files;
  }
}

const marks = { ACCEPTED: "met", PARTLY: "met", REFUSED: "unmet", UNANCHORED: "" } as const;

function Verdict({ found }: { found: NonNullable<Found> }) {
  if (found === "checking") {
    return <p class="waiting">{say(texts.checking)}</p>;
  }
  const [text, mark] = "wrong" in found ? [found.wrong, "unmet"] : [verdictText(found.report), marks[found.report.verdict()]];
  return <p class={`verdict big ${mark}`}>{text}</p>;
}

function Evidence() {
  const chosen = useRef<Files>({});
  const [found, setFound] = useState<Found>(null);
  const take = async (more: Files) => {
    const files = { ...chosen.current, ...more };
    chosen.current = files;
    setFound(files.bundle ? "checking" : null);
    const report = files.bundle ? await check(files.bundle, files.trust) : null;
    if (chosen.current === files) {
      setFound(report); // and nothing else was chosen meanwhile
    }
  };
  useDropped(take);
  return (
    <>
      <div class="stack">
        <p>{say(texts.here)}</p>
        <label for="bundle">{say(texts.bundle)}</label>
        <input id="bundle" type="file" accept=".zip" onChange={({ currentTarget: { files } }) => take({ bundle: files?.[0] })} />
        <label for="trust">{say(texts.trust)}</label>
        <p class="hint" id="trust-hint">
          {say(texts.trustHint)}
        </p>
        <input
          id="trust"
          type="file"
          accept=".json"
          aria-describedby="trust-hint"
          onChange={({ currentTarget: { files } }) => take({ trust: files?.[0] })}
        />
        <p class="hint">{say(texts.drop)}</p>
      </div>
      <div role="status">{found && <Verdict found={found} />}</div>
      {found && found !== "checking" && "report" in found && (
        <Findings report={found.report}>
          {found.report.profile === "full" && found.files.trust && (
            <Program key={found.report} bundle={found.files.bundle} trust={found.files.trust} />
          )}
        </Findings>
      )}
    </>
  );
}

const place = document.getElementById("evidence");
if (place) {
  place.replaceChildren();
  render(<Evidence />, place);
}
