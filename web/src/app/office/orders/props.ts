// SPDX-License-Identifier: Apache-2.0

import type { Order } from "../../shared/orders/order.ts";
import type { PageProps } from "../../shared/page-props.ts";

// OrderProps is an order that an officer decides something of.
export type OrderProps = PageProps & { order: Order; changed: () => void };
