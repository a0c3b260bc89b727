// SPDX-License-Identifier: Apache-2.0

import { StepLine } from "../step-line.tsx";
import { type Order, stagesOf } from "./order.ts";

export const Line = ({ order }: { order: Order }) => <StepLine stages={stagesOf(order)} />;
