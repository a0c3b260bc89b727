// SPDX-License-Identifier: Apache-2.0

import { useState } from "preact/hooks";
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
} as const satisfies { [name: string]: Text };

type EvidenceProps = { community: string; of: operations["getEvidence"]["parameters"]["query"]["of"]; id: string };

// Evidence has the evidence of one thing on the ledger be saved as a file.
export function Evidence(props: EvidenceProps) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const get = async () => {
    setBusy(true);
    setFault("");
    try {
      save(`linli-${props.of}-${props.id.slice(0, 12)}.zip`, await bundleOf(props), "application/zip");
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
      <p class="small">{say(texts.why)}</p>
      <p role="status" class={fault && "note warn"}>
        {fault}
      </p>
    </div>
  );
}

async function bundleOf(of: EvidenceProps): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/api/v1/ledger/evidence?${new URLSearchParams(of)}`, { headers: { "Accept-Language": lang() } }).catch(
    () => {
      throw new Offline();
    },
  );
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  return new Uint8Array(await response.arrayBuffer());
}
