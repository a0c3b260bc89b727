// SPDX-License-Identifier: Apache-2.0

// Which cases need this officer, on the first page.

import { say } from "../../shared/language.ts";
import type { PageProps } from "../../shared/page-props.ts";
import { useLive } from "../live.tsx";
import type { Pending } from "../signing/pending.tsx";
import { caseApi } from "./api.ts";
import { asked, CaseCards } from "./cards.tsx";
import { caseTexts } from "./texts.ts";

export function CaseNews({ community, pending }: PageProps & { pending: Pending }) {
  const papers = pending.value ?? [];
  const waiting = (useLive(caseApi.all, "cases").value ?? []).filter((one) => asked(one, papers));
  return waiting.length > 0 ? (
    <>
      <h2>{say(caseTexts.news)}</h2>
      <CaseCards community={community} cases={waiting} papers={papers} />
    </>
  ) : null;
}
