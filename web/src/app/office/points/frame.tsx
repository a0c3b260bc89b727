// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from "preact";
import { Back } from "../../shared/back.tsx";
import { Page } from "../../shared/page.tsx";
import { Screens } from "../screens.tsx";
import { pointsTexts } from "./texts.ts";

const screens = { "": pointsTexts.overview, plan: pointsTexts.planPage, household: pointsTexts.household } as const;

// PointsPage is a page of points, with the ways to the others.
export const PointsPage = ({ title, screen, children }: { title: string; screen: string; children: ComponentChildren }) => (
  <Page title={title}>
    <Screens title={pointsTexts.title} path="points" screens={screens} here={screen} />
    {children}
    <Back />
  </Page>
);
