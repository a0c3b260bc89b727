// SPDX-License-Identifier: Apache-2.0

import { useState } from "preact/hooks";
import { say } from "../../shared/language.ts";
import { Fault } from "../../shared/page.tsx";
import { useTask } from "../../shared/task.ts";
import { conventionApi } from "./api.ts";
import { conventionOfficeTexts as own } from "./texts.ts";

type LeaveProps = { kind: "convention" | "repeal" | "parking"; text: string; label: string; left?: () => void; disabled?: boolean };

// Leave keeps a text where a vote can name it.
export function Leave({ kind, text, label, left, disabled = false }: LeaveProps) {
  const [kept, setKept] = useState<{ text: string; hash: string }>();
  const { busy, fault, run } = useTask();
  const leave = () =>
    run(async () => {
      const { hash } = await conventionApi.leave(kind, text);
      setKept({ text, hash });
      left?.();
    });
  return (
    <>
      {fault && <Fault fault={fault} />}
      {kept?.text === text ? (
        <p class="note" role="status">
          {say(own.left)} <code class="hash">{kept.hash}</code> <a href="#/draft">{say(own.toDraft)}</a>
        </p>
      ) : (
        <p class="actions">
          <button type="button" class="button" disabled={busy || disabled} onClick={leave}>
            {label}
          </button>
        </p>
      )}
    </>
  );
}
