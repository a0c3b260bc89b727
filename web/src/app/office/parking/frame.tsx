// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from "preact";
import { Back } from "../../shared/back.tsx";
import { say } from "../../shared/language.ts";
import { Page } from "../../shared/page.tsx";
import { Screens } from "../screens.tsx";
import { officeParkingTexts as own } from "./texts.ts";

const screens = {
  "": own.bookings,
  booked: own.booked,
  lots: own.lots,
  gates: own.gateLists,
  own: own.own,
  occupancy: own.occupancy,
  rules: own.rules,
} as const;

// ParkingPage is a page of shared parking, with the ways to the others.
export const ParkingPage = ({ screen, children }: { screen: keyof typeof screens; children: ComponentChildren }) => (
  <Page title={say(screens[screen])}>
    <Screens title={own.title} path="parking" screens={screens} here={screen} />
    {children}
    <Back />
  </Page>
);
