// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from "preact";
import { Back } from "../../shared/back.tsx";
import { Page } from "../../shared/page.tsx";
import { Screens } from "../screens.tsx";
import { officeServiceTexts } from "./texts.ts";

const screens = { "": officeServiceTexts.list, redeem: officeServiceTexts.forSomebody } as const;

// ServicesPage is a page of services, with the way to the other.
export const ServicesPage = ({ title, screen, children }: { title: string; screen: string; children: ComponentChildren }) => (
  <Page title={title}>
    <Screens title={officeServiceTexts.title} path="services" screens={screens} here={screen} />
    {children}
    <Back />
  </Page>
);
