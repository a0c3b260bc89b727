// SPDX-License-Identifier: Apache-2.0

// What the pages of shared parking have in common.

import { say } from "../../../shared/language.ts";
import type { PageProps } from "../../../shared/page-props.ts";
import type { Mine } from "../../../shared/parking/api.ts";
import { parkingTexts } from "./texts.ts";

// Known is what every page here is given.
export type Known = PageProps & { mine: Mine; changed: () => void };

// Purses are what each home can pay with.
export const Purses = ({ mine }: { mine: Mine }) => (
  <ul>
    {mine.usable.map(({ account, house, usable }) => (
      <li key={account}>{say(parkingTexts.usable, house || account.slice(0, 8), usable)}</li>
    ))}
  </ul>
);
