// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from "preact";
import { Page } from "../../shared/page.tsx";
import { Screens } from "../screens.tsx";
import { dispatchTexts } from "./texts.ts";

const screens = {
  "": dispatchTexts.board,
  take: dispatchTexts.take,
  workers: dispatchTexts.workers,
  grids: dispatchTexts.grids,
  duties: dispatchTexts.duties,
  analysis: dispatchTexts.analysis,
} as const;

// DispatchPage is a page of orders, with the ways to the others.
export const DispatchPage = ({ title, screen, children }: { title: string; screen: string; children: ComponentChildren }) => (
  <Page title={title}>
    <Screens title={dispatchTexts.title} path="orders" screens={screens} here={screen} />
    {children}
  </Page>
);
