// SPDX-License-Identifier: Apache-2.0

// The ways to the pages that few need.

import { api, type Me } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import { useLoaded } from "../../shared/page.tsx";
import { texts } from "../../shared/texts.ts";
import { onDemandTexts } from "./texts.ts";

const others = {
  orders: texts.orders,
  help: onDemandTexts.neighbours,
  notices: texts.notices,
  proxy: texts.proxies,
  owners: texts.owners,
  objections: texts.objections,
  contact: texts.contact,
  passkeys: texts.myPasskeys,
  data: texts.data,
};

// Others leads to the pages that few need, and says where something waits.
export function Others({ me }: { me: Me }) {
  const shared = me.rights.some(({ owners, role }) => owners.length > 1 && role !== "proxy");
  const news = useLoaded(api.unread, "");
  const papers = useLoaded(async () => (shared ? api.waiting() : undefined), "");
  const waiting = papers.value?.items.filter(({ missing }) => missing.includes(me.session.person ?? "")).length ?? 0;
  return (
    <>
      {waiting > 0 && (
        <p class="note">
          <a href="#/owners">{say(texts.signHere, waiting)}</a>
        </p>
      )}
      <h2>{say(texts.others)}</h2>
      <ul class="cards links">
        {Object.entries(others).map(([screen, text]) =>
          screen === "owners" && !shared ? null : (
            <li key={screen}>
              <a class="card" href={`#/${screen}`}>
                <strong>{say(text)}</strong>
                {screen === "notices" && news.value ? <span class="sub">{say(texts.unread, news.value)}</span> : null}
              </a>
            </li>
          ),
        )}
      </ul>
    </>
  );
}
