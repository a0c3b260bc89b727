// SPDX-License-Identifier: Apache-2.0

// Points: what is issued of each budget, what waits for an officer, what looks odd; the plan, and what a household has earned.

import type { PageProps } from "../../shared/page-props.ts";
import { HouseholdPage } from "./household.tsx";
import { Overview } from "./overview.tsx";
import { PlanPage } from "./plan-page.tsx";

export function Points({ at: [screen = "", id = ""], ...of }: PageProps & { at: readonly string[] }) {
  switch (screen) {
    case "plan":
      return <PlanPage {...of} />;
    case "household":
      return <HouseholdPage {...of} key={id} unit={id} />;
    default:
      return <Overview {...of} />;
  }
}
