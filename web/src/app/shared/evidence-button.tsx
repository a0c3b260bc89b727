// SPDX-License-Identifier: Apache-2.0

import { useState } from "preact/hooks";
import type { Bytes } from "../../encoding.ts";
import { Offline, Problem } from "./api.ts";
import { explain } from "./faults.ts";
import { save } from "./files.ts";
import { lang, say, type Text } from "./language.ts";
import type { operations } from "./schema.gen.ts";

const texts = {
  get: ["下载证据", "Download evidence"],
  why: [
    "一个文件，任何人不联网也能核验账本上确有这一项。里面没有账本之外的文字和姓名。",
    "One file with which anybody can check, without a network, that this is on the ledger. It holds no word and no name that is not there.",
  ],
  words: [
    "一个文件，任何人不联网也能核验。里面有本案中您能看到的全部文字：交给谁，谁就能看到。",
    "One file that anybody can check without a network. It holds all words of this case that you can read: whoever has it reads them.",
  ],
} as const satisfies { [name: string]: Text };

type Query = operations["getEvidence"]["parameters"]["query"];

// Evidence has the evidence of one thing on the ledger be saved as a file.
export const Evidence = (of: Query) => (
  <Bundle from={`/ledger/evidence?${new URLSearchParams(of)}`} name={nameOf(of.of, of.id)} why={say(texts.why)} />
);

// CaseEvidence is that of a case with the words in it, at the case's address in the API.
export const CaseEvidence = ({ at, id }: { at: string; id: string }) => (
  <Bundle from={`/${at}/evidence.zip`} name={nameOf("case", id)} why={say(texts.words)} />
);

const nameOf = (kind: string, id: string): string => `linli-${kind}-${id.slice(0, 12)}.zip`;

function Bundle({ from, name, why }: { from: string; name: string; why: string }) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const get = async () => {
    setBusy(true);
    setFault("");
    try {
      save(name, await bundleFrom(from), "application/zip");
    } catch (error) {
      setFault(explain(error));
    }
    setBusy(false);
  };
  return (
    <div class="screen">
      <p class="actions">
        <button type="button" class="button secondary" disabled={busy} onClick={get}>
          {say(texts.get)}
        </button>
      </p>
      <p class="small">{why}</p>
      <p role="status" class={fault && "note warn"}>
        {fault}
      </p>
    </div>
  );
}

async function bundleFrom(path: string): Promise<Bytes> {
  const response = await fetch(`/api/v1${path}`, { headers: { "Accept-Language": lang() } }).catch(() => {
    throw new Offline();
  });
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  return new Uint8Array(await response.arrayBuffer());
}
