// SPDX-License-Identifier: Apache-2.0

import { call } from "../../../shared/api.ts";
import type { Case } from "../../../shared/cases/words.ts";

export const myCases = () => call<{ items: Case[] }>("GET", "/me/cases").then(({ items }) => items);
