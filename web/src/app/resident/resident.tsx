// SPDX-License-Identifier: Apache-2.0

// The residents' app: who is here, and which screen the address names.

import type { FunctionComponent } from "preact";
import { api, type Community, type Me } from "../shared/api.ts";
import { say } from "../shared/language.ts";
import { Fault, start, useHash, useLoaded, Waiting } from "../shared/page.tsx";
import type { PageProps } from "../shared/page-props.ts";
import { SignedIn } from "../shared/signed-in.tsx";
import { texts } from "../shared/texts.ts";
import { Home } from "./home.tsx";
import { personName, rightText } from "./right-text.ts";
import { Unbroken } from "./unbroken.tsx";
import { Vote } from "./vote.tsx";

function Resident({ id }: { id: string }) {
  const loaded = useLoaded(() => api.community(id), id);
  if (loaded.fault) {
    return <Fault fault={loaded.fault} retry={loaded.reload} />;
  }
  return loaded.value ? <Inside community={loaded.value} /> : <Waiting />;
}

// confirming is the token of an e-mail's link, which works without a passkey.
const confirming = (hash: string): string | undefined => /^contact\/([A-Za-z0-9_-]{43})$/.exec(hash)?.[1];

function Inside({ community }: { community: Community }) {
  const hash = useHash();
  const token = confirming(hash);
  return token ? <Confirm token={token} /> : <Mine community={community} hash={hash} />;
}

function Confirm({ token }: { token: string }) {
  const page = useLoaded(() => import("./on-demand/confirm.tsx"), token);
  if (page.fault) {
    return <Fault fault={say(texts.offline)} retry={page.reload} />;
  }
  return page.value ? <page.value.Screen token={token} /> : <Waiting />;
}

const Mine = ({ community, hash }: { community: Community; hash: string }) => (
  <SignedIn
    community={community}
    turn={hash === "" ? "home" : "inside"}
    welcome={({ session }) => session.community === community.community}
  >
    {(me, reload) => (
      <>
        <Whose me={me} />
        <Screen community={community} me={me} hash={hash} reload={reload} />
      </>
    )}
  </SignedIn>
);

// Whose says on every page for whom it votes, signs and changes: two people may share a browser.
const Whose = ({ me }: { me: Me }) => (
  <p class="whose">
    {say(texts.whose)} {personName(me, me.session.person ?? "")}{" "}
    <Unbroken
      text={me.rights
        .filter(({ role }) => role !== "proxy")
        .map(rightText)
        .join("；")}
    />
  </p>
);

// Pages that few need are loaded when they are asked for.
type OnDemand = FunctionComponent<PageProps & { parts: string[] }>;
const onDemand = new Map<string, () => Promise<{ Screen: OnDemand }>>([
  ["notices", () => import("./on-demand/notices.tsx")],
  ["contact", () => import("../shared/contact/contact.tsx")],
  ["proxy", () => import("./on-demand/proxy.tsx")],
  ["owners", () => import("./on-demand/owners.tsx")],
  ["sign", () => import("./on-demand/sign.tsx")],
  ["orders", () => import("./on-demand/orders/orders.tsx")],
  ["help", () => import("./on-demand/help/help.tsx")],
  ["parking", () => import("./on-demand/parking/parking.tsx")],
  ["points", () => import("./on-demand/points/points.tsx")],
  ["breaches", () => import("./on-demand/breaches/breaches.tsx")],
  ["cases", () => import("./on-demand/cases/cases.tsx")],
  ["objections", () => import("./on-demand/objections.tsx")],
  ["data", () => import("./on-demand/data.tsx")],
  ["passkeys", () => import("./on-demand/passkeys.tsx")],
]);

function Screen({ hash, ...of }: PageProps & { hash: string }) {
  const [screen = "", ...parts] = hash.split("/");
  const [election, right, step] = parts;
  const mine = of.me.rights.find((item) => item.right === right);
  const load = onDemand.get(screen);
  if (load) {
    return <Loaded {...of} key={screen} load={load} parts={parts} />;
  }
  if (screen === "vote" && election && mine) {
    return <Vote {...of} key={`${election}/${mine.right}`} election={election} right={mine} step={step ?? ""} />;
  }
  return <Home {...of} />;
}

function Loaded({ load, ...of }: PageProps & { load: () => Promise<{ Screen: OnDemand }>; parts: string[] }) {
  const page = useLoaded(load, "");
  if (page.fault) {
    return <Fault fault={say(texts.offline)} retry={page.reload} />;
  }
  return page.value ? <page.value.Screen {...of} /> : <Waiting />;
}

start((community) => <Resident id={community} />);
