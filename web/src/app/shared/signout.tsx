// SPDX-License-Identifier: Apache-2.0

import { useState } from "preact/hooks";
import { api, Problem } from "./api.ts";
import { say } from "./language.ts";
import { Fault } from "./page.tsx";
import { forgetUnsigned } from "./storage.ts";
import { texts } from "./texts.ts";

// SignOut ends the session and what of it is on this device, or says that the session goes on. forget: what else is.
export function SignOut({ forget }: { forget?: () => Promise<void> }) {
  const [fault, setFault] = useState<unknown>();
  const end = () => {
    const done = async () => {
      forgetUnsigned();
      await forget?.();
      location.reload(); // nothing of this person stays on the page
    };
    api.logOut().then(done, (error) => (error instanceof Problem && error.status === 401 ? done() : setFault(error)));
  };
  return (
    <>
      {fault ? <Fault fault={fault} /> : null}
      <p class="actions">
        <button type="button" class="button secondary" onClick={end}>
          {say(texts.signOut)}
        </button>
      </p>
    </>
  );
}
