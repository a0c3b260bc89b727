// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from "preact";
import { say } from "../../shared/language.ts";
import { Page } from "../../shared/page.tsx";
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
    <nav aria-label={say(dispatchTexts.title)} class="screens">
      <ul class="inline">
        {Object.entries(screens).map(([id, name]) => (
          <li key={id}>
            <a href={id ? `#/orders/${id}` : "#/orders"} aria-current={id === screen ? "page" : undefined}>
              {say(name)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    {children}
  </Page>
);
