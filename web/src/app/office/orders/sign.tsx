// SPDX-License-Identifier: Apache-2.0

// Signing what an officer decides of orders: he reads all of it before.

import type { ActType, Bodies } from "../../../act/body.ts";
import type { PageProps } from "../../shared/page-props.ts";
import { SignAct } from "../signing/signing.tsx";

type SignProps<T extends ActType> = PageProps & { type: T; body: Bodies[T]; alone?: boolean; done: () => void; back?: () => void };

export const SignOrder = <T extends ActType>({ type, body, ...of }: SignProps<T>) => <SignAct {...of} type={type} body={body} />;
