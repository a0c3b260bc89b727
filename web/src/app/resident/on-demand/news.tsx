// SPDX-License-Identifier: Apache-2.0

// What needs me besides votes, on the first page. It is never in the way of a vote: where it cannot be had, nothing is said.

import { useLoaded } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { CaseNews } from "./cases/news.tsx";

export const News = ({ community, me }: Pick<PageProps, "community" | "me">) => (
  <>
    {me.cases && <CaseNews community={community} />}
    {me.orders > 0 && <OrderNews />}
  </>
);

// OrderNews is loaded by whom orders concern.
function OrderNews() {
  const { value } = useLoaded(() => import("./orders/news.tsx"), "");
  return value ? <value.OrderNews /> : null;
}
