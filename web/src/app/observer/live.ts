// SPDX-License-Identifier: Apache-2.0

// On rendered pages of an election: when something has happened in it, the page is asked for again, and its parts marked
// data-live take the place of the old ones. Without this script the page is as it was when it was opened.

import { followLedger, seldom } from "../../live/follow.ts";

const every = 3000; // ms

async function renew(): Promise<void> {
  const response = await fetch(location.href);
  if (!response.ok) {
    return; // the next change asks again
  }
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const now = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (now && now.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) {
      part.replaceChildren(...now.childNodes);
    }
  }
}

const longest = 86_400; // seconds; browsers take no timer of many weeks

// renewAtEnd has the page asked for again when the vote ends, of which the ledger tells nothing. data-left are the seconds until
// then, by the server's clock.
function renewAtEnd(changed: () => void, signal: AbortSignal): void {
  const left = Number(document.querySelector<HTMLElement>("[data-left]")?.dataset.left ?? 0);
  if (left > 0 && left < longest) {
    const timer = setTimeout(changed, left * 1000 + 500);
    signal.addEventListener("abort", () => clearTimeout(timer));
  }
}

function start(): void {
  const [, , community, , election] = location.pathname.split("/"); // /c/{community}/vote/{election}
  const until = new AbortController();
  addEventListener("pagehide", () => until.abort(), { once: true });
  if (community && election) {
    const changed = seldom(every, () => renew().catch(() => {}));
    followLedger({ community, election }, changed, until.signal);
    renewAtEnd(changed, until.signal);
  }
}

start();
if (document.querySelector("[data-text]")) {
  import("./texts.tsx").catch(() => {}); // the page has a link to each text
}
addEventListener("pageshow", ({ persisted }) => persisted && start()); // the browser's "back" brings a sleeping page
