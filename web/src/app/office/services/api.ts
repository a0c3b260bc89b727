// SPDX-License-Identifier: Apache-2.0

import { call, type Schema } from "../../shared/api.ts";
import type { Service } from "../../shared/points/words.ts";

export const servicesApi = {
  all: (community: string): Promise<Service[]> =>
    call<Schema["Points"]>("GET", `/communities/${encodeURIComponent(community)}/points`).then(({ services }) => services),
};
