// SPDX-License-Identifier: Apache-2.0

import { useState } from "preact/hooks";
import { reasonLength } from "../../shared/bounds.gen.ts";
import { say } from "../../shared/language.ts";
import { officeTexts } from "../texts.ts";

// ReasonForm asks why; the reason stays in the body's store, its hash goes onto the ledger.
export function ReasonForm({ id, label, give }: { id: string; label: string; give: (reason: string) => void }) {
  const [reason, setReason] = useState("");
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        give(reason.trim());
      }}
    >
      <label for={id}>{say(officeTexts.reason)}</label>
      <textarea id={id} rows={2} required maxLength={reasonLength} value={reason} onInput={(e) => setReason(e.currentTarget.value)} />
      <button type="submit" class="button secondary">
        {label}
      </button>
    </form>
  );
}
