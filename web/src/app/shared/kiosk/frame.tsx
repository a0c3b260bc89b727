// SPDX-License-Identifier: Apache-2.0

// The kiosk's frame around a resident's pages: one bar to end with, nothing to stray to, and nothing left behind.

import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { api, Problem } from "../api.ts";
import { say } from "../language.ts";
import { keepKiosk, keptCasting } from "../storage.ts";
import { kioskTexts } from "./texts.ts";

// counterList is what a counter at this browser has taken and not told the ledger yet: it is the officers', and names no resident.
const counterList = "linli-counter/";
const idle = 120_000; // ms without a key or a touch, until the page asks whether anybody is there
const patience = 60; // seconds for the answer

// frame puts a page into the kiosk's frame. back: the officers' page that it began on.
export function frame(back: string): void {
  document.documentElement.classList.add("kiosk");
  document.addEventListener("click", stay);
  const place = document.createElement("div");
  document.querySelector("main")?.before(place);
  render(<Bar back={back} />, place);
}

// stay keeps the links of these pages out of the history, and does not follow those that lead away from the kiosk.
function stay(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link) {
    return;
  }
  event.preventDefault();
  if (link.pathname === location.pathname || (/^\/(e|settings|c\/[^/]+\/my)$/.test(link.pathname) && link.origin === location.origin)) {
    location.replace(link.href);
  }
}

// end leaves nothing of the person on this machine: no session, nothing stored, no page to go back to.
async function end(back: string): Promise<void> {
  document.getElementById("app")?.remove(); // before anything else, whatever comes of it
  while (!(await loggedOut())) {
    await new Promise((resolve) => setTimeout(resolve, 1000)); // nobody else may come before
  }
  await fetch("/settings?view=normal&lang=zh").catch(() => {});
  sessionStorage.clear();
  for (const key of Object.keys(localStorage).filter((key) => !key.startsWith(counterList))) {
    localStorage.removeItem(key);
  }
  location.replace(back.replace(/#.*/, "#/kiosk"));
}

// loggedOut ends the session, and says whether there is none any more.
const loggedOut = (): Promise<boolean> =>
  api.logOut().then(
    () => true,
    (error) => error instanceof Problem && error.status === 401,
  );

function Bar({ back }: { back: string }) {
  const [asking, setAsking] = useState(false);
  const unsent = () => keptCasting(back.split("/")[2] ?? "") !== undefined;
  const ending = () => (unsent() ? setAsking(true) : end(back));
  const fetchOfficers = () => {
    keepKiosk(undefined);
    location.replace(back);
  };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const restart = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setAsking(true), idle);
    };
    const signs = ["pointerdown", "keydown", "scroll"];
    for (const sign of signs) {
      addEventListener(sign, restart, { passive: true });
    }
    restart();
    return () => {
      clearTimeout(timer);
      for (const sign of signs) {
        removeEventListener(sign, restart);
      }
    };
  }, []);
  return (
    <section class="kiosk-bar width" aria-label={say(kioskTexts.bar)}>
      <p class="actions">
        {location.pathname === "/e" && (
          <button type="button" class="button secondary" onClick={fetchOfficers}>
            {say(kioskTexts.officers)}
          </button>
        )}
        <button type="button" class="button danger" onClick={ending}>
          {say(kioskTexts.end)}
        </button>
      </p>
      {asking && <Ask unsent={unsent} stay={() => setAsking(false)} end={() => end(back)} />}
    </section>
  );
}

// Ask asks before the end. Nobody has to answer for it to come, unless a ballot is on its way.
function Ask({ unsent, stay, end }: { unsent: () => boolean; stay: () => void; end: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [left, setLeft] = useState(patience);
  const waits = unsent();
  useEffect(() => {
    dialog.current?.showModal();
    const timer = setInterval(() => setLeft((last) => (unsent() ? patience : last - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (left === 0) {
      end();
    }
  }, [left]);
  return (
    <dialog ref={dialog} aria-labelledby="kiosk-ask" onClose={stay}>
      <h2 id="kiosk-ask">{say(waits ? kioskTexts.unsent : kioskTexts.there)}</h2>
      <p>{waits ? say(kioskTexts.unsentNote) : say(kioskTexts.thereNote, Math.max(left, 0))}</p>
      <p class="actions">
        <button type="button" class="button" onClick={stay}>
          {say(kioskTexts.stay)}
        </button>
        <button type="button" class="button danger" onClick={end}>
          {say(kioskTexts.end)}
        </button>
      </p>
    </dialog>
  );
}
