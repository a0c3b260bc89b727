// SPDX-License-Identifier: Apache-2.0

// Which cases need this officer, on the first page. They are asked for once: each look at them is in the audit log.

import { say } from "../../shared/language.ts";
import { useLoaded } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import type { Pending } from "../signing/pending.tsx";
import { caseApi } from "./api.ts";
import { asked, CaseCards } from "./cards.tsx";
import { caseTexts } from "./texts.ts";

export function CaseNews({ community, pending }: PageProps & { pending: Pending }) {
  const papers = pending.value ?? [];
  const waiting = (useLoaded(caseApi.all, "").value ?? []).filter((one) => asked(one, papers));
  return waiting.length > 0 ? (
    <>
      <h2>{say(caseTexts.news)}</h2>
      <CaseCards community={community} cases={waiting} papers={papers} />
    </>
  ) : null;
}
