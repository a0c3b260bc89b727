// SPDX-License-Identifier: Apache-2.0

// A unit that changes hands.

import { useState } from "preact/hooks";
import { lines, say } from "../../shared/language.ts";
import type { Transfer } from "../api.ts";
import { officeTexts } from "../texts.ts";

export function TransferForm({ busy, tried }: { busy: boolean; tried: (transfers: Transfer[]) => void }) {
  const [house, setHouse] = useState("");
  const [owners, setOwners] = useState("");
  return (
    <details>
      <summary>{say(officeTexts.transfer)}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          tried([{ house: house.trim(), owners: lines(owners).map((name) => ({ name })) }]);
        }}
      >
        <p>{say(officeTexts.transferLead)}</p>
        <label for="house">{say(officeTexts.transferHouse)}</label>
        <input id="house" required value={house} onInput={(event) => setHouse(event.currentTarget.value)} />
        <label for="owners">{say(officeTexts.transferOwners)}</label>
        <textarea id="owners" rows={3} required value={owners} onInput={(event) => setOwners(event.currentTarget.value)} />
        <button type="submit" class="button" disabled={busy}>
          {say(officeTexts.rollTry)}
        </button>
      </form>
    </details>
  );
}
