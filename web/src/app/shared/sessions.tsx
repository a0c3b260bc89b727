// SPDX-License-Identifier: Apache-2.0

import { thisDevice } from "../../passkey/device.ts";
import { logIn } from "../../passkey/login.ts";
import { api, type Community } from "./api.ts";
import { explainNotDone } from "./faults.ts";
import { moment, say, type Text } from "./language.ts";
import { Fault, useLoaded } from "./page.tsx";
import { useTask } from "./task.ts";

export const sessions = {
  title: ["在哪些设备上登录着", "Where you are signed in"],
  since: ["登录于 {0}，有效至 {1}", "since {0}, until {1}"],
  here: ["本机", "here"],
  endOthers: ["退出其他设备上的登录", "Sign out everywhere else"],
  endOthersHint: ["需要再用一次通行密钥。", "It takes your passkey once more."],
} as const satisfies { [name: string]: Text };

// Sessions lists where one is signed in, and ends it elsewhere.
export function Sessions({ community }: { community: Community }) {
  const list = useLoaded(api.sessions, "");
  const { fault, run, tell } = useTask();
  const endOthers = () =>
    run(async () => {
      tell(await signInAlone(community));
      list.reload();
    });
  return (
    <>
      <h2>{say(sessions.title)}</h2>
      {list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null}
      {fault && <Fault fault={fault} />}
      <ul>
        {list.value?.items.map((session, i) => (
          <li key={i}>
            {say(sessions.since, moment(session.began), moment(session.expires))}{" "}
            {session.current && <span class="stage">{say(sessions.here)}</span>}
          </li>
        ))}
      </ul>
      {list.value?.items.some(({ current }) => !current) && (
        <p class="actions">
          <button type="button" class="button secondary" onClick={endOthers}>
            {say(sessions.endOthers)}
          </button>{" "}
          {say(sessions.endOthersHint)}
        </p>
      )}
    </>
  );
}

// signInAlone signs in again, which ends every other session; or says why it did not.
async function signInAlone(community: Community): Promise<string | undefined> {
  const { nonce } = await api.beginLogin(community.community);
  const outcome = await logIn(thisDevice(), community.rp.id, location.origin, nonce);
  if (outcome.kind !== "signed") {
    return explainNotDone(outcome);
  }
  await api.finishLogin({ ...outcome.assertion, endOthers: true });
  return undefined;
}
