// SPDX-License-Identifier: Apache-2.0

// What my homes are to have broken of the convention, in the server's API.

import { call } from "../../../shared/api.ts";
import type { Breach } from "../../../shared/breaches/words.ts";

export const breachApi = {
  mine: () => call<{ items: Breach[] }>("GET", "/me/breaches").then(({ items }) => items),
};
