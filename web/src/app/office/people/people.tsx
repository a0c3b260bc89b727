// SPDX-License-Identifier: Apache-2.0

// Finding whoever comes to the office.

import { useState } from "preact/hooks";
import { Back } from "../../shared/back.tsx";
import { searchLength } from "../../shared/bounds.gen.ts";
import { say } from "../../shared/language.ts";
import { Fault, go, Page } from "../../shared/page.tsx";
import { useTask } from "../../shared/task.ts";
import { type Found, officeApi } from "../api.ts";
import { officeTexts } from "../texts.ts";

export const People = () => (
  <Page title={say(officeTexts.people)}>
    <Search pick={({ person }) => go(`people/${person}`)} />
    <Back />
  </Page>
);

// Search finds people by house number or name, and has one of them picked.
export function Search({ pick }: { pick: (found: Found) => void }) {
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<Found[]>();
  const { busy, fault, run } = useTask();
  const search = () => run(() => officeApi.search(query.trim()).then(setFound));
  return (
    <>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <label for="query">{say(officeTexts.searchFor)}</label>
        <p class="small" id="query-note">
          {say(officeTexts.searchNote)}
        </p>
        <input
          id="query"
          required
          minLength={2}
          maxLength={searchLength}
          autocomplete="off"
          aria-describedby="query-note"
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={busy}>
          {say(officeTexts.search)}
        </button>
      </form>
      {fault && <Fault fault={fault} />}
      {found && <p role="status">{say(officeTexts.found, found.length)}</p>}
      <ul class="cards">
        {found?.map((item) => (
          <li key={item.person}>
            <button type="button" class="card pick" onClick={() => pick(item)}>
              <strong>{item.name}</strong>
              <span class="sub">{item.houses.join("、")}</span>
              <span class="sub">
                {say(officeTexts.foundPasskeys, item.passkeys)}
                {item.recoveries > 0 && ` · ${say(officeTexts.recoveryOpen)}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
