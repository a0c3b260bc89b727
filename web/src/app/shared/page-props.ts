// SPDX-License-Identifier: Apache-2.0

import type { Community, Me } from "./api.ts";

// PageProps is what every page of somebody who is signed in is given; reload asks again who he is.
export type PageProps = { community: Community; me: Me; reload: () => void };
