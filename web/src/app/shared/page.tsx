// SPDX-License-Identifier: Apache-2.0

// What every page is made of.

import { type ComponentChildren, render, type VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { thisDevice, unsupported } from "../../passkey/device.ts";
import { sessionBack, waits } from "./api.ts";
import { explain, explainNotDone, signedOut } from "./faults.ts";
import { say } from "./language.ts";
import { keptKiosk } from "./storage.ts";
import { texts } from "./texts.ts";
import { unescaped } from "./unescaped.ts";

// start shows an app in the page's frame; at the kiosk, not before its own frame is around it. where is what the page
// goes on with when its language or view is changed: the part of the address after "#".
export async function start(app: (community: string) => VNode, where = () => location.hash): Promise<void> {
  const root = document.getElementById("app");
  if (root) {
    document.addEventListener("click", (event) => keepPlace(event, where()));
    addEventListener(waits, (event) => tellWait(root, (event as CustomEvent<boolean>).detail));
    const officersPage = keptKiosk();
    if (officersPage) {
      (await import("./kiosk/frame.tsx")).frame(officersPage);
    }
    root.replaceChildren();
    render(app(place()), root);
  }
}

// tellWait says above the page that it waits for the server, as long as it does.
function tellWait(root: HTMLElement, waiting: boolean): void {
  document.getElementById("wait")?.remove();
  if (waiting) {
    const text = document.createElement("p");
    text.id = "wait";
    text.className = "note";
    text.role = "status";
    text.textContent = say(texts.waitABit);
    root.before(text);
  }
}

// keepPlace has a link to the settings come back to where it was pressed: browsers take what is after "#" along.
function keepPlace({ target }: Event, where: string): void {
  const link = target instanceof Element && target.closest<HTMLAnchorElement>('a[href^="/settings"]');
  if (link) {
    link.hash = where;
  }
}

let first = true;

// Page is one screen. Its heading takes the focus as it comes, so that screen readers and keyboards begin there: not after it was
// drawn, when whoever is quick has the focus elsewhere already, and would lose it.
export function Page({ title, children }: { title: string; children?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const before = document.title;
    document.title = `${title} · ${say(["邻里", "Linli"])}`;
    if (first) {
      first = false;
    } else {
      heading.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    return () => {
      document.title = before; // of the page behind, if there is one
    };
  }, [title]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </>
  );
}

// Loaded shows what a request answers, or why it does not. key: another key asks again; so does who comes back to a page that asked
// while his session was over.
export function useLoaded<T>(load: () => Promise<T>, key: string): { value?: T; fault?: unknown; reload: () => void } {
  const [state, setState] = useState<{ value?: T; fault?: unknown }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let stale = false;
    load().then(
      (value) => stale || setState({ value }),
      (fault) => stale || setState({ fault }),
    );
    return () => {
      stale = true;
    };
  }, [key, turn]);
  const reload = () => setTurn((last) => last + 1);
  const unasked = signedOut(state.fault);
  useEffect(() => {
    if (unasked) {
      addEventListener(sessionBack, reload);
      return () => removeEventListener(sessionBack, reload);
    }
    return undefined;
  }, [unasked]);
  return { ...state, reload };
}

// useAgain asks again every so many milliseconds.
export function useAgain({ reload }: { reload: () => void }, every: number): void {
  useEffect(() => {
    const timer = setInterval(reload, every);
    return () => clearInterval(timer);
  }, []);
}

// useHere is aborted when the component goes.
export function useHere(): AbortSignal {
  const [here] = useState(() => new AbortController());
  useEffect(() => () => here.abort(), []);
  return here.signal;
}

// useUnsaved has the browser ask before it leaves a page that has the only copy of something.
export function useUnsaved(unsaved: boolean): void {
  useEffect(() => {
    if (unsaved) {
      const ask = (event: Event) => event.preventDefault();
      addEventListener("beforeunload", ask);
      return () => removeEventListener("beforeunload", ask);
    }
    return undefined;
  }, [unsaved]);
}

export const Waiting = ({ children }: { children?: ComponentChildren }) => (
  <p class="waiting" role="status">
    {children ?? "…"}
  </p>
);

export function Fault({ fault, retry }: { fault: unknown; retry?: (() => void) | undefined }) {
  return (
    <div class="note warn" role="alert">
      <p>{typeof fault === "string" ? fault : explain(fault)}</p>
      {retry && (
        <p>
          <button type="button" class="button secondary" onClick={retry}>
            {say(texts.again)}
          </button>
        </p>
      )}
    </div>
  );
}

// Help is never a dead end: it says what else can be done where passkeys fail. link: where to go on in a real browser, if not here.
export function Help({ link = location.href }: { link?: string | undefined }) {
  const reason = unsupported(thisDevice());
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const copy = () => {
    field.current?.select();
    const done = () => setCopied(true);
    if (navigator.clipboard) {
      navigator.clipboard.writeText(link).then(done, () => document.execCommand("copy") && done());
    } else if (document.execCommand("copy")) {
      done();
    }
  };
  return (
    <details open={reason !== undefined}>
      <summary>{say(texts.help)}</summary>
      {reason && (
        <>
          <p class="note warn">{explainNotDone({ kind: "unsupported", reason })}</p>
          <p>
            <label for="link">{say(texts.linkFor)}</label>
            <input id="link" ref={field} readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
            <button type="button" class="button" onClick={copy}>
              {say(texts.copyLink)}
            </button>
          </p>
          <p role="status">{copied && say(texts.copied)}</p>
        </>
      )}
      <p>{say(texts.otherWays)}</p>
      {place() && (
        <p>
          <a href={`/c/${place()}/lost`}>{say(texts.lost)}</a>
        </p>
      )}
    </details>
  );
}

// place is the community whose page this is, or "".
const place = (): string => document.getElementById("app")?.dataset.community ?? "";

// useHash is the part of the address after "#/", which says on which screen somebody is, so that "back" works.
export function useHash(): string {
  const read = () => unescaped(location.hash.replace(/^#\/?/, ""));
  const [hash, setHash] = useState(read);
  useEffect(() => {
    const changed = () => setHash(read());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return hash;
}

export const go = (to: string): void => {
  if (keptKiosk()) {
    location.replace(`#/${to}`); // the kiosk has no history
  } else {
    location.hash = `/${to}`;
  }
};
