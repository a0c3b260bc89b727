// SPDX-License-Identifier: Apache-2.0

import type { Order } from "../../../shared/orders/order.ts";
import type { PageProps } from "../../../shared/page-props.ts";

// OrderProps is what is said to one of my orders, for one of my households that it affects.
export type OrderProps = PageProps & { order: Order; unit: string; changed: () => void };
