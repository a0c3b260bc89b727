// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren, VNode } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { api, type Community, type Me, Problem, sessionBack, sessionOver } from "./api.ts";
import { Fault, useLoaded, Waiting } from "./page.tsx";
import { SignIn } from "./signin.tsx";

type Guarded = {
  community: Community;
  turn: string; // another one asks again who is signed in
  welcome: (me: Me) => boolean;
  why?: string; // somebody is not welcome
  ask?: () => Promise<Me>; // who is signed in
  outside?: ((signIn: VNode) => ComponentChildren) | undefined; // what who is not sees in place of the sign-in, which it may show
  children: (me: Me, reload: () => void) => ComponentChildren;
};

// SignedIn lets in who is signed in. When a session is over, the screen stays as it is behind the sign-in: nothing that was typed is
// lost. Whoever signs in by another passkey gets a screen of his own.
export function SignedIn({ community, turn, welcome, why, ask = api.me, outside, children }: Guarded) {
  const asked = useLoaded(ask, turn);
  const last = useRef<Me>(undefined);
  const out = useRef(false);
  const room = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const comings = [sessionOver, "focus", "pageshow", "visibilitychange"]; // somebody else may be signed in by now
    for (const coming of comings) {
      addEventListener(coming, asked.reload);
    }
    return () => {
      for (const coming of comings) {
        removeEventListener(coming, asked.reload);
      }
    };
  }, []);
  const back = asked.value !== undefined && out.current;
  if (asked.value) {
    last.current = asked.value;
    out.current = false;
  } else if (asked.fault instanceof Problem && asked.fault.status === 401) {
    out.current = true;
  }
  useLayoutEffect(() => {
    if (back) {
      dispatchEvent(new Event(sessionBack));
      room.current?.querySelector("h1")?.focus();
    }
  });
  const me = last.current;
  if (!me && !out.current) {
    return asked.fault ? <Fault fault={asked.fault} retry={asked.reload} /> : <Waiting />;
  }
  const inside = me && welcome(me);
  const signIn = <SignIn community={community} done={asked.reload} />;
  return (
    <>
      {me && !inside && why && !outside && <Fault fault={why} />}
      {(out.current || !inside) && (outside?.(signIn) ?? signIn)}
      {inside && (
        <div ref={room} key={me.session.credential} hidden={out.current}>
          {children(me, asked.reload)}
        </div>
      )}
    </>
  );
}
