// SPDX-License-Identifier: Apache-2.0

// The worker's app: for one hand, on a poor connection. It opens without one from what it keeps, and goes on.

import { api, type Community } from "../shared/api.ts";
import { say } from "../shared/language.ts";
import { linkToken } from "../shared/link-token.ts";
import { Fault, start, useHash, useLoaded, Waiting } from "../shared/page.tsx";
import { SignedIn } from "../shared/signed-in.tsx";
import { opensWithoutConnection } from "./put-by.ts";
import { Register } from "./register.tsx";
import { remembered } from "./remembered.ts";
import { Shelf } from "./shelf.ts";
import { Stranger } from "./stranger.tsx";
import { workTexts } from "./texts.ts";
import { Work } from "./work.tsx";

function Worker({ id }: { id: string }) {
  const shelf = useLoaded(() => Shelf.open(id), id);
  if (shelf.fault) {
    return <Fault fault={say(workTexts.keepsNothing)} />;
  }
  return shelf.value ? <Opened id={id} shelf={shelf.value} /> : <Waiting />;
}

// token is that of a one-time link to register with.
const token = linkToken();

function Opened({ id, shelf }: { id: string; shelf: Shelf }) {
  const [screen] = useHash().split("/");
  const community = useLoaded(() => remembered(shelf, "community", () => api.community(id)), id);
  if (!community.value) {
    return community.fault ? <Fault fault={community.fault} retry={community.reload} /> : <Waiting />;
  }
  if (token) {
    return <Register community={community.value.value} token={token} />;
  }
  return (
    <SignedIn
      community={community.value.value}
      turn=""
      ask={() => remembered(shelf, "me", api.me).then(({ value }) => value)}
      welcome={({ session }) => session.kind === "worker" && session.community === id}
      why={say(workTexts.notWorker)}
      outside={screen === "slip" ? (signIn) => <Stranger community={community.value?.value as Community} signIn={signIn} /> : undefined}
    >
      {(me) => <Work community={community.value?.value as Community} me={me} shelf={shelf} />}
    </SignedIn>
  );
}

start((community) => {
  opensWithoutConnection(community).catch(() => undefined); // it works with a connection only
  return <Worker id={community} />;
});
