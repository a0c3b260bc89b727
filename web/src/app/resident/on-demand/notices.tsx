// SPDX-License-Identifier: Apache-2.0

// What happened that concerns me. Opening the page marks everything as read; what was new stays marked while it is open.

import { useEffect } from "preact/hooks";
import { api } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { moment, say } from "../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../shared/page.tsx";
import { texts } from "../../shared/texts.ts";
import { onDemandTexts } from "./texts.ts";

export function Screen() {
  const notices = useLoaded(api.notices, "");
  const { items = [], unread = 0 } = notices.value ?? {};
  const newest = items[0]?.id;
  useEffect(() => {
    if (newest !== undefined && unread > 0) {
      api.readNotices(newest).catch(() => {}); // then they are new once more
    }
  }, [newest]);
  return (
    <Page title={say(texts.notices)}>
      {notices.fault ? <Fault fault={notices.fault} retry={notices.reload} /> : null}
      {!notices.value && !notices.fault && <Waiting />}
      {notices.value && items.length === 0 && <p>{say(onDemandTexts.noticesNone)}</p>}
      <ul class="cards">
        {items.map(({ id, at, title, text, link }, i) => (
          <li class="card" key={id}>
            <h2>
              {i < unread && <span class="stage stage-open">{say(onDemandTexts.noticeNew)}</span>} {title}
            </h2>
            <p class="small">{moment(at)}</p>
            <p>{text}</p>
            {link && (
              <p>
                <a href={link} aria-label={`${say(onDemandTexts.noticeOpen)}: ${title}`}>
                  {say(onDemandTexts.noticeOpen)}
                </a>
              </p>
            )}
          </li>
        ))}
      </ul>
      <Back />
    </Page>
  );
}
