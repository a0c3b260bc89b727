// SPDX-License-Identifier: Apache-2.0

// The page behind the link in a confirmation mail. It needs no passkey, as mail is often read on another device; and a button,
// as some mail programs open every link by themselves.

import { useState } from "preact/hooks";
import { api } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { explain } from "../../shared/faults.ts";
import { say } from "../../shared/language.ts";
import { Fault, Page } from "../../shared/page.tsx";
import { onDemandTexts } from "./texts.ts";

export function Screen({ token }: { token: string }) {
  const [done, setDone] = useState(false);
  const [fault, setFault] = useState<string>();
  const confirm = () => {
    setFault(undefined);
    api.confirmContact(token).then(
      () => setDone(true),
      (error) => setFault(say(onDemandTexts.confirmFailed, explain(error))),
    );
  };
  return (
    <Page title={say(onDemandTexts.confirmTitle)}>
      {fault && <Fault fault={fault} />}
      {done ? (
        <p class="big done-head" role="status">
          {say(onDemandTexts.confirmDone)}
        </p>
      ) : (
        <>
          <p>{say(onDemandTexts.confirmLead)}</p>
          <p class="actions">
            <button type="button" class="button" onClick={confirm}>
              {say(onDemandTexts.confirmGo)}
            </button>
          </p>
        </>
      )}
      <Back />
    </Page>
  );
}
