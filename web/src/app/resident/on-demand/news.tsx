// SPDX-License-Identifier: Apache-2.0

// What needs me besides votes, on the first page. It is never in the way of a vote: where it cannot be had, nothing is said.

import { api, type Me } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import { useLoaded } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { CaseNews } from "./cases/news.tsx";

// Concerned is who is here; shared: he shares a home with others, whose papers may wait for him.
export type Concerned = Pick<PageProps, "community" | "me"> & { shared: boolean };

export const News = ({ community, me, shared }: Concerned) => (
  <>
    {shared && <Papers me={me} />}
    {me.cases && <CaseNews community={community} />}
    {me.orders > 0 && <OrderNews />}
  </>
);

function Papers({ me }: { me: Me }) {
  const papers = useLoaded(api.waiting, "").value?.items ?? [];
  const waiting = papers.filter(({ missing }) => missing.includes(me.session.person ?? "")).length;
  return waiting > 0 ? (
    <p class="note">
      <a href="#/owners">{say(["有 {0} 份共有人的文件等您签字", "{0} papers of your co-owners await your signature"], waiting)}</a>
    </p>
  ) : null;
}

// OrderNews is loaded by whom orders concern.
function OrderNews() {
  const { value } = useLoaded(() => import("./orders/news.tsx"), "");
  return value ? <value.OrderNews /> : null;
}
