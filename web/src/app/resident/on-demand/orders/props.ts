// SPDX-License-Identifier: Apache-2.0

import type { PageProps } from "../../../shared/page-props.ts";
import type { MyOrder } from "./api.ts";

// OrderProps is what is said to one of my orders.
export type OrderProps = PageProps & { order: MyOrder; changed: () => void };
